/** Requests of one address in one minute that may open nothing, before it has to wait. */
const PER_MINUTE = 20;
const WINDOW_MS = 60_000;
/** Addresses that are remembered at once; beyond it, those that have none of their own share one count. */
const MOST_ADDRESSES = 10_000;

/** Counts what may be guessing: forged tokens, lookups, sign-ups. */
export interface Limits {
  /** Whether this address has to wait; in seconds, how long. */
  waitOf(address: string): number | undefined;
  /** Notes one more. */
  count(address: string): void;
}

/** @param ticks milliseconds that only ever go forward */
export function createLimits(ticks: () => number = () => performance.now()): Limits {
  let counts = new Map<string, number>();
  let begun = ticks();

  /** One minute for all of them: nothing has to be looked through for what is old. */
  function current(): Map<string, number> {
    if (ticks() - begun >= WINDOW_MS) {
      counts = new Map();
      begun = ticks();
    }
    return counts;
  }
  const nameOf = (known: Map<string, number>, address: string): string =>
    known.has(address) || known.size < MOST_ADDRESSES ? address : 'others';

  return {
    waitOf(address) {
      const known = current();
      if ((known.get(nameOf(known, address)) ?? 0) < PER_MINUTE) return undefined;
      return Math.max(1, Math.ceil((begun + WINDOW_MS - ticks()) / 1000));
    },
    count(address) {
      const known = current();
      const name = nameOf(known, address);
      known.set(name, (known.get(name) ?? 0) + 1);
    },
  };
}
