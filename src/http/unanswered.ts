import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Keeps an eye on the requests that each connection sends before their answers. Nobody who matters sends two at a time;
 * thousands in one go would keep everybody else waiting: with more than `most`, the connection is closed.
 *
 * If a connection goes away, Node says "close" of the answer whose turn it is, and nothing of those behind it. Whatever
 * counts requests would count these for ever, so they are told here.
 *
 * @returns false if the request is looked at no more
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
    // What came in one go with the one that was too many.
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
