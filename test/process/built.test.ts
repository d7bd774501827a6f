import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// As after `npm ci --omit=dev`: a folder without esbuild and TypeScript.
describe('a folder without the development packages', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-built-'));
    cpSync('scripts', join(folder, 'scripts'), { recursive: true });
    mkdirSync(join(folder, 'dist/cli'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  const needsPackages = expect.stringMatching(
    /^`npm run build` needs the development packages\. (?!.*\n\s+at )/,
  );

  it('runs what is built, however old, and keeps it', () => {
    writeFileSync(join(folder, 'dist/.made-from'), 'an older state of the sources');
    writeFileSync(join(folder, 'dist/main.js'), "console.log('the app runs');");
    writeFileSync(
      join(folder, 'dist/cli/date.js'),
      'export const run = (args) => { console.log(...args); return 0; };',
    );
    expect(run('scripts/start.mjs')).toEqual({ status: 0, stdout: 'the app runs\n', stderr: '' });
    expect(run('scripts/cli.mjs', 'date', 'today')).toEqual({ status: 0, stdout: 'today\n', stderr: '' });
    expect(run('scripts/build.mjs')).toEqual({ status: 1, stdout: '', stderr: needsPackages });
    expect(run('scripts/prepare.mjs')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(existsSync(join(folder, 'dist/main.js'))).toBe(true);
  });

  it('says what a build needs if nothing is built', () => {
    expect(run('scripts/start.mjs')).toEqual({ status: 1, stdout: '', stderr: needsPackages });
    expect(run('scripts/prepare.mjs')).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/^Not built yet: /),
    });
  });
});
