import { RollcallError } from '../../errors.ts';
import { printRule } from '../../rules/language/print.ts';
import { mentionsOf } from '../../rules/mentions.ts';
import { type Rule, ruleSchema } from '../../rules/schema.ts';
import type { SegmentEdit } from '../../storage/segments/edits.ts';
import type { StoredWatch } from '../../storage/watches/watches.ts';
import { type Known, type RuleOrigin, ruleOf } from '../segments/segments.ts';

/** What a watch counts, and whose rule that is. */
export interface Watched {
  rule: Rule;
  origin: RuleOrigin;
}

/** What a watch on a rule is called. */
export const nameOfRule = (rule: Rule, names: Known['names']): string =>
  rule.type === 'everyone' ? 'All contacts' : printRule(rule, names);

/** The rule that a watch counts. @throws RollcallError if it can’t be read, `not-found` if its segment is gone */
export function watchedRule(known: Known, watch: Pick<StoredWatch, 'segmentId' | 'rule'>): Watched {
  const { segmentId } = watch;
  if (segmentId !== null) {
    const segment = known.names.segments.find(({ id }) => id === segmentId);
    if (segment === undefined) throw new RollcallError('not-found', 'Its segment was deleted.');
    return { rule: ruleOf(segment), origin: { segment: segmentId, stored: true } };
  }
  const read = ruleSchema.safeParse(watch.rule);
  if (read.success) return { rule: read.data, origin: { stored: true } };
  throw new RollcallError('invalid-input', 'This version of Rollcall can’t read the rule of this watch.');
}

/** A watched rule with the rules of all segments in it, as a text; and the latest edit of one of these. */
export function wholeRule(
  known: Known,
  { rule, origin }: Watched,
  edits: ReadonlyMap<number, SegmentEdit>,
): { text: string; edited: SegmentEdit | null } {
  const inside = new Map<number, unknown>();
  const open = (part: unknown): void => {
    for (const id of mentionsOf(part).segments) {
      if (inside.has(id)) continue;
      const found = known.names.segments.find((each) => each.id === id)?.rule ?? null;
      inside.set(id, found);
      open(found);
    }
  };
  open(rule);
  const involved = [...inside.keys(), ...(origin.segment === undefined ? [] : [origin.segment])];
  const latest = involved
    .flatMap((id) => edits.get(id) ?? [])
    .sort((one, other) => other.at.getTime() - one.at.getTime());
  return { text: JSON.stringify([rule, [...inside]]), edited: latest[0] ?? null };
}
