/** Creates ids that look like Slack's, the same ones in the same order on every run. */
export interface Ids {
  /** @example next('V') // 'V00000000A' */
  next(prefix: string): string;
  /** A message's `ts`: seconds with six digits, each later than the previous one. */
  ts(): string;
  /** How many ids were made. */
  count(): number;
}

/** @param from how many ids were made before a restart */
export function createIds(clock: () => number, from = 0): Ids {
  let count = from;
  let lastMicros = 0;
  return {
    next(prefix) {
      count += 1;
      return prefix + count.toString(36).toUpperCase().padStart(9, '0');
    },
    ts() {
      lastMicros = Math.max(clock() * 1000, lastMicros + 100);
      return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, '0')}`;
    },
    count: () => count,
  };
}
