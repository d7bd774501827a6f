import { kinds } from './conditions/kinds.ts';
import type { Thing } from './names.ts';

/** Ids of things that rules refer to. */
export type Mentions = Record<Thing, Set<number>>;

/**
 * The ids that a stored rule, or a list of rules, refers to. Works on trees as stored, even on one that this
 * version can't parse.
 *
 * @example mentionsOf({ type: 'tagged', match: 'any', tags: [3] }).tags // Set { 3 }
 */
export function mentionsOf(rules: unknown): Mentions {
  const things = kinds.flatMap(({ refersTo }) => refersTo?.things ?? []);
  const mentions = Object.fromEntries(things.map((each) => [each, new Set<number>()])) as Mentions;
  look(rules);
  return mentions;

  function look(node: unknown): void {
    if (typeof node !== 'object' || node === null) return;
    const { type, ...rest } = node as Record<string, unknown>;
    for (const { refersTo, ...kind } of kinds) {
      if (refersTo === null || kind.type !== type) continue;
      for (const id of [rest[refersTo.key]].flat())
        if (typeof id === 'number') mentions[refersTo.things].add(id);
    }
    for (const each of Object.values(node)) look(each);
  }
}
