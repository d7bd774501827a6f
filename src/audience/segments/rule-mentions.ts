import { RollcallError } from '../../errors.ts';
import { mentionsOf } from '../../rules/mentions.ts';
import type { Database } from '../../storage/database/database.ts';
import { holdNamed } from '../../storage/workspace/names.ts';

/**
 * Holds what a rule asks for until the transaction ends, before the rule is saved: undoing what made a tag or an attribute
 * takes it away where no rule asks for it, and has to see this one.
 *
 * @throws RollcallError `invalid-input` where something of it went meanwhile
 */
export async function holdMentions(database: Database, workspaceId: number, rule: unknown): Promise<void> {
  const { tags, attributes } = mentionsOf(rule);
  const held = await holdNamed(database, workspaceId, { tags: [...tags], attributes: [...attributes] });
  if (held === tags.size + attributes.size) return;
  throw new RollcallError('invalid-input', 'A tag or attribute in this rule was just deleted.', {
    hint: 'The change that created it was undone. Check the rule again.',
  });
}
