// `npm run bench -- dates`: runs one benchmark of this folder; `npm run bench` lists them all.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -3));
const [name = '', ...args] = process.argv.slice(2);
if (!names.includes(name)) {
  const unknown = name === '' ? '' : `There is no benchmark "${name}". `;
  console.log(`${unknown}npm run bench -- <name>, where <name> is one of: ${names.join(', ')}`);
  process.exit(unknown === '' ? 0 : 1);
}
const { status } = spawnSync(process.execPath, ['--import', 'tsx', `${folder}${name}.ts`, ...args], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
