import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Opens a connection and writes bytes on it unchanged: what no HTTP client would send. */
export async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/**
 * Writes a request, whole or not, and resolves with everything that the server sends until it ends the
 * connection, or until `end` appears in it.
 */
export async function sendRaw(port: number, request: string, end?: RegExp): Promise<string> {
  const socket = await openSocket(port);
  let answer = '';
  socket.setEncoding('latin1');
  socket.write(request);
  await new Promise<void>((resolve) => {
    socket.on('close', () => resolve());
    socket.on('data', (part) => {
      answer += part;
      if (end?.test(answer)) resolve();
    });
  });
  socket.destroy();
  return answer;
}
