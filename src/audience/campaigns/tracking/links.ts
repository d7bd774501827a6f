import type { LinkOptions } from '../../../content/links.ts';
import { type CampaignTracking, type OwnTracking, trackingOf } from '../../../lib/campaigns/tracking.ts';
import type { StoredCampaign } from '../../../storage/campaigns/campaigns.ts';
import { ensureLinks } from '../../../storage/campaigns/links.ts';
import { findTracking } from '../../../storage/campaigns/tracking.ts';
import type { AudienceDeps } from '../../caller.ts';
import { trackedUrls } from '../../public/links.ts';

/** What is recorded of a campaign's mails: as it was fixed when it began; before that, as it would be now. */
export async function trackingNow(
  { storage }: Pick<AudienceDeps, 'storage'>,
  workspaceId: number,
  campaign: OwnTracking,
): Promise<CampaignTracking> {
  const settings = await findTracking(storage.pool, workspaceId);
  if (settings === undefined) throw new Error('a workspace is missing');
  return trackingOf(campaign, settings);
}

/** What happens to the links of a campaign that is read, but isn't sent: a preview, a test, the mail as a web page. */
export async function shownLinks(
  deps: AudienceDeps,
  workspaceId: number,
  campaign: OwnTracking & { name: string },
): Promise<LinkOptions> {
  const { addsUtm } = await trackingNow(deps, workspaceId, campaign);
  return { ownUrl: deps.pages?.url, utm: addsUtm ? campaign.name : undefined };
}

/** What happens to the links of a campaign that is sent. */
export function sentLinks({ pages }: AudienceDeps, campaign: StoredCampaign): LinkOptions {
  const { trackOpens, trackClicks, addsUtm } = campaign;
  return {
    ownUrl: pages?.url,
    utm: addsUtm === true ? campaign.name : undefined,
    tracksClicks: isOn(trackClicks),
    tracksOpens: isOn(trackOpens),
  };
}

const isOn = (tracking: OwnTracking['trackOpens']): boolean => tracking === 'total' || tracking === 'person';

/** The address of a tracked link of one person's mail by its number, from 1; 0 is the picture. */
export type TrackedUrls = (contactId: number) => (number: number) => string | null;

/**
 * Stores the links of a campaign, and makes their addresses. If people aren't recorded, all of them get the same
 * ones, without anything about them.
 *
 * @param urls where the links lead, in order of their numbers
 */
export async function trackedLinks(
  deps: AudienceDeps,
  { workspaceId, campaign }: { workspaceId: number; campaign: StoredCampaign },
  urls: readonly string[],
): Promise<TrackedUrls> {
  const { id: campaignId, trackOpens, trackClicks } = campaign;
  const ids =
    urls.length === 0 ? undefined : await ensureLinks(deps.storage.pool, { workspaceId, campaignId }, urls);
  const numbers = urls.map((url) => ids?.get(url) ?? null);
  const make = trackedUrls(deps, { workspaceId, campaignId });
  const shared = new Map<number, string>();
  return (contactId) => (number) => {
    const link = number === 0 ? 0 : (numbers[number - 1] ?? null);
    if (link === null) return null;
    if ((number === 0 ? trackOpens : trackClicks) === 'person') return make({ contactId, link });
    const known = shared.get(link) ?? make({ contactId: 0, link });
    shared.set(link, known);
    return known;
  };
}
