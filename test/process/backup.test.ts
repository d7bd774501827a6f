import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addSample } from '../../src/audience/workspace/sample.ts';
import { type ArchiveEntry, packed, unpacked } from '../../src/storage/backup/archive.ts';
import { openStorage, type Storage } from '../../src/storage/database/client.ts';
import type { CheckedSecrets } from '../../src/storage/database/secret-marks.ts';
import { startApp, until } from '../support/app-process.ts';
import { runCommand } from '../support/command.ts';
import { contentOf } from '../support/contents.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';

let folders: string[] = [];
let dataDir: string;
let file: string;

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-backup-'));
  folders.push(folder);
  return folder;
};
beforeEach(async () => {
  dataDir = await copyEmbeddedTemplate();
  folders.push(dataDir);
  file = join(newFolder(), 'rollcall.backup');
});
afterEach(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  folders = [];
});

const backup = (env: Record<string, string> = {}, to = file) =>
  runCommand('backup', [to], { DATA_DIR: dataDir, ...env });
const restore = (into: string, args: string[] = [file], env: Record<string, string> = {}) =>
  runCommand('restore', args, { DATA_DIR: into, ...env });

async function beside<T>(
  folder: string,
  work: (storage: Storage) => Promise<T>,
  secrets: Partial<CheckedSecrets> = {},
): Promise<T> {
  const storage = await openStorage({ dataDir: folder, join: true, ...secrets });
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

/** A contact and its tag in one transaction, numbered from 1. */
async function addPair(storage: Storage, workspaceId: number, tagId: number, n: number): Promise<void> {
  const email = `writer-${n}@example.org`;
  await storage.prisma.$transaction(async (database) => {
    const { id } = await database.contact.create({
      data: { workspaceId, email, emailKey: email, statusSource: 'api', source: 'api' },
    });
    await database.contactTag.create({ data: { workspaceId, contactId: id, tagId } });
  });
}

// Each starts several processes and databases.
describe('npm run backup and restore', { timeout: 240_000 }, () => {
  it('brings back every table as it was, into a fresh folder', async () => {
    const before = await beside(dataDir, async (storage) => {
      const { id } = await storage.prisma.workspace.create({ data: { teamId: 'T0KEPT' } });
      const deps = { storage, now: () => new Date() };
      await addSample(deps, { workspaceId: id, actor: 'command line', role: 'admin' }, { contacts: 60 });
      return contentOf(storage.pool);
    });
    expect(before.contacts).toMatch(/^60 rows/);
    expect(await backup()).toMatchObject({ code: 0, err: '', out: expect.stringContaining('MB') });
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('backup-'))).toEqual([]);

    const fresh = newFolder();
    expect(await restore(fresh)).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('60 contacts'),
    });
    expect(await beside(fresh, (storage) => contentOf(storage.pool))).toEqual(before);
    expect(readFileSync(join(fresh, 'secret'), 'utf8')).toBe(readFileSync(join(dataDir, 'secret'), 'utf8'));
  });

  it('takes one moment of a database in which an app and others go on writing', async () => {
    const app = await startApp(dataDir);
    try {
      await beside(dataDir, async (storage) => {
        const { id: workspaceId } = await storage.prisma.workspace.create({ data: { teamId: 'T0WRITES' } });
        const { id: tagId } = await storage.prisma.tag.create({
          data: { workspaceId, name: 'pair', createdBy: 'U0ADA' },
        });
        let written = 0;
        let stop = false;
        const writing = (async () => {
          while (!stop) {
            await addPair(storage, workspaceId, tagId, written + 1);
            written += 1;
          }
        })();
        await Promise.race([writing, until(() => written >= 20)]);
        const atStart = written;
        expect(await backup()).toMatchObject({ code: 0, err: '' });
        const atEnd = written;
        stop = true;
        await writing;
        expect(atEnd).toBeGreaterThan(atStart);

        const fresh = newFolder();
        expect(await restore(fresh)).toMatchObject({ code: 0, err: '' });
        const { rows } = await beside(fresh, (restored) =>
          restored.pool.query(
            `SELECT (SELECT count(*)::int FROM contacts) AS contacts, (SELECT count(*)::int FROM contact_tags) AS links,
               (SELECT count(*)::int FROM contact_rollups) AS rollups,
               (SELECT max(split_part(split_part(email, '-', 2), '@', 1)::int) FROM contacts) AS last`,
          ),
        );
        const { contacts, links, rollups, last } = rows[0];
        // Everything that was answered before, nothing that came after, and no half of a transaction.
        expect(contacts).toBeGreaterThanOrEqual(atStart);
        expect(contacts).toBeLessThanOrEqual(atEnd + 1);
        expect([links, rollups, last]).toEqual([contacts, contacts, contacts]);
      });
      expect((await fetch(app.url)).status).toBe(200);
    } finally {
      await app.end('SIGTERM');
    }
  });

  it('asks before it takes the place of a database, and puts that one aside', async () => {
    await backup();
    await beside(dataDir, (storage) => storage.prisma.workspace.create({ data: { teamId: 'T0LATER' } }));
    const later = await beside(dataDir, (storage) => contentOf(storage.pool));
    const refused = await restore(dataDir);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain(`The data folder ${dataDir} already contains a database.`);
    expect(refused.err).toContain('--replace');
    expect(await beside(dataDir, (storage) => contentOf(storage.pool))).toEqual(later);

    const done = await restore(dataDir, ['--replace', file]);
    expect(done).toMatchObject({ code: 0, err: '' });
    const aside = /The previous data is in (\S+)\. /.exec(done.out)?.[1] ?? '';
    expect(await beside(dataDir, (storage) => storage.prisma.workspace.count())).toBe(0);
    // It is a data folder itself, secret and all.
    expect(existsSync(join(aside, 'secret'))).toBe(true);
    expect(await beside(aside, (storage) => contentOf(storage.pool))).toEqual(later);
  });

  it('refuses to restore while an app runs on the folder, and leaves that one alone', async () => {
    await backup();
    const app = await startApp(dataDir);
    try {
      const refused = await restore(dataDir, ['--replace', file]);
      expect(refused).toMatchObject({ code: 1, out: '' });
      expect(refused.err).toContain(`in use: Rollcall is running there, as process ${app.child.pid}.`);
      expect(refused.err).toContain('Stop it first');
      expect((await fetch(app.url)).status).toBe(200);
    } finally {
      await app.end('SIGTERM');
    }
  });

  it('finishes at the next start what was killed behind its decision, in whatever step', async () => {
    await beside(dataDir, (storage) => storage.prisma.workspace.create({ data: { teamId: 'T0NEXT' } }));
    const next = await beside(dataDir, (storage) => contentOf(storage.pool));
    const secret = readFileSync(join(dataDir, 'secret'), 'utf8');
    for (const step of ['nothing moved', 'secret aside', 'secret in place', 'database aside']) {
      const old = await copyEmbeddedTemplate();
      folders.push(old);
      const restored = join(old, 'restored');
      cpSync(join(dataDir, 'postgres'), join(restored, 'postgres'), { recursive: true });
      writeFileSync(join(restored, 'aside'), 'before-restore-test');
      writeFileSync(join(restored, 'secret'), secret);
      writeFileSync(join(old, 'secret'), 'old\n');
      const aside = join(old, 'before-restore-test');
      const move = (from: string, to: string) => {
        cpSync(from, to, { recursive: true });
        rmSync(from, { recursive: true });
      };
      if (step !== 'nothing moved') move(join(old, 'secret'), join(aside, 'secret'));
      if (step === 'secret in place' || step === 'database aside')
        move(join(restored, 'secret'), join(old, 'secret'));
      if (step === 'database aside') move(join(old, 'postgres'), join(aside, 'postgres'));

      expect(await beside(old, (storage) => contentOf(storage.pool)), step).toEqual(next);
      expect(readFileSync(join(old, 'secret'), 'utf8'), step).toBe(secret);
      expect(readFileSync(join(aside, 'secret'), 'utf8'), step).toBe('old\n');
      expect([existsSync(join(aside, 'postgres')), existsSync(restored)], step).toEqual([true, false]);
    }
  });

  it('refuses a file that is no backup, is damaged, cut short or of a newer version, and changes nothing', async () => {
    expect(await backup()).toMatchObject({ code: 0 });
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
        /has the migration 9999_ints/,
      ],
      [
        'another PostgreSQL',
        withNotes((text) => text.replace('"postgres": "18"', '"postgres": "19"')),
        /holds PostgreSQL 19/,
      ],
    ];
    for (const [title, bytes, words] of cases) {
      const into = newFolder();
      const bad = join(newFolder(), 'bad.backup');
      writeFileSync(bad, bytes);
      const said = await restore(into, [bad]);
      expect(said, title).toMatchObject({ code: 1, out: '' });
      expect(said.err, title).toMatch(words);
      expect(said.err, title).not.toMatch(/^\s+at /m);
      expect(
        readdirSync(into).filter((name) => !name.startsWith('lock.')),
        title,
      ).toEqual([]);
    }
  });

  it('keeps the secret with the data: a backup goes with the ROLLCALL_SECRET that it was made under', async () => {
    const [one, other] = ['one-secret-of-32-characters-or-so', 'another-secret-of-32-characters-x'];
    expect(await backup({ ROLLCALL_SECRET: one })).toMatchObject({
      code: 1,
      err: expect.stringContaining("doesn't match this database"),
    });
    expect(existsSync(file)).toBe(false);
    rmSync(join(dataDir, 'secret'));
    await beside(dataDir, async () => {}, { secret: one, withoutLost: true });
    expect((await backup()).err).toContain('ROLLCALL_SECRET isn’t set, and this database needs it');
    expect((await backup({ ROLLCALL_SECRET: one })).out).toContain('It doesn’t contain ROLLCALL_SECRET');
    expect(gunzipSync(readFileSync(file)).includes(one)).toBe(false);
    const into = newFolder();
    expect((await restore(into)).err).toContain('created with a ROLLCALL_SECRET, which isn’t set here');
    expect((await restore(into, [file], { ROLLCALL_SECRET: other })).err).toContain(
      'with a different secret',
    );
    expect(await restore(into, [file], { ROLLCALL_SECRET: one })).toMatchObject({ code: 0 });
    expect(existsSync(join(into, 'secret'))).toBe(false);
    const rotated = { ROLLCALL_SECRET: other, ROLLCALL_SECRETS_BEFORE: one };
    expect(await restore(newFolder(), [file], rotated)).toMatchObject({ code: 0, err: '' });
  });

  it('refuses a backup whose secret is another one, is missing, or has a file twice', async () => {
    expect(await backup()).toMatchObject({ code: 0 });
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
      const [into, bad] = [newFolder(), join(newFolder(), 'bad.backup')];
      writeFileSync(bad, await repacked(readFileSync(file), change));
      const said = await restore(into, [bad]);
      expect(said, title).toMatchObject({ code: 1, out: '' });
      expect(said.err, title).toMatch(/damaged or incomplete/);
      expect(
        readdirSync(into).filter((name) => !name.startsWith('lock.')),
        title,
      ).toEqual([]);
    }
  });

  it.each([
    ['backup', ['x'], { DATABASE_URL: 'postgresql://x:hidden@127.0.0.1:1/z' }, /pg_dump/],
    ['restore', ['x'], { DATABASE_URL: 'postgresql://x:hidden@127.0.0.1:1/z' }, /pg_restore/],
    ['backup', [], {}, /Which file do you want to write/],
    ['restore', [], {}, /Which backup do you want to restore/],
    ['backup', ['a', 'b'], {}, /Name exactly one file/],
    ['restore', ['--all', 'x'], {}, /Unknown option '--all'/],
    ['backup', ['/nowhere/at/all'], {}, /can’t be written or read/],
    ['restore', ['/nowhere/at/all'], {}, /can’t be written or read/],
  ] as [string, string[], Record<string, string>, RegExp][])(
    'npm run %s refuses %j with %j in a sentence',
    async (name, args, env, words) => {
      const said = await runCommand(name, args, { DATA_DIR: dataDir, ...env });
      expect(said).toMatchObject({ code: 1, out: '' });
      expect(said.err).toMatch(words);
      expect(said.err).not.toMatch(/hidden|^\s+at /m);
    },
  );
});

const entryOf = (path: string, text: string): ArchiveEntry => ({
  path,
  content: { size: Buffer.byteLength(text), chunks: [Buffer.from(text)] },
});

/** A backup with other entries in it, packed as it was. */
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
  for await (const chunk of packed(Readable.from(entries))) tar.push(chunk);
  return gzipSync(Buffer.concat(tar), { level: 1 });
}

function changedAt(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  const place = Math.floor(at);
  changed[place] = (changed[place] ?? 0) ^ 0x10;
  return changed;
}

/** With a byte changed near the middle. Not any byte: another distance to copy from, among zeros, unpacks to the same. */
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

/** The first entry of the database gets a name that leads out of the folder, with a header that is right otherwise. */
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
