import type pg from 'pg';
import type { BounceCause } from '../../lib/campaigns/bounce-causes.ts';

/** What a provider says about one mail of a campaign. */
export interface Settled {
  campaignId: number;
  contactId: number;
  kind: 'received' | 'opened' | 'clicked' | 'bounced' | 'complained' | 'unsubscribed';
  isHard: boolean;
  /** Of a bounce, why. */
  cause?: BounceCause;
  /** When it happened, by the provider's clock; left out: now. */
  at?: Date;
}

/**
 * Settles the rows of mails by what providers report, in whatever order. Anything that someone did with a mail
 * proves that it arrived, also for a row that is uncertain, or that still waits in a restored database: then it is
 * not sent again. A hard bounce comes after a delivery, a complaint after both; a soft bounce may still be delivered.
 * Reports come seconds or minutes late, so a row is settled when the provider says, as far as that can be true.
 */
export async function settleRecipients(
  client: pg.PoolClient,
  { workspaceId, settled, at }: { workspaceId: number; settled: readonly Settled[]; at: Date },
): Promise<void> {
  if (settled.length === 0) return;
  await client.query(settleSql, [workspaceId, JSON.stringify(settled), at]);
}

const settleSql = `
WITH said AS MATERIALIZED (
  SELECT s."campaignId" AS campaign, s."contactId" AS contact, bool_or(s.kind = 'complained') AS complained,
    bool_or(s.kind = 'bounced' AND s."isHard") AS hard, bool_or(s.kind NOT IN ('bounced', 'complained')) AS arrived, min(s.at) AS at,
    (array_agg(s.cause ORDER BY s."isHard" DESC, s.at DESC) FILTER (WHERE s.kind = 'bounced' AND s.cause IS NOT NULL))[1] AS cause
  FROM jsonb_to_recordset($2::jsonb) AS s ("campaignId" int, "contactId" int, kind text, "isHard" boolean, at timestamptz(3), cause text)
  GROUP BY 1, 2),
held AS MATERIALIZED (
  SELECT r.campaign_id AS campaign, r.contact_id AS contact FROM said s CROSS JOIN LATERAL (
    SELECT r.campaign_id, r.contact_id FROM campaign_recipients r
    WHERE r.workspace_id = $1 AND r.campaign_id = s.campaign AND r.contact_id = s.contact FOR UPDATE) r),
decided AS MATERIALIZED (
  SELECT s.campaign, s.contact, s.at, CASE WHEN s.complained THEN 'complained' WHEN s.arrived AND NOT s.hard THEN 'delivered' ELSE 'bounced' END AS state,
    CASE WHEN s.complained THEN NULL WHEN s.hard THEN 'hard' WHEN NOT s.arrived THEN 'soft' END AS reason, s.cause
  FROM said s JOIN held h ON h.campaign = s.campaign AND h.contact = s.contact)
UPDATE campaign_recipients r SET state = d.state, reason = d.reason, leased_until = NULL,
  -- A second report of a bounce may say less than the first, or than the server did.
  cause = CASE WHEN d.state = 'bounced' THEN coalesce(d.cause, CASE WHEN r.state IN ('bounced', 'failed') THEN r.cause END) END,
  settled_at = CASE WHEN d.at <= $3 AND d.at >= r.handed_at - interval '1 minute' THEN greatest(d.at, r.handed_at) ELSE $3 END
FROM decided d
WHERE r.workspace_id = $1 AND r.campaign_id = d.campaign AND r.contact_id = d.contact
  AND (d.state = 'complained' OR r.state <> 'complained')
  AND (d.state <> 'delivered' OR r.state NOT IN ('delivered', 'bounced') OR r.state = 'bounced' AND r.reason = 'soft')
  AND (d.reason IS DISTINCT FROM 'soft' OR r.state NOT IN ('delivered', 'bounced'))`;
