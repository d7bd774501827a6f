import { setTimeout as sleep } from 'node:timers/promises';
import type { Storage } from '../../src/storage/database/client.ts';
import { rebuildRollups } from '../../src/storage/events/rollups.ts';

/** The moment at which the benchmarks ask; the events fill the year before it. */
export const benchNow = new Date('2026-11-23T12:00:00Z');

/**
 * Fills an empty database with a seeded audience: three tags and ten events per contact, over a year, in the
 * order in which they happened. Contacts who open a lot are spread over all ids. A second, small workspace
 * exists next to it. The same number gives the same audience.
 *
 * @param options.eventsEach events per contact
 * @returns the id of the large workspace
 */
export async function makeAudience(
  storage: Storage,
  contacts: number,
  { eventsEach = 10 }: { eventsEach?: number } = {},
): Promise<number> {
  // Builds the indexes of events at the end: one by one, ten million entries take half an hour.
  const indexes = await storage.pool.query<{ name: string; sql: string }>(
    `SELECT indexname AS name, indexdef AS sql FROM pg_indexes WHERE tablename = 'events' AND indexname <> 'events_pkey'`,
  );
  for (const { name } of indexes.rows) await storage.pool.query(`DROP INDEX ${name}`);
  const workspaceId = await fillWorkspace(storage, 'T0BENCH', { contacts, eventsEach });
  const other = await fillWorkspace(storage, 'T0OTHER', {
    contacts: Math.ceil(contacts / 20),
    eventsEach,
  });
  for (const { sql } of indexes.rows) await storage.pool.query(sql);
  // Without statistics, joining events with contacts can take a quarter of an hour.
  await storage.pool.query('ANALYZE');
  for (const id of [workspaceId, other]) await rebuildRollups(storage.pool, id);
  await settle(storage);
  return workspaceId;
}

/**
 * What autovacuum achieves in a day. While another transaction is open, vacuum leaves pages for the next
 * time.
 */
