import { type Outcome, outcomesOf } from '../../lib/campaigns/recipients.ts';
import type { StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import { type Sum, sumsOf } from '../../storage/campaigns/sums.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { type CampaignRef, lookUpCampaign } from './lookup.ts';

/** The results of a campaign: its people by outcome. Together they are always the number that was prepared. */
export interface CampaignResults {
  campaign: StoredCampaign;
  outcome: Outcome;
  /** By state, and of those left out by reason. */
  sums: Sum[];
  at: Date;
}

/** Counts the people of a campaign by the outcome of their mail. @throws RollcallError `not-found` */
export async function campaignResults(
  deps: AudienceDeps,
  caller: Caller,
  ref: CampaignRef,
): Promise<CampaignResults> {
  requireRole(caller, 'viewer', 'see campaigns');
  const campaign = await lookUpCampaign(deps, caller, ref);
  const sums = await sumsOf(deps.storage.pool, caller.workspaceId, campaign.id);
  return { campaign, outcome: outcomesOf(sums), sums, at: deps.now() };
}
