import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from './app-process.ts';

/** Whether PgBouncer is installed: a Debian package, which .ci/run installs if possible. */
export function hasPgbouncer(): boolean {
  try {
    execFileSync('pgbouncer', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export interface Pgbouncer {
  /** The server's URL, through the pooler. */
  url: string;
  close(): Promise<void>;
}

/** Starts PgBouncer in front of a server, by transaction, with so few sessions that clients swap them. */
export async function startPgbouncer(serverUrl: string): Promise<Pgbouncer> {
  const url = new URL(serverUrl);
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-pgbouncer-'));
  const port = await freePort();
  writeFileSync(join(folder, 'users'), `"${url.username}" "${decodeURIComponent(url.password)}"\n`);
  writeFileSync(
    join(folder, 'settings'),
    [
      `[databases]\n* = host=${url.hostname} port=${url.port}\n[pgbouncer]`,
      `listen_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =`,
      `auth_type = plain\nauth_file = ${join(folder, 'users')}`,
      'pool_mode = transaction\ndefault_pool_size = 3',
    ].join('\n'),
  );
  // It does not run as root.
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  for (const [place, mode] of [
    [folder, 0o755],
    [join(folder, 'users'), 0o644],
    [join(folder, 'settings'), 0o644],
  ] as const)
    chmodSync(place, mode);
  const child = spawn('pgbouncer', [...user, join(folder, 'settings')], { stdio: 'ignore' });
  await until(() => isListening(port), 20_000);
  url.port = String(port);
  return { url: url.href, close: () => close(child, folder) };
}

async function close(child: ChildProcess, folder: string): Promise<void> {
  child.kill('SIGQUIT');
  await once(child, 'close');
  rmSync(folder, { recursive: true });
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
