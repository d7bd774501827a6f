import { type CampaignTracking, type TrackingSettings, trackingOf } from '../../lib/campaigns/tracking.ts';
import type { StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { hasRole, requireRole } from '../permissions.ts';
import { refuseUnless } from './acting.ts';
import { askedOf } from './asked.ts';
import { isSecondPerson } from './release.ts';
import { isUndecided, showTracking } from './tracking/settings.ts';
import { type CampaignWaterfall, campaignWaterfall } from './waterfall.ts';
import { type When, whenAsked } from './when.ts';

/** What someone sees before they send a campaign, or ask for that. */
export interface ReleaseForm {
  campaign: StoredCampaign;
  waterfall: Pick<CampaignWaterfall, 'match' | 'getIt' | 'leftOut'>;
  /** The time that it was asked for or scheduled for. */
  when: When;
  /** Sends it, or asks an admin: without the role, or if it takes a second person. */
  way: 'send' | 'ask';
  /** It goes to more people than one person may send to alone. */
  takesSecond: boolean;
  /** What is recorded of its mails, as it is set now. */
  tracking: CampaignTracking;
  /** What the caller has to choose first: nobody in the workspace has. Undefined for everyone but admins. */
  toChoose?: Pick<TrackingSettings, 'opens' | 'clicks'>;
}

/**
 * Counts who gets a campaign, and says whether the caller may send it alone.
 *
 * @throws RollcallError `busy` in the wrong state; `invalid-input` without an audience, about `audience`
 */
export async function releaseForm(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
): Promise<ReleaseForm> {
  requireRole(caller, 'editor', 'ask for approval');
  const waterfall = await campaignWaterfall(deps, caller, { id });
  const { campaign } = waterfall;
  const isAdmin = hasRole(caller, 'admin');
  refuseUnless(caller, campaign, isAdmin ? 'send' : 'ask');
  const { settings } = await askedOf(deps, caller, campaign);
  const takesSecond = waterfall.getIt > settings.secondPersonAbove && !isSecondPerson(campaign, caller);
  const { match, getIt, leftOut } = waterfall;
  const chosen = await showTracking(deps, caller);
  return {
    campaign,
    waterfall: { match, getIt, leftOut },
    when: whenAsked(campaign, deps.now()),
    way: isAdmin && !takesSecond ? 'send' : 'ask',
    takesSecond: isAdmin && takesSecond,
    tracking: trackingOf(campaign, chosen),
    ...(isAdmin && isUndecided(chosen) ? { toChoose: chosen } : {}),
  };
}
