import { type Runs, runSql } from '../queries/run-sql.ts';
import type { CampaignKey } from './going-out.ts';

/** Leaves out everyone who still waits: the campaign was stopped. Those being handed over are let end. */
export async function stopWaiting(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<void> {
  await runSql(
    on,
    `UPDATE campaign_recipients SET state = 'left out', reason = 'stopped', runner = NULL, leased_until = NULL
     WHERE workspace_id = $1::int AND campaign_id = $2::int AND state = 'waiting'`,
    [workspaceId, campaignId],
  );
}

/** Everyone who is uncertain waits again, under the same key as before. */
export async function retryUncertain(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<void> {
  await runSql(
    on,
    `UPDATE campaign_recipients SET state = 'waiting', runner = NULL, leased_until = NULL, next_try_at = rollcall_now()
     WHERE workspace_id = $1::int AND campaign_id = $2::int AND state = 'uncertain'`,
    [workspaceId, campaignId],
  );
}
