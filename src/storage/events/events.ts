import type pg from 'pg';
import { nameKeys } from '../../lib/names.ts';
import { writeAudit } from '../audit.ts';
import { type Act, noteActs } from '../campaigns/acts.ts';
import { addFacts, type StatusFact } from '../contacts/status-facts.ts';
import { idsOfKeys, ofWorkspace } from '../database/of-workspace.ts';
import { addToRollups } from './rollups.ts';

/** Columns of events, all of one length. The same `externalId` is stored once; null: each is stored. */
export interface EventColumns {
  contactId: number[];
  /** One of the rules' kinds, or a custom name in lower case. */
  kind: string[];
  campaignId: (number | null)[];
  occurredAt: Date[];
  machine: boolean[];
  /** JSON texts. */
  properties: (string | null)[];
  externalId: (string | null)[];
}

/** What a new event says about a contact's status: an opt-out or a hard bounce. */
export type Lowering = Pick<StatusFact, 'contactId' | 'kind' | 'at'>;

/**
 * Writes events that don't exist yet, and adds them to the rollups, in one statement. Events with the same id
 * are stored once, even if two batches bring them at the same moment. What people did with the mails of campaigns
 * is added to the campaigns' results.
 *
 * @returns how many were new, and their facts about statuses
 */
export async function insertEvents(
  client: pg.PoolClient,
  workspaceId: number,
  events: EventColumns,
): Promise<{ added: number; lowering: Lowering[] }> {
  const { rows } = await client.query<InsertedRow & { acts: Act[] | null }>(insertSql, [
    workspaceId,
    events.contactId,
    events.kind,
    events.campaignId,
    // As texts: the driver writes dates one part after the other, in this machine's zone.
    events.occurredAt.map((at) => at.toISOString()),
    events.machine,
    events.properties,
    events.externalId,
  ]);
  await noteActs(client, workspaceId, rows[0]?.acts ?? []);
  return insertedOf(rows);
}

/** What an event says about a status, if anything. */
const factOf = (event: string): string =>
  `CASE ${event}.kind WHEN 'unsubscribed' THEN 'opt-out' WHEN 'complained' THEN 'complaint' ELSE CASE
    WHEN ${event}.kind = 'bounced' AND ${event}.properties ->> 'bounce' = 'hard' THEN 'bounce' END END`;

/**
 * The parts of a statement that write events which don't exist yet, and add them to the rollups; `$1` is the
 * workspace.
 *
 * @param rows selects contact_id, kind, campaign_id, occurred_at, machine, properties and external_id, by
 *   external id (`COLLATE "C"`), so that two batches with the same ids wait for each other and never deadlock
 */
export const insertingEvents = (rows: string): string => `inserted AS (
  INSERT INTO events (workspace_id, contact_id, kind, campaign_id, occurred_at, machine, properties, external_id)
  SELECT $1, contact_id, kind, campaign_id, occurred_at, machine, properties, external_id FROM (${rows}) AS row
  ON CONFLICT (workspace_id, external_id) DO NOTHING
  RETURNING contact_id, kind, campaign_id, occurred_at, machine, properties
), rolled_up AS (${addToRollups('inserted')}
), sent AS (
  SELECT c.id, received.at
  FROM (
    SELECT campaign_id, min(occurred_at) AS at FROM inserted
    WHERE kind = 'received' AND campaign_id IS NOT NULL GROUP BY campaign_id) received
  JOIN campaigns c ON c.workspace_id = $1 AND c.id = received.campaign_id
  WHERE c.first_received_at IS NULL OR c.first_received_at > received.at
  ORDER BY c.id FOR NO KEY UPDATE OF c
), dated AS (
  UPDATE campaigns c SET first_received_at = least(c.first_received_at, sent.at)
  FROM sent WHERE c.workspace_id = $1 AND c.id = sent.id
), lowering AS (
  SELECT DISTINCT contact_id, ${factOf('inserted')} AS fact, occurred_at AS at
  FROM inserted
  WHERE kind IN ('complained', 'unsubscribed') OR kind = 'bounced' AND properties ->> 'bounce' = 'hard'
)`;

