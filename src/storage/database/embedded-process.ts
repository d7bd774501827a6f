// The process that holds the embedded database. src/storage/database/embedded.ts forks it with the data
// folder and the command as arguments; it ends with its parent, even if the parent crashes.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { finishRestore } from '../backup/restored.ts';
import { createWireServer } from './embedded-wire.ts';
import { isAlive, type Lock, type LockContent, takeLock } from './lock.ts';
import { newSocketPath, removeSocket } from './socket-path.ts';

/** What the process tells its parent. The parent's only message is to close. */
export type EmbeddedMessage =
  | { type: 'ready'; socket: string }
  | { type: 'refused'; holder: LockContent }
  /** A command holds the folder: this process waits for it to end. */
  | { type: 'waiting'; holder: LockContent }
  /** Other commands still use the database: it closes once they have ended. */
  | { type: 'guests' }
  | { type: 'failed'; message: string };

// How many bytes of code a WebAssembly function runs before V8 optimizes it. Node 20 does so after 1.8 million (later
// versions after 13), which are 20 turns of a loop in PostgreSQL's largest functions: optimizing those took half of the
// processor time of a start, and nothing else of them ran again.
setFlagsFromString('--wasm-tiering-budget=100000000');

/** How long a database whose app died may need to leave the folder, in ms. */
const patience = 10_000;

const folder = process.argv[2] ?? '';
/** The command that this database serves; undefined if it serves an app. */
const tool = process.argv[3];
const parent = process.ppid;
const socket = newSocketPath(folder);
let lock: Lock | undefined;
let db: PGlite | undefined;
let closing = false;

// Ctrl-C in a terminal reaches the whole process group, but the parent decides when to end.
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
// Listen first: that is what makes the lock hold.
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
 * An app that was killed leaves a database that needs a moment to end; nobody waits for a living app. An app
 * does wait for a command, which ends by itself: otherwise a supervisor that restarts a crashed app would be
 * refused for as long as the command runs.
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
 * Sized for the only session: preparing for a hundred took a third of the start. Half the buffers (64 MB)
 * would start 0.1 s sooner, but a query that reads more than fits (a million events) would take half as long
 * again: each page is a call out of WebAssembly.
 */
const sizes = ['-c', 'shared_buffers=128MB', '-c', 'max_connections=10'];

/**
 * For queries about rules. The single session can't set these per statement as a server can
 * (queries/read-query.ts). Compared with looking at rows, reading a page costs far less than PostgreSQL
 * assumes, in order or not: the data is in memory, and WebAssembly is slower at rows. Hash joins stay on: a
 * tenth of the contacts fits into any cache. Measured in docs/performance.md.
 */
const planning = ['work_mem=64MB', 'jit=off', 'seq_page_cost=0.2', 'random_page_cost=0.2'].flatMap((set) => [
  '-c',
  set,
]);

/**
 * A new database is built beside its place and moved there once complete, so that a first start may be
 * killed.
 */
async function openDatabase(): Promise<PGlite> {
  // A restore that was killed after its decision finishes first: otherwise an empty database would take its
  // place.
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

/**
 * A command that ends first must not close the database for others that joined it. An app's end closes it for
 * all.
 */
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
 * While a query runs, this thread is blocked and doesn't notice that its parent ended: then another thread
 * ends the process. That is safe, because PGlite recovers everything it had acknowledged.
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
