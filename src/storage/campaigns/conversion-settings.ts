import { type Runs, runSql } from '../queries/run-sql.ts';
import type { CampaignKey } from './going-out.ts';

/** What counts as a conversion of a campaign. */
export interface StoredConversions {
  /** One of the workspace's own events; null: nothing does. */
  kind: string | null;
  days: number;
  /** What the days are counted from. */
  after: 'click' | 'delivery';
}

export async function findConversions(
  on: Runs,
  { workspaceId, campaignId }: CampaignKey,
): Promise<StoredConversions> {
  const [row] = await runSql<StoredConversions & Record<string, unknown>>(
    on,
    `SELECT conversion_kind AS kind, conversion_days AS days, conversion_after AS after
     FROM campaign_mails WHERE workspace_id = $1::int AND campaign_id = $2::int`,
    [workspaceId, campaignId],
  );
  if (row === undefined) throw new Error('a campaign is missing');
  return row;
}

export async function setConversions(
  on: Runs,
  { workspaceId, campaignId }: CampaignKey,
  { kind, days, after }: StoredConversions,
): Promise<void> {
  await runSql(
    on,
    `UPDATE campaign_mails SET conversion_kind = $3::text, conversion_days = $4::smallint, conversion_after = $5::text
     WHERE workspace_id = $1::int AND campaign_id = $2::int`,
    [workspaceId, campaignId, kind, days, after],
  );
}
