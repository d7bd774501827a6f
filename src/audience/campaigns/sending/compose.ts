import type { StoredCampaign } from '../../../storage/campaigns/campaigns.ts';
import type { Addressee } from '../../../storage/campaigns/mark.ts';
import type { OpenedSender } from '../../../storage/senders/senders.ts';
import type { AudienceDeps } from '../../caller.ts';
import type { Brand } from '../../public/brand-shown.ts';
import { campaignLinks } from '../../public/links.ts';
import type { MailWriter } from '../content.ts';
import type { TrackedUrls } from '../tracking/links.ts';
import { campaignHeaders } from './headers.ts';
import type { OutgoingMail } from './port.ts';

/** What all mails of a campaign share. */
export interface Sending {
  workspaceId: number;
  campaign: StoredCampaign;
  sender: OpenedSender;
  brand: Brand;
  /** Writes what each person reads. */
  write: MailWriter;
  /** The addresses of its tracked links. */
  tracked: TrackedUrls;
}

/** Writes one person's mail, from the contact as it is at this moment. */
export function composeCampaignMail(
  deps: AudienceDeps,
  { workspaceId, campaign, sender, brand, write, tracked }: Sending,
  { addressee, keyMonth }: { addressee: Addressee; keyMonth: number },
): OutgoingMail {
  const { fromName, fromAddress, provider } = sender;
  const campaignId = campaign.id;
  const { id: contactId, emailChangedAt } = addressee;
  const links = campaignLinks(deps, { workspaceId, campaignId, contactId, emailChangedAt, month: keyMonth });
  const { sendKey, unsubscribeUrl } = links;
  return {
    ...write(addressee, { ...links, tracked: tracked(contactId) }),
    from: { name: fromName, address: fromAddress },
    replyTo: sender.replyTo,
    to: { name: addressee.name ?? '', address: addressee.email },
    headers: campaignHeaders({
      ...{ unsubscribeUrl, workspaceId, campaignId, sendKey, fromAddress, provider },
      brand: brand.name,
    }),
    key: sendKey,
  };
}

/** The id of the event that says that a mail was handed over: a provider's report of it finds that. */
export const eventIdOf = (sendKey: string): string => `send:${sendKey}`;
