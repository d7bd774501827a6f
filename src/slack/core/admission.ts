import type { App, Receiver } from '@slack/bolt';
import { BUSY, type Incoming, RESTARTING, type Refuse } from './refusals.ts';

/** How much of what Slack sends may be under way at once. */
export interface Limits {
  /** Of one person. A person who waits for answers has one or two, and a few more while a picker looks things up. */
  perPerson: number;
  /** In all. More would wait for the database for longer than an answer is good for. */
  inAll: number;
  /** How long it may have waited to be looked at, in ms: Slack gives up after three seconds. */
  waitedMs: number;
}

export const usualLimits: Limits = { perPerson: 10, inAll: 100, waitedMs: 2_000 };

/** After so long a request no longer counts: one that Slack never answers must not lock its person out for good. */
const COUNTED_MS = 120_000;

/** What lets requests in. */
export interface Admission {
  /** The receiver to build Bolt on. */
  receiver: Receiver;
  /** Lets nothing in from now on: whoever asks is told that Rollcall restarts. */
  close(): void;
  /** Resolves when all that was let in has ended, after `withinMs` at the latest, with what has not. */
  drained(withinMs: number): Promise<Incoming['body'][]>;
}

/**
 * Stands between Slack and Bolt, over HTTP and in Socket Mode alike, and counts what is under way: until its listeners have
 * ended, which is long after most of it was acknowledged. Without a bound each command holds its memory and its place in
 * the line for the database, and twelve thousand of them keep everybody waiting for minutes.
 *
 * @param refuse tells a person why their request was not taken
 */
export function admitting(receiver: Receiver, refuse: Refuse, limits: Limits = usualLimits): Admission {
  const underWay = new Set<{ body: Incoming['body']; ended: Promise<void> }>();
  const perPerson = new Map<string, number>();
  let counted = 0;
  let isClosing = false;

  /** Takes a place; the function gives it back, once. */
  function count(person: string): () => void {
    counted += 1;
    perPerson.set(person, (perPerson.get(person) ?? 0) + 1);
    const release = () => {
      clearTimeout(timer);
      if (isReleased) return;
      isReleased = true;
      counted -= 1;
      const left = (perPerson.get(person) ?? 1) - 1;
      if (left === 0) perPerson.delete(person);
      else perPerson.set(person, left);
    };
    let isReleased = false;
    const timer = setTimeout(release, COUNTED_MS).unref();
    return release;
  }

  async function take(bolt: App, event: Incoming): Promise<void> {
    const person = personOf(event.body);
    const waited = performance.now() - Number(event.customProperties?.arrived ?? performance.now());
    const isFull = counted >= limits.inAll || (perPerson.get(person) ?? 0) >= limits.perPerson;
    if (isClosing || isFull || waited > limits.waitedMs) return refuse(event, isClosing ? RESTARTING : BUSY);
    const release = count(person);
    const work = bolt.processEvent(event);
    const entry = { body: event.body, ended: work.catch(() => {}) };
    underWay.add(entry);
    try {
      await work;
    } finally {
      underWay.delete(entry);
      release();
    }
  }

  return {
    receiver: {
      // Bolt as it is, but for what receivers call.
      init: (bolt) =>
        receiver.init(
          Object.create(bolt, { processEvent: { value: (event: Incoming) => take(bolt, event) } }),
        ),
      start: (...args) => receiver.start(...args),
      stop: (...args) => receiver.stop(...args),
    },
    close() {
      isClosing = true;
    },
    async drained(withinMs) {
      let timer: NodeJS.Timeout | undefined;
      const timeUp = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, withinMs);
      });
      await Promise.race([Promise.all([...underWay].map(({ ended }) => ended)), timeUp]);
      clearTimeout(timer);
      return [...underWay].map(({ body }) => body);
    },
  };
}

/** Whose request it is; requests of nobody's count as one person's. */
function personOf({ user_id, user, event }: Incoming['body']): string {
  const of = user_id ?? user ?? event?.user;
  return String(typeof of === 'object' && of !== null ? of.id : of);
}
