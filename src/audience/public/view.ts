import { findAddressee } from '../../storage/campaigns/addressee.ts';
import { findCampaign } from '../../storage/campaigns/campaigns.ts';
import type { AudienceDeps } from '../caller.ts';
import { type FilledMail, mailWriter } from '../campaigns/content.ts';
import { shownLinks } from '../campaigns/tracking/links.ts';
import { brandOf } from './brand.ts';
import { viewedLinks } from './links.ts';
import { readToken } from './token.ts';

/**
 * A mail of a campaign as a web page, written from the contact as it is now. Its link to unsubscribe can only
 * lower: people forward such pages.
 *
 * @returns undefined for a forged token, or if the person or the campaign is gone
 */
export async function viewOf(deps: AudienceDeps, token: string): Promise<FilledMail | undefined> {
  const content = readToken(deps.storage, token);
  if (content?.kind !== 'view') return undefined;
  const { workspaceId, campaignId, id: contactId, month } = content;
  const { pool } = deps.storage;
  const [campaign, addressee, brand] = await Promise.all([
    findCampaign(pool, workspaceId, { id: campaignId }),
    findAddressee(pool, { workspaceId, campaignId, contactId }),
    brandOf(deps, workspaceId),
  ]);
  if (campaign === undefined || addressee === undefined || brand === undefined) return undefined;
  const links = await shownLinks(deps, workspaceId, campaign);
  const write = await mailWriter(deps, { workspaceId, written: campaign, brand, links });
  const { emailChangedAt } = addressee;
  const mail = { workspaceId, campaignId, contactId, emailChangedAt, month, token };
  return write(addressee, viewedLinks(deps, mail));
}
