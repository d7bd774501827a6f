import { setTimeout as sleep } from 'node:timers/promises';
import { pulseOf } from '../../storage/database/pulse.ts';
import type { AudienceDeps } from '../caller.ts';

export interface Health {
  /** Whether the database answers. */
  ok: boolean;
  /** Its kind. */
  database: string;
}

/** Whoever asks gets an answer within this time. */
const ANSWER_WITHIN_MS = 800;

/**
 * How long a database that has not answered yet is still taken to be well, since it last did: a server hardly ever takes
 * so long, the embedded one is deaf for as long as a question may take.
 */
const BELIEVED_MS = { server: 5_000, embedded: 65_000 } as const;

/** How often the event loop should come round, and how late it may be before nobody is kept waiting for another turn of it. */
const TURN_MS = 200;
const LATE_MS = 400;

/**
 * Makes the question whether the database answers, which is answered within a second however much is going on: past everybody
 * who waits for a session, and while thousands of requests come in, from what was heard last, without another turn of the
 * event loop.
 */
export function createHealth({ storage }: AudienceDeps): () => Promise<Health> {
  const pulse = pulseOf(storage);
  let turned = performance.now();
  setInterval(() => {
    turned = performance.now();
  }, TURN_MS).unref();
  const isLate = (): boolean => performance.now() - turned > LATE_MS;
  // A time in which nothing could be heard does not count against the database.
  const heardUntil = (): number => (isLate() ? turned : performance.now());
  const isBelieved = (): boolean => heardUntil() - pulse.seen() < BELIEVED_MS[storage.kind];

  return async () => {
    const answered = pulse.beat().then(
      () => true,
      () => false,
    );
    if (isLate() && isBelieved()) return { ok: true, database: storage.kind };
    const waiting = new AbortController();
    const { signal } = waiting;
    const late = sleep(ANSWER_WITHIN_MS, undefined, { signal }).then(isBelieved, () => false);
    const ok = await Promise.race([answered, late]);
    waiting.abort();
    return { ok, database: storage.kind };
  };
}
