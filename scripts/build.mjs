// Builds what `npm start` runs: the Prisma client and dist/. Rebuilds nothing unless something changed.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { columnsWithoutMigration } from './columns.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const generated = 'src/storage/generated';
const page = 'src/playground/page';

/** The files under a folder that a build reads, sorted. */
function filesUnder(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * One string for the state of those files: times and sizes, because reading them all would add 100 ms to a
 * start.
 */
function stateOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

function isFresh(stamp, state) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === state;
}

function run(command, args, env = {}) {
  try {
    execFileSync(process.execPath, [command, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    process.stderr.write(`${error.stdout ?? ''}${error.stderr ?? ''}`);
    throw new Error(`${command} ${args.join(' ')} failed: see its output above.`);
  }
}

/** Generates the Prisma client if the schema is newer. Needs no network and no engine binary. */
export function generateIfStale() {
  const stamp = join(root, generated, '.made-from');
  const state = stateOf([join(root, 'prisma/schema.prisma'), join(root, 'package-lock.json')]);
  if (isFresh(stamp, state)) return;
  // `prisma generate` only checks that this file exists: without it, it would download an engine that nothing
  // here uses.
  run('node_modules/prisma/build/index.js', ['generate'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath });
  writeFileSync(stamp, state);
}

/** Whether the packages that a build needs are installed: `npm ci --omit=dev` leaves them out. */
function hasBuilders() {
  return ['esbuild', 'typescript'].every((name) =>
    existsSync(join(root, 'node_modules', name, 'package.json')),
  );
}

/** Makes sure that there is a build to run. Without the packages for a new one, that is the one that exists. */
export function ensureBuilt() {
  if (hasBuilders() || !existsSync(join(root, 'dist/.made-from'))) buildIfStale({ isSaid: true });
}

/**
 * Lets Node 22.1 and later keep what they compile of dist/, so that the next start takes a tenth less. Older ones can't. In
 * dist/, because a new build then begins without it; the database's process reads the variable.
 */
export function keepCompiled() {
  process.env.NODE_COMPILE_CACHE ??= join(root, 'dist/.compiled');
  module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
}

/**
 * Empties a dist/ for a new build, but for the chunks of the last one: an app that runs may load some of them later. Their
 * names have hashes, so a new build never takes one for its own.
 */
export function makeRoom(dist) {
  const [chunks, list] = [join(dist, 'chunks'), join(dist, '.chunks')];
  const last = existsSync(list) ? new Set(readFileSync(list, 'utf8').split('\n')) : undefined;
  const old = existsSync(chunks) ? readdirSync(chunks).filter((name) => last?.has(name) === false) : [];
  const rest = existsSync(dist) ? readdirSync(dist).filter((name) => name !== 'chunks') : [];
  for (const path of [...old.map((name) => join(chunks, name)), ...rest.map((name) => join(dist, name))])
    rmSync(path, { recursive: true, force: true });
}

/**
 * Builds dist/ if a source is newer.
 *
 * @param options.isSaid says so, because it takes a while
 */
export function buildIfStale({ isSaid = false } = {}) {
  if (!hasBuilders()) {
    throw new Error(
      '`npm run build` needs the development packages. Run `npm ci` (without --omit=dev) and `npm run build` first; then\n`npm ci --omit=dev && npm start` runs what was built.',
    );
  }
  generateIfStale();
  const stamp = join(root, 'dist/.made-from');
  const sources = [
    ...filesUnder('src'),
    ...['tsconfig.json', 'package-lock.json'].map((name) => join(root, name)),
    ...['build.mjs', 'bundle.mjs'].map((name) => join(root, 'scripts', name)),
  ];
  const state = stateOf(sources);
  if (isFresh(stamp, state)) return;
  if (isSaid) console.error('Building Rollcall: a few seconds, only when something changed.');
  makeRoom(join(root, 'dist'));
  run('scripts/bundle.mjs', []);
  run('node_modules/typescript/bin/tsc', ['-p', page]);
  mkdirSync(join(root, 'dist/playground/page'), { recursive: true });
  for (const file of filesUnder(page)) {
    if (/\.(html|css|svg)$/.test(file))
      cpSync(file, join(root, 'dist', file.slice(join(root, 'src').length)));
  }
  writeFileSync(stamp, state);
}

// `client`: only what the sources' types need.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] === 'client') {
    generateIfStale();
    const lacking = columnsWithoutMigration();
    if (lacking.length > 0)
      throw new Error(`No migration adds ${lacking.join(', ')}, which prisma/schema.prisma has.`);
  } else {
    try {
      buildIfStale();
    } catch (error) {
      console.error(error.message);
      process.exitCode = 1;
    }
  }
}
