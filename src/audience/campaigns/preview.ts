import type { CampaignTracking } from '../../lib/campaigns/tracking.ts';
import type { StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import { listSenders } from '../../storage/senders/senders.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { type SampleMail, sampleMail } from './content.ts';
import { type CampaignRef, lookUpCampaign } from './lookup.ts';
import { shownLinks, trackingNow } from './tracking/links.ts';

/** What a campaign's mail looks like. */
export interface CampaignPreview {
  campaign: StoredCampaign;
  /** `Acme <news@acme.example>`; null without a sender. */
  from: string | null;
  mail: SampleMail;
  /** What is recorded of it, as it is set now. */
  tracking: CampaignTracking;
}

/**
 * Writes a campaign's mail for someone unknown, so that its fallbacks show.
 *
 * @throws RollcallError `not-found`; `invalid-input` if it can no longer be written
 */
export async function previewCampaign(
  deps: AudienceDeps,
  caller: Caller,
  ref: CampaignRef,
): Promise<CampaignPreview> {
  requireRole(caller, 'viewer', 'see campaigns');
  const { workspaceId } = caller;
  const campaign = await lookUpCampaign(deps, caller, ref);
  const senders = await listSenders(deps.storage.prisma, workspaceId);
  const sender = senders.find(({ id }) => id === campaign.senderId);
  const links = await shownLinks(deps, workspaceId, campaign);
  const reader = { email: 'ada@example.org', name: null, own: inertLinks };
  return {
    campaign,
    from: sender === undefined ? null : `${sender.fromName} <${sender.fromAddress}>`,
    tracking: await trackingNow(deps, workspaceId, campaign),
    mail: await sampleMail(deps, { workspaceId, written: campaign, links }, reader),
  };
}

/** Where personal links of previews lead: nothing happens there. */
const inertLinks = {
  preferencesUrl: 'https://example.org/unsubscribe',
  viewUrl: 'https://example.org/view-in-browser',
};
