import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
// @ts-expect-error a plain script without types
import { biomeConfig, borders as table } from '../../scripts/borders.mjs';

const borders = table as { folder: string; imports: string[]; globals: string[]; why: string }[];

/** What the linter says of a file of this text in this folder. */
function lint(folder: string, text: string): string {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/@biomejs/biome/bin/biome', 'lint', `--stdin-file-path=src/${folder}/planted.ts`],
    { input: text, encoding: 'utf8' },
  );
  return stdout + stderr;
}

describe('borders between folders', () => {
  it('stand in biome.json as the table has them', () => {
    expect(JSON.parse(readFileSync('biome.json', 'utf8'))).toEqual(JSON.parse(biomeConfig()));
  });

  it.each(borders)('reports a crossing planted in $folder', ({ folder, imports, globals, why }) => {
    const forbidden = imports.find((pattern) => pattern.startsWith('**/') && pattern.endsWith('/**'));
    const target = forbidden?.slice(3, -3);
    expect(
      lint(folder, `import { thing } from '../${target}/thing.ts';\n\nexport const a = thing;\n`),
    ).toContain(why);
    for (const name of globals)
      expect(lint(folder, `export const a = ${name};\n`)).toContain('noRestrictedGlobals');
  });

  it('says nothing of a file that stays inside', () => {
    const inside = "import { thing } from './thing.ts';\n\nexport const a = thing;\n";
    for (const { folder } of borders) expect(lint(folder, inside)).not.toContain('noRestricted');
  });
});
