// The process that holds the embedded database. src/storage/database/embedded.ts forks it, with the data folder as its argument,
// and the command that it is for; it ends with its parent, however that ends.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { finishRestore } from '../backup/restored.ts';
import { createWireServer } from './embedded-wire.ts';
import { isAlive, type Lock, type LockContent, takeLock } from './lock.ts';
import { newSocketPath, removeSocket } from './socket-path.ts';

/** What the process tells its parent. All that the parent says is to close. */
export type EmbeddedMessage =
  | { type: 'ready'; socket: string }
  | { type: 'refused'; holder: LockContent }
  /** A command is at work on the folder: its end is waited for. */
  | { type: 'waiting'; holder: LockContent }
  /** Other commands still use the database: it closes when they have ended. */
  | { type: 'guests' }
  | { type: 'failed'; message: string };

/** How long a database that lost its app may need to leave the folder, in ms. */
const patience = 10_000;

const folder = process.argv[2] ?? '';
/** The command that this database is for; none if it is for an app. */
const tool = process.argv[3];
const parent = process.ppid;
const socket = newSocketPath(folder);
let lock: Lock | undefined;
let db: PGlite | undefined;
let closing = false;

// Ctrl-C in a terminal reaches the whole process group; when to end is for the parent to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('message', () => void closeAfterGuests().catch(fail));
process.on('disconnect', close);
if (!process.connected) process.exit(1);
watchParent();
process.umask(0o077);

let provide: (db: PGlite) => void;
const database = new Promise<PGlite>((resolve) => {
  provide = resolve;
});
// Listening comes first: it is what makes the lock hold.
const server = createWireServer(database, (error) => fail(error));
server.on('error', fail);
server.listen(socket, () => open().catch(fail));

async function open(): Promise<void> {
  const holder = await waitForLock();
  if (holder) {
    await tell({ type: 'refused', holder });
    return exit(1);
  }
  db = await openDatabase();
  provide(db);
  await tell({ type: 'ready', socket });
  if (closing) await leave(db);
}

/**
 * An app that was killed leaves a database that needs a moment to end; a living app is not waited for. An app waits for a command,
 * which ends by itself: or whatever starts it again after a crash would be refused as long as the command runs.
 */
async function waitForLock(): Promise<LockContent | undefined> {
  const deadline = Date.now() + patience;
  let told: number | undefined;
  for (;;) {
    const answer = await takeLock(folder, { pid: process.pid, app: parent, socket, tool });
    if (answer.ok) {
      lock = answer.lock;
      return undefined;
    }
    const { holder } = answer;
    const isWaitedFor = isAlive(holder.app)
      ? tool === undefined && holder.tool !== undefined
      : Date.now() <= deadline;
    if (!isWaitedFor || closing) return holder;
    if (isAlive(holder.app) && told !== holder.pid) {
      told = holder.pid;
      await tell({ type: 'waiting', holder });
    }
    await sleep(100);
  }
}

/**
 * Room for the one session that there is: making ready for a hundred took a third of a start. Half of the buffers (64 MB) start
 * 0.1 s sooner still, but a question that reads more than them (a million events) takes half as long again: each page is a call out
 * of WebAssembly.
 */
const sizes = ['-c', 'shared_buffers=128MB', '-c', 'max_connections=10'];

/**
 * For questions about rules; there is one session, which can't set them for a statement as a server's can (queries/read-query.ts). Reading a
 * page takes far less, beside looking at the rows in it, than PostgreSQL takes for granted, in order or not: what is asked about
 * lies in memory, and WebAssembly is slower at rows. Hash joins stay: a tenth of the contacts fits into any cache. Measured in
 * docs/performance.md.
 */
const planning = ['work_mem=64MB', 'jit=off', 'seq_page_cost=0.2', 'random_page_cost=0.2'].flatMap((set) => [
  '-c',
  set,
]);

/** A new database is made beside its place and moved there when whole, so that a first start may be killed. */
async function openDatabase(): Promise<PGlite> {
  // A restore that was killed after it was decided goes on first: or an empty database would take its place.
  finishRestore(folder);
  const place = join(folder, 'postgres');
  if (!existsSync(place)) {
    const draft = join(folder, 'postgres.new');
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o700 });
    await (await PGlite.create(draft)).close();
    renameSync(draft, place);
  }
  return PGlite.create(place, { startParams: [...PGlite.defaultStartParams, ...sizes, ...planning] });
}

/** A command that ends first must not take the database away from others that joined it. An app's end is everybody's. */
async function closeAfterGuests(): Promise<void> {
  if (tool !== undefined && db !== undefined && (await guests()) > 0) {
    await tell({ type: 'guests' });
    while ((await guests()) > 0) await sleep(100);
  }
  close();
}

const guests = (): Promise<number> =>
  new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );

function close(): void {
  if (closing) return;
  closing = true;
  if (db) leave(db).catch(fail);
}

async function leave(db: PGlite): Promise<void> {
  await db.close();
  lock?.release();
  exit(0);
}

async function fail(error: unknown): Promise<void> {
  await tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  exit(1);
}

function tell(message: EmbeddedMessage): Promise<void> {
  return new Promise((done) => {
    if (process.connected && process.send) process.send(message, () => done());
    else done();
  });
}

function exit(status: number): void {
  removeSocket(folder, socket);
  process.exit(status);
}

/**
 * While a query runs, this thread is deaf, also to the end of its parent: then another thread ends the process. That is
 * safe, PGlite recovers what it had acknowledged.
 */
function watchParent(): void {
  const watch = `
    const { parent, patience } = require('node:worker_threads').workerData;
    const timer = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(timer);
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), patience);
    }, 500);`;
  new Worker(watch, { eval: true, workerData: { parent, patience: patience / 2 } }).unref();
}
