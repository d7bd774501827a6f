import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RollcallError } from '../errors.ts';
import { builtPlace, fromSource } from '../places.ts';
import type { EmbeddedMessage } from './embedded-process.ts';
import { findHolder, type LockContent } from './lock.ts';

export interface Embedded {
  /** Path of the Unix socket that speaks the Postgres wire protocol. */
  socket: string;
  /** Ends the database process and waits until it is gone. */
  close(): Promise<void>;
}

/** How long the process may take to close in good order, in ms: a query that runs can't be interrupted. */
const patience = 5_000;

/**
 * Starts the embedded database on a folder, in a process of its own that ends with this one.
 *
 * @param options.onLost called with a sentence when the process ends unasked; it does not come back by itself
 * @throws RollcallError `busy` when another process holds the folder, `misconfigured` when the folder can't be used
 */
export async function startEmbedded(options: {
  dataDir: string;
  onLost: (reason: string) => void;
}): Promise<Embedded> {
  if (process.platform === 'win32') {
    throw new RollcallError('misconfigured', 'The embedded database does not run on Windows itself.', {
      hint: 'Run Rollcall in WSL, or name a PostgreSQL server in DATABASE_URL.',
    });
  }
  const folder = resolve(options.dataDir);
  makeFolder(folder);
  const child = forkProcess(folder);
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  let errors = '';
  child.stderr?.on('data', (data) => {
    errors = (errors + data).slice(-2_000);
  });

  const message = await firstMessage(child);
  if (message?.type === 'refused') throw inUse(folder, message.holder);
  if (message?.type !== 'ready') {
    const why = message?.message ?? (errors.trim() || 'it ended without a word');
    throw new RollcallError(
      'misconfigured',
      `The embedded database in ${folder} could not be opened: ${why}`,
      {
        hint: 'DATA_DIR has to be a folder on a local disk that Rollcall may write to.',
      },
    );
  }

  let closing = false;
  let why: string | undefined;
  child.on('message', (said: EmbeddedMessage) => {
    if (said.type === 'failed') why = said.message;
  });
  ended.then(() => {
    if (closing) return;
    why ??= child.signalCode ?? `status ${child.exitCode}`;
    options.onLost(`The embedded database in ${folder} ended by itself (${why}).`);
  });
  return {
    socket: message.socket,
    close: async () => {
      if (!closing && child.connected) child.send('close');
      closing = true;
      const timer = setTimeout(() => child.kill('SIGKILL'), patience);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** The socket of the database that another process runs on this folder, if one does. */
export async function findEmbedded(dataDir: string): Promise<string | undefined> {
  const folder = resolve(dataDir);
  makeFolder(folder);
  return (await findHolder(folder))?.socket;
}

/** @throws RollcallError `misconfigured` for a place where no folder can be made */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new RollcallError(
      'misconfigured',
      `The data folder ${folder} could not be made: ${(cause as Error).message}`,
      {
        hint: 'Set DATA_DIR to a folder that Rollcall may write to.',
        cause,
      },
    );
  }
}

/** Built, the process is JavaScript; from source (tsx, vitest) it needs tsx. */
function forkProcess(folder: string): ChildProcess {
  const path = builtPlace(`storage/embedded-process.${fromSource ? 'ts' : 'js'}`);
  const tsx = () => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return fork(path, [folder], {
    execArgv: fromSource ? ['--import', tsx()] : [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Under `node --watch` it would report its modules where its own messages are expected.
    env: { ...process.env, WATCH_REPORT_DEPENDENCIES: undefined },
  });
}

/** undefined: the process ended before it said anything. */
function firstMessage(child: ChildProcess): Promise<EmbeddedMessage | undefined> {
  return new Promise((done) => {
    child.once('message', (message) => done(message as EmbeddedMessage));
    child.once('close', () => done(undefined));
    child.once('error', (error) => done({ type: 'failed', message: error.message }));
  });
}

function inUse(folder: string, holder: LockContent): RollcallError {
  const message = `The data folder ${folder} is in use: Rollcall runs there already, as process ${holder.app}.`;
  return new RollcallError('busy', message, {
    hint: 'Stop that process first, or set DATA_DIR to another folder.',
  });
}
