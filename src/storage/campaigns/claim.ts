import type pg from 'pg';
import { queryPlanned } from '../database/planned.ts';
import { isMaybeSent } from './maybe-sent.ts';

/** A recipient that this process holds for a while. */
export interface Claimed {
  contactId: number;
  /** The identity of their address; null: the contact is gone. */
  emailKey: string | null;
}

/** Who holds recipients, and for how long by the database's real clock. */
export interface Holder {
  workspaceId: number;
  campaignId: number;
  /** A name that no other process has. */
  runner: string;
  leaseMs: number;
}

/**
 * Claims waiting recipients that are due, at most as many as the sender may send now: one statement that also
 * spends them from the sender's bucket, so that all processes share one limit.
 *
 * After the server asked for less, the rate rises back to the sender's own within five minutes.
 */
export async function claimRecipients(
  pool: pg.Pool,
  { workspaceId, campaignId, runner, leaseMs }: Holder,
  { senderId, most }: { senderId: number; most: number },
): Promise<Claimed[]> {
  const { rows } = await queryPlanned<Claimed>(pool, claimSql, [
    workspaceId,
    campaignId,
    runner,
    leaseMs,
    senderId,
    most,
  ]);
  return rows;
}

// Rows are written by a list of keys, not by a join: right after preparing, the planner believes that a campaign has
// one row, and would read a million for each claim.
const claimSql = `
WITH bucket AS MATERIALIZED (
  SELECT tokens, filled_at, rate, day, spent FROM sender_buckets WHERE workspace_id = $1 AND sender_id = $5 FOR UPDATE),
filled AS MATERIALIZED (
  SELECT clock_timestamp() AS at, r.rate, least(greatest(r.rate, 1), b.tokens + r.rate * p.passed) AS tokens,
    b.filled_at > clock_timestamp() AS "isAhead", d.today AS day, CASE WHEN b.day = d.today THEN b.spent ELSE 0 END AS spent, s.per_day
  FROM bucket b CROSS JOIN (SELECT per_second, per_day FROM senders WHERE workspace_id = $1 AND id = $5) s
  CROSS JOIN (SELECT (now() AT TIME ZONE 'UTC')::date AS today) d
  -- A clock that was set back must not take tokens away; from then on, they come by the new time (isAhead).
  CROSS JOIN LATERAL (SELECT greatest(extract(epoch FROM clock_timestamp() - b.filled_at), 0) AS passed) p
  CROSS JOIN LATERAL (SELECT least(s.per_second, b.rate + s.per_second * p.passed / 300) AS rate) r),
picked AS MATERIALIZED (
  SELECT r.contact_id FROM campaign_recipients r
  WHERE r.workspace_id = $1 AND r.campaign_id = $2 AND r.state = 'waiting' AND r.next_try_at <= (SELECT rollcall_now())
    AND EXISTS (SELECT 1 FROM campaign_mails m WHERE m.workspace_id = $1 AND m.campaign_id = $2 AND m.state = 'sending')
  ORDER BY r.next_try_at, r.contact_id
  LIMIT coalesce((SELECT greatest(least($6::int, floor(f.tokens), f.per_day - f.spent), 0) FROM filled f), 0)
  FOR UPDATE SKIP LOCKED),
taken AS (
  UPDATE campaign_recipients r SET state = 'claimed', runner = $3, leased_until = now() + $4::float8 * interval '1 ms',
    claimed_at = (SELECT rollcall_now())
  WHERE r.workspace_id = $1 AND r.campaign_id = $2 AND r.contact_id = ANY(ARRAY(SELECT contact_id FROM picked))
  RETURNING r.contact_id),
spent AS (
  UPDATE sender_buckets b SET tokens = f.tokens - t.taken, filled_at = f.at, rate = f.rate, day = f.day, spent = f.spent + t.taken
  FROM filled f CROSS JOIN (SELECT count(*)::int AS taken FROM taken) t
  WHERE b.workspace_id = $1 AND b.sender_id = $5 AND (t.taken > 0 OR f."isAhead"))
SELECT t.contact_id AS "contactId", k.email_key AS "emailKey" FROM taken t
LEFT JOIN LATERAL (SELECT c.email_key FROM contacts c WHERE c.workspace_id = $1 AND c.id = t.contact_id LIMIT 1) k ON true
ORDER BY t.contact_id`;

/** Makes sure that a sender has a bucket: full, at its own rate. */
export async function ensureBucket(
  pool: pg.Pool,
  { workspaceId, senderId }: { workspaceId: number; senderId: number },
): Promise<void> {
  await pool.query(
    `INSERT INTO sender_buckets (workspace_id, sender_id, tokens, filled_at, rate, day)
     SELECT workspace_id, id, greatest(per_second, 1), now(), per_second, (now() AT TIME ZONE 'UTC')::date
     FROM senders WHERE workspace_id = $1 AND id = $2 ON CONFLICT DO NOTHING`,
    [workspaceId, senderId],
  );
}

/**
 * The sender's server asked for less: half the rate, at most once in five seconds, because many mails are told
 * so at once. One that had to wait for another began before it: to it, that one is in the future.
 */
export async function slowDown(
  pool: pg.Pool,
  { workspaceId, senderId }: { workspaceId: number; senderId: number },
): Promise<void> {
  await pool.query(
    `UPDATE sender_buckets SET rate = greatest(rate / 2, 0.05), tokens = least(tokens, 0), filled_at = now(), slowed_at = now()
     WHERE workspace_id = $1 AND sender_id = $2 AND (slowed_at IS NULL OR slowed_at NOT BETWEEN now() - interval '5 seconds' AND now() + interval '5 seconds')`,
    [workspaceId, senderId],
  );
}

/** Gives claimed recipients back: nothing was sent to them. Those of a stopped campaign are left out, or uncertain. */
export async function releaseRecipients(
  pool: pg.Pool,
  { workspaceId, campaignId, runner }: Holder,
  contactIds: readonly number[],
): Promise<void> {
  if (contactIds.length === 0) return;
  await pool.query(
    `UPDATE campaign_recipients r SET
       state = CASE WHEN m.state <> 'stopped' THEN 'waiting' WHEN ${isMaybeSent('r.reason')} THEN 'uncertain' ELSE 'left out' END,
       reason = CASE WHEN m.state <> 'stopped' THEN r.reason WHEN NOT ${isMaybeSent('r.reason')} THEN 'stopped' END, runner = NULL, leased_until = NULL
     FROM campaign_mails m WHERE m.workspace_id = $1 AND m.campaign_id = $2
       AND r.workspace_id = $1 AND r.campaign_id = $2 AND r.contact_id = ANY($4::int[]) AND r.state = 'claimed' AND r.runner = $3`,
    [workspaceId, campaignId, runner, [...contactIds]],
  );
}
