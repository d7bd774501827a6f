import { deliveredStates } from '../../lib/campaigns/recipients.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';

/** The numbers of a campaign that lists show. */
export interface CampaignNumbers {
  campaignId: number;
  /** Everyone in its audience. */
  audience: number;
  /** Whose mail was taken and didn't come back. */
  sent: number;
  /** People, and requests by people: only the latter if people aren't recorded. */
  clicked: number;
  clicks: number;
  unsubscribed: number;
}

/** The numbers of these campaigns; none for one that hasn't begun. */
export function numbersOf(on: Runs, workspaceId: number, ids: readonly number[]): Promise<CampaignNumbers[]> {
  return runSql<CampaignNumbers & Record<string, unknown>>(
    on,
    `SELECT n.campaign_id AS "campaignId", sum(n.people)::int AS audience,
       coalesce(sum(n.people) FILTER (WHERE n.state = ANY($3::text[])), 0)::int AS sent,
       coalesce(sum(n.people) FILTER (WHERE n.state = ANY($3::text[]) AND n.clicked), 0)::int AS clicked,
       coalesce(sum(n.people) FILTER (WHERE n.state = ANY($3::text[]) AND n."left"), 0)::int AS unsubscribed,
       (SELECT coalesce(sum(h.hits), 0)::int FROM campaign_hits h WHERE h.workspace_id = $1::int
          AND h.campaign_id = n.campaign_id AND h.kind = 'clicked' AND NOT h.machine) AS clicks
     FROM campaign_counts n WHERE n.workspace_id = $1::int AND n.campaign_id = ANY($2::int[]) GROUP BY n.campaign_id`,
    [workspaceId, [...ids], [...deliveredStates]],
  );
}
