import type { Server } from 'node:http';

/**
 * How much begins in one turn of the event loop: most of a request's work follows its first pause, in the
 * same turn.
 */
const AT_ONCE = 10;
/** How long work waits for connections to stop arriving, in ms, before it runs anyway. */
const MOST_WAIT_MS = 200;

/**
 * Defers work until the event loop has polled, and then does it in slices. Otherwise a burst of thousands of
 * requests would be processed as it arrives, and a health check in the middle would wait for all of them.
 * Node accepts one connection per turn of the loop: while more arrive, turns stay short, or the last of
 * thousands would be accepted after all the others were answered.
 */
export function createSlices(server: Server): (work: () => void) => void {
  const waiting = new Set<() => void>();
  let knocked = false;
  let worked = 0;
  server.on('connection', () => {
    knocked = true;
  });

  function slice(): void {
    const now = performance.now();
    const isWaiting = knocked && now - worked < MOST_WAIT_MS;
    knocked = false;
    let left = isWaiting ? 0 : AT_ONCE;
    try {
      // In order of arrival; a set removes them one by one, however many wait.
      for (const work of waiting) {
        if (left-- === 0) break;
        waiting.delete(work);
        worked = now;
        work();
      }
    } finally {
      // Even if one of them throws, the others get their turn.
      if (waiting.size > 0) setImmediate(slice);
    }
  }

  return (work) => {
    waiting.add(work);
    if (waiting.size === 1) setImmediate(slice);
  };
}
