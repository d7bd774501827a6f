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
