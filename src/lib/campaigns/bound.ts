import { deliveredStates, type RecipientState } from './recipients.ts';

/** What an approval is bound to. */
export interface Bound {
  contentVersion: number;
  /** A hash of the resolved audience, the rules of its segments included. */
  audience: string;
  senderId: number;
  topicId: number | null;
  /** How many people will get it. */
  count: number;
  /** What the guards had counted when an admin resumed it: they count from there. */
  guarded?: GuardCounts;
}

/** Of the mails handed over, how many bounced hard, and how many people complained. */
export interface GuardCounts {
  handed: number;
  bounced: number;
  complained: number;
}

/** What the guards look at, from the sums that results show. Soft bounces are no reason to pause. */
export function guardCountsOf(
  sums: readonly { state: RecipientState; reason: string; people: number }[],
): GuardCounts {
  const counts: GuardCounts = { handed: 0, bounced: 0, complained: 0 };
  for (const { state, reason, people } of sums) {
    if (state === 'bounced' || deliveredStates.includes(state)) counts.handed += people;
    if (state === 'bounced' && reason === 'hard') counts.bounced += people;
    if (state === 'complained') counts.complained += people;
  }
  return counts;
}

/** Why Rollcall holds or pauses a campaign. */
export type Trouble =
  | { why: 'count'; approved: number; now: number }
  | { why: 'audience changed' | 'sender changed' | 'topic changed' | 'content changed' }
  /** A target or exclusion is gone, or can no longer be understood. */
  | { why: 'audience broken'; problem: string }
  /** The mail can no longer be written: an attribute in it was deleted. */
  | { why: 'content broken'; problem: string }
  | { why: 'late'; due: string }
  | { why: 'not approved'; due: string }
  | { why: 'sender'; problem: string }
  | { why: 'not prepared'; problem: string }
  /** Nobody worked on it since then: was a backup restored? */
  | { why: 'silent'; since: string }
  /** Restored from a backup of this moment. */
  | { why: 'restored'; from: string; to: string }
  | { why: 'bounces' | 'complaints'; people: number; of: number }
  | { why: 'failures'; inARow: number; reply: string };

/** How far the count may be off: by both of the first two together, or by the third alone. */
export const tolerance = { share: 0.2, people: 50, most: 5_000 } as const;

/** How late a campaign may start, in ms: a machine that was off does not send yesterday's mail today. */
export const LATEST_START_MS = 2 * 3_600_000;

/**
 * What differs between what was approved and what would be sent now; undefined if nothing does that matters.
 *
 * @param secondPersonAbove more people than this take a second admin
 */
export function differenceOf(
  approved: Bound,
  now: Bound,
  { secondPersonAbove }: { secondPersonAbove: number },
): Trouble | undefined {
  if (approved.contentVersion !== now.contentVersion) return { why: 'content changed' };
  if (approved.audience !== now.audience) return { why: 'audience changed' };
  if (approved.senderId !== now.senderId) return { why: 'sender changed' };
  if (approved.topicId !== now.topicId) return { why: 'topic changed' };
  const off = Math.abs(now.count - approved.count);
  // Few people may all be gone: a campaign to nobody is not sent, and that is said.
  const isFar = now.count === 0 || (off > tolerance.people && off > approved.count * tolerance.share);
  const passes = approved.count <= secondPersonAbove && now.count > secondPersonAbove;
  if (isFar || off > tolerance.most || passes)
    return { why: 'count', approved: approved.count, now: now.count };
  return undefined;
}

/** When a campaign pauses by itself: these shares of the mails handed over, once there are enough of them. */
export const guards = { bounces: 0.05, complaints: 0.003, after: 200, failuresInARow: 10 } as const;

/**
 * The guard that these counts break, if any.
 *
 * @param since the counts when an admin resumed it: they know of the bounces until then
 */
export function brokenGuard(
  counts: GuardCounts,
  since: GuardCounts = { handed: 0, bounced: 0, complained: 0 },
): Extract<Trouble, { people: number }> | undefined {
  const handed = counts.handed - since.handed;
  const bounced = counts.bounced - since.bounced;
  const complained = counts.complained - since.complained;
  if (handed < guards.after) return undefined;
  if (bounced > handed * guards.bounces) return { why: 'bounces', people: bounced, of: handed };
  if (complained > handed * guards.complaints) return { why: 'complaints', people: complained, of: handed };
  return undefined;
}
