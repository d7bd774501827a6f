import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run as backup } from '../../src/cli/backup.ts';
import { run as restore } from '../../src/cli/restore.ts';
import { type ArchiveEntry, tarOf, unpacked } from '../../src/storage/backup/archive.ts';
import { runHere } from '../support/command-here.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';

// What backup and restore refuse, in this process. test/process/backup.test.ts runs them as people do.

let folder: string;
let dataDir: string;
/** A complete backup. */
let file: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-refused-'));
  dataDir = await copyEmbeddedTemplate(folder);
  file = join(folder, 'rollcall.backup');
  expect(await runHere(backup, [file], { DATA_DIR: dataDir })).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));

/** Restores these bytes into a fresh folder: they have to be refused in words, and leave nothing behind. */
async function refusal(title: string, bytes: Buffer): Promise<string> {
  const into = mkdtempSync(join(folder, 'into-'));
  const bad = join(folder, 'bad.backup');
  writeFileSync(bad, bytes);
  const said = await runHere(restore, [bad], { DATA_DIR: into });
  expect(said, title).toMatchObject({ code: 1, out: '' });
  expect(said.err, title).not.toMatch(/^\s+at /m);
  expect(
    readdirSync(into).filter((name) => !name.startsWith('lock.')),
    title,
  ).toEqual([]);
  return said.err;
}

describe('npm run restore', () => {
  it('refuses a file that isn’t a backup, or is damaged, cut short or from a newer version, and changes nothing', async () => {
    const whole = readFileSync(file);
    const tar = gunzipSync(whole);
    const notes = tar.subarray(512, 1024).toString('utf8').replace(/\0.*/s, '');
    const withNotes = (change: (text: string) => string): Buffer => {
      const changed = Buffer.from(tar);
      changed.write(change(tar.subarray(512, 4096).toString('latin1')), 512, 'latin1');
      return gzipSync(changed, { level: 1 });
    };
    expect(notes).toContain('"rollcall-backup-1"');
    const flipped = Buffer.from(tar);
    const at = tar.indexOf('postgres/base/') + 40_000;
    flipped[at] = (flipped[at] ?? 0) ^ 0xff;
    const outside = Buffer.from(tar);
    const cases: [string, Buffer, RegExp][] = [
      ['empty', Buffer.alloc(0), /is not a Rollcall backup/],
      ['text', Buffer.from('Email,Name\nada@example.org,Ada\n'), /is not a Rollcall backup/],
      ['another gzip', gzipSync('hello'), /is not a Rollcall backup/],
      ['cut in the middle', whole.subarray(0, whole.length / 2), /damaged or incomplete/],
      ['cut by one byte', whole.subarray(0, whole.length - 1), /damaged or incomplete/],
      [
        'cut before its checksums',
        gzipSync(tar.subarray(0, tar.length - 4096), { level: 1 }),
        /damaged or incomplete/,
      ],
      ['one byte changed in its packing', damaged(whole), /damaged or incomplete/],
      ['one byte changed in a file', gzipSync(flipped, { level: 1 }), /damaged or incomplete/],
      ['a path that leads outside', gzipSync(renamed(outside), { level: 1 }), /damaged or incomplete/],
      [
        'a newer migration',
        withNotes((text) => text.replace('0001_init', '9999_ints')),
        /contains the migration 9999_ints/,
      ],
      [
        'another PostgreSQL',
        withNotes((text) => text.replace('"postgres": "18"', '"postgres": "19"')),
        /contains PostgreSQL 19/,
      ],
    ];
    for (const [title, bytes, words] of cases) expect(await refusal(title, bytes), title).toMatch(words);
  });

  it('refuses a backup if its secret is a different one or missing, or if it contains a file twice', async () => {
    const cases: [string, (entry: ArchiveEntry) => ArchiveEntry[]][] = [
      ['another secret', (entry) => [entry.path === 'secret' ? entryOf('secret', 'x'.repeat(64)) : entry]],
      ['no secret', (entry) => (entry.path === 'secret' ? [] : [entry])],
      ['a secret twice', (entry) => (entry.path === 'secret' ? [entry, entry] : [entry])],
      [
        'a file of the database twice',
        (entry) => (entry.path === 'postgres/PG_VERSION' ? [entry, entry] : [entry]),
      ],
      [
        'a file twice, but for its case',
        (entry) =>
          entry.path === 'postgres/PG_VERSION' ? [entry, { ...entry, path: 'postgres/pg_version' }] : [entry],
      ],
    ];
    for (const [title, change] of cases) {
      const bytes = await repacked(readFileSync(file), change);
      expect(await refusal(title, bytes), title).toMatch(/damaged or incomplete/);
    }
  });
});

