import type { Trouble } from '../../lib/campaigns/bound.ts';
import { type CampaignAct, campaignActs, isPossible } from '../../lib/campaigns/states.ts';
import { writeAudit } from '../../storage/audit.ts';
import { lockCampaign, updateCampaign } from '../../storage/campaigns/campaigns.ts';
import type { CampaignKey } from '../../storage/campaigns/going-out.ts';
import type { AudienceDeps } from '../caller.ts';
import { campaignChanged } from './changes.ts';

/** Holds a campaign: nothing goes out until someone decides. Nothing happens if it is too late for that. */
export const holdCampaign = (deps: AudienceDeps, campaign: CampaignKey, trouble: Trouble): Promise<void> =>
  stopFor(deps, campaign, { act: 'hold', trouble });

/** Pauses a campaign because a guard says so. */
export const guardCampaign = (deps: AudienceDeps, campaign: CampaignKey, trouble: Trouble): Promise<void> =>
  stopFor(deps, campaign, { act: 'guard', trouble });

async function stopFor(
  deps: AudienceDeps,
  { workspaceId, campaignId }: CampaignKey,
  { act, trouble }: { act: Extract<CampaignAct, 'hold' | 'guard'>; trouble: Trouble },
): Promise<void> {
  const isDone = await deps.storage.prisma.$transaction(async (database) => {
    const campaign = await lockCampaign(database, workspaceId, campaignId);
    if (campaign === undefined || !isPossible(act, campaign.state)) return false;
    const at = deps.now();
    await updateCampaign(database, workspaceId, campaignId, {
      state: campaignActs[act].to,
      trouble,
      updatedAt: at,
    });
    const action = act === 'hold' ? 'campaign.held' : 'campaign.paused';
    const details = { why: trouble.why };
    await writeAudit(database, {
      workspaceId,
      at,
      actor: 'Rollcall',
      action,
      subject: campaign.name,
      details,
    });
    return true;
  });
  if (isDone) campaignChanged(deps, { workspaceId, campaignId, kind: 'state' });
}
