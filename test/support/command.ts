import { spawn } from 'node:child_process';
import { bareEnv } from './bare-env.ts';

/**
 * Runs `npm run <name>` as package.json defines it, on a data folder, with this on its standard input, and
 * resolves with its output.
 */
export async function runCommand(
  name: string,
  args: string[],
  env: Record<string, string>,
  input = '',
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['scripts/cli.mjs', name, ...args], {
    env: bareEnv(env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}
