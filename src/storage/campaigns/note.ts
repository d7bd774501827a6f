import type pg from 'pg';
import { inTransaction } from '../database/transaction.ts';
import { insertEvents, lowerStatuses } from '../events/events.ts';
import { setWriter } from '../watches/writer.ts';
import type { Holder } from './claim.ts';

/** What came of handing over one mail. */
export interface Note {
  contactId: number;
  state: 'handed over' | 'waiting' | 'bounced' | 'failed' | 'uncertain';
  reason?: 'hard';
  /** What the server said, shortened and without addresses. */
  reply: string;
  /** Of `waiting`, when it is tried again. */
  againInMs?: number;
  /** The id of its event: the key of the mail. */
  eventId: string;
}

/**
 * Notes what came of mails, with a `received` event for each that was handed over, and a hard bounce for each
 * mailbox that doesn't exist, in one transaction. A process that was so slow that its mail became uncertain
 * still says what it knows.
 */
export async function noteResults(
  pool: pg.Pool,
  holder: Holder,
  { notes, now }: { notes: readonly Note[]; now: Date },
): Promise<void> {
  const { workspaceId, campaignId, runner } = holder;
  await inTransaction(pool, async (client) => {
    await setWriter(client, 'provider the mail server');
    const { rows } = await client.query<{ id: number }>(noteSql, [
      workspaceId,
      campaignId,
      runner,
      JSON.stringify(notes),
    ]);
    const written = new Set(rows.map(({ id }) => id));
    const said = notes.filter(
      ({ contactId, state }) => written.has(contactId) && (state === 'handed over' || state === 'bounced'),
    );
    if (said.length === 0) return;
    const { lowering } = await insertEvents(client, workspaceId, {
      contactId: said.map(({ contactId }) => contactId),
      kind: said.map(({ state }) => (state === 'bounced' ? 'bounced' : 'received')),
      campaignId: said.map(() => campaignId),
      occurredAt: said.map(() => now),
      machine: said.map(() => false),
      properties: said.map(({ state }) => (state === 'bounced' ? '{"bounce":"hard"}' : null)),
      externalId: said.map(({ state, eventId }) => (state === 'bounced' ? `${eventId}:bounced` : eventId)),
    });
    await lowerStatuses(client, { workspaceId, lowering, source: 'smtp', now });
  });
}

// Only people whose contacts still exist have a row.
const noteSql = `
WITH said AS MATERIALIZED (
  SELECT n."contactId" AS id, n.state, n.reason, n.reply, rollcall_now() AS at,
    rollcall_now() + n."againInMs" * interval '1 ms' AS again, m.state = 'stopped' AND n.state = 'waiting' AS stopped
  FROM jsonb_to_recordset($4::jsonb) AS n ("contactId" int, state text, reason text, reply text, "againInMs" float8)
  CROSS JOIN (SELECT state FROM campaign_mails WHERE workspace_id = $1 AND campaign_id = $2) m)
UPDATE campaign_recipients r SET state = CASE WHEN s.stopped THEN 'left out' ELSE s.state END,
  reason = CASE WHEN s.stopped THEN 'stopped' ELSE s.reason END, reply = s.reply, leased_until = NULL,
  runner = CASE WHEN s.state = 'uncertain' THEN r.runner END, next_try_at = coalesce(s.again, r.next_try_at),
  handed_at = CASE WHEN s.state = 'handed over' THEN s.at ELSE r.handed_at END,
  settled_at = CASE WHEN s.state IN ('bounced', 'failed') THEN s.at ELSE r.settled_at END
FROM said s
WHERE r.workspace_id = $1 AND r.campaign_id = $2 AND r.contact_id = s.id AND r.runner = $3
  AND (r.state = 'handing over' OR r.state = 'uncertain' AND s.state <> 'waiting')
RETURNING r.contact_id AS id`;
