// `npm test`, `npm run test:browser` and `npm run screenshots` (the browser tests, which then also take the
// pictures in docs/screenshots): builds what the tests start, runs vitest with the given arguments, and ends
// with one line that any log reader understands: "Tests: 12 passed, 0 failed, 0 skipped".
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from './build.mjs';

const mode = process.argv[2];
const browser = mode === 'browser' || mode === 'screenshots';
buildIfStale();

const folder = mkdtempSync(join(tmpdir(), 'rollcall-tests-'));
const outcome = join(folder, 'outcome.json');
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...(browser ? ['--config', 'vitest.browser.config.ts'] : []),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${outcome}`,
    ...process.argv.slice(browser ? 3 : 2),
  ],
  { stdio: 'inherit', env: { ...process.env, SCREENSHOTS: mode === 'screenshots' ? '1' : '0' } },
);
try {
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(outcome, 'utf8'));
  console.log(`Tests: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
} catch {
  console.error('vitest ended without an outcome.');
}
rmSync(folder, { recursive: true, force: true });
process.exit(status ?? 1);
