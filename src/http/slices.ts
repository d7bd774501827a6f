import type { Server } from 'node:http';

/** How much is begun in one turn of the event loop: most of a request's work comes behind its first pause, in the same turn. */
const AT_ONCE = 10;
/** How long work waits for connections to stop coming in, in ms, before it has a slice all the same. */
const MOST_WAIT_MS = 200;

/**
 * Puts work off until the event loop has looked round, and then does it in slices. A burst of thousands of requests would
 * else be worked on as it comes, and who asks how we are in the middle of it would wait for all of them. Node lets in one
 * connection in a turn of the loop: while more of them come, turns are kept short, or the last of thousands would be let in
 * after all the others were answered.
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
      // In the order in which they came; a set forgets them one by one, however many wait.
      for (const work of waiting) {
        if (left-- === 0) break;
        waiting.delete(work);
        worked = now;
        work();
      }
    } finally {
      // Whatever one of them threw, the others wait for their turn.
      if (waiting.size > 0) setImmediate(slice);
    }
  }

  return (work) => {
    waiting.add(work);
    if (waiting.size === 1) setImmediate(slice);
  };
}