async function settle(storage: Storage): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await storage.pool.query('VACUUM ANALYZE');
    const { rows } = await storage.pool.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
       WHERE oid = ANY('{contacts,contact_tags,events,contact_rollups}'::regclass[]) AND relallvisible < 0.98 * relpages`,
    );
    if (rows.length === 0) return;
    if (attempt === 30) throw new Error(`vacuum leaves pages behind in ${rows.map((row) => row.name)}`);
    await sleep(2_000);
  }
}

async function fillWorkspace(
  storage: Storage,
  teamId: string,
  { contacts, eventsEach }: { contacts: number; eventsEach: number },
): Promise<number> {
  const { id } = await storage.prisma.workspace.create({ data: { teamId } });
  const client = await storage.pool.connect();
  try {
    await client.query('BEGIN');
    // Skips looking up foreign keys one by one.
    if (storage.kind === 'server') await client.query('SET LOCAL session_replication_role = replica');
    await client.query(random);
    await client.query(`INSERT INTO tags (workspace_id, name, created_by)
      SELECT ${id}, name, 'bench' FROM unnest('{vip,churned,beta,newsletter,partner,event,trial,press,lead,staff}'::text[]) name`);
    await client.query(`INSERT INTO campaigns (workspace_id, name, name_key)
      SELECT ${id}, 'Letter ' || n, 'letter ' || n FROM generate_series(0, 52) n`);
    await client.query(`INSERT INTO attributes (workspace_id, name, name_key, type)
      VALUES (${id}, 'plan', 'plan', 'text'), (${id}, 'seats', 'seats', 'number')`);
    await client.query(`INSERT INTO event_kinds (workspace_id, name, properties)
      VALUES (${id}, 'purchase', '{"amount": "number", "currency": "text"}')`);
    await client.query(contactsSql(id, contacts));
    await client.query(linksSql(id, contacts));
    await client.query(eventsSql(id, contacts, eventsEach));
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
  return id;
}

/** A number in [0, 1) for each number and purpose: seeded, and the same on every server. */
const random = `CREATE OR REPLACE FUNCTION pg_temp.random_of(n bigint, purpose int) RETURNS float8 LANGUAGE sql IMMUTABLE AS
  $$ SELECT (hashint8extended(n, purpose) & 2147483647)::float8 / 2147483648 $$`;
const of = (n: string, purpose: number): string => `pg_temp.random_of(${n}, ${purpose})`;
const pick = (list: string, n: string, purpose: number): string =>
  `(${list})[1 + floor(${of(n, purpose)} * cardinality(${list}))::int]`;
const now = `'${benchNow.toISOString()}'::timestamptz`;
/** The nth contact of a workspace, n from 0: ids increase, and are unique to it. */
const nth = (workspaceId: number, n: string): string =>
  `((SELECT min(id) FROM contacts WHERE workspace_id = ${workspaceId}) + ${n})`;

function contactsSql(workspaceId: number, contacts: number): string {
  const countries = `'{US,US,US,US,GB,GB,DE,FR,NO,KE,BR,JP,IN,CA,AU,ES,IT,NL,SE,PL}'::text[]`;
  const plans = `'{free,free,free,free,free,free,free,pro,pro,team}'::text[]`;
  const statuses = `'{subscribed,subscribed,subscribed,subscribed,subscribed,subscribed,subscribed,subscribed,unsubscribed,bounced}'::text[]`;
  const attribute = (name: string) =>
    `(SELECT id::text FROM attributes WHERE workspace_id = ${workspaceId} AND name = '${name}')`;
  return `INSERT INTO contacts (workspace_id, email, email_key, name, country, language, phone, company, status, status_source,
      email_validation, source, signed_up_at, attributes)
    SELECT ${workspaceId}, 'person' || n || '@example' || n % 97 || '.org', 'person' || n || '@example' || n % 97 || '.org',
      'First' || n % 700 || ' Last' || n % 1000, ${pick(countries, 'n', 1)}, 'en',
      CASE WHEN ${of('n', 2)} < 0.4 THEN '+44 20 ' || n END, CASE WHEN ${of('n', 3)} < 0.5 THEN 'Company ' || n % 900 END,
      ${pick(statuses, 'n', 4)}, 'bench', CASE WHEN ${of('n', 5)} < 0.03 THEN 'invalid' ELSE 'valid' END, 'bench',
      ${now} - ${of('n', 6)} * interval '1095 days',
      jsonb_build_object(${attribute('plan')}, ${pick(plans, 'n', 7)}, ${attribute('seats')}, 1 + floor(${of('n', 12)} ^ 3 * 60)::int)
    FROM generate_series(0, ${contacts - 1}) n`;
}

/** Ten tags of decreasing weight: vip on one contact in twenty. */
function linksSql(workspaceId: number, contacts: number): string {
  return `INSERT INTO contact_tags (workspace_id, tag_id, contact_id)
    SELECT ${workspaceId}, t.id, c.id
    FROM (SELECT id, name, row_number() OVER (ORDER BY id) AS number FROM tags WHERE workspace_id = ${workspaceId}) t
    JOIN contacts c ON c.workspace_id = ${workspaceId}
      AND ${of('c.id::bigint * 16 + t.number', 8)} < CASE t.name WHEN 'vip' THEN 0.05 WHEN 'churned' THEN 0.06 ELSE 0.36125 END
    WHERE ${contacts} > 0`;
}

function eventsSql(workspaceId: number, contacts: number, eventsEach: number): string {
  const events = contacts * eventsEach;
  const share = of('n', 9);
  // Few contacts do much: the power skews, the prime spreads them over the ids.
  const contact = `(floor(${contacts} * ${of('n', 10)} ^ CASE WHEN ${share} < 0.5 THEN 1.2 ELSE 2.5 END)::bigint * 611953) % ${contacts}`;
  return `INSERT INTO events (workspace_id, contact_id, kind, campaign_id, occurred_at, machine, properties, external_id)
    SELECT ${workspaceId}, contact_id, kind, CASE WHEN kind = 'purchase' THEN NULL ELSE campaign_id END, occurred_at, machine,
      CASE WHEN kind = 'purchase' THEN jsonb_build_object('amount', round((5 + amount * amount * 400)::numeric, 2), 'currency', 'EUR') END,
      'bench-' || n
    FROM (
      SELECT n, ${nth(workspaceId, contact)} AS contact_id,
        CASE WHEN ${share} < 0.5 THEN 'received' WHEN ${share} < 0.85 THEN 'opened' WHEN ${share} < 0.94 THEN 'clicked'
          WHEN ${share} < 0.99 THEN 'purchase' WHEN ${share} < 0.996 THEN 'bounced' WHEN ${share} < 0.999 THEN 'unsubscribed'
          ELSE 'complained' END AS kind,
        first_campaign + least(52, floor(n * 52.0 / ${events})::int) AS campaign_id,
        ${now} - (1 - n::float8 / ${events}) * interval '365 days' AS occurred_at,
        ${share} < 0.85 AND ${share} >= 0.815 AS machine, ${of('n', 11)} AS amount
      FROM generate_series(0, ${events - 1}) n,
        (SELECT min(id) AS first_campaign FROM campaigns WHERE workspace_id = ${workspaceId}) f
    ) e`;
}