it.each([
  ['backup', ['x'], { DATABASE_URL: 'postgresql://x:hidden@127.0.0.1:1/z' }, /pg_dump/, 1],
  ['restore', ['x'], { DATABASE_URL: 'postgresql://x:hidden@127.0.0.1:1/z' }, /pg_restore/, 1],
  ['backup', [], {}, /Which file do you want to write/, 2],
  ['restore', [], {}, /Which backup do you want to restore/, 2],
  ['backup', ['a', 'b'], {}, /Name exactly one file/, 2],
  ['restore', ['--all', 'x'], {}, /No option --all/, 2],
  ['backup', ['/nowhere/at/all'], {}, /can’t be written or read/, 1],
  ['restore', ['/nowhere/at/all'], {}, /No file \/nowhere\/at\/all/, 2],
] as ['backup' | 'restore', string[], Record<string, string>, RegExp, number][])(
  'npm run %s refuses %j with %j in a sentence',
  async (name, args, env, words, code) => {
    const said = await runHere({ backup, restore }[name], args, { DATA_DIR: dataDir, ...env });
    expect(said).toMatchObject({ code, out: '' });
    expect(said.err).toMatch(words);
    expect(said.err).not.toMatch(/hidden|^\s+at /m);
  },
);

const entryOf = (path: string, text: string): ArchiveEntry => ({
  path,
  content: { size: Buffer.byteLength(text), chunks: [Buffer.from(text)] },
});

/** A backup with other entries in it, packed as before. */
async function repacked(bytes: Buffer, change: (entry: ArchiveEntry) => ArchiveEntry[]): Promise<Buffer> {
  const entries: ArchiveEntry[] = [];
  for await (const { path, content } of unpacked(Readable.from([gunzipSync(bytes)]))) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of content?.chunks ?? []) chunks.push(Buffer.from(chunk));
    entries.push(
      ...change(content === undefined ? { path } : { path, content: { size: content.size, chunks } }),
    );
  }
  const tar: Uint8Array[] = [];
  for await (const chunk of tarOf(Readable.from(entries))) tar.push(chunk);
  return gzipSync(Buffer.concat(tar), { level: 1 });
}

function changedAt(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  const place = Math.floor(at);
  changed[place] = (changed[place] ?? 0) ^ 0x10;
  return changed;
}

/**
 * With a byte changed near the middle. Not just any byte: a changed copy distance among zeros would unpack to
 * the same.
 */
function damaged(packed: Buffer): Buffer {
  for (let at = packed.length / 2; at < packed.length; at++) {
    const changed = changedAt(packed, at);
    try {
      gunzipSync(changed);
    } catch {
      return changed;
    }
  }
  throw new Error('no byte matters');
}

/**
 * The first entry of the database gets a name that leads out of the folder, in an otherwise correct header.
 */
function renamed(tar: Buffer): Buffer {
  const at = tar.indexOf('postgres/PG_VERSION');
  const head = tar.subarray(at, at + 512);
  head.fill(0, 0, 100);
  head.write('postgres/../../evil', 0);
  head.fill(0x20, 148, 156);
  head.write(
    `${head
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return tar;
}
