import type pg from 'pg';
import { type GuardCounts, guardCountsOf } from '../../lib/campaigns/bound.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';
import { isMaybeSent, keyLasts } from './maybe-sent.ts';
import { sumsOf } from './sums.ts';

/** A campaign of any workspace. */
export interface CampaignKey {
  workspaceId: number;
  campaignId: number;
}

/** A campaign that is going out. */
export interface GoingOut extends CampaignKey {
  /** What is sent: it changes if the text is repaired while it is held. */
  contentVersion: number;
}

/** The campaigns that are going out, of all workspaces. */
export async function listGoingOut(pool: pg.Pool): Promise<GoingOut[]> {
  const { rows } = await pool.query<GoingOut>(
    `SELECT workspace_id AS "workspaceId", campaign_id AS "campaignId", content_version AS "contentVersion"
     FROM campaign_mails WHERE state = 'sending' ORDER BY workspace_id, campaign_id LIMIT 200`,
  );
  return rows;
}

/**
 * Campaigns of all workspaces with leases that ended, in whatever state they are. A lease that ends in more than
 * an hour was made before the clock was set back: its holder loses it, which does no harm, because a mark needs
 * a lease of its own.
 */
export async function listLapsed(pool: pg.Pool): Promise<CampaignKey[]> {
  const { rows } = await pool.query<CampaignKey>(
    `SELECT DISTINCT workspace_id AS "workspaceId", campaign_id AS "campaignId" FROM campaign_recipients
     WHERE state IN ('claimed', 'handing over') AND (leased_until <= now() OR leased_until > now() + interval '1 hour') LIMIT 200`,
  );
  return rows;
}

/**
 * Settles leases that ended: to those that were only claimed, nothing went out, so they wait again (or are left
 * out, if the campaign was stopped); of those that were being handed over, nobody knows: uncertain, unless they can
 * be tried again without harm. Returns how many became uncertain.
 */
export async function settleLapsed(pool: pg.Pool, { workspaceId, campaignId }: CampaignKey): Promise<number> {
  const { rows } = await pool.query<{ uncertain: number }>(
    `WITH lapsed AS MATERIALIZED (
       SELECT contact_id, state FROM campaign_recipients
       WHERE workspace_id = $1 AND campaign_id = $2 AND state IN ('claimed', 'handing over') AND (leased_until <= now() OR leased_until > now() + interval '1 hour')
       ORDER BY contact_id FOR UPDATE SKIP LOCKED),
     settled AS (
       UPDATE campaign_recipients r SET
         state = CASE WHEN l.state = 'handing over' AND NOT (${isRepeatable}) THEN 'uncertain'
           WHEN m.state <> 'stopped' THEN 'waiting' WHEN ${isMaybeSent('r.reason')} THEN 'uncertain' ELSE 'left out' END,
         reason = CASE WHEN l.state = 'handing over' THEN CASE WHEN ${isRepeatable} THEN 'unanswered' END
           WHEN m.state <> 'stopped' THEN r.reason WHEN NOT ${isMaybeSent('r.reason')} THEN 'stopped' END,
         handed_at = CASE WHEN l.state = 'handing over' AND ${isRepeatable} THEN coalesce(r.handed_at, r.marked_at) ELSE r.handed_at END,
         runner = CASE WHEN l.state = 'handing over' THEN r.runner END, leased_until = NULL
       FROM lapsed l CROSS JOIN (SELECT m.state, coalesce((SELECT s.way FROM senders s
           WHERE s.workspace_id = $1 AND s.id = m.sender_id), '') AS way
         FROM campaign_mails m WHERE m.workspace_id = $1 AND m.campaign_id = $2) m
       WHERE r.workspace_id = $1 AND r.campaign_id = $2 AND r.contact_id = l.contact_id
       RETURNING r.state)
     SELECT (count(*) FILTER (WHERE state = 'uncertain'))::int AS uncertain FROM settled`,
    [workspaceId, campaignId],
  );
  return rows[0]?.uncertain ?? 0;
}

/** Resend recognizes a key: such a mail can't be sent twice by trying again. The last look asks again (mark.ts). */
const isRepeatable = `m.way = 'resend' AND m.state <> 'stopped' AND coalesce(r.handed_at, r.marked_at) > rollcall_now() - ${keyLasts}`;

/** How long a campaign may go out without a sign of life before Rollcall asks whether a backup was restored. */
const SILENCE = `interval '10 minutes'`;

/** A sign of life of a campaign that is going out. False if the last one is too long ago, or there is none. */
export async function beat(pool: pg.Pool, { workspaceId, campaignId }: CampaignKey): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE campaign_heartbeats SET beat_at = now()
     WHERE workspace_id = $1 AND campaign_id = $2 AND beat_at > now() - ${SILENCE}`,
    [workspaceId, campaignId],
  );
  return rowCount === 1;
}

/** When the last sign of life was. */
export async function lastBeat(
  pool: pg.Pool,
  { workspaceId, campaignId }: CampaignKey,
): Promise<Date | undefined> {
  const { rows } = await pool.query<{ at: Date }>(
    'SELECT beat_at AS at FROM campaign_heartbeats WHERE workspace_id = $1 AND campaign_id = $2',
    [workspaceId, campaignId],
  );
  return rows[0]?.at;
}

/** Counts signs of life from now on: someone said that it may go on. */
export async function beatAgain(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<void> {
  await runSql(
    on,
    `INSERT INTO campaign_heartbeats (workspace_id, campaign_id, beat_at) VALUES ($1::int, $2::int, now())
     ON CONFLICT (workspace_id, campaign_id) DO UPDATE SET beat_at = excluded.beat_at`,
    [workspaceId, campaignId],
  );
}

/** What the guards look at: the sums that everyone sees. */
export async function guardCounts(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<GuardCounts> {
  return guardCountsOf(await sumsOf(on, workspaceId, campaignId));
}

/** Ends a campaign if every recipient is final. True if this call did. */
export async function finish(
  pool: pg.Pool,
  { workspaceId, campaignId }: CampaignKey,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE campaign_mails SET state = 'sent', ended_at = $3 WHERE workspace_id = $1 AND campaign_id = $2 AND state = 'sending'
       AND NOT EXISTS (SELECT 1 FROM campaign_recipients r WHERE r.workspace_id = $1 AND r.campaign_id = $2 AND r.state = 'waiting')
       AND NOT EXISTS (SELECT 1 FROM campaign_recipients r WHERE r.workspace_id = $1 AND r.campaign_id = $2
         AND r.state IN ('claimed', 'handing over'))`,
    [workspaceId, campaignId, at],
  );
  return rowCount === 1;
}
