import type { RecipientState } from '../../lib/campaigns/recipients.ts';
import { listRecipients, type StoredRecipient } from '../../storage/campaigns/recipients.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { type CampaignRef, lookUpCampaign } from './lookup.ts';

/** A page of people by id; pass `next` as `after` for the next page. It is undefined at the end. */
export interface RecipientsPage {
  recipients: (StoredRecipient & { email: string })[];
  next: number | undefined;
}

/**
 * The people of a campaign, with the state of each one's mail. Editors only: it names people.
 *
 * @throws RollcallError `not-found`, `not-allowed`
 */
export async function recipientsPage(
  deps: AudienceDeps,
  caller: Caller,
  ref: CampaignRef,
  page: { state?: RecipientState | undefined; after: number; limit: number },
): Promise<RecipientsPage> {
  requireRole(caller, 'editor', 'see who gets a campaign');
  const { id: campaignId } = await lookUpCampaign(deps, caller, ref);
  const { state, after, limit } = page;
  const { workspaceId } = caller;
  const found = await listRecipients(
    deps.storage.pool,
    { workspaceId, campaignId },
    { ...(state === undefined ? {} : { states: [state] }), after, limit: limit + 1 },
  );
  const recipients = found.slice(0, limit);
  return { recipients, next: found.length > limit ? recipients.at(-1)?.contactId : undefined };
}
