import { type BounceCause, isBounceCause } from '../../lib/campaigns/bounce-causes.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';
import type { CampaignKey } from './going-out.ts';

/** Domains that are named: the others have few people each. */
const DOMAINS = 10;

/** How many people of a campaign bounced at a domain. */
export interface BouncesOfDomain {
  domain: string;
  people: number;
}

/**
 * The domains at which most people of a campaign bounced. People who were erased since are in none.
 *
 * @param isOurs false: it is known from a provider's reports alone
 */
export function bouncesByDomain(
  on: Runs,
  { workspaceId, campaignId }: CampaignKey,
  { isOurs }: { isOurs: boolean },
): Promise<BouncesOfDomain[]> {
  return runSql<BouncesOfDomain & Record<string, unknown>>(on, isOurs ? oursSql : reportedSql, [
    workspaceId,
    campaignId,
  ]);
}

const top = `GROUP BY 1 ORDER BY people DESC, domain LIMIT ${DOMAINS}`;

const oursSql = `
SELECT split_part(c.email_key, '@', 2) AS domain, count(*)::int AS people
FROM campaign_recipients r JOIN contacts c ON c.workspace_id = r.workspace_id AND c.id = r.contact_id
WHERE r.workspace_id = $1::int AND r.campaign_id = $2::int AND r.state = 'bounced' ${top}`;

const reportedSql = `
SELECT split_part(c.email_key, '@', 2) AS domain, count(DISTINCT c.id)::int AS people
FROM events e JOIN contacts c ON c.workspace_id = e.workspace_id AND c.id = e.contact_id
WHERE e.workspace_id = $1::int AND e.campaign_id = $2::int AND e.kind = 'bounced' ${top}`;

/** How many people of a campaign bounced, or were refused when it was handed over, for a reason; null: it wasn't said. */
export interface CauseCount {
  state: 'bounced' | 'failed';
  cause: BounceCause | null;
  people: number;
}

/**
 * Why mails of a campaign bounced, and why the server refused others, the most people first. People who were erased
 * since are in none.
 */
export async function countCauses(
  on: Runs,
  { workspaceId, campaignId }: CampaignKey,
  { isOurs }: { isOurs: boolean },
): Promise<CauseCount[]> {
  const sql = isOurs ? ourCausesSql : reportedCausesSql;
  const rows = await runSql<{ state: CauseCount['state']; cause: string | null; people: number }>(on, sql, [
    workspaceId,
    campaignId,
  ]);
  return rows.map(({ cause, ...row }) => ({ ...row, cause: isBounceCause(cause) ? cause : null }));
}

const ourCausesSql = `
SELECT r.state, r.cause, count(*)::int AS people FROM campaign_recipients r
WHERE r.workspace_id = $1::int AND r.campaign_id = $2::int AND r.state IN ('bounced', 'failed')
GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2`;

// Of someone who bounced twice, the hard bounce, and then the latest.
const reportedCausesSql = `
SELECT 'bounced' AS state, b.cause, count(*)::int AS people FROM (
  SELECT DISTINCT ON (e.contact_id) e.properties ->> 'cause' AS cause FROM events e
  WHERE e.workspace_id = $1::int AND e.campaign_id = $2::int AND e.kind = 'bounced'
  ORDER BY e.contact_id, e.properties ->> 'bounce', e.occurred_at DESC) b
GROUP BY 2 ORDER BY 3 DESC, 2`;

/** How many people left by a campaign's links: a topic, or everything. */
export interface Left {
  /** Null: everything. */
  topicId: number | null;
  people: number;
}

/**
 * What people left by a campaign, the most first. Someone who turned off two topics counts for both; of someone whose
 * provider reports that they unsubscribed, no topic is known: they left everything.
 */
export function leftByTopic(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<Left[]> {
  return runSql<Left & Record<string, unknown>>(
    on,
    `SELECT l.topic_id AS "topicId", count(DISTINCT r.contact_id)::int AS people
     FROM campaign_recipients r LEFT JOIN consent_log l ON l.workspace_id = $1::int AND l.contact_id = r.contact_id
       AND l.details ->> 'campaignId' = $2::int::text AND (l.what = 'topic' AND l.said = 'off' OR l.what = 'status' AND l.said = 'opt-out')
       AND NOT EXISTS (SELECT FROM consent_log u
         WHERE u.workspace_id = $1::int AND u.contact_id = l.contact_id AND u.undoes = l.id)
     WHERE r.workspace_id = $1::int AND r.campaign_id = $2::int AND r.left_at IS NOT NULL
     GROUP BY 1 ORDER BY people DESC, l.topic_id NULLS FIRST`,
    [workspaceId, campaignId],
  );
}
