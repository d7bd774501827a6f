// `npm run dev`: the compiler watches the sources, Node restarts the app when they change.
import { spawn } from 'node:child_process';
import { buildIfStale } from './build.mjs';

buildIfStale();
const children = [
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  ['node_modules/typescript/bin/tsc', '-p', 'src/playground/page', '--watch', '--preserveWatchOutput'],
  ['--watch-path=dist', 'dist/main.js'],
].map((args) => spawn(process.execPath, args, { stdio: 'inherit' }));

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
  });
}
