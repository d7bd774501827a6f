import { afterAll, beforeAll, expect, it } from 'vitest';
import { cellsOf, sumsOf } from '../../../src/storage/campaigns/sums.ts';
import { migrate } from '../../../src/storage/database/migrate.ts';
import { addPeople } from '../../support/campaigns.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';

const migration = '0044_results';

let database: TestDatabase;
let workspaceId: number;
let people: number[];

beforeAll(async () => {
  database = await openTestDatabase('embedded');
  workspaceId = await database.addWorkspace();
  const { pool } = database.storage;
  const query = (sql: string, ...values: unknown[]) => pool.query(sql, [workspaceId, ...values]);
  // As it was until then.
  await pool.query(`
    DROP TABLE campaign_counts, campaign_targets, campaign_links, campaign_hits, campaign_clickers, tracked_hits;
    DROP TRIGGER counted ON campaign_recipients;
    DROP FUNCTION count_recipients;
    ALTER TABLE campaign_mails DROP COLUMN adds_utm, DROP COLUMN conversion_after, DROP COLUMN conversion_days, DROP COLUMN conversion_kind,
      DROP COLUMN track_clicks, DROP COLUMN track_opens;
    ALTER TABLE campaign_posts DROP COLUMN results_at, DROP COLUMN results_step, DROP COLUMN results_ts;
    ALTER TABLE campaign_recipients DROP COLUMN clicked_at, DROP COLUMN left_at, DROP COLUMN machine_clicked, DROP COLUMN machine_opened,
      DROP COLUMN opened_at, DROP COLUMN targets;
    ALTER TABLE campaigns DROP COLUMN frozen;
    ALTER TABLE workspaces DROP COLUMN adds_utm, DROP COLUMN home_page, DROP COLUMN posts_results, DROP COLUMN track_clicks,
      DROP COLUMN track_opens;
    CREATE TABLE campaign_forgotten (workspace_id INTEGER NOT NULL, campaign_id INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
      people INTEGER NOT NULL, PRIMARY KEY (workspace_id, campaign_id, state, reason))`);
  people = await addPeople(database.storage, workspaceId, 4);
  await query(
    `INSERT INTO campaigns (workspace_id, id, name, name_key) VALUES ($1, 5, 'Spring', 'spring'), ($1, 6, 'Other', 'other')`,
  );
  await query(`INSERT INTO campaign_mails (workspace_id, campaign_id, created_by, created_at, content_by, audience_by, sender_by, updated_at)
    VALUES ($1, 5, 'U1', now(), 'U1', 'U1', 'U1', now())`);
  await query(
    `INSERT INTO campaign_recipients (workspace_id, campaign_id, contact_id, state, reason, next_try_at, key_month)
     SELECT $1::int, 5, contact, state, reason, now(), 1
     FROM unnest($2::int[], ARRAY['delivered', 'delivered', 'handing over', 'left out'], ARRAY[NULL, NULL, NULL, 'paused']) r (contact, state, reason)`,
    people,
  );
  await query(
    `INSERT INTO campaign_forgotten VALUES ($1, 5, 'delivered', '', 3), ($1, 5, 'left out', 'erased', 1)`,
  );
  const event = (
    contact: number | undefined,
    kind: string,
    more: { campaign?: number; hour?: number; machine?: boolean; url?: string } = {},
  ) =>
    query(
      `INSERT INTO events (workspace_id, contact_id, kind, campaign_id, occurred_at, machine, properties) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      ...[contact, kind, more.campaign ?? 5, `2026-01-01T${more.hour ?? 10}:30:00Z`, more.machine ?? false],
      more.url === undefined ? null : JSON.stringify({ url: more.url }),
    );
  const [a, b] = people;
  await event(a, 'opened', { hour: 12 });
  await event(a, 'opened');
  await event(b, 'opened', { machine: true });
  await event(a, 'clicked', { hour: 11, url: 'https://x.org/' });
  await event(a, 'clicked', { hour: 11, url: 'https://x.org/?to=ada@x.org' });
  await event(b, 'unsubscribed');
  await event(b, 'clicked', { campaign: 6, url: 'https://x.org/' });
  await pool.query('DELETE FROM _prisma_migrations WHERE migration_name = $1', [migration]);
  expect(await migrate(pool)).toEqual([migration]);
}, 120_000);
afterAll(() => database?.close());

it('counts campaigns that began before it, with what people did and with everyone who was deleted', async () => {
  const { pool } = database.storage;
  const query = async (sql: string) => (await pool.query(sql, [workspaceId])).rows;
  const nothing = {
    reason: '',
    targets: 0,
    opened: false,
    clicked: false,
    left: false,
    machineOpened: false,
    machineClicked: false,
  };
  expect(await cellsOf(pool, { workspaceId, campaignId: 5 })).toEqual([
    { ...nothing, state: 'delivered', people: 3 },
    { ...nothing, state: 'delivered', left: true, machineOpened: true, people: 1 },
    { ...nothing, state: 'delivered', opened: true, clicked: true, people: 1 },
    { ...nothing, state: 'left out', reason: 'erased', people: 1 },
    { ...nothing, state: 'left out', reason: 'paused', people: 1 },
    { ...nothing, state: 'waiting', people: 1 },
  ]);
  const [a] = await query(
    'SELECT opened_at AS opened, clicked_at AS clicked FROM campaign_recipients WHERE workspace_id = $1 AND opened_at IS NOT NULL',
  );
  expect([a.opened, a.clicked]).toEqual([new Date('2026-01-01T10:30:00Z'), new Date('2026-01-01T11:30:00Z')]);
  expect(
    await query(`SELECT h.campaign_id AS campaign, kind, l.url, machine, hits, extract(hour FROM hour AT TIME ZONE 'UTC')::int AS hour FROM campaign_hits h
      LEFT JOIN campaign_links l ON l.workspace_id = $1 AND l.campaign_id = h.campaign_id AND l.id = h.link_id WHERE h.workspace_id = $1 ORDER BY 1, 2, 6, 3`),
  ).toEqual([
    { campaign: 5, kind: 'clicked', url: 'https://x.org/', machine: false, hits: 1, hour: 11 },
    { campaign: 5, kind: 'clicked', url: null, machine: false, hits: 1, hour: 11 },
    { campaign: 5, kind: 'opened', url: null, machine: false, hits: 1, hour: 10 },
    { campaign: 5, kind: 'opened', url: null, machine: true, hits: 1, hour: 10 },
    { campaign: 5, kind: 'opened', url: null, machine: false, hits: 1, hour: 12 },
    { campaign: 6, kind: 'clicked', url: 'https://x.org/', machine: false, hits: 1, hour: 10 },
  ]);
  expect(
    await query(
      'SELECT campaign_id AS campaign, contact_id AS contact FROM campaign_clickers WHERE workspace_id = $1 ORDER BY 1',
    ),
  ).toEqual([
    { campaign: 5, contact: people[0] },
    { campaign: 6, contact: people[1] },
  ]);
});

it('counts on from there', async () => {
  const { pool } = database.storage;
  await pool.query(
    `UPDATE campaign_recipients SET state = 'handed over' WHERE workspace_id = $1 AND state = 'handing over'`,
    [workspaceId],
  );
  await pool.query('DELETE FROM contacts WHERE workspace_id = $1', [workspaceId]);
  expect(await sumsOf(pool, workspaceId, 5)).toEqual([
    { state: 'delivered', reason: '', people: 5 },
    { state: 'handed over', reason: '', people: 1 },
    { state: 'left out', reason: 'erased', people: 1 },
    { state: 'left out', reason: 'paused', people: 1 },
  ]);
});
