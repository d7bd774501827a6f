import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { startImport } from '../../../src/audience/imports/imports.ts';
import { proposeImport } from '../../../src/audience/imports/proposals.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { idsOfKeys } from '../../../src/storage/database/of-workspace.ts';
import { tidyUp } from '../../../src/storage/database/tidy.ts';
import { databases, openTestDatabase, type TestDatabase } from '../../support/database.ts';

describe.each(databases)('the planner’s statistics (%s)', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database?.close());

  const addContacts = (from: number, to: number) =>
    database.storage.pool.query(
      `INSERT INTO contacts (workspace_id, email, email_key, status_source, source)
       SELECT $1, n || '@example.org', n || '@example.org', 'api', 'api' FROM generate_series($2::int, $3::int) AS n`,
      [database.workspaceId, from, to],
    );
  const known = async (): Promise<{ count: number; workspaces: string | null }> => {
    const { rows } = await database.storage.pool.query(
      `SELECT reltuples::int AS count, (SELECT most_common_vals::text FROM pg_stats
         WHERE schemaname = current_schema() AND tablename = 'contacts' AND attname = 'workspace_id') AS workspaces
       FROM pg_class WHERE oid = 'contacts'::regclass`,
    );
    return rows[0];
  };

  it('are updated after new rows, and left alone if nothing grew', async () => {
    await tidyUp(database.storage);
    await addContacts(1, 10_000);
    expect(await tidyUp(database.storage)).toEqual(expect.arrayContaining(['contact_rollups', 'contacts']));
    expect(await known()).toEqual({ count: 10_000, workspaces: `{${database.workspaceId}}` });
    await addContacts(10_001, 10_100);
    expect(await tidyUp(database.storage)).toEqual([]);
  });

  it('are updated for rollups if events arrived, although the table is no larger', async () => {
    await tidyUp(database.storage);
    await database.storage.pool.query(
      `INSERT INTO events (workspace_id, contact_id, kind, occurred_at)
       SELECT workspace_id, id, 'opened', now() FROM contacts WHERE workspace_id = $1`,
      [database.workspaceId],
    );
    expect(await tidyUp(database.storage)).toEqual(['contact_rollups', 'events']);
    expect(await tidyUp(database.storage)).toEqual([]);
  });

  it('are updated when an import ends', async () => {
    const deps = { storage: database.storage, now: () => new Date() };
    const caller: Caller = { workspaceId: await database.addWorkspace(), actor: 'U0ADA', role: 'editor' };
    const rows = Array.from({ length: 8_000 }, (_, index) => `p${index}@example.org\n`).join('');
    const bytes = new TextEncoder().encode(`Email\n${rows}`);
    const { importId, mapping } = await proposeImport(deps, caller, { fileName: 'people.csv', bytes });
    await startImport(deps, caller, { importId, mapping, newStatus: 'subscribed' });
    const before = await known();
    const runner = startJobRunner(deps, { pollMs: 5 });
    await runner.idle();
    await runner.stop();
    expect((await known()).count).toBe(before.count + 8_000 + 100);
  });

  it('include a table that was rewritten, so that indexes answer alone', {
    timeout: 240_000,
  }, async () => {
    const { pool } = database.storage;
    // A server counts what a session wrote up to ten seconds later: after the VACUUM, it would look like new
    // rows.
    if (kind === 'server') {
      await vi.waitUntil(
        async () =>
          (
            await pool.query(
              `SELECT n_tup_ins >= (SELECT count(*) FROM contacts) AS counted FROM pg_stat_user_tables WHERE relid = 'contacts'::regclass`,
            )
          ).rows[0]?.counted === true,
        { timeout: 80_000 },
      );
    }
    const isSeen = async () =>
      (await pool.query(`SELECT relallvisible > 0 AS seen FROM pg_class WHERE oid = 'contacts'::regclass`))
        .rows[0].seen;
    // On a server that others use too, rows that someone may still see are not settled.
    const seenAfter = (tidy: () => Promise<unknown>) =>
      vi.waitUntil(
        async () => {
          await tidy();
          return isSeen();
        },
        { timeout: 80_000 },
      );
    await seenAfter(() => pool.query('VACUUM contacts'));
    await pool.query(`ALTER TABLE contacts ADD COLUMN twice INT GENERATED ALWAYS AS (2 * id) STORED`);
    await pool.query('ALTER TABLE contacts DROP COLUMN twice');
    expect(await isSeen()).toBe(false);
    await seenAfter(() => tidyUp(database.storage, { everyMs: 0 }));
  });

  it('lead to addresses by their index although nothing is known about the table', async () => {
    const { pool } = database.storage;
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('CREATE TABLE contacts_before (LIKE contacts INCLUDING ALL)');
      await client.query('INSERT INTO contacts_before SELECT * FROM contacts');
      const sql = `SELECT id FROM contacts WHERE workspace_id = $1 AND id = ANY(${idsOfKeys('$2')})`;
      const keys = Array.from({ length: 2_500 }, (_, index) => `nobody${index}@example.org`);
      const { rows } = await client.query(`EXPLAIN ${sql.replaceAll('contacts', 'contacts_before')}`, [
        database.workspaceId,
        keys,
      ]);
      const plan = rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n');
      expect(plan).toMatch(/Index Cond: \(\(workspace_id = .*\) AND \(email_key = /);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('compile no statement, which would take longer than most of them do', async () => {
    const { rows } = await database.storage.pool.query('SHOW jit');
    expect(rows).toEqual([{ jit: 'off' }]);
  });

  it.runIf(kind === 'embedded')('let new rows reuse the place of old ones', async () => {
    const { pool } = database.storage;
    const size = async (): Promise<number> =>
      (await pool.query("SELECT pg_relation_size('contacts')::int AS size")).rows[0].size;
    const rewrite = () => pool.query("UPDATE contacts SET name = 'Ada ' || updated_at");
    const sizes: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      await rewrite();
      await tidyUp(database.storage, { everyMs: 0 });
      sizes.push(await size());
    }
    // Otherwise, each round would need as much space again as the first one.
    expect(sizes[7]).toBeLessThan(2 * (sizes[0] as number));
  });
});
