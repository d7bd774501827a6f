import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../src/cli/export.ts';
import { runHere } from '../support/command-here.ts';
import { withAudience } from '../support/with-audience.ts';

const audience = withAudience({ on: 'embedded' });
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-export-'));
  await audience.storage.prisma.workspace.create({ data: { teamId: 'T0ACME' } });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('npm run export overwrites a file only with --replace', async () => {
  const ask = (...args: string[]) => runHere(run, args, { DATA_DIR: audience.dataDir });
  const file = join(folder, 'people.csv');
  writeFileSync(file, 'the only list');
  const refused = await ask(file);
  expect([refused.code, refused.err]).toEqual([
    1,
    `${file} already exists.\nNothing was saved. Choose another name, or overwrite it with --replace.\n`,
  ]);
  expect(readFileSync(file, 'utf8')).toBe('the only list');
  expect(await ask('--replace', file)).toMatchObject({ code: 0 });
  expect(readFileSync(file, 'utf8')).toContain('Email,Name');
  rmSync(file);
  expect(await ask(file)).toMatchObject({ code: 0 });
  expect(readFileSync(file, 'utf8')).toContain('Email,Name');
});
