import type { Caller } from '../../audience/caller.ts';
import { showCampaign } from '../../audience/campaigns/drafts.ts';
import { previewCampaign } from '../../audience/campaigns/preview.ts';
import { campaignWaterfall } from '../../audience/campaigns/waterfall.ts';
import { whyRecipient } from '../../audience/campaigns/why.ts';
import { lookUpContact } from '../../audience/contacts/lookup.ts';
import { requireRole } from '../../audience/permissions.ts';
import { timeZoneOf } from '../../audience/segments/segments.ts';
import { answering, opening } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import { pickers } from '../core/ids.ts';
import { submitting } from '../core/submissions.ts';
import type { FormValues } from '../kit/form-values.ts';
import type { Message } from '../kit/message.ts';
import { idIn } from '../people/values.ts';
import { idValue } from './buttons.ts';
import { resultsOf } from './buttons-results.ts';
import { oneCampaign, whyCampaignModal } from './forms.ts';
import { audienceMessage } from './messages-audience.ts';
import { previewMessage } from './messages-preview.ts';
import { recipientWhy } from './messages-why.ts';

type Deps = Pick<SlackDeps, 'audience'>;
type Ref = { id: number };

/** Who gets a campaign; once it was prepared, its results. */
export async function audienceOf({ audience }: Deps, caller: Caller, ref: Ref): Promise<Message> {
  const { prepared } = await showCampaign(audience, caller, ref);
  return prepared === null
    ? audienceMessage(await campaignWaterfall(audience, caller, ref))
    : resultsOf({ audience }, caller, ref);
}

export const previewOf = async ({ audience }: Deps, caller: Caller, ref: Ref): Promise<Message> =>
  previewMessage(await previewCampaign(audience, caller, ref));

export async function whyOf(
  { audience }: Deps,
  caller: Caller,
  { id, email }: Ref & { email: string },
): Promise<Message> {
  const [why, timeZone] = await Promise.all([
    whyRecipient(audience, caller, { id, email }),
    timeZoneOf(audience, caller),
  ]);
  return recipientWhy(id, { ...why, timeZone });
}

/** The buttons that show who gets a campaign and what it says. */
export function campaignAudienceActions(deps: SlackDeps) {
  const { audience } = deps;
  const id = (value: string): Ref => ({ id: idValue.parse(value) });
  return {
    campaignAudience: answering(deps, (caller, value) => audienceOf(deps, caller, id(value))),
    previewCampaign: answering(deps, (caller, value) => previewOf(deps, caller, id(value))),
    whyCampaign: opening(deps, 'Why?', async (caller, value, to) => {
      requireRole(caller, 'editor', 'see why someone gets a campaign');
      return whyCampaignModal(to, await showCampaign(audience, caller, id(value)));
    }),
  };
}

/** The form that asks whose reasons to show. */
export const campaignAudienceViews = (deps: SlackDeps) => ({
  whyCampaign: submitting(deps, {
    title: 'Why?',
    field: 'person',
    metadata: oneCampaign,
    async run(caller, { id }, { view }) {
      const person = idIn(view.state.values as FormValues, 'person', pickers.person);
      const { email } = await lookUpContact(deps.audience, caller, { id: person });
      return { answer: await whyOf(deps, caller, { id, email }) };
    },
  }),
});
