import type { RecipientState } from '../../lib/campaigns/recipients.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';

/** How many recipients of a campaign are in a state, for a reason; erased people are counted too. */
export interface Sum {
  state: RecipientState;
  /** Of those left out, why; of bounces, hard or soft. Empty for the rest. */
  reason: string;
  people: number;
}

/** All sums of a campaign: together always the number that was prepared. */
export function sumsOf(on: Runs, workspaceId: number, campaignId: number): Promise<Sum[]> {
  return runSql<Sum & Record<string, unknown>>(
    on,
    `SELECT state, reason, sum(people)::int AS people FROM (
       SELECT state, coalesce(reason, '') AS reason, count(*) AS people FROM campaign_recipients
       WHERE workspace_id = $1::int AND campaign_id = $2::int GROUP BY 1, 2
       UNION ALL
       SELECT state, reason, people FROM campaign_forgotten WHERE workspace_id = $1::int AND campaign_id = $2::int) s
     GROUP BY state, reason ORDER BY state, reason`,
    [workspaceId, campaignId],
  );
}
