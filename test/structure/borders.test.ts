import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error a plain script without types
import { biomeConfig, borders as table } from '../../scripts/borders.mjs';

const borders = table as { files: string; imports: string[]; globals: string[]; why: string }[];

const root = mkdtempSync(join(tmpdir(), 'rollcall-borders-'));
let said = '';

/** What the linter said about one file: the lines that name it. */
const saidOf = (file: string): string[] => said.split('\n').filter((line) => line.startsWith(`src/${file}:`));

/** A file that only this row is about: with its own name in a folder, or beginning as the row says. */
const placeIn = (files: string, name: string): string =>
  files.endsWith('/**')
    ? files.replace('**', `${name}.ts`)
    : files.replace('*/', 'planted/').replace('*', `-${name}`);

const plant = (file: string, text: string): void => {
  mkdirSync(dirname(join(root, 'src', file)), { recursive: true });
  writeFileSync(join(root, 'src', file), text);
};

beforeAll(() => {
  const config = JSON.parse(readFileSync('biome.json', 'utf8'));
  writeFileSync(
    join(root, 'biome.json'),
    JSON.stringify({ ...config, $schema: undefined, vcs: { enabled: false } }),
  );
  for (const { files, imports, globals } of borders) {
    const targets = imports.filter((pattern) => pattern.startsWith('**/')).map((pattern) => pattern.slice(3));
    const lines = targets.map((target) => `import '../${target.replace('/**', '/thing.ts')}';`);
    plant(placeIn(files, 'crossing'), `${lines.join('\n')}\n`);
    plant(placeIn(files, 'global'), `export const all = [${globals.join(', ')}];\n`);
    plant(placeIn(files, 'inside'), "import './thing.ts';\n\nexport const a = 1;\n");
  }
  const biome = resolve('node_modules/@biomejs/biome/bin/biome');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [biome, 'lint', '--max-diagnostics=none', '--colors=off'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  said = stdout + stderr;
});

afterAll(() => rmSync(root, { recursive: true }));

describe('borders between folders', () => {
  it('are in biome.json as the table has them', () => {
    expect(JSON.parse(readFileSync('biome.json', 'utf8'))).toEqual(JSON.parse(biomeConfig()));
  });

  it.each(borders)('reports every crossing planted in $files, and nothing inside it', (border) => {
    const { files, imports, globals } = border;
    const crossings = imports.filter((pattern) => pattern.startsWith('**/')).length;
    expect(
      saidOf(placeIn(files, 'crossing')).filter((line) => line.includes('noRestrictedImports')),
    ).toHaveLength(crossings);
    expect(
      saidOf(placeIn(files, 'global')).filter((line) => line.includes('noRestrictedGlobals')),
    ).toHaveLength(globals.length);
    expect(saidOf(placeIn(files, 'inside'))).toEqual([]);
  });
});
