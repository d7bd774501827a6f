import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The least time between searches for idle connections: each one costs as much as there are connections. */
const BETWEEN_LOOKS_MS = 200;

/**
 * Closes connections that wait for their next request, if there are more than a limit in all. Not Node's
 * `closeIdleConnections`: that also ends those whose next request is on its way, which is then lost.
 *
 * @returns a function that closes all that wait for their next request, and none that hasn't sent its first
 */
export function closeIdle(
  server: Server,
  { keptConnections, idleMs }: { keptConnections: number; idleMs: number },
): () => void {
  /** Since when each connection waits; undefined during a request, or before its first one. */
  const idle = new Map<Socket, number | undefined>();
  let looked = 0;
  server.on('connection', (socket) => {
    idle.set(socket, undefined);
    socket.once('close', () => idle.delete(socket));
    const now = performance.now();
    if (idle.size <= keptConnections || now - looked < BETWEEN_LOOKS_MS) return;
    looked = now;
    for (const [each, since] of idle) if (since !== undefined && now - since > idleMs) each.destroy();
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    idle.set(socket, undefined);
    response.once('close', () => {
      if (!socket.destroyed) idle.set(socket, performance.now());
    });
  });
  return () => {
    for (const [each, since] of idle) if (since !== undefined) each.destroy();
  };
}
