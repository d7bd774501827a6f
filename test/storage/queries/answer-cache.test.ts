import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { cachedAnswer, cachedAnswers } from '../../../src/storage/queries/answer-cache.ts';
import { sizeOf } from '../../../src/storage/queries/run-rule.ts';
import { stateOf, writesNow } from '../../../src/storage/queries/write-counters.ts';
import { namesNow } from '../../../src/storage/workspace/names.ts';
import { compiled, plainContact } from '../../support/compiled.ts';
import { databases } from '../../support/database.ts';
import { store } from '../../support/random-audience.ts';
import { withAudience } from '../../support/with-audience.ts';

describe.each(databases)('sizes that are requested again (%s)', (kind) => {
  const audience = withAudience({ on: kind });
  let workspaceId: number;
  beforeAll(async () => {
    workspaceId = await audience.addWorkspace();
    await store(audience.storage.pool, workspaceId, [
      plainContact(1, { tags: [1] }),
      plainContact(2, { recipients: [{ campaign: 1, state: 'waiting', reason: null }] }),
    ]);
  });

  /** The size of a rule as a use case requests it, and whether the database had to count. */
  async function asked(sentence: string): Promise<{ members: number; counted: boolean }> {
    const { storage } = audience;
    const { writes } = await namesNow(storage.prisma, workspaceId);
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
      const { members } = await sizeOf(storage, compiled(sentence, workspaceId), { writes });
      return { members, counted };
    } finally {
      Object.assign(real, { query, connect });
    }
  }

  it('are counted once while nothing is written', async () => {
    expect(await asked('tagged vip')).toEqual({ members: 1, counted: true });
    expect(await asked('tagged vip')).toEqual({ members: 1, counted: false });
    expect(await asked('not tagged vip')).toEqual({ members: 1, counted: true });
    expect(await asked('tagged vip')).toEqual({ members: 1, counted: false });
  });

  const vipOf = (contact: string) =>
    `SELECT $1::int, t.id, c.id FROM tags t, contacts c WHERE t.workspace_id = $1 AND c.workspace_id = $1 AND t.name = 'vip'
     AND c.id = (SELECT ${contact}(id) FROM contacts WHERE workspace_id = $1)`;
  const putVip = `INSERT INTO contact_tags (workspace_id, tag_id, contact_id) ${vipOf('max')}`;
  const takeVip = `DELETE FROM contact_tags WHERE (workspace_id, tag_id, contact_id) IN (${vipOf('max')})`;
  const opened = `INSERT INTO contact_rollups (workspace_id, contact_id, opened_total, opened_first, opened_last)
    SELECT $1, min(id), 1, '2026-11-20', '2026-11-20' FROM contacts WHERE workspace_id = $1
    ON CONFLICT (workspace_id, contact_id) DO UPDATE SET opened_total = 1, opened_first = excluded.opened_first,
      opened_last = excluded.opened_last`;
  const purchase = `INSERT INTO events (workspace_id, contact_id, kind, occurred_at)
    SELECT $1, min(id), 'purchase', '2026-11-20' FROM contacts WHERE workspace_id = $1`;
  const renamed = `UPDATE contacts SET name = 'Grace' WHERE workspace_id = $1 AND id = (SELECT min(id) FROM contacts WHERE workspace_id = $1)`;
  const outcome = (state: string) =>
    `UPDATE campaign_recipients SET state = '${state}' WHERE workspace_id = $1 AND campaign_id = 1`;
  const gone =
    'DELETE FROM contacts WHERE workspace_id = $1 AND id = (SELECT min(id) FROM contacts WHERE workspace_id = $1)';

  // In this order: each builds on the ones before.
  it.each([
    ['a tag put on', 'tagged vip', putVip, 2],
    ['a tag taken off', 'tagged vip', takeVip, 1],
    ['a first tag', 'has no tags', putVip, 0],
    ['an open', 'opened at least once', opened, 1],
    ['an event of one’s own', 'did purchase', purchase, 1],
    ['an event taken away', 'did purchase', `DELETE FROM events WHERE workspace_id = $1`, 0],
    ['a mail handed over', 'was sent "Spring sale"', outcome('handed over'), 1],
    ['a mail refused', 'missed "Spring sale"', outcome('failed'), 1],
    ['another name', 'name is Grace', renamed, 1],
    ['a contact gone, with the tag', 'tagged vip', gone, 1],
  ])('are counted again after %s', async (_what, sentence, sql, members) => {
    await asked(sentence);
    await audience.storage.pool.query(sql, [workspaceId]);
    expect(await asked(sentence)).toEqual({ members, counted: true });
    expect(await asked(sentence)).toEqual({ members, counted: false });
  });

  it.each([
    ['a tag that the rule does not ask for', 'tagged VIP and opened', putVip.replace("'vip'", "'May'")],
    ['an event', 'tagged vip', purchase],
    ['a mail about to be handed over', 'was left out of "Spring sale"', outcome('handing over')],
    [
      'an entry of the history',
      'tagged vip',
      `INSERT INTO audit_entries (workspace_id, at, actor, action, subject, details)
      VALUES ($1, now(), 'x', 'x', 'x', '{}')`,
    ],
    [
      'a statement that touches nothing',
      'tagged vip',
      `UPDATE contacts SET name = 'x' WHERE workspace_id = $1 AND false`,
    ],
  ])('aren’t counted again after %s', async (_what, sentence, sql) => {
    const { members } = await asked(sentence);
    await audience.storage.pool.query(sql, [workspaceId]);
    expect(await asked(sentence)).toEqual({ members, counted: false });
  });

  it('are counted again after very many tags were added at once', async () => {
    const { pool } = audience.storage;
    await pool.query(
      `INSERT INTO tags (workspace_id, id, name, created_by) SELECT $1, 100 + n, 'more ' || n, 'x' FROM generate_series(1, 30) n`,
      [workspaceId],
    );
    await asked('tagged vip');
    await pool.query(
      `INSERT INTO contact_tags (workspace_id, tag_id, contact_id)
       SELECT $1::int, t.id, c.id FROM tags t, contacts c WHERE t.workspace_id = $1 AND c.workspace_id = $1 ON CONFLICT DO NOTHING`,
      [workspaceId],
    );
    expect(await asked('tagged vip')).toMatchObject({ counted: true });
    expect(await asked('tagged VIP')).toMatchObject({ counted: true });
  });

  it('see every write that was noted, none of it lost', async () => {
    const { pool, prisma } = audience.storage;
    const before = await writesNow(prisma, workspaceId);
    for (let n = 0; n < 600; n++) await pool.query(renamed.replace('Grace', `Grace ${n}`), [workspaceId]);
    const after = await writesNow(prisma, workspaceId);
    expect(after).toEqual({ ...before, contacts: (before.contacts ?? 0) + 600 });
    const { rows } = await pool.query(
      'SELECT count(*)::int AS count FROM write_counts WHERE workspace_id = $1',
      [workspaceId],
    );
    expect(rows[0].count).toBeLessThan(400);
  });

  // The embedded database is one session: nothing can be queried beside an open transaction.
  it.runIf(kind === 'server')('are counted again when an open transaction ends', async () => {
    const writer = await audience.storage.pool.connect();
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

it('don’t come from a query that failed, or from another database', async () => {
  const [pool, other] = [{} as pg.Pool, {} as pg.Pool];
  const question = { key: 'size', state: 'contacts 1' };
  const failing = cachedAnswer(pool, question, () => Promise.reject(new Error('lost')));
  await expect(failing).rejects.toThrow('lost');
  expect(await cachedAnswer(pool, question, async () => 1)).toBe(1);
  expect(await cachedAnswer(pool, question, async () => 2)).toBe(1);
  expect(await cachedAnswer(other, question, async () => 3)).toBe(3);
  expect(await cachedAnswer(pool, { ...question, state: 'contacts 2' }, async () => 4)).toBe(4);
});

it('are counted for those of several rules that are unknown', async () => {
  const pool = {} as pg.Pool;
  const questions = (...states: number[]) =>
    states.map((state, id) => ({ id, key: `tag ${id}`, state: `tag:${id} ${state}` }));
  const answer = async (missing: { id: number; state: string }[]) =>
    missing.map(({ id, state }) => `${id}: ${state}`);
  expect(await cachedAnswers(pool, questions(1, 1), answer)).toEqual(['0: tag:0 1', '1: tag:1 1']);
  const asked: number[] = [];
  const noting = (missing: { id: number; state: string }[]) => {
    asked.push(...missing.map(({ id }) => id));
    return answer(missing);
  };
  expect(await cachedAnswers(pool, questions(1, 2, 1), noting)).toEqual([
    '0: tag:0 1',
    '1: tag:1 2',
    '2: tag:2 1',
  ]);
  expect(asked).toEqual([1, 2]);
});

it('distinguish states of topics', () => {
  const writes = { contacts: 3, 'tag:1': 2, 'tag:12': 5, tags: 1 };
  expect(stateOf(writes, ['contacts', 'tag:1'])).toBe(
    stateOf({ ...writes, 'tag:12': 6, events: 9 }, ['contacts', 'tag:1']),
  );
  for (const written of ['contacts', 'tag:1', 'tags'] as const) {
    expect(stateOf({ ...writes, [written]: 99 }, ['contacts', 'tag:1'])).not.toBe(
      stateOf(writes, ['contacts', 'tag:1']),
    );
  }
  expect(stateOf({ ...writes, 'tag:12': 6 }, ['contacts', 'tags'])).not.toBe(
    stateOf(writes, ['contacts', 'tags']),
  );
});
