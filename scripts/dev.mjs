// `npm run dev`: the bundler and the compiler watch the sources, Node restarts the app when they change.
import { spawn } from 'node:child_process';
import { context } from 'esbuild';
import { buildIfStale } from './build.mjs';
import { bundleOptions } from './bundle.mjs';

buildIfStale();
const bundling = await context(bundleOptions());
await bundling.watch();
const children = [
  ['node_modules/typescript/bin/tsc', '-p', 'src/playground/page', '--watch', '--preserveWatchOutput'],
  ['--watch-path=dist', 'dist/main.js'],
].map((args) => spawn(process.execPath, args, { stdio: 'inherit' }));

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
    void bundling.dispose();
  });
}
