import { RollcallError } from '../../errors.ts';
import type { Database } from '../../storage/database/database.ts';
import { holdNamed } from '../../storage/workspace/names.ts';

/** Ids of what rules ask for. */
export interface Mentions {
  tags: Set<number>;
  attributes: Set<number>;
}

/**
 * The tags and attributes that a stored rule asks for, or a list of rules. Told from the trees as they are stored: a rule that
 * this version can't read is looked through all the same.
 *
 * @example mentionsOf({ type: 'tagged', match: 'any', tags: [3] }) // { tags: Set { 3 }, attributes: Set {} }
 */
export function mentionsOf(rules: unknown): Mentions {
  const mentions: Mentions = { tags: new Set(), attributes: new Set() };
  look(rules);
  return mentions;

  function look(node: unknown): void {
    if (typeof node !== 'object' || node === null) return;
    const { type, tags, attribute } = node as { type?: unknown; tags?: unknown; attribute?: unknown };
    if (type === 'tagged' && Array.isArray(tags)) for (const id of tags) mentions.tags.add(id);
    if (type === 'attribute' && typeof attribute === 'number') mentions.attributes.add(attribute);
    for (const each of Object.values(node)) look(each);
  }
}

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
  throw new RollcallError('invalid-input', 'A tag or an attribute of this rule is gone since a moment ago.', {
    hint: 'What made it was undone. Look at the rule again.',
  });
}
