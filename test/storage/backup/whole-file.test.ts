import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWhole } from '../../../src/storage/backup/whole-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-whole-'));
  file = join(folder, 'people.csv');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a file that is written whole', () => {
  it('is readable only by its owner, and replaces a link without writing through it', async () => {
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'kept');
    symlinkSync(victim, file);
    symlinkSync(victim, `${file}.part`);
    await writeWhole(file, Readable.from(['Email\n', 'ada@example.org\n']), { replace: true });
    expect(readFileSync(file, 'utf8')).toBe('Email\nada@example.org\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(victim, 'utf8')).toBe('kept');
  });

  it('keeps what existed, and leaves nothing else, if its source fails', async () => {
    writeFileSync(file, 'of yesterday');
    const failing = Readable.from(
      (function* () {
        yield 'half';
        throw new Error('the source ended');
      })(),
    );
    await expect(writeWhole(file, failing, { replace: true })).rejects.toThrow('the source ended');
    expect(readFileSync(file, 'utf8')).toBe('of yesterday');
    expect(readdirSync(folder)).toEqual(['people.csv']);
  });

  it.each(['before', 'while'])(
    'overwrites nothing that was created %s it is written, unless told to',
    async (when) => {
      if (when === 'before') writeFileSync(file, 'of somebody');
      const source = Readable.from(
        (function* () {
          yield 'Email\n';
          writeFileSync(file, 'of somebody');
          yield 'ada@example.org\n';
        })(),
      );
      await expect(writeWhole(file, source, { replace: false })).rejects.toThrow(`${file} already exists.`);
      expect(readFileSync(file, 'utf8')).toBe('of somebody');
      expect(readdirSync(folder)).toEqual(['people.csv']);
    },
  );

  it('writes under an unused name, and not through a link that leads nowhere', async () => {
    await writeWhole(file, Readable.from(['x']), { replace: false });
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['x', 0o600]);
    expect(readdirSync(folder)).toEqual(['people.csv']);
    const loose = join(folder, 'loose.csv');
    symlinkSync(join(folder, 'nowhere'), loose);
    await expect(writeWhole(loose, Readable.from(['x']), { replace: false })).rejects.toThrow(
      'already exists',
    );
    expect(readdirSync(folder).sort()).toEqual(['loose.csv', 'people.csv']);
  });

  it('removes drafts of killed processes, and no others', async () => {
    const [dead, alive, other] = [
      `${file}.999999999-0123456789abcdef.part`,
      `${file}.${process.pid}-0123456789abcdef.part`,
      join(folder, 'people.csv.part'),
    ];
    for (const draft of [dead, alive, other]) writeFileSync(draft, '');
    await writeWhole(file, Readable.from(['x']), { replace: true });
    expect(readdirSync(folder).sort()).toEqual(
      ['people.csv', `people.csv.${process.pid}-0123456789abcdef.part`, 'people.csv.part'].sort(),
    );
  });
});
