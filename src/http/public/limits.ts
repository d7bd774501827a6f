/** How many requests that may be guesses one address may send in one minute before it has to wait. */
const PER_MINUTE = 20;
const WINDOW_MS = 60_000;
/** How many addresses are remembered at once; beyond that, the rest share one count. */
const MOST_ADDRESSES = 10_000;

/** Counts what may be guessing: forged tokens, lookups, sign-ups. */
export interface Limits {
  /** Whether this address has to wait; if so, how many seconds. */
  waitOf(address: string): number | undefined;
  /** Counts one more. */
  count(address: string): void;
}

/** @param ticks milliseconds that only ever go forward */
export function createLimits(ticks: () => number = () => performance.now()): Limits {
  let counts = new Map<string, number>();
  let begun = ticks();

  /** One minute for all of them, so that nothing has to search for old entries. */
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
