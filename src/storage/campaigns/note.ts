import type pg from 'pg';
import type { BounceCause } from '../../lib/campaigns/bounce-causes.ts';
import { queryPlanned } from '../database/planned.ts';
import { inTransaction } from '../database/transaction.ts';
import {
  type InsertedRow,
  insertedEvents,
  insertedOf,
  insertingEvents,
  lowerStatuses,
} from '../events/events.ts';
import { writerIs } from '../watches/writer.ts';
import type { Holder } from './claim.ts';
import { isMaybeSent } from './maybe-sent.ts';

/** What came of handing over one mail. */
export interface Note {
  contactId: number;
  state: 'handed over' | 'waiting' | 'bounced' | 'failed' | 'uncertain';
  /** `unanswered`: of one that waits or failed, who may have it. */
  reason?: 'hard' | 'unanswered';
  /** Of `bounced` and `failed`, why. */
  cause?: BounceCause;
  /** What the server said, shortened and without addresses. */
  reply: string;
  /** Of `waiting`, when it is tried again. */
  againInMs?: number;
  /** The id of its event: the key of the mail. */
  eventId: string;
}

/**
 * Notes what came of mails, with a `received` event for each that was handed over, and a hard bounce for each
 * mailbox that doesn't exist: in one statement, and with what bounces change in one transaction. Who may have the mail from
 * an earlier attempt is uncertain if the last one fails. A process that
 * was so slow that its mail became uncertain still says what it knows.
 */
export async function noteResults(
  pool: pg.Pool,
  holder: Holder,
  { notes, now }: { notes: readonly Note[]; now: Date },
): Promise<void> {
  const { workspaceId, campaignId, runner } = holder;
  const ids = notes.map(({ contactId }) => contactId);
  const params = [workspaceId, campaignId, runner, JSON.stringify(notes), ids, now.toISOString()];
  if (notes.some(({ state }) => state === 'bounced'))
    await inTransaction(pool, async (client) => {
      const { rows } = await client.query<InsertedRow>(noteSql, params);
      const { lowering } = insertedOf(rows);
      await lowerStatuses(client, { workspaceId, lowering, source: 'smtp', now });
    });
  else await queryPlanned(pool, noteSql, params);
}

// Only people whose contacts still exist have a row. CASE, not OR: they are found by their keys, not by their states. The writer is read by triggers, which run at the end.
const isMaybe = isMaybeSent('coalesce(s.reason, r.reason)');
const noteSql = `
WITH said AS MATERIALIZED (
  SELECT n."contactId" AS id, n.state, n.reason, n.cause, n.reply, CASE n.state WHEN 'bounced' THEN n."eventId" || ':bounced' ELSE n."eventId" END AS event, (SELECT rollcall_now()) AS at,
    (SELECT rollcall_now()) + n."againInMs" * interval '1 ms' AS again, m.state = 'stopped' AND n.state = 'waiting' AS stopped
  FROM jsonb_to_recordset($4::jsonb) AS n ("contactId" int, state text, reason text, cause text, reply text, "againInMs" float8, "eventId" text)
  CROSS JOIN (SELECT state FROM campaign_mails WHERE workspace_id = $1 AND campaign_id = $2) m),
noted AS (
  UPDATE campaign_recipients r SET
    state = CASE WHEN NOT s.stopped AND s.state <> 'failed' THEN s.state WHEN ${isMaybe} THEN 'uncertain' WHEN s.stopped THEN 'left out' ELSE s.state END,
    reason = CASE WHEN s.stopped OR s.state = 'failed' THEN CASE WHEN s.stopped AND NOT ${isMaybe} THEN 'stopped' END
      WHEN s.state = 'waiting' THEN coalesce(s.reason, r.reason) ELSE s.reason END, reply = s.reply, leased_until = NULL,
    cause = CASE WHEN s.state IN ('bounced', 'failed') THEN s.cause END,
    runner = CASE WHEN s.state = 'uncertain' THEN r.runner END, next_try_at = coalesce(s.again, r.next_try_at),
    handed_at = CASE WHEN s.state = 'handed over' THEN s.at WHEN s.reason = 'unanswered' THEN coalesce(r.handed_at, r.marked_at) ELSE r.handed_at END,
    settled_at = CASE WHEN s.state = 'bounced' OR s.state = 'failed' AND NOT ${isMaybe} THEN s.at ELSE r.settled_at END
  FROM said s
  WHERE r.workspace_id = $1 AND r.campaign_id = $2 AND r.contact_id = s.id AND r.contact_id = ANY($5::int[]) AND r.runner = $3
    AND CASE r.state WHEN 'handing over' THEN true WHEN 'uncertain' THEN s.state <> 'waiting' ELSE false END
  RETURNING r.contact_id AS id),
${insertingEvents(`
  SELECT s.id AS contact_id, CASE s.state WHEN 'bounced' THEN 'bounced' ELSE 'received' END AS kind, $2::int AS campaign_id,
    $6::timestamptz AS occurred_at, false AS machine, CASE s.state WHEN 'bounced' THEN jsonb_strip_nulls(jsonb_build_object('bounce', 'hard', 'cause', s.cause)) END AS properties,
    s.event AS external_id
  FROM said s JOIN noted n ON n.id = s.id WHERE s.state IN ('handed over', 'bounced') ORDER BY s.event COLLATE "C"`)}
SELECT ${insertedEvents}, ${writerIs('provider the mail server')} AS writer`;
