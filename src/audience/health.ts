import { setTimeout as sleep } from 'node:timers/promises';
import { pulseOf } from '../storage/pulse.ts';
import type { AudienceDeps } from './caller.ts';

/** Whoever asks gets an answer within this time. */
const ANSWER_WITHIN_MS = 800;

/**
 * How long a database that has not answered yet is still taken to be well, since it last did: a server hardly ever takes
 * so long, the embedded one is deaf for as long as a question may take.
 */
const BELIEVED_MS = { server: 5_000, embedded: 65_000 } as const;

const lastSeen = new WeakMap<object, number>();

/** Whether the database answers. Told within a second, however much is going on. */
export async function checkHealth({ storage }: AudienceDeps): Promise<{ ok: boolean; database: string }> {
  const { pool, kind } = storage;
  const asked = performance.now();
  const late = new AbortController();
  const beat = pulseOf(storage)
    .beat()
    .then(
      () => {
        lastSeen.set(pool, performance.now());
        return true;
      },
      () => false,
    );
  const ok = await Promise.race([
    beat,
    sleep(ANSWER_WITHIN_MS, undefined, { signal: late.signal }).then(
      // It was there when it was opened.
      () => performance.now() - (lastSeen.get(pool) ?? asked) < BELIEVED_MS[kind],
      () => false,
    ),
  ]);
  late.abort();
  return { ok, database: kind };
}
