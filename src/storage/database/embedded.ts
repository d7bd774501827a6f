import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RollcallError } from '../../errors.ts';
import { builtPlace, fromSource } from '../../places.ts';
import { checkOpenFiles } from '../../system-trouble.ts';
import type { EmbeddedMessage } from './embedded-process.ts';
import { findHolder, heldBy, type LockContent } from './lock.ts';

export interface Embedded {
  /** Path of the Unix socket that speaks the Postgres wire protocol. */
  socket: string;
  /**
   * Ends the database process and waits until it is gone: for a command's, only after the commands that
   * joined it.
   */
  close(): Promise<void>;
}

/** How long the process may take to close cleanly, in ms: a running query can't be interrupted. */
const patience = 5_000;

/**
 * Starts the embedded database on a folder, in its own process that ends with this one.
 *
 * @param options.onLost called with a sentence if the process ends unexpectedly; nothing restarts it
 * @param options.tool the command that it serves, like `npm run import`; none for an app, which waits for a
 *   command to end
 * @param options.log told when the start waits
 * @throws RollcallError `busy` if another process holds the folder, `misconfigured` if the folder can't be
 *   used, `unavailable` if the disk is full
 */
export async function startEmbedded(options: {
  dataDir: string;
  onLost: (reason: string) => void;
  tool?: string | undefined;
  log?: ((line: string) => void) | undefined;
}): Promise<Embedded> {
  checkOpenFiles();
  if (process.platform === 'win32') {
    throw new RollcallError('misconfigured', 'The embedded database doesn’t run on Windows directly.', {
      hint: 'Run Rollcall in WSL, or name a PostgreSQL server in DATABASE_URL.',
    });
  }
  const folder = resolve(options.dataDir);
  makeFolder(folder);
  const child = forkProcess(folder, options.tool);
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  let errors = '';
  child.stderr?.on('data', (data) => {
    errors = (errors + data).slice(-2_000);
  });

  let message = await nextMessage(child);
  while (message?.type === 'waiting') {
    options.log?.(`${heldBy(folder, message.holder)} Waiting until it finishes…`);
    message = await nextMessage(child);
  }
  if (message?.type === 'refused') throw inUse(folder, message.holder);
  if (message?.type !== 'ready') {
    const why =
      (message?.type === 'failed' && message.message) || errors.trim() || 'it stopped without saying why';
    throw notOpened(folder, why, freeBytes(folder));
  }

  let closing = false;
  let why: string | undefined;
  let impatience: NodeJS.Timeout | undefined;
  child.on('message', (said: EmbeddedMessage) => {
    if (said.type === 'failed') why = said.message;
    if (said.type !== 'guests') return;
    clearTimeout(impatience);
    options.log?.('Waiting for another command that uses this database…');
  });
  ended.then(() => {
    if (closing) return;
    why ??= child.signalCode ?? `status ${child.exitCode}`;
    options.onLost(`The embedded database in ${folder} stopped unexpectedly (${why}).`);
  });
  return {
    socket: message.socket,
    close: async () => {
      if (!closing && child.connected) child.send('close');
      if (!closing) impatience = setTimeout(() => child.kill('SIGKILL'), patience);
      closing = true;
      await ended;
      clearTimeout(impatience);
    },
  };
}

/**
 * The socket of the database that another process runs on this folder, if any.
 *
 * @throws RollcallError `busy` while a command holds the folder and lets nobody join
 */
export async function findEmbedded(dataDir: string): Promise<string | undefined> {
  const folder = resolve(dataDir);
  makeFolder(folder);
  const holder = await findHolder(folder);
  if (holder?.isClosed === true) throw inUse(folder, holder);
  return holder?.socket;
}

/** @throws RollcallError `misconfigured` if no folder can be created there */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new RollcallError(
      'misconfigured',
      `The data folder ${folder} could not be created: ${(cause as Error).message}`,
      {
        hint: 'Set DATA_DIR to a folder that Rollcall can write to.',
        cause,
      },
    );
  }
}

/** The built process is JavaScript; from source (tsx, vitest) it needs tsx. */
function forkProcess(folder: string, tool: string | undefined): ChildProcess {
  const path = builtPlace(`storage/database/embedded-process.${fromSource ? 'ts' : 'js'}`);
  const tsx = () => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return fork(path, tool === undefined ? [folder] : [folder, tool], {
    execArgv: fromSource ? ['--import', tsx()] : [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Under `node --watch` it would report its modules on the channel for its own messages.
    env: { ...process.env, WATCH_REPORT_DEPENDENCIES: undefined },
  });
}

/** undefined: the process ended before it sent another message. */
function nextMessage(child: ChildProcess): Promise<EmbeddedMessage | undefined> {
  return new Promise((done) => {
    child.once('message', (message) => done(message as EmbeddedMessage));
    child.once('close', () => done(undefined));
    child.once('error', (error) => done({ type: 'failed', message: error.message }));
  });
}

const inUse = (folder: string, holder: LockContent): RollcallError =>
  new RollcallError('busy', heldBy(folder, holder), {
    hint:
      holder.tool === undefined
        ? 'Stop that process first, or set DATA_DIR to another folder.'
        : 'Wait until it has finished, then try again.',
  });

/**
 * The error if the database can't be opened.
 *
 * @param free bytes on its disk. With only a few KB left it starts, then its code gives up without saying
 *   why.
 */
export function notOpened(folder: string, why: string, free: number): RollcallError {
  if (/ENOSPC|EDQUOT|no space left on device/i.test(why) || free < 256 * 1024) {
    return new RollcallError('unavailable', `The disk is full: the database in ${folder} can't be opened.`, {
      hint: 'Free up some space there, then start again.',
    });
  }
  const message = `The embedded database in ${folder} could not be opened: ${why}`;
  return new RollcallError('misconfigured', message, {
    hint: 'DATA_DIR must be a folder on a local disk that Rollcall can write to.',
  });
}

function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
