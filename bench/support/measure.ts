import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Medians in ms. Runs in turns, so that other work on the machine affects all alike, and reverses the order
 * every time, so that none always finds the caches warm.
 */
export async function medianOf<Asks extends (() => Promise<unknown>)[]>(
  runs: number,
  ...asks: Asks
): Promise<{ [I in keyof Asks]: number }> {
  const taken = asks.map((): number[] => []);
  for (let run = -1; run < runs; run++) {
    const turn = [...asks.entries()];
    if (run % 2 === 0) turn.reverse();
    for (const [index, ask] of turn) {
      const started = performance.now();
      await ask();
      // The first round warms up.
      if (run >= 0) taken[index]?.push(performance.now() - started);
    }
  }
  return taken.map(median) as { [I in keyof Asks]: number };
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Does the work, and returns the longest time that this process was blocked meanwhile, in ms. */
export async function longestStall(work: () => Promise<void>): Promise<number> {
  const resolution = 1;
  const delays = monitorEventLoopDelay({ resolution });
  delays.enable();
  await work();
  delays.disable();
  // The monitor measures the gaps between its own ticks, which include the tick.
  return Math.max(0, delays.max / 1e6 - resolution);
}

export const ms = (duration: number): string => duration.toFixed(1);
export const times = (factor: number): string => `×${factor.toFixed(1)}`;
