import { type Runs, runSql } from '../queries/run-sql.ts';

/** A mail's campaign, as far as leaving by it goes. */
export interface LeftCampaign {
  campaignId: number;
  /** What one-click turns off; null: Rollcall knows of no topic. */
  topicId: number | null;
}

/** The campaign that a link belongs to; undefined for none, and for one that is gone. */
export async function findLeftCampaign(
  on: Runs,
  workspaceId: number,
  campaignId: number,
): Promise<LeftCampaign | undefined> {
  if (campaignId === 0) return undefined;
  const [row] = await runSql<LeftCampaign & Record<string, unknown>>(
    on,
    `SELECT id AS "campaignId", topic_id AS "topicId" FROM campaigns
     WHERE workspace_id = $1::int AND id = $2::int`,
    [workspaceId, campaignId],
  );
  return row;
}
