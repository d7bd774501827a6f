import { once } from 'node:events';
import { createServer } from 'node:net';
import { RollcallError } from '../../errors.ts';
import { heldBy, takeLock } from './lock.ts';
import { newSocketPath, removeSocket } from './socket-path.ts';

/**
 * Holds a data folder without a database on it, so that nobody opens one there meanwhile. Returns a function
 * that releases it.
 *
 * @param tool the command, like `npm run restore`: others see it in their error
 * @throws RollcallError `busy` if an app or another tool uses the folder
 */
export async function holdFolder(folder: string, tool: string): Promise<() => Promise<void>> {
  const socket = newSocketPath(folder);
  // It listens because that is what makes the lock hold; it has nothing to say.
  const server = createServer((connection) => void connection.destroy()).listen(socket);
  await once(server, 'listening');
  const leave = async () => {
    server.close();
    removeSocket(folder, socket);
  };
  const answer = await takeLock(folder, {
    pid: process.pid,
    app: process.pid,
    socket,
    tool,
    isClosed: true,
  });
  if (answer.ok) {
    return async () => {
      answer.lock.release();
      await leave();
    };
  }
  await leave();
  const toDo = answer.holder.tool === undefined ? 'Stop it first' : 'Wait until it has finished';
  throw new RollcallError('busy', heldBy(folder, answer.holder), {
    hint: `${toDo}, then run ${tool} again.`,
  });
}
