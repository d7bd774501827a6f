import { RollcallError } from '../../errors.ts';
import { mentionsOf } from '../../rules/mentions.ts';
import type { Database } from '../../storage/database/database.ts';
import { holdNamed } from '../../storage/workspace/names.ts';

/**
 * Before a rule is saved, locks the tags and attributes that it uses until the transaction ends. Undoing the
 * change that made one removes it if no rule uses it, so the undo has to see this rule.
 *
 * @throws RollcallError `invalid-input` if one of them has just been deleted
 */
export async function holdMentions(database: Database, workspaceId: number, rule: unknown): Promise<void> {
  const { tags, attributes } = mentionsOf(rule);
  const held = await holdNamed(database, workspaceId, { tags: [...tags], attributes: [...attributes] });
  if (held === tags.size + attributes.size) return;
  throw new RollcallError('invalid-input', 'A tag or attribute in this rule was just deleted.', {
    hint: 'The change that created it was undone. Check the rule again.',
  });
}
