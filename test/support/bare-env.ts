import { join } from 'node:path';

/**
 * Keeps the quick compilation of WebAssembly. The databases of tests are small and soon closed: compiling
 * them again, better, took a third of their processor time.
 */
export const baselineWasm = '--liftoff-only';

/** For NODE_OPTIONS of the processes that tests start, which doesn't accept `baselineWasm` itself. */
export const nodeOptions = `--require ${JSON.stringify(join(import.meta.dirname, 'baseline-wasm.cjs'))}`;

/** None of this machine's own settings, like a newcomer's environment, and these variables. */
export function bareEnv(env: Record<string, string>): Record<string, string> {
  return { PATH: process.env.PATH ?? '', NODE_OPTIONS: nodeOptions, ...env };
}
