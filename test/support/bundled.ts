import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
// @ts-expect-error a script without types
import { buildIfStale } from '../../scripts/build.mjs';
// @ts-expect-error a script without types
import { bundleOptions } from '../../scripts/bundle.mjs';
import { root } from '../../src/places.ts';

/**
 * A script of the tests as one file, built like the app: a process starts with it in half the time that its
 * sources need.
 *
 * @param options.starts `app`: the script starts parts of the app in turn, which are those in dist/
 */
export function bundled(script: string, options: { starts?: 'app' } = {}): string {
  if (options.starts === 'app') buildIfStale();
  const { absWorkingDir, bundle, format, platform, target, external, banner } = bundleOptions();
  const folder = join(root, 'node_modules/.cache/rollcall');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, basename(script).replace(/\.ts$/, '.js'));
  buildSync({
    ...{ absWorkingDir, bundle, format, platform, target, external, banner },
    ...{ entryPoints: [script], outfile, logLevel: 'warning' },
  });
  return outfile;
}
