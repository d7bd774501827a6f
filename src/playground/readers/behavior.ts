/** What a person does with a mail, or what happens to it on the way. */
export type Deed =
  | 'delivered'
  | 'bounced hard'
  | 'bounced soft'
  | 'opened'
  | 'clicked'
  /** A filter on the way followed all of the mail's links. */
  | 'scanned'
  | 'complained'
  /** With the button of their mail program. */
  | 'unsubscribed by one click'
  /** On their preference page. */
  | 'unsubscribed on the page'
  | 'paused on the page';

export interface Act {
  did: Deed;
  /** When, in milliseconds after they begin. */
  afterMs: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long the audience reads, in simulated time. */
export const READING_MS = 72 * HOUR_MS;

/** How people take a mail: shares as they are usual for newsletters. */
export const shares = {
  bouncesHard: 0.012,
  bouncesSoft: 0.006,
  opens: 0.45,
  opensAgain: 0.3,
  clicks: 0.22,
  scanned: 0.05,
  complains: 0.004,
  leavesByOneClick: 0.01,
  leavesOnPage: 0.006,
  pausesOnPage: 0.008,
} as const;

/**
 * What happens to one mail, in order: the same for the same key, so that a run can be repeated and checked.
 * Shares after `opens` are of those who open, but for mails that are scanned.
 */
export function actsOf(key: string): Act[] {
  const random = randomFrom(key);
  const acts: Act[] = [];
  const add = (did: Deed, afterMs: number): void =>
    void acts.push({ did, afterMs: Math.min(Math.round(afterMs), READING_MS) });
  const fate = random();
  if (fate < shares.bouncesHard + shares.bouncesSoft) {
    add(fate < shares.bouncesHard ? 'bounced hard' : 'bounced soft', (1 + 60 * random()) * SECOND_MS);
    return acts;
  }
  const delivered = (1 + 30 * random()) * SECOND_MS;
  add('delivered', delivered);
  // Of its own, so that it changes nothing about people. Some filters look at once, some a minute later.
  const filter = randomFrom(`filter ${key}`);
  if (filter() < shares.scanned)
    add('scanned', delivered + (filter() < 0.5 ? 1 + 2 * filter() : 20 + 40 * filter()) * SECOND_MS);
  if (random() >= shares.opens) return acts;
  // Most within hours, some days later.
  const opened = MINUTE_MS - Math.log(1 - random()) * 8 * HOUR_MS;
  add('opened', opened);
  if (random() < shares.opensAgain) add('opened', opened + random() * 20 * HOUR_MS);
  if (random() < shares.clicks) add('clicked', opened + (10 + 120 * random()) * SECOND_MS);
  const last = random();
  const ends: [share: number, did: Deed][] = [
    [shares.complains, 'complained'],
    [shares.leavesByOneClick, 'unsubscribed by one click'],
    [shares.leavesOnPage, 'unsubscribed on the page'],
    [shares.pausesOnPage, 'paused on the page'],
  ];
  let from = 0;
  for (const [share, did] of ends) {
    if (last >= from && last < from + share) add(did, opened + (3 + 5 * random()) * MINUTE_MS);
    from += share;
  }
  return acts.sort((one, other) => one.afterMs - other.afterMs);
}

/** Numbers from 0 to 1 that follow from a text (mulberry32). */
export function randomFrom(text: string): () => number {
  let state = hashOf(text);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A number of 32 bits that follows from a text (FNV-1a). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
