import type { MiddlewareHandler } from 'hono';
import { problem } from '../problem.ts';
import type { ApiEnv } from './auth.ts';

/** Requests of one key in one minute, counted by each process for itself. */
export const REQUESTS = 600;
const WINDOW_MS = 60_000;

/**
 * Counts the requests of each key, and refuses a key that sends too many. Headers as in the IETF's RateLimit
 * draft.
 *
 * @param ticks milliseconds that only ever go forward. With the time of day, a clock set back an hour would
 *   refuse everyone for that hour, and one that jumps about would let everything through.
 */
export function rateLimit(ticks: () => number = () => performance.now()): MiddlewareHandler<ApiEnv> {
  const windows = new Map<number, { start: number; used: number }>();
  return async (c, next) => {
    const { keyId } = c.get('apiKey');
    const at = Math.floor(ticks());
    const known = windows.get(keyId);
    const current = known === undefined || at - known.start >= WINDOW_MS ? { start: at, used: 0 } : known;
    windows.set(keyId, current);
    current.used += 1;
    const left = Math.max(0, REQUESTS - current.used);
    const seconds = Math.ceil((current.start + WINDOW_MS - at) / 1000);
    const headers = {
      'ratelimit-policy': `"requests";q=${REQUESTS};w=${WINDOW_MS / 1000}`,
      ratelimit: `"requests";r=${left};t=${seconds}`,
    };
    if (current.used > REQUESTS) {
      const detail = `${REQUESTS} requests per minute is the limit for one key. Try again in ${seconds} seconds, or send batches.`;
      return problem(429, detail, { headers: { ...headers, 'retry-after': String(seconds) } });
    }
    await next();
    for (const [name, text] of Object.entries(headers)) c.res.headers.set(name, text);
  };
}
