import type { Outcome, RecipientState } from './recipients.ts';

/** A number of people, and the number that it is a share of: never more than that. */
export interface Share {
  people: number;
  of: number;
}

/** Opens or clicks. Machines are counted apart: no one is counted as both. */
export type Attention =
  | { how: 'off' }
  /** Requests, without people. */
  | { how: 'total'; hits: number; machineHits: number }
  /** People, each once. `machines`: those whose mail only machines opened or followed. */
  | (Share & { how: 'person'; hits: number; machines: number; machineHits: number });

/** The results of a campaign, in numbers that add up (docs/decisions/040-results.md). */
export interface CampaignReport {
  id: number;
  name: string;
  /** False: it is known from a provider's reports alone, so there is no audience and no outcome. */
  isOurs: boolean;
  /** When the first mail went out. */
  sentAt: Date | null;
  /** Everyone in its audience, and the same people by outcome; both null if it isn't ours. */
  audience: number | null;
  outcome: Outcome | null;
  /** By state, and of those left out and bounced by reason. They add up to the audience. */
  sums: { state: RecipientState; reason: string; people: number }[];
  /**
   * The people whom everything below is a share of: handed over less bounced. `said`: `delivered` if a provider
   * reports, else `accepted`, which is what the mail server said.
   */
  delivered: Share & { said: 'delivered' | 'accepted' };
  opened: Attention;
  clicked: Attention;
  unsubscribed: Share;
  complained: Share;
  /** Of the mails that were handed over. */
  bounced: Share & { hard: number; soft: number };
  /** By what it was sent to, as it was then; people in two of them count in both. Empty if there is just one. */
  targets: TargetReport[];
  /** By hits, most first. `people` is null if people aren't recorded. */
  links: { id: number; url: string; hits: number; machineHits: number; people: number | null }[];
  /** Hits of people by hour, in order, without hours that have none. */
  hours: { at: Date; opened: number; clicked: number }[];
  conversions: Conversions | null;
  /** Events before this moment were deleted; the totals above are kept. Null: none were. */
  eventsDeletedBefore: Date | null;
  at: Date;
}

/** The numbers of people in a report. The people behind each are a list. */
export const resultParts = [
  ...([
    'delivered',
    'opened',
    'clicked',
    'clicked link',
    'opened by machines',
    'clicked by machines',
  ] as const),
  ...(['unsubscribed', 'complained', 'bounced hard', 'bounced soft', 'converted'] as const),
] as const;
export type ResultPart = (typeof resultParts)[number];

export interface TargetReport {
  /** As a sentence: `tagged vip`. */
  label: string;
  delivered: number;
  /** Null if people aren't recorded. */
  opened: number | null;
  clicked: number | null;
  unsubscribed: number;
}

export interface Conversions extends Share {
  kind: string;
  days: number;
  after: 'click' | 'delivery';
  /** The sum of `amount`, or `value`, of the events that have one; null if none has. */
  value: number | null;
}
