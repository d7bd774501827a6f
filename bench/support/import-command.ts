import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/**
 * Imports a file with the command itself, as `npm run import` starts it: subscribed people, days before
 * months.
 *
 * @param env which database: DATABASE_URL or DATA_DIR
 * @returns how long it took from start to end, and its peak memory, if the system reports it
 * @throws Error with its output, if it failed
 */
export async function importByCommand(
  file: string,
  { args = [], env }: { args?: string[]; env: Record<string, string> },
): Promise<{ ms: number; megabytes: number | undefined }> {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [, ...command] = scripts.import.split(' ');
  const options = ['--status', 'subscribed', '--yes', '--dates', 'day-first'];
  const begun = performance.now();
  const child = spawn(process.execPath, [...command, file, ...options, ...args], {
    ...{ cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      said = (said + text).slice(-2000);
    });
  let megabytes: number | undefined;
  const look = setInterval(() => {
    megabytes = mostHeld(child.pid) ?? megabytes;
  }, 50);
  const status = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(look);
  if (status !== 0) throw new Error(`the import ended with ${status}: ${said}`);
  return { ms: performance.now() - begun, megabytes };
}

/**
 * The peak memory of a process so far, in MB; undefined if the system does not report it, or the process has
 * stopped.
 */
function mostHeld(pid: number | undefined): number | undefined {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return undefined;
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(path, 'utf8'))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}
