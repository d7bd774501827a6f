import { z } from 'zod';

/** Why people joined or left, from what was noted about each: one row for each cause. */
export const causeSchema = z.object({
  /**
   * added, changed, deleted, tagged, untagged or event, by `by`; edit (of the rule, by `by`), time (nothing but the
   * date), other.
   */
  cause: z.enum(['added', 'changed', 'deleted', 'tagged', 'untagged', 'event', 'edit', 'time', 'other']),
  /** A writer of src/storage/watches/writer.ts, if it is known. */
  by: z.string().nullable(),
  tagId: z.int().nullable(),
  joined: z.int(),
  left: z.int(),
});
export type Cause = z.infer<typeof causeSchema>;

/** Adds up the causes of several looks; the largest first. */
export function sumOfCauses(lists: readonly (readonly Cause[])[]): Cause[] {
  const all = new Map<string, Cause>();
  for (const each of lists.flat()) {
    const key = JSON.stringify([each.cause, each.by, each.tagId]);
    const before = all.get(key);
    all.set(key, {
      ...each,
      joined: each.joined + (before?.joined ?? 0),
      left: each.left + (before?.left ?? 0),
    });
  }
  return [...all.values()].sort((one, other) => sizeOf(other) - sizeOf(one));
}

/** How many people a cause moved, in either direction. */
const sizeOf = ({ joined, left }: Cause): number => joined + left;

/** What the causes add up to. */
export const netOf = (causes: readonly Cause[]): number =>
  causes.reduce((sum, { joined, left }) => sum + joined - left, 0);

/**
 * Causes that add up to a change: what they leave of it is "other". None stay none, because nobody was tracked.
 *
 * @param change the size at the end, less the size at the beginning
 */
export function addingUp(causes: readonly Cause[], change: number): Cause[] {
  const rest = change - netOf(causes);
  if (causes.length === 0 || rest === 0) return [...causes];
  const other = { cause: 'other', by: null, tagId: null } as const;
  return sumOfCauses([causes, [{ ...other, joined: Math.max(rest, 0), left: Math.max(-rest, 0) }]]);
}
