import { randomBytes } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

/**
 * Two processes on one data folder silently lose data, so a folder has one holder. Its lock is a file
 * `lock.<n>` in the folder; the highest n counts. The holder listens on the socket that the file names for as
 * long as it lives: the kernel closes that socket with the process, however it dies, so a socket that refuses
 * means a lock without a holder. Process ids alone are not enough: they are reused, and mean nothing in
 * another container.
 *
 * Taking over creates `lock.<n + 1>` (one taker wins) and never removes a lock that someone may hold. So
 * however long a taker sleeps between looking and taking, two processes never hold the folder at once.
 */
export interface LockContent {
  /** The process that has the folder open. */
  pid: number;
  /** The process that it serves, and ends with. */
  app: number;
  /** Path of the Unix socket on which the database is reached. */
  socket: string;
  /** The command that it serves, `npm run import`, if that isn't an app: it ends by itself. */
  tool?: string | undefined;
  /** It holds the folder without a database on it: nobody can join. */
  isClosed?: boolean | undefined;
}

/** Who holds the folder, as a sentence. */
export const heldBy = (folder: string, { app, tool }: LockContent): string =>
  tool === undefined
    ? `The data folder ${folder} is in use: Rollcall is running there, as process ${app}.`
    : `The data folder ${folder} is in use: ${tool} is running there, as process ${app}.`;

export interface Lock {
  /** Releases the folder. Call it while the socket still listens, after the last write. */
  release(): void;
}

export type LockAnswer = { ok: true; lock: Lock } | { ok: false; holder: LockContent };

/**
 * Takes the folder, or says who holds it. `mine.socket` must already be listening.
 *
 * @example
 * await takeLock('/srv/rollcall/data', { pid: 12, app: 11, socket: '/srv/rollcall/data/.s.PGSQL.7' })
 *   // → { ok: false, holder: { pid: 9, app: 8, socket: … } }
 */
export async function takeLock(folder: string, mine: LockContent): Promise<LockAnswer> {
  for (;;) {
    const top = highest(folder);
    if (top > 0) {
      const content = readLock(folder, top);
      if (content !== undefined) {
        if (await isHeld(content)) return { ok: false, holder: content };
        rmSync(content.socket, { force: true });
      }
    }
    if (!create(folder, top + 1, mine)) continue;
    // A taker that slept since it looked may have made a number that others had already used and removed.
    if (highest(folder) > top + 1) {
      rmSync(lockPath(folder, top + 1), { force: true });
      continue;
    }
    for (const n of numbers(folder)) if (n < top + 1) rmSync(lockPath(folder, n), { force: true });
    return { ok: true, lock: { release: () => empty(folder, top + 1) } };
  }
}

/** Who holds the folder; undefined if nobody does. */
export async function findHolder(folder: string): Promise<LockContent | undefined> {
  const top = highest(folder);
  const content = top > 0 ? readLock(folder, top) : undefined;
  return content !== undefined && (await isHeld(content)) ? content : undefined;
}

/** Whether a process with this number lives; also true if the number now belongs to another process. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/**
 * Dead, but no parent has collected its exit status: containers often run without an init process. Linux
 * only.
 */
function isZombie(pid: number): boolean {
  try {
    return / Z \d/.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\)/, ''));
  } catch {
    return false;
  }
}

/**
 * A missing socket file proves nothing, someone may have cleaned it up: then the process number decides, to
 * be safe.
 */
async function isHeld(content: LockContent): Promise<boolean> {
  const answer = await knock(content.socket);
  if (answer === 'ECONNREFUSED') return false;
  if (answer === 'ENOENT') return isAlive(content.pid);
  return true;
}

function knock(path: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on('connect', () => {
      socket.destroy();
      resolve('connected');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
  });
}

const lockPath = (folder: string, n: number) => join(folder, `lock.${n}`);

function numbers(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const match = /^lock\.([1-9]\d*)$/.exec(name);
    return match ? [Number(match[1])] : [];
  });
}

const highest = (folder: string) => Math.max(0, ...numbers(folder));

/** undefined: released, or cut short by a crash of the machine, which also ended the holder. */
function readLock(folder: string, n: number): LockContent | undefined {
  try {
    const content = JSON.parse(readFileSync(lockPath(folder, n), 'utf8'));
    const { pid, app, socket } = content;
    return Number.isInteger(pid) && Number.isInteger(app) && typeof socket === 'string' ? content : undefined;
  } catch (error) {
    // Gone: another process took over since we looked, and the next look will tell. Other errors don't mean
    // that the folder is free.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Whether this process created it. A link appears with its content; a new file would be empty for a moment.
 */
function create(folder: string, n: number, content: LockContent): boolean {
  const draft = writeDraft(folder, JSON.stringify(content));
  try {
    linkSync(draft, lockPath(folder, n));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

/** The file stays, empty: its number is used. */
function empty(folder: string, n: number): void {
  renameSync(writeDraft(folder, ''), lockPath(folder, n));
}

function writeDraft(folder: string, text: string): string {
  const draft = join(folder, `lock-${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeFileSync(draft, text, { mode: 0o600 });
  } catch (error) {
    // On a full disk it exists, and is empty.
    rmSync(draft, { force: true });
    throw error;
  }
  return draft;
}
