import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namesNow } from '../../src/storage/names.ts';
import { recalled } from '../../src/storage/recall.ts';
import { sizeOf } from '../../src/storage/run-rule.ts';
import { compiled, plainContact } from '../support/compiled.ts';
import { databases, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { store } from '../support/random-audience.ts';

describe.each(databases)('sizes asked again (%s)', (kind) => {
  let database: TestDatabase;
  let workspaceId: number;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    workspaceId = database.workspaceId;
    await store(database.storage.pool, workspaceId, [plainContact(1, { tags: [1] }), plainContact(2, {})]);
  });
  afterAll(() => database?.close());

  /** The size of a rule as a use case asks for it, and whether the database had to count. */
  async function asked(sentence: string): Promise<{ members: number; counted: boolean }> {
    const { storage } = database;
    const { snapshot } = await namesNow(storage.prisma, workspaceId);
    let counted = false;
    const real = storage.pool;
    const { query, connect } = real;
    const noted = <F extends (...args: never[]) => unknown>(work: F) =>
      ((...args: Parameters<F>) => {
        counted = true;
        return work.apply(real, args);
      }) as F;
    Object.assign(real, { query: noted(query as never), connect: noted(connect as never) });
    try {
      const { members } = await sizeOf(storage, compiled(sentence, workspaceId), { snapshot });
      return { members, counted };
    } finally {
      Object.assign(real, { query, connect });
    }
  }

  it('counts once while nothing is written', async () => {
    expect(await asked('tagged vip')).toEqual({ members: 1, counted: true });
    expect(await asked('tagged vip')).toEqual({ members: 1, counted: false });
    expect(await asked('not tagged vip')).toEqual({ members: 1, counted: true });
    expect(await asked('tagged vip')).toEqual({ members: 1, counted: false });
  });

  it.each([
    [
      'a tag put on',
      'INSERT INTO contact_tags (workspace_id, tag_id, contact_id) SELECT $1, t.id, c.id FROM tags t, contacts c WHERE t.workspace_id = $1 AND c.workspace_id = $1 AND t.name = $$vip$$ ON CONFLICT DO NOTHING',
      2,
    ],
    [
      'a tag taken off',
      'DELETE FROM contact_tags WHERE workspace_id = $1 AND contact_id = (SELECT max(id) FROM contacts WHERE workspace_id = $1)',
      1,
    ],
    [
      'a contact gone',
      'DELETE FROM contacts WHERE workspace_id = $1 AND id = (SELECT min(id) FROM contacts WHERE workspace_id = $1)',
      0,
    ],
  ])('counts again after %s', async (_what, sql, members) => {
    await asked('tagged vip');
    await database.storage.pool.query(sql, [workspaceId]);
    expect(await asked('tagged vip')).toEqual({ members, counted: true });
    expect(await asked('tagged vip')).toEqual({ members, counted: false });
  });

  // The embedded database is one session: nothing is asked beside an open transaction.
  it.runIf(kind === 'server')('counts again when a transaction that was open ends', async () => {
    const writer = await database.storage.pool.connect();
    try {
      await writer.query('BEGIN');
      await writer.query(
        `INSERT INTO contacts (workspace_id, email, email_key, status, status_source, status_at, source, created_at, updated_at)
         VALUES ($1, 'late@example.org', 'late@example.org', 'subscribed', 'hand', now(), 'hand', now(), now())`,
        [workspaceId],
      );
      const { members } = await asked('everyone');
      expect(await asked('everyone')).toEqual({ members, counted: false });
      await writer.query('COMMIT');
      expect(await asked('everyone')).toEqual({ members: members + 1, counted: true });
    } finally {
      writer.release();
    }
  });
});

it('keeps no answer of a question that failed, and none of another database', async () => {
  const [pool, other] = [{} as pg.Pool, {} as pg.Pool];
  const question = { key: 'size', snapshot: '10:10:' };
  const failing = recalled(pool, question, () => Promise.reject(new Error('lost')));
  await expect(failing).rejects.toThrow('lost');
  expect(await recalled(pool, question, async () => 1)).toBe(1);
  expect(await recalled(pool, question, async () => 2)).toBe(1);
  expect(await recalled(other, question, async () => 3)).toBe(3);
  expect(await recalled(pool, { ...question, snapshot: '10:11:' }, async () => 4)).toBe(4);
});
