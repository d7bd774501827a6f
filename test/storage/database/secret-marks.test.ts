import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resealAll } from '../../../src/storage/database/reseal.ts';
import { keyedHashes } from '../../../src/storage/database/secret.ts';
import { checkSecrets } from '../../../src/storage/database/secret-marks.ts';
import { findWebhook, insertWebhook } from '../../../src/storage/events/webhooks.ts';
import { databases, openTestDatabase, type TestDatabase } from '../../support/database.ts';

const [first, second, third] = ['1'.repeat(32), '2'.repeat(32), '3'.repeat(32)];

describe.each(databases)('the secrets of a database (%s)', (kind) => {
  let database: TestDatabase;
  let dataDir: string;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    dataDir = mkdtempSync(join(tmpdir(), 'rollcall-marks-'));
  });
  afterAll(async () => {
    rmSync(dataDir, { recursive: true, force: true });
    await database?.close();
  });
  beforeEach(async () => {
    rmSync(join(dataDir, 'secret'), { force: true });
    await database.storage.pool.query('DELETE FROM secret_marks; DELETE FROM webhooks');
  });

  const check = (secret: string | undefined, secretsBefore: string[] = [], withoutLost = false) =>
    checkSecrets(database.storage.pool, { secret, secretsBefore, dataDir, withoutLost });
  const refused = (message: string) => ({ code: 'misconfigured', message: expect.stringContaining(message) });
  const connect = async (secret: string) =>
    (
      await insertWebhook(database.storage.prisma, keyedHashes({ secret, dataDir }).hash, {
        ...{ workspaceId: database.workspaceId, provider: 'mailgun', createdBy: 'U0ADA', now: new Date() },
        secret: 'key-of-the-provider',
      })
    ).webhook;

  it('begin with the first that it is opened with, and refuse another one', async () => {
    await check(first);
    await check(first);
    await expect(check(second)).rejects.toMatchObject(refused("ROLLCALL_SECRET doesn't match this database"));
    // One that is refused leaves no trace.
    await check(first);
  });

  it('include the secret that another process creates in the folder at the same time', async () => {
    // Both look into the empty folder before either holds the lock.
    const [a, b] = await Promise.all([check(undefined), check(undefined)]);
    expect(a.hash('x')).toBe(b.hash('x'));
    const { rows } = await database.storage.pool.query('SELECT mark FROM secret_marks');
    expect(rows).toHaveLength(1);
  });

  it('include a new one if the old one is given with it, and from then on need both, in any order', async () => {
    await check(first);
    const { hash, hashes } = await check(second, [first]);
    expect(hash('x')).toBe(keyedHashes({ secret: second, dataDir }).hash('x'));
    expect(hashes('x')).toHaveLength(2);
    await check(first, [second]);
    await check(third, [second, first]);
    for (const [secret, before] of [
      [second, []],
      [first, []],
      [third, [second]],
    ] as [string, string[]][])
      await expect(check(secret, before)).rejects.toMatchObject(refused('in ROLLCALL_SECRETS_BEFORE'));
  });

  it('are created in the data folder if none is set, and that one is required from then on', async () => {
    await check(undefined);
    const kept = readFileSync(join(dataDir, 'secret'), 'utf8').trim();
    expect(kept).toMatch(/^[0-9a-f]{64}$/);
    await check(undefined);
    await check(kept);
    rmSync(join(dataDir, 'secret'));
    await expect(check(undefined)).rejects.toMatchObject(refused('database’s secret is missing'));
    // It must not create another one.
    expect(existsSync(join(dataDir, 'secret'))).toBe(false);
    await check(second, [kept]);
  });

  it('are recognized by what is stored in a database from before there were marks', async () => {
    await connect(first);
    await expect(check(second)).rejects.toMatchObject(refused("doesn't match"));
    await check(second, [first]);
  });

  it('can lose one, if someone says so', async () => {
    await check(first);
    await check(second, [], true);
    await check(second);
    await expect(check(first)).rejects.toMatchObject(refused("doesn't match"));
  });

  it('begin with one of two processes that start at once with different ones', async () => {
    const outcomes = await Promise.allSettled([check(first), check(second), check(first), check(second)]);
    const fine = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(fine).toHaveLength(2);
  });

  it('encrypt again what was stored under an earlier one, and count what they can’t read', async () => {
    const { storage, workspaceId } = database;
    const old = await connect(first);
    const lost = await connect(third);
    const keyed = await check(second, [first]);
    const fresh = await connect(second);
    expect(await resealAll({ ...storage, ...keyed })).toEqual({ resealed: 1, current: 1, unreadable: 1 });
    expect(await resealAll({ ...storage, ...keyed })).toEqual({ resealed: 0, current: 2, unreadable: 1 });
    const now = { ...storage, ...keyedHashes({ secret: second, dataDir }) };
    for (const { path } of [old, fresh])
      expect(await findWebhook(now, { provider: 'mailgun', path })).toMatchObject({
        secret: 'key-of-the-provider',
        workspaceId,
      });
    await expect(findWebhook(now, { provider: 'mailgun', path: lost.path })).rejects.toMatchObject(
      refused('stored under another ROLLCALL_SECRET'),
    );
  });
});
