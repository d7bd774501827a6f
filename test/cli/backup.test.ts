import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../src/cli/backup.ts';
import { runHere } from '../support/command-here.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';

let dataDir: string;
let folder: string;
beforeAll(async () => {
  dataDir = await copyEmbeddedTemplate();
  folder = mkdtempSync(join(tmpdir(), 'rollcall-backup-'));
});
afterAll(() => {
  for (const each of [dataDir, folder]) rmSync(each, { recursive: true, force: true });
});

it('npm run backup overwrites a file only with --replace', async () => {
  const backup = (...args: string[]) => runHere(run, args, { DATA_DIR: dataDir });
  const file = join(folder, 'rollcall.backup');
  writeFileSync(file, 'the only backup');
  const refused = await backup(file);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain(
    `${file} already exists.\nNothing was saved. Choose another name, or overwrite it with --replace.`,
  );
  expect(readFileSync(file, 'utf8')).toBe('the only backup');
  expect(await backup('--replace', file)).toMatchObject({ code: 0 });
  expect(readFileSync(file).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
});
