import { type Runs, runSql } from '../queries/run-sql.ts';
import type { CampaignKey } from './going-out.ts';
import { isMaybeSent } from './maybe-sent.ts';

/**
 * Leaves out everyone who still waits: the campaign was stopped. Those being handed over are let end, and who may have
 * it from an earlier attempt is uncertain.
 */
export async function stopWaiting(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<void> {
  await runSql(
    on,
    `UPDATE campaign_recipients SET state = CASE WHEN ${isMaybeSent('reason')} THEN 'uncertain' ELSE 'left out' END,
       reason = CASE WHEN NOT ${isMaybeSent('reason')} THEN 'stopped' END, runner = NULL, leased_until = NULL
     WHERE workspace_id = $1::int AND campaign_id = $2::int AND state = 'waiting'`,
    [workspaceId, campaignId],
  );
}

/** Nobody knows what was sent to those who still waited: a backup was restored. */
export async function giveUpWaiting(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<void> {
  await runSql(
    on,
    `UPDATE campaign_recipients SET state = 'uncertain', runner = NULL, leased_until = NULL
     WHERE workspace_id = $1::int AND campaign_id = $2::int AND state IN ('waiting', 'claimed', 'handing over')`,
    [workspaceId, campaignId],
  );
}

/** How many people of a campaign wait, those that some process holds included. */
export async function countWaiting(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<number> {
  const [row] = await runSql<{ people: number }>(
    on,
    `SELECT count(*)::int AS people FROM campaign_recipients
     WHERE workspace_id = $1::int AND campaign_id = $2::int AND state IN ('waiting', 'claimed')`,
    [workspaceId, campaignId],
  );
  return row?.people ?? 0;
}

/** Everyone who is uncertain waits again, under the same key as before: a person said so, knowing that they may have it. */
export async function retryUncertain(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<void> {
  await runSql(
    on,
    `UPDATE campaign_recipients SET state = 'waiting', reason = 'sent again', runner = NULL, leased_until = NULL, next_try_at = rollcall_now()
     WHERE workspace_id = $1::int AND campaign_id = $2::int AND state = 'uncertain'`,
    [workspaceId, campaignId],
  );
}
