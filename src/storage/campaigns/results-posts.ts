import { type Runs, runSql } from '../queries/run-sql.ts';
import type { CampaignKey } from './going-out.ts';
import type { StoredPost } from './posts.ts';

/** What a process needs that may post the results of a campaign, or update them. */
export interface ClaimedResults extends StoredPost {
  /** The message with the results; null: there is none, or no one knows whether there is. */
  resultsTs: string | null;
}

/**
 * Takes the right to post or update the results of a campaign for the nth time. Undefined if a process did that, if no
 * message shows the campaign, or if its results are never posted again.
 */
export async function claimResults(
  on: Runs,
  { workspaceId, campaignId }: CampaignKey,
  step: number,
): Promise<ClaimedResults | undefined> {
  const [claimed] = await runSql<ClaimedResults & Record<string, unknown>>(
    on,
    `UPDATE campaign_posts SET results_step = $3::smallint, results_at = now(), results_ts = coalesce(results_ts, '')
     WHERE workspace_id = $1::int AND campaign_id = $2::int AND channel <> '' AND results_step < $3::smallint
     RETURNING channel, ts, nullif(results_ts, '') AS "resultsTs"`,
    [workspaceId, campaignId, step],
  );
  return claimed;
}

/** Keeps which message has the results. */
export async function saveResultsPost(
  on: Runs,
  { workspaceId, campaignId }: CampaignKey,
  ts: string,
): Promise<void> {
  await runSql(
    on,
    'UPDATE campaign_posts SET results_ts = $3::text WHERE workspace_id = $1::int AND campaign_id = $2::int',
    [workspaceId, campaignId, ts],
  );
}

/** Gives the right back: nothing was posted. */
export async function giveResultsBack(
  on: Runs,
  { workspaceId, campaignId }: CampaignKey,
  step: number,
): Promise<void> {
  await runSql(
    on,
    `UPDATE campaign_posts SET results_step = $3::smallint - 1, results_ts = nullif(results_ts, '')
     WHERE workspace_id = $1::int AND campaign_id = $2::int AND results_step = $3::smallint`,
    [workspaceId, campaignId, step],
  );
}
