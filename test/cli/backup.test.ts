import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { run } from '../../src/cli/backup.ts';
import { copyEmbeddedTemplate } from '../support/database.ts';

let dataDir: string;
let folder: string;
beforeAll(async () => {
  dataDir = await copyEmbeddedTemplate();
  folder = mkdtempSync(join(tmpdir(), 'rollcall-backup-'));
  vi.stubEnv('DATA_DIR', dataDir);
  vi.stubEnv('DATABASE_URL', undefined);
  vi.stubEnv('ROLLCALL_SECRET', undefined);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => {
  vi.unstubAllEnvs();
  for (const each of [dataDir, folder]) rmSync(each, { recursive: true, force: true });
});

it('npm run backup overwrites a file only with --replace', async () => {
  const said: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((chunk) => said.push(String(chunk)) > 0);
  const file = join(folder, 'rollcall.backup');
  writeFileSync(file, 'the only backup');
  expect(await run([file])).toBe(1);
  expect(said.join('')).toContain(
    `${file} exists already.\nChoose another name, or overwrite it with --replace.`,
  );
  expect(readFileSync(file, 'utf8')).toBe('the only backup');
  expect(await run(['--replace', file])).toBe(0);
  expect(readFileSync(file).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
});