/** What such a statement returns: one row, for `insertedOf`. */
export const insertedEvents = `(SELECT count(*)::int FROM inserted) AS added,
  (SELECT coalesce(jsonb_agg(jsonb_build_array(contact_id, fact, at)), '[]') FROM lowering) AS lowering`;

export interface InsertedRow {
  added: number;
  lowering: [number, Lowering['kind'], string][];
}

/** How many events were new, and their facts about statuses. */
export function insertedOf([row]: readonly InsertedRow[]): { added: number; lowering: Lowering[] } {
  const { added, lowering } = row ?? { added: 0, lowering: [] };
  return {
    added,
    lowering: lowering.map(([contactId, kind, at]) => ({ contactId, kind, at: new Date(at) })),
  };
}

const insertSql = `
WITH ${insertingEvents(`
  SELECT contact_id, kind, campaign_id, occurred_at, machine, properties, external_id
  FROM unnest($2::int[], $3::text[], $4::int[], $5::timestamptz[], $6::bool[], $7::jsonb[], $8::text[]) WITH ORDINALITY
    AS row (contact_id, kind, campaign_id, occurred_at, machine, properties, external_id, position)
  ORDER BY external_id COLLATE "C", position`)}
SELECT ${insertedEvents},
  (SELECT json_agg(json_build_object('campaignId', campaign_id, 'contactId', contact_id, 'kind', kind, 'machine', machine,
    'at', occurred_at, 'url', CASE WHEN kind = 'clicked' THEN properties ->> 'url' END))
  FROM inserted WHERE campaign_id IS NOT NULL AND kind IN ('opened', 'clicked', 'unsubscribed')) AS acts`;

/**
 * Facts about statuses in events that were not stored because another event, with other content or for
 * another person, already has their id: if a sender uses a mail's id for all of its events, the opt-out must
 * not get lost.
 */
export async function loweringUnderOtherIds(
  client: pg.PoolClient,
  workspaceId: number,
  given: (Lowering & { event: string; externalId: string })[],
): Promise<Lowering[]> {
  if (given.length === 0) return [];
  const { rows } = await client.query<{ position: number }>(
    `SELECT row.position::int FROM unnest($2::int[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY
       AS row (contact_id, fact, kind, external_id, position)
     JOIN events e ON e.workspace_id = $1 AND e.external_id = row.external_id
     WHERE (e.contact_id, ${factOf('e')}, e.kind) IS DISTINCT FROM (row.contact_id, row.fact, row.kind)`,
    [
      workspaceId,
      given.map(({ contactId }) => contactId),
      given.map(({ kind }) => kind),
      given.map(({ event }) => event),
      given.map(({ externalId }) => externalId),
    ],
  );
  return rows.flatMap(({ position }) => {
    const found = given[position - 1];
    return found === undefined ? [] : [{ contactId: found.contactId, kind: found.kind, at: found.at }];
  });
}

/**
 * Adds the facts in events to the facts about contacts. A late report of an older opt-out is kept, and
 * changes nothing. Returns how many contacts became unsubscribed, and bounced.
 */
export async function lowerStatuses(
  client: pg.PoolClient,
  given: { workspaceId: number; lowering: Lowering[]; source: string; now: Date },
): Promise<{ unsubscribed: number; bounced: number }> {
  const counts = { unsubscribed: 0, bounced: 0 };
  const { workspaceId, lowering, source, now } = given;
  if (lowering.length === 0) return counts;
  await client.query(
    'SELECT FROM contacts WHERE workspace_id = $1 AND id = ANY($2) ORDER BY id FOR NO KEY UPDATE',
    [workspaceId, [...new Set(lowering.map(({ contactId }) => contactId))]],
  );
  const facts = lowering.map((fact) => ({ ...fact, source }));
  for (const { from, to } of await addFacts(client, { workspaceId, facts, now })) {
    if (from !== to && (to === 'unsubscribed' || to === 'bounced')) counts[to] += 1;
  }
  return counts;
}

