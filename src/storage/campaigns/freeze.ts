import type pg from 'pg';
import type { Cell } from '../../lib/campaigns/report-numbers.ts';
import { inTransaction } from '../database/transaction.ts';
import { type ConversionRule, conversionEvents, conversionParams, worth } from './conversions.ts';
import { cellColumns, type Frozen, frozenBy, mailKinds, reportedWhere } from './report.ts';

/** A first click long after a campaign began is rare, and a conversion comes within 90 days of it. */
const CONVERSIONS_END = `interval '180 days'`;

/** What is about to be deleted: events from before this moment. */
interface Deletion {
  workspaceId: number;
  before: Date;
}

/**
 * Takes the results of campaigns that rest on events, before old events are deleted. Who has an old event is counted
 * for good, with all that they did until now, and is left out when the rest is counted. Calling it again is safe.
 */
export async function freezeResults(pool: pg.Pool, deletion: Deletion): Promise<void> {
  for (const campaignId of await listReportedWithOld(pool, deletion))
    await freeze(pool, { ...deletion, campaignId }, freezePeople);
  for (const { campaignId, ...rule } of await listConverting(pool, deletion))
    await freeze(pool, { ...deletion, campaignId }, (client, frozen, key) =>
      freezeConversions(client, frozen, { ...key, rule }),
    );
}

interface Freezing extends Deletion {
  campaignId: number;
}

type Taking = (client: pg.PoolClient, frozen: Partial<Frozen>, key: Freezing) => Promise<Partial<Frozen>>;

function freeze(pool: pg.Pool, key: Freezing, take: Taking): Promise<void> {
  const { workspaceId, campaignId, before } = key;
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ frozen: Frozen | null }>(
      'SELECT frozen FROM campaigns WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE',
      [workspaceId, campaignId],
    );
    const frozen = rows[0]?.frozen ?? {};
    const taken = { ...frozen, ...(await take(client, frozen, key)), until: before.toISOString() };
    await client.query('UPDATE campaigns SET frozen = $3::jsonb WHERE workspace_id = $1 AND id = $2', [
      workspaceId,
      campaignId,
      JSON.stringify(taken),
    ]);
  });
}

/** Campaigns that are known from reports alone, and have events that will be deleted. */
async function listReportedWithOld(pool: pg.Pool, { workspaceId, before }: Deletion): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `SELECT DISTINCT e.campaign_id AS id FROM events e
     WHERE e.workspace_id = $1 AND e.occurred_at < $2 AND e.kind IN (${mailKinds}) AND e.campaign_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM campaign_mails m WHERE m.workspace_id = $1 AND m.campaign_id = e.campaign_id)`,
    [workspaceId, before],
  );
  return rows.map(({ id }) => id);
}

async function freezePeople(
  client: pg.PoolClient,
  { cells = [], people = [] }: Partial<Frozen>,
  { workspaceId, campaignId, before }: Freezing,
): Promise<Partial<Frozen>> {
  const hasOld = `contact_id IN (SELECT o.contact_id FROM events o
    WHERE o.workspace_id = $1::int AND o.campaign_id = $2::int AND o.occurred_at < $4::timestamptz AND o.kind IN (${mailKinds}))`;
  const { rows } = await client.query<Cell & { ids: number[] }>(
    `${reportedWhere(hasOld)}
     SELECT ${cellColumns}, count(*)::int AS people, array_agg(contact_id) AS ids FROM cells GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`,
    [workspaceId, campaignId, people, before],
  );
  const all = [...people, ...rows.flatMap(({ ids }) => ids)];
  const left = await client.query<{ id: number }>(
    `SELECT DISTINCT contact_id AS id FROM events
     WHERE workspace_id = $1 AND campaign_id = $2 AND contact_id = ANY($3) AND kind IN (${mailKinds})`,
    [workspaceId, campaignId, all],
  );
  return {
    cells: merged([...cells, ...rows.map(({ ids: _, ...cell }) => cell)]),
    people: left.rows.map(({ id }) => id),
  };
}

/** One cell for all people who are alike. */
function merged(cells: readonly Cell[]): Cell[] {
  const found = new Map<string, Cell>();
  for (const { people, ...kind } of cells) {
    const key = JSON.stringify(Object.entries(kind).sort());
    found.set(key, { ...kind, people: people + (found.get(key)?.people ?? 0) });
  }
  return [...found.values()];
}

async function listConverting(
  pool: pg.Pool,
  { workspaceId, before }: Deletion,
): Promise<(ConversionRule & { campaignId: number })[]> {
  const { rows } = await pool.query<ConversionRule & { campaignId: number }>(
    `SELECT campaign_id AS "campaignId", conversion_kind AS kind, conversion_days::int AS days, conversion_after AS after FROM campaign_mails
     WHERE workspace_id = $1 AND conversion_kind IS NOT NULL AND started_at < $2 AND started_at > $2::timestamptz - ${CONVERSIONS_END}`,
    [workspaceId, before],
  );
  return rows;
}

async function freezeConversions(
  client: pg.PoolClient,
  frozen: Partial<Frozen>,
  { rule, ...key }: Freezing & { rule: ConversionRule },
): Promise<Partial<Frozen>> {
  const { rows } = await client.query<{ id: number; value: number | null; isOld: boolean }>(
    `SELECT e.contact_id AS id, sum(${worth})::float8 AS value, bool_or(e.occurred_at < $6::timestamptz) AS "isOld"
     ${conversionEvents(rule)} GROUP BY e.contact_id`,
    [...conversionParams(key, rule, []), key.before],
  );
  const conversions = frozenBy(rule, frozen);
  const known = new Set(conversions.ids);
  const taken = rows.filter(({ id, isOld }) => isOld && !known.has(id));
  const values = taken.flatMap(({ value }) => value ?? []);
  return {
    conversions: {
      rule,
      people: conversions.people + taken.length,
      value: values.reduce<number | null>((sum, value) => (sum ?? 0) + value, conversions.value),
      ids: rows.filter(({ id, isOld }) => isOld || known.has(id)).map(({ id }) => id),
    },
  };
}
