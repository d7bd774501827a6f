import type { App, Receiver } from '@slack/bolt';
import { BUSY, type Incoming, RESTARTING, type Refuse } from './refusals.ts';

/** How many of Slack's requests may run at once. */
export interface Limits {
  /**
   * Per person. Someone who waits for answers has one or two, and a few more while a picker looks things up.
   */
  perPerson: number;
  /** In total. More than this would wait for the database longer than Slack accepts an answer. */
  inAll: number;
  /** How old a request may be when it is looked at, in ms: Slack gives up after three seconds. */
  waitedMs: number;
}

export const usualLimits: Limits = { perPerson: 10, inAll: 100, waitedMs: 2_000 };

/**
 * After this time a request no longer counts: if Slack never answers one, its person must not stay locked
 * out.
 */
const COUNTED_MS = 120_000;

/** Decides which requests run. */
export interface Admission {
  /** The receiver to build Bolt on. */
  receiver: Receiver;
  /** Refuses everything from now on: people who send a request are told that Rollcall is restarting. */
  close(): void;
  /** Resolves when all running requests have ended, or after `withinMs`, with those that have not. */
  drained(withinMs: number): Promise<Incoming['body'][]>;
}

/**
 * Sits between Slack and Bolt, over HTTP and in Socket Mode alike, and counts running requests. A request
 * counts until its listeners end, long after most requests are acknowledged. Without a limit each command
 * holds its memory and its place in the queue for the database, and twelve thousand of them keep everyone
 * waiting for minutes.
 *
 * @param refuse tells a person why their request was refused
 */
export function admitting(receiver: Receiver, refuse: Refuse, limits: Limits = usualLimits): Admission {
  const underWay = new Set<{ body: Incoming['body']; ended: Promise<void> }>();
  const perPerson = new Map<string, number>();
  let counted = 0;
  let isClosing = false;

  /** Takes a place. The returned function gives it back, once. */
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
      // Bolt itself, except for the method that receivers call.
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

/** The person who sent a request. Requests without a person count as one person's. */
function personOf({ user_id, user, event }: Incoming['body']): string {
  const of = user_id ?? user ?? event?.user;
  return String(typeof of === 'object' && of !== null ? of.id : of);
}
