import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Counts the requests that each connection sends before their answers. No legitimate client sends two at a
 * time; thousands in one go would keep everyone else waiting: with more than `most`, the connection is
 * closed.
 *
 * If a connection closes, Node emits "close" only on the answer whose turn it is, not on those queued after
 * it. Anything that counts requests would count these forever, so this emits "close" on them.
 *
 * @returns false if the request needs no further handling
 */
export function createUnanswered(
  most: number,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const bySocket = new WeakMap<Socket, Set<ServerResponse>>();

  function of(socket: Socket): Set<ServerResponse> {
    const known = bySocket.get(socket);
    if (known !== undefined) return known;
    const made = new Set<ServerResponse>();
    bySocket.set(socket, made);
    // After Node's own.
    const tell = () => setImmediate(() => made.forEach((response) => void response.emit('close')));
    socket.once('close', tell);
    return made;
  }

  return ({ socket }, response) => {
    // Arrived together with the request that was one too many.
    if (socket.destroyed) return false;
    const waiting = of(socket);
    if (waiting.size >= most) {
      socket.destroy();
      return false;
    }
    waiting.add(response);
    response.once('close', () => waiting.delete(response));
    return true;
  };
}
