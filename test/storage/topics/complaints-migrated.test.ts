import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../../src/storage/database/migrate.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';

const migration = '0029_topics_and_consent_log';
const on = (day: number): string => `2026-01-${String(day).padStart(2, '0')}T10:00:00.000Z`;

let database: TestDatabase;
let workspaceId: number;

beforeAll(async () => {
  database = await openTestDatabase('embedded');
  workspaceId = await database.addWorkspace();
  const { pool } = database.storage;
  // As it was until then.
  await pool.query(`
    DROP TABLE topic_choices, topics, pauses, consent_log CASCADE;
    ALTER TABLE contacts DROP CONSTRAINT contacts_status_of_facts_check, DROP COLUMN complained_at, DROP COLUMN confirmed_at;
    DROP FUNCTION contact_status(TIMESTAMPTZ, TIMESTAMPTZ, TIMESTAMPTZ, TIMESTAMPTZ, TIMESTAMPTZ, TIMESTAMPTZ);
    CREATE FUNCTION contact_status(consented TIMESTAMPTZ, opted_out TIMESTAMPTZ, bounced TIMESTAMPTZ, withdrawn TIMESTAMPTZ)
      RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT CASE WHEN opted_out >= coalesce(consented, TIMESTAMPTZ '-infinity') THEN 'unsubscribed'
        WHEN bounced >= coalesce(consented, TIMESTAMPTZ '-infinity') THEN 'bounced'
        WHEN consented > coalesce(withdrawn, TIMESTAMPTZ '-infinity') THEN 'subscribed' ELSE 'non-subscribed' END $$;
    ALTER TABLE contacts ADD CONSTRAINT contacts_status_of_facts_check CHECK (consented_at IS NULL AND opted_out_at IS NULL
      AND bounced_at IS NULL AND withdrawn_at IS NULL
      OR status = contact_status(consented_at, opted_out_at, bounced_at, withdrawn_at))`);
  const add = async (email: string, facts: [kind: string, at: string][], event?: [string, string]) => {
    const of = (kind: string) =>
      facts
        .filter(([each]) => each === kind)
        .map(([, at]) => at)
        .at(-1) ?? null;
    const [consented, optedOut] = [of('consent'), of('opt-out')];
    const { rows } = await pool.query(
      `INSERT INTO contacts (workspace_id, email, email_key, status, status_source, status_at, consented_at, opted_out_at,
         source, created_at, updated_at)
       SELECT $1, $2, $2, status, 'api', CASE status WHEN 'subscribed' THEN $3::timestamptz ELSE $4::timestamptz END, $3, $4,
         'api', '2026-01-01', '2026-01-01'
       FROM (SELECT contact_status($3::timestamptz, $4::timestamptz, NULL, NULL) AS status) s RETURNING id`,
      [workspaceId, email, consented, optedOut],
    );
    for (const [kind, at] of facts)
      await pool.query(
        `INSERT INTO status_facts (workspace_id, contact_id, kind, at, source, recorded_at) VALUES ($1, $2, $3, $4, 'api', $4)`,
        [workspaceId, rows[0].id, kind, at],
      );
    if (event !== undefined)
      await pool.query(
        'INSERT INTO events (workspace_id, contact_id, kind, occurred_at) VALUES ($1, $2, $3, $4)',
        [workspaceId, rows[0].id, ...event],
      );
  };
  await add(
    'complained@x.org',
    [
      ['opt-out', on(10)],
      ['consent', on(20)],
    ],
    ['complained', on(10)],
  );
  await add(
    'left@x.org',
    [
      ['opt-out', on(10)],
      ['consent', on(20)],
    ],
    ['unsubscribed', on(10)],
  );
  await add(
    'both@x.org',
    [
      ['consent', on(5)],
      ['opt-out', on(10)],
      ['opt-out', on(12)],
    ],
    ['complained', on(10)],
  );
  await add('here@x.org', [['consent', on(5)]]);
  await pool.query('DELETE FROM _prisma_migrations WHERE migration_name = $1', [migration]);
  expect(await migrate(pool)).toEqual([migration]);
}, 120_000);
afterAll(() => database?.close());

it('turns reported events into complaints, and copies everything that was said into the log', async () => {
  const contacts = await database.storage.prisma.contact.findMany({
    where: { workspaceId },
    orderBy: { id: 'asc' },
  });
  expect(
    contacts.map(({ email, status, statusAt, complainedAt }) => [
      ...[email, status, statusAt.toISOString(), complainedAt?.toISOString() ?? null],
    ]),
  ).toEqual([
    ['complained@x.org', 'unsubscribed', on(10), on(10)],
    ['left@x.org', 'subscribed', on(20), null],
    ['both@x.org', 'unsubscribed', on(12), on(10)],
    ['here@x.org', 'subscribed', on(5), null],
  ]);
  const log = await database.storage.prisma.consentLog.findMany({
    where: { workspaceId },
    orderBy: { id: 'asc' },
  });
  expect(log.map(({ what, said, at }) => [what, said, at.toISOString()])).toEqual([
    ['status', 'complaint', on(10)],
    ['status', 'consent', on(20)],
    ['status', 'opt-out', on(10)],
    ['status', 'consent', on(20)],
    ['status', 'consent', on(5)],
    ['status', 'complaint', on(10)],
    ['status', 'opt-out', on(12)],
    ['status', 'consent', on(5)],
  ]);
});
