import type pg from 'pg';
import type { Hit } from '../../lib/campaigns/judge-hits.ts';
import type { CampaignKey } from './going-out.ts';

/** A request for a link or a picture, as it is stored until it is clear who made it. */
export interface StoredHit extends Hit, CampaignKey {
  /** 0: people aren't recorded. */
  contactId: number;
}

/** Ids for so many requests: a batch that is written twice is stored once. */
export async function takeHitIds(pool: pg.Pool, count: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT nextval(pg_get_serial_sequence('tracked_hits', 'id'))::text AS id FROM generate_series(1, $1::int)`,
    [count],
  );
  return rows.map(({ id }) => id);
}

/** Stores requests of one workspace, if it still exists. Those that are stored already are left alone. */
export async function insertHits(
  pool: pg.Pool,
  workspaceId: number,
  hits: readonly StoredHit[],
): Promise<void> {
  await pool.query(
    `INSERT INTO tracked_hits (workspace_id, id, campaign_id, contact_id, kind, link_id, at, machine)
     SELECT $1::int, h.* FROM unnest($2::bigint[], $3::int[], $4::int[], $5::text[], $6::smallint[], $7::timestamptz[], $8::boolean[]) h
     WHERE EXISTS (SELECT 1 FROM workspaces w WHERE w.id = $1::int)
     ON CONFLICT DO NOTHING`,
    [
      ...[workspaceId, hits.map(({ id }) => id), hits.map(({ campaignId }) => campaignId)],
      ...[hits.map(({ contactId }) => contactId), hits.map(({ kind }) => kind)],
      ...[
        hits.map(({ linkId }) => linkId),
        hits.map(({ at }) => at.toISOString()),
        hits.map(({ machine }) => machine),
      ],
    ],
  );
}

/** The workspaces with requests from before a moment. */
export async function listWithHits(pool: pg.Pool, before: Date): Promise<number[]> {
  const { rows } = await pool.query<{ workspaceId: number }>(
    'SELECT workspace_id AS "workspaceId" FROM tracked_hits WHERE at < $1 ORDER BY at LIMIT 1000',
    [before],
  );
  return [...new Set(rows.map(({ workspaceId }) => workspaceId))];
}

/** Requests from before a moment, at most so many. */
export interface DueHits {
  workspaceId: number;
  before: Date;
  most: number;
}

/**
 * Adds requests that aren't about people to the sums by hour. What another process takes at this moment is left to
 * it. Returns how many were taken.
 */
export async function addSharedHits(pool: pg.Pool, { workspaceId, before, most }: DueHits): Promise<number> {
  const { rows } = await pool.query<{ taken: number }>(
    `WITH due AS MATERIALIZED (
       SELECT id FROM tracked_hits WHERE workspace_id = $1 AND contact_id = 0 AND at < $2
       ORDER BY id LIMIT $3::int FOR UPDATE SKIP LOCKED),
     taken AS (
       DELETE FROM tracked_hits h USING due WHERE h.workspace_id = $1 AND h.id = due.id
       RETURNING h.campaign_id, h.kind, h.link_id, date_trunc('hour', h.at, 'UTC') AS hour, h.machine),
     summed AS (
       INSERT INTO campaign_hits AS s (workspace_id, campaign_id, kind, link_id, hour, machine, hits)
       SELECT $1, t.campaign_id, t.kind, t.link_id, t.hour, t.machine, count(*)::int FROM taken t
       WHERE EXISTS (SELECT 1 FROM campaigns c WHERE c.workspace_id = $1 AND c.id = t.campaign_id)
       GROUP BY 2, 3, 4, 5, 6 ORDER BY 2, 3, 4, 5, 6
       ON CONFLICT (workspace_id, campaign_id, kind, link_id, hour, machine) DO UPDATE SET hits = s.hits + excluded.hits)
     SELECT count(*)::int AS taken FROM taken`,
    [workspaceId, before, most],
  );
  return rows[0]?.taken ?? 0;
}

/** A mail with requests, and what its row says. */
export interface HitMail {
  campaignId: number;
  contactId: number;
  state: string;
  handedAt: Date | null;
  settledAt: Date | null;
  /** Someone, or something, did something with it before. */
  isTouched: boolean;
}

/** Mails of people with requests from before a moment, the first to come first. */
export async function listHitMails(
  client: pg.PoolClient,
  { workspaceId, before, most }: DueHits,
): Promise<Pick<HitMail, 'campaignId' | 'contactId'>[]> {
  const { rows } = await client.query<Pick<HitMail, 'campaignId' | 'contactId'>>(
    `SELECT DISTINCT d.campaign_id AS "campaignId", d.contact_id AS "contactId" FROM (
       SELECT campaign_id, contact_id FROM tracked_hits
       WHERE workspace_id = $1 AND contact_id > 0 AND at < $2 ORDER BY id LIMIT $3::int) d`,
    [workspaceId, before, most],
  );
  return rows;
}

/**
 * Locks the rows of mails: only their holder judges their requests. Leaves out those that another process holds.
 * `gone`: mails that have no row.
 */
export async function lockHitMails(
  client: pg.PoolClient,
  workspaceId: number,
  mails: readonly Pick<HitMail, 'campaignId' | 'contactId'>[],
): Promise<{ held: HitMail[]; gone: Pick<HitMail, 'campaignId' | 'contactId'>[] }> {
  const wanted = [
    workspaceId,
    mails.map(({ campaignId }) => campaignId),
    mails.map(({ contactId }) => contactId),
  ];
  const { rows: held } = await client.query<HitMail>(
    `SELECT r.* FROM unnest($2::int[], $3::int[]) AS m (campaign, contact) CROSS JOIN LATERAL (
       SELECT r.campaign_id AS "campaignId", r.contact_id AS "contactId", r.state, r.handed_at AS "handedAt",
         r.settled_at AS "settledAt",
         r.opened_at IS NOT NULL OR r.clicked_at IS NOT NULL OR r.machine_opened OR r.machine_clicked AS "isTouched"
       FROM campaign_recipients r
       WHERE r.workspace_id = $1 AND r.campaign_id = m.campaign AND r.contact_id = m.contact FOR UPDATE SKIP LOCKED) r`,
    wanted,
  );
  if (held.length === mails.length) return { held, gone: [] };
  const { rows: gone } = await client.query<Pick<HitMail, 'campaignId' | 'contactId'>>(
    `SELECT m.campaign AS "campaignId", m.contact AS "contactId" FROM unnest($2::int[], $3::int[]) AS m (campaign, contact)
     WHERE NOT EXISTS (SELECT 1 FROM campaign_recipients r
       WHERE r.workspace_id = $1 AND r.campaign_id = m.campaign AND r.contact_id = m.contact)`,
    wanted,
  );
  return { held, gone };
}

/**
 * Requests for the mails of these people, the latest included: `most` and one more of each mail, the first to come
 * first, and of so many mails that the sum is limited too. Of the last mail, some may be missing.
 */
export async function listHitsOf(
  client: pg.PoolClient,
  { workspaceId, contactIds, most }: { workspaceId: number; contactIds: readonly number[]; most: number },
): Promise<{ hits: StoredHit[]; isWhole: boolean }> {
  const limit = 2 * most + 2;
  const { rows } = await client.query<StoredHit>(
    `SELECT h.workspace_id AS "workspaceId", h.id::text, h.campaign_id AS "campaignId", h.contact_id AS "contactId", h.kind,
       h.link_id AS "linkId", h.at, h.machine
     FROM (SELECT t.*, row_number() OVER (PARTITION BY campaign_id, contact_id ORDER BY at, id) AS place,
         first_value(id) OVER (PARTITION BY campaign_id, contact_id ORDER BY at, id) AS first
       FROM tracked_hits t WHERE workspace_id = $1 AND contact_id = ANY($2::int[])) h
     WHERE h.place <= $3 ORDER BY h.first, h.place LIMIT $4`,
    [workspaceId, contactIds, most + 1, limit],
  );
  return { hits: rows, isWhole: rows.length < limit };
}

/** Notes that requests that wait are a machine's. */
export async function markHits(
  client: pg.PoolClient,
  workspaceId: number,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await client.query(
    'UPDATE tracked_hits SET machine = true WHERE workspace_id = $1 AND id = ANY($2::bigint[])',
    [workspaceId, ids],
  );
}

export async function deleteHits(
  client: pg.PoolClient,
  workspaceId: number,
  ids: readonly string[],
): Promise<void> {
  await client.query('DELETE FROM tracked_hits WHERE workspace_id = $1 AND id = ANY($2::bigint[])', [
    workspaceId,
    ids,
  ]);
}
