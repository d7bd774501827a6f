// `npm run screenshots`: takes every picture in docs/screenshots again, by the browser tests that show what is on them, and records
// of which page. A test compares that with the page of today (test/structure/screenshots.test.ts).
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hashFile, pageHash } from './page-hash.mjs';

const folder = 'docs/screenshots';
const tests = 'test/browser';

/** Whether a font has colored emoji: without one, pictures show boxes. */
function hasEmoji() {
  try {
    return /emoji/i.test(execFileSync('fc-list', [':lang=und-zsye', 'family'], { encoding: 'utf8' }));
  } catch {
    return false;
  }
}

function ensureEmoji() {
  if (hasEmoji()) return;
  console.log('No emoji font: installing fonts-noto-color-emoji.');
  const install = ['install', '-y', '--no-install-recommends', 'fonts-noto-color-emoji', 'fontconfig'];
  const isRoot = process.getuid?.() === 0;
  const [command, args] = isRoot ? ['apt-get', install] : ['sudo', ['-n', 'apt-get', ...install]];
  for (const each of [
    args.with(args.indexOf('install'), 'update').slice(0, args.indexOf('install') + 1),
    args,
  ])
    spawnSync(command, each, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (hasEmoji()) return;
  throw new Error(
    'Pictures would show boxes instead of emoji. Install a font with emoji, like fonts-noto-color-emoji, and try again.',
  );
}

try {
  ensureEmoji();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const hash = pageHash();
const started = Date.now();
const files = readdirSync(tests)
  .map((name) => `${tests}/${name}`)
  .filter((file) => /\bscreenshot\(/.test(readFileSync(file, 'utf8')));
const { status } = spawnSync(process.execPath, ['scripts/test.mjs', 'screenshots', ...files], {
  stdio: 'inherit',
});
const old = readdirSync(folder).filter(
  (name) => name.endsWith('.png') && statSync(`${folder}/${name}`).mtimeMs < started,
);
if (old.length > 0) console.error(`No test takes these, or it failed before: ${old.join(', ')}`);
if (status === 0 && old.length === 0) writeFileSync(hashFile, `${hash}\n`);
process.exit(status === 0 && old.length === 0 ? 0 : 1);