/** The keys that no contact has. Locks nothing. */
export async function unknownKeys(
  client: pg.PoolClient,
  workspaceId: number,
  emailKeys: string[],
): Promise<string[]> {
  if (emailKeys.length === 0) return [];
  const { rows } = await client.query<{ key: string }>(
    `SELECT wanted.key FROM unnest($2::text[]) AS wanted (key)
     WHERE (SELECT true FROM contacts c WHERE c.workspace_id = ${ofWorkspace} AND c.email_key = wanted.key LIMIT 1) IS NULL`,
    [workspaceId, emailKeys],
  );
  return rows.map(({ key }) => key);
}

/** The contacts that exist, by key and by id; they can't be deleted until the transaction ends. */
export async function lockContacts(
  client: pg.PoolClient,
  workspaceId: number,
  wanted: { emailKeys: string[]; ids: number[] },
): Promise<{ byKey: Map<string, number>; ids: Set<number> }> {
  const { rows } = await client.query<{ id: number; key: string }>(
    `SELECT id, email_key AS key FROM contacts WHERE workspace_id = $1 AND id = ANY(${idsOfKeys('$2')}) FOR KEY SHARE`,
    [workspaceId, wanted.emailKeys],
  );
  const numbered = await client.query<{ id: number }>(
    `SELECT c.id FROM contacts c WHERE c.workspace_id = ${ofWorkspace} AND c.id = ANY($2) FOR KEY SHARE`,
    [workspaceId, wanted.ids],
  );
  return {
    byKey: new Map(rows.map((row) => [row.key, row.id])),
    ids: new Set(numbered.rows.map((row) => row.id)),
  };
}

/** Writes one audit entry for a whole batch. */
export async function auditEvents(
  client: pg.PoolClient,
  entry: { workspaceId: number; at: Date; actor: string; details: Record<string, number> },
): Promise<void> {
  const { events, remembered } = entry.details;
  const subject =
    events === 0
      ? `${remembered} ${remembered === 1 ? 'opt-out or bounce of an unknown address' : 'opt-outs or bounces of unknown addresses'}`
      : `${events} ${events === 1 ? 'event' : 'events'}`;
  await writeAudit(client, { ...entry, action: 'events.recorded', subject });
}

/** Ids of campaigns by the folded name, created if missing. */
export async function ensureCampaigns(
  client: pg.PoolClient,
  workspaceId: number,
  names: Map<string, string>,
): Promise<Map<string, number>> {
  if (names.size === 0) return new Map();
  const keys = [...names.keys()].sort();
  const spellings = new Map(keys.map((key) => [key, nameKeys(names.get(key) ?? key)]));
  const find = async (): Promise<Map<string, number>> => {
    const { rows } = await client.query<{ id: number; key: string }>(
      'SELECT id, name_key AS key FROM campaigns WHERE workspace_id = $1 AND name_key = ANY($2)',
      [workspaceId, [...new Set([...spellings.values()].flat())]],
    );
    const ids = new Map(rows.map((row) => [row.key, row.id]));
    return new Map(
      keys.flatMap((key) => {
        const found = (spellings.get(key) ?? []).find((each) => ids.has(each));
        return found === undefined ? [] : [[key, ids.get(found) ?? 0] as const];
      }),
    );
  };
  const found = await find();
  const missing = keys.filter((key) => !found.has(key));
  if (missing.length === 0) return found;
  await client.query(
    `INSERT INTO campaigns (workspace_id, name, name_key)
     SELECT $1, name, key FROM unnest($2::text[], $3::text[]) AS row (name, key) ON CONFLICT DO NOTHING`,
    [workspaceId, missing.map((key) => names.get(key)), missing],
  );
  return find();
}

/** Removes an event, of a kind without a rollup, when the person who created it undoes it. */
export async function removeEvent(
  client: pg.PoolClient,
  workspaceId: number,
  externalId: string,
): Promise<void> {
  await client.query('DELETE FROM events WHERE workspace_id = $1 AND external_id = $2', [
    workspaceId,
    externalId,
  ]);
}
