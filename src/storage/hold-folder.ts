import { once } from 'node:events';
import { createServer } from 'node:net';
import { RollcallError } from '../errors.ts';
import { takeLock } from './lock.ts';
import { newSocketPath, removeSocket } from './socket-path.ts';

/**
 * Holds a data folder without a database on it, so that no app can start there meanwhile. Returns what leaves it.
 *
 * @throws RollcallError `busy` where an app, or another tool, is at work there
 */
export async function holdFolder(folder: string, toDo: string): Promise<() => Promise<void>> {
  const socket = newSocketPath(folder);
  // It listens, because that is what makes the lock hold; it has nothing to say.
  const server = createServer((connection) => void connection.destroy()).listen(socket);
  await once(server, 'listening');
  const leave = async () => {
    server.close();
    removeSocket(folder, socket);
  };
  const answer = await takeLock(folder, { pid: process.pid, app: process.pid, socket });
  if (answer.ok) {
    return async () => {
      answer.lock.release();
      await leave();
    };
  }
  await leave();
  throw new RollcallError(
    'busy',
    `The data folder ${folder} is in use: Rollcall runs there, as process ${answer.holder.app}.`,
    { hint: `Stop it first, then ${toDo} again.` },
  );
}
