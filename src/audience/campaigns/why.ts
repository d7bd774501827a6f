import { RollcallError } from '../../errors.ts';
import type { LeftOutReason } from '../../lib/campaigns/recipients.ts';
import { emailKey } from '../../lib/emails.ts';
import { clip } from '../../lib/words.ts';
import { ruleSchema } from '../../rules/schema.ts';
import { compileWhy } from '../../rules/why/compile-why.ts';
import { explainWhy, type Reason, resolveConditions } from '../../rules/why/why.ts';
import { findRecipient, type StoredRecipient } from '../../storage/campaigns/recipients.ts';
import { findLeftOutReason } from '../../storage/campaigns/waterfall.ts';
import { findSuppressions, isErased } from '../../storage/contacts/suppressions.ts';
import { type Member, whyOf } from '../../storage/queries/run-rule.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { askedOf } from './asked.ts';
import { type CampaignRef, lookUpCampaign } from './lookup.ts';

/** Why someone gets a campaign, or doesn't. */
export interface RecipientWhy {
  campaign: string;
  member: Member;
  at: Date;
  /** Whether they match the audience now, with each condition and the fact behind it. */
  audience: Reason;
  /** Why they would be left out now, if they match. */
  leftOut: LeftOutReason | null;
  /** What came of their mail, once the campaign was prepared; undefined: they weren't in its audience then. */
  recipient?: StoredRecipient | undefined;
  isPrepared: boolean;
}

/**
 * Says why a person gets a campaign or is left out, before it goes out and after. Editors only.
 *
 * @throws RollcallError `not-found` for the campaign or the contact, `invalid-input`
 */
export async function whyRecipient(
  deps: AudienceDeps,
  caller: Caller,
  { email, ...ref }: CampaignRef & { email: string },
): Promise<RecipientWhy> {
  requireRole(caller, 'editor', 'see why someone gets a campaign');
  const key = emailKey(email);
  if (key === null)
    throw new RollcallError('invalid-input', `"${clip(email.trim(), 100)}" is not an email address.`, {
      hint: 'Give one email address, like ada@example.org.',
    });
  const { storage } = deps;
  const { workspaceId } = caller;
  const campaign = await lookUpCampaign(deps, caller, ref);
  const asked = await askedOf(deps, caller, campaign);
  const { known } = asked;
  const rule = ruleSchema.parse(campaign.audience);
  const answer = await whyOf(
    storage,
    compileWhy(resolveConditions(rule, known), { workspaceId, emailKey: key }),
  );
  if (answer === undefined)
    throw new RollcallError('not-found', `No contact with the address ${email.trim()}.`, {
      hint: 'Check the spelling, or add the contact first.',
    });
  const { member } = answer;
  const suppressions = await findSuppressions(storage.pool, workspaceId, {
    keys: [key],
    hashes: storage.hashes,
  });
  const leftOut = isErased(suppressions.get(key))
    ? 'erased'
    : await findLeftOutReason(storage, asked, member.id);
  const isPrepared = campaign.prepared !== null;
  const recipient = await findRecipient(storage.pool, {
    workspaceId,
    campaignId: campaign.id,
    contactId: member.id,
  });
  const at = known.dates.now;
  return {
    ...{
      campaign: campaign.name,
      member,
      at,
      audience: explainWhy(rule, answer, known),
      leftOut,
      isPrepared,
    },
    ...(recipient === undefined ? {} : { recipient }),
  };
}
