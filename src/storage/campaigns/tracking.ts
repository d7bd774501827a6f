import type { TrackingSettings } from '../../lib/campaigns/tracking.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';
import type { CampaignKey } from './going-out.ts';

/** What a workspace records of campaigns unless they say otherwise; undefined if there is no such workspace. */
export async function findTracking(on: Runs, workspaceId: number): Promise<TrackingSettings | undefined> {
  const [row] = await runSql<TrackingSettings & Record<string, unknown>>(
    on,
    `SELECT track_opens AS opens, track_clicks AS clicks, adds_utm AS "addsUtm", home_page AS "homePage"
     FROM workspaces WHERE id = $1::int`,
    [workspaceId],
  );
  return row;
}

/** Sets what a workspace records. */
export async function saveTracking(
  on: Runs,
  workspaceId: number,
  { opens, clicks }: Pick<TrackingSettings, 'opens' | 'clicks'>,
): Promise<void> {
  await runSql(
    on,
    `UPDATE workspaces SET track_opens = $2::text, track_clicks = $3::text WHERE id = $1::int RETURNING id`,
    [workspaceId, opens, clicks],
  );
}

/** Fixes what a campaign records, when it begins: settings that are changed later are for later campaigns. */
export async function fixTracking(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<void> {
  await runSql(
    on,
    `UPDATE campaign_mails m SET track_opens = coalesce(m.track_opens, w.track_opens, 'off'),
       track_clicks = coalesce(m.track_clicks, w.track_clicks, 'off'), adds_utm = coalesce(m.adds_utm, w.adds_utm)
     FROM workspaces w WHERE w.id = $1::int AND m.workspace_id = $1::int AND m.campaign_id = $2::int`,
    [workspaceId, campaignId],
  );
}
