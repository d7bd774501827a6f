import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
// @ts-expect-error a script without types
import { makeRoom } from '../../scripts/build.mjs';

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

describe('a new build', () => {
  let dist: string;
  beforeEach(() => {
    dist = mkdtempSync(join(tmpdir(), 'rollcall-dist-'));
  });
  afterEach(() => rmSync(dist, { recursive: true, force: true }));

  /** As a build leaves it. */
  const build = (...chunks: string[]) => {
    mkdirSync(join(dist, 'chunks'), { recursive: true });
    for (const name of ['main.js', ...chunks.map((chunk) => `chunks/${chunk}`)])
      writeFileSync(join(dist, name), '');
    writeFileSync(join(dist, '.chunks'), chunks.join('\n'));
  };
  const chunks = () => readdirSync(join(dist, 'chunks')).sort();

  it('keeps what an app that runs may still load: the chunks of the build before', () => {
    build('a-1.js', 'b-1.js');
    makeRoom(dist);
    expect(readdirSync(dist)).toEqual(['chunks']);
    build('a-2.js', 'b-1.js');
    expect(chunks()).toEqual(['a-1.js', 'a-2.js', 'b-1.js']);
    makeRoom(dist);
    expect(chunks()).toEqual(['a-2.js', 'b-1.js']);
  });

  it('keeps all if it doesn’t know which those are, and needs none', () => {
    build('a-1.js');
    rmSync(join(dist, '.chunks'));
    makeRoom(dist);
    expect(chunks()).toEqual(['a-1.js']);
    rmSync(dist, { recursive: true });
    expect(() => makeRoom(dist)).not.toThrow();
  });
});
