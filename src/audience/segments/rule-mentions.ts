import { RollcallError } from '../../errors.ts';
import { mentionsOf } from '../../rules/mentions.ts';
import type { Database } from '../../storage/database/database.ts';
import { holdSegments } from '../../storage/segments/segments.ts';
import { holdNamed } from '../../storage/workspace/names.ts';

/**
 * Before a rule is saved, locks the tags, segments, attributes and campaigns that it uses until the transaction ends.
 * Deleting one, or undoing the change that made it, has to see this rule.
 *
 * @throws RollcallError `invalid-input` if one of them has just been deleted
 */
export async function holdMentions(database: Database, workspaceId: number, rule: unknown): Promise<void> {
  const { tags, attributes, campaigns, segments } = mentionsOf(rule);
  const named = { tags: [...tags], attributes: [...attributes], campaigns: [...campaigns] };
  const held = await holdNamed(database, workspaceId, named);
  const heldSegments = await holdSegments(database, workspaceId, [...segments]);
  const isHeld = held === tags.size + attributes.size + campaigns.size;
  if (isHeld && heldSegments === segments.size) return;
  const what = isHeld ? 'A segment' : 'A tag, attribute or campaign';
  throw new RollcallError('invalid-input', `${what} in this rule was just deleted.`, {
    hint: 'Check the rule again.',
  });
}
