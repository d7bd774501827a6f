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
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addSample } from '../../src/audience/workspace/sample.ts';
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

/** Two people of it wait when the backup is made, and may have got it when that is restored. */
async function addUnfinishedCampaign({ pool }: Storage, workspaceId: number): Promise<void> {
  await pool.query(
    `WITH c AS (INSERT INTO campaigns (workspace_id, name, name_key) VALUES ($1, 'Spring', 'spring') RETURNING id),
     m AS (INSERT INTO campaign_mails (workspace_id, campaign_id, state, created_by, created_at, content_by, audience_by, sender_by, updated_at, prepared)
       SELECT $1, id, 'paused', 'U', now(), 'U', 'U', 'U', now(), 2 FROM c)
     INSERT INTO campaign_recipients (workspace_id, campaign_id, contact_id, state, next_try_at, key_month)
     SELECT $1, c.id, n, 'waiting', now(), 1 FROM c, generate_series(1, 2) n`,
    [workspaceId],
  );
}

// Each starts several processes and databases.
describe('npm run backup and restore', { timeout: 240_000 }, () => {
  it('restore every table as it was, into a fresh folder', async () => {
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

  it('capture a single moment of a database that an app and others keep writing to', async () => {
    const app = await startApp(dataDir);
    try {
      await beside(dataDir, async (storage) => {
        const { id: workspaceId } = await storage.prisma.workspace.create({ data: { teamId: 'T0WRITES' } });
        const { id: tagId } = await storage.prisma.tag.create({
          data: { workspaceId, name: 'pair', createdBy: 'U0ADA' },
        });
        await addUnfinishedCampaign(storage, workspaceId);
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
        expect(await restore(fresh)).toMatchObject({
          ...{ code: 0, err: '' },
          out: expect.stringContaining('Unfinished campaigns: 1, now held.'),
        });
        const { rows } = await beside(fresh, (restored) =>
          restored.pool.query(
            `SELECT (SELECT state || ' ' || (trouble->>'why') FROM campaign_mails) AS campaign,
               (SELECT string_agg(DISTINCT state, ', ') FROM campaign_recipients) AS recipients,
               (SELECT count(*)::int FROM contacts) AS contacts, (SELECT count(*)::int FROM contact_tags) AS links,
               (SELECT count(*)::int FROM contact_rollups) AS rollups,
               (SELECT max(split_part(split_part(email, '-', 2), '@', 1)::int) FROM contacts) AS last`,
          ),
        );
        const { contacts, links, rollups, last, campaign, recipients } = rows[0];
        expect([campaign, recipients]).toEqual(['held restored', 'uncertain']);
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

  it('ask before they replace a database, and put the old one aside', async () => {
    await backup();
    const later = await beside(dataDir, async ({ prisma, pool }) => {
      await prisma.workspace.create({ data: { teamId: 'T0LATER' } });
      return contentOf(pool);
    });
    const refused = await restore(dataDir);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain(`The data folder ${dataDir} already contains a database.`);
    expect(refused.err).toContain('--replace');
    expect(await beside(dataDir, (storage) => contentOf(storage.pool))).toEqual(later);

    const done = await restore(dataDir, ['--replace', file]);
    expect(done).toMatchObject({ code: 0, err: '' });
    const aside = /The previous data is in (\S+)\. /.exec(done.out)?.[1] ?? '';
    expect(await beside(dataDir, (storage) => storage.prisma.workspace.count())).toBe(0);
    // It is a data folder too, secret and all.
    expect(existsSync(join(aside, 'secret'))).toBe(true);
    expect(await beside(aside, (storage) => contentOf(storage.pool))).toEqual(later);
  });

  it('refuse to restore while an app runs on the folder, and leave that app alone', async () => {
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

  it('finish at the next start what was killed after the decision, at whatever step', async () => {
    const next = await beside(dataDir, async ({ prisma, pool }) => {
      await prisma.workspace.create({ data: { teamId: 'T0NEXT' } });
      return contentOf(pool);
    });
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

  it('keep the secret with the data: a backup needs the ROLLCALL_SECRET that it was made under', async () => {
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
});
