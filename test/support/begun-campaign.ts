import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { askedOf, targetsAsked } from '../../src/audience/campaigns/asked.ts';
import { createCampaign } from '../../src/audience/campaigns/drafts.ts';
import { receiveItems } from '../../src/audience/events/provider-events.ts';
import { makeToken } from '../../src/audience/public/token.ts';
import { prepareRecipients } from '../../src/storage/campaigns/prepare.ts';

/** A campaign whose recipients are written, as if it had begun at `deps.now()`; nothing was handed over yet. */
export async function begunCampaign(
  deps: AudienceDeps,
  caller: Caller,
  { name = 'Spring', audience = 'everyone' }: { name?: string; audience?: string } = {},
): Promise<number> {
  const campaign = await createCampaign(deps, caller, { name, audience });
  const { pool } = deps.storage;
  await pool.query(
    `UPDATE campaign_mails SET state = 'preparing' WHERE workspace_id = $1 AND campaign_id = $2`,
    [caller.workspaceId, campaign.id],
  );
  const asked = await askedOf(deps, caller, campaign);
  const at = deps.now();
  const targets = targetsAsked(asked, campaign);
  const preparation = { asked, campaignId: campaign.id, keyMonth: 80, at, targets, alsoNote: async () => {} };
  await prepareRecipients(deps.storage, preparation, { match: 1 });
  return campaign.id;
}

/** What a provider reports about the mails of a campaign, with the keys that it gives back. */
export interface MailReport {
  kind: 'received' | 'opened' | 'clicked' | 'bounced' | 'complained' | 'unsubscribed';
  id: string;
  contactId: number;
  at: Date;
  bounce?: 'hard' | 'soft';
  machine?: boolean;
  url?: string;
}

/** Stores what a provider reports, in one delivery. */
export function reportMails(
  deps: AudienceDeps,
  { workspaceId }: Caller,
  { campaignId, reports }: { campaignId: number; reports: readonly MailReport[] },
) {
  const items = reports.map(({ contactId, url, ...report }) => {
    const sendKey = makeToken(deps.storage, {
      kind: 'send',
      workspaceId,
      campaignId,
      id: contactId,
      month: 80,
    });
    const event = { ...report, email: 'someone@x.example', sendKey, ...(url && { properties: { url } }) };
    return { item: report, said: { events: [event] } };
  });
  return receiveItems(deps, { workspaceId, id: 1, provider: 'postmark' }, { items, deliveryId: undefined });
}
