// `npm test`, `npm run test:browser` and `npm run screenshots` (the browser tests, which then also take the
// pictures in docs/screenshots): builds what the tests start, runs vitest with the given arguments, and ends
// with one line that any log reader understands: "Tests: 12 passed, 0 failed, 0 skipped".
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { buildIfStale } from './build.mjs';

const mode = process.argv[2];
const browser = mode === 'browser' || mode === 'screenshots';
buildIfStale();

const parent = roomiest();
removeLeftOver(parent);
const folder = mkdtempSync(join(parent, `rollcall-tests-${process.pid}-`));
// A database server that isn't run as root has its data in it too.
chmodSync(folder, 0o711);
const outcome = join(folder, 'outcome.json');
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...(browser ? ['--config', 'vitest.browser.config.ts'] : []),
    // Pictures can wait for a machine that is busy with something else.
    ...(mode === 'screenshots' ? ['--testTimeout=600000', '--hookTimeout=600000'] : []),
    '--reporter=default',
    '--reporter=json',
    '--reporter=./scripts/flaky-reporter.mjs',
    `--outputFile.json=${outcome}`,
    ...process.argv.slice(browser ? 3 : 2),
  ],
  {
    stdio: 'inherit',
    env: { ...process.env, SCREENSHOTS: mode === 'screenshots' ? '1' : '0', TMPDIR: folder },
  },
);
try {
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
    readFileSync(outcome, 'utf8'),
  );
  for (const failure of failures(testResults)) console.log(failure);
  console.log(`Tests: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
} catch {
  console.error('vitest ended without an outcome.');
}
rmSync(folder, { recursive: true, force: true });
process.exit(status ?? 1);

/**
 * The folder for the tests' hundreds of databases: in memory if much of it is free. On a disk, copying and
 * removing one takes up to a second.
 */
function roomiest() {
  const memory = '/dev/shm';
  const needed = 6 * 2 ** 30;
  if (!existsSync(memory) || process.availableMemory() < 2 * needed) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > needed ? memory : tmpdir();
}

/** Runs that were stopped with Ctrl-C leave their folders, which would take up memory until the next restart. */
function removeLeftOver(parent) {
  for (const name of readdirSync(parent)) {
    const pid = Number(/^rollcall-tests-(\d+)-/.exec(name)?.[1] ?? 0);
    if (pid === 0 || isRunning(pid)) continue;
    rmSync(join(parent, name), { recursive: true, force: true, maxRetries: 10 });
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process can't be asked, but it exists.
    return error.code === 'EPERM';
  }
}

/** A line for each test that failed, so that it is found at the end of a long log. */
function failures(files) {
  return files.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    const file = relative(process.cwd(), name);
    if (failed.length === 0) return message ? [`Failed: ${file}: ${firstLine(message)}`] : [];
    return failed.map(
      ({ fullName, failureMessages }) =>
        `Failed: ${file}: ${fullName}: ${firstLine(failureMessages[0] ?? '')}`,
    );
  });
}

function firstLine(text) {
  return text.split('\n', 1)[0];
}
