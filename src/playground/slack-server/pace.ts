import { limits } from './checks/limits.ts';

/** How fast the app may post: about one message per second and channel, with short bursts. */
export interface Pace {
  /** Whether another message may be posted there now; counts it if so. */
  allows(channel: string): boolean;
}

export function createPace(clock: () => number): Pace {
  const { perSecond, atOnce } = limits.posting;
  const left = new Map<string, { count: number; at: number }>();
  return {
    allows(channel) {
      const now = clock();
      const { count, at } = left.get(channel) ?? { count: atOnce, at: now };
      const refilled = Math.min(atOnce, count + ((now - at) / 1000) * perSecond);
      const allowed = refilled >= 1;
      left.set(channel, { count: allowed ? refilled - 1 : refilled, at: now });
      return allowed;
    },
  };
}
