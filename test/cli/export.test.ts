import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { run } from '../../src/cli/export.ts';
import { openStorage } from '../../src/storage/database/client.ts';
import { copyEmbeddedTemplate } from '../support/database.ts';

let dataDir: string;
let folder: string;
beforeAll(async () => {
  dataDir = await copyEmbeddedTemplate();
  folder = mkdtempSync(join(tmpdir(), 'rollcall-export-'));
  vi.stubEnv('DATA_DIR', dataDir);
  vi.stubEnv('DATABASE_URL', undefined);
  vi.stubEnv('ROLLCALL_SECRET', undefined);
  const storage = await openStorage({ dataDir });
  await storage.prisma.workspace.create({ data: { teamId: 'T0ACME' } });
  await storage.close();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => {
  vi.unstubAllEnvs();
  for (const each of [dataDir, folder]) rmSync(each, { recursive: true, force: true });
});

it('npm run export overwrites a file only with --replace', async () => {
  const said: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((chunk) => said.push(String(chunk)) > 0);
  const file = join(folder, 'people.csv');
  writeFileSync(file, 'the only list');
  expect(await run([file])).toBe(1);
  expect(said.join('')).toBe(
    `${file} exists already.\nChoose another name, or overwrite it with --replace. Nothing was written.\n`,
  );
  expect(readFileSync(file, 'utf8')).toBe('the only list');
  expect(await run(['--replace', file])).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('Email,Name');
  rmSync(file);
  expect(await run([file])).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('Email,Name');
});
