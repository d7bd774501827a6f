import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Caller } from '../../audience/caller.ts';
import { campaignAskedAbout } from '../../audience/campaigns/before-asking.ts';
import { campaignCard } from '../../audience/campaigns/card.ts';
import { duplicateCampaign } from '../../audience/campaigns/copies.ts';
import { listCampaigns } from '../../audience/campaigns/drafts.ts';
import { campaignForm } from '../../audience/campaigns/form.ts';
import { campaignNumbers, reportedCampaigns } from '../../audience/campaigns/numbers.ts';
import { nameHas } from '../../lib/names.ts';
import type { AnswerTo } from '../core/answer-to.ts';
import { answering, opening } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import type { Message } from '../kit/message.ts';
import { bold, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { type Begun, campaignModal, deleteCampaignModal } from './forms.ts';
import { campaignCardMessage } from './messages-card.ts';
import { campaignList, type ListPlace, pageOf } from './messages-list.ts';
import { campaignIn } from './values.ts';

export const idValue = z.coerce.number().pipe(z.int());
const listPlace = z.object({ search: z.string(), page: z.int() });
/** A new campaign to a tag or a segment; empty for any other. */
const newValue = z.object({ tag: z.int().optional(), segment: z.int().optional() });

type Deps = Pick<SlackDeps, 'audience'>;

/** A page of campaigns, those with these letters in their name. */
export async function listOf({ audience }: Deps, caller: Caller, place: ListPlace): Promise<Message> {
  const all = await listCampaigns(audience, caller);
  const found = all.filter(({ name }) => nameHas(name, place.search));
  const [numbers, reported] = await Promise.all([
    campaignNumbers(audience, caller, pageOf(found, place).shown),
    reportedCampaigns(audience, caller),
  ]);
  const others = reported.filter(({ name }) => nameHas(name, place.search));
  return campaignList(found, place, { numbers, reported: others });
}

/** The card of a campaign, counted now. */
export const cardOf = async (
  { audience }: Deps,
  caller: Caller,
  ref: { id: number },
  done?: Mrkdwn,
): Promise<Message> => campaignCardMessage(await campaignCard(audience, caller, ref), { done });

/** The form of a new campaign, or of one that exists. */
export async function formFor(
  { audience }: Deps,
  caller: Caller,
  { to, begun, ...options }: { to: AnswerTo; begun?: Begun } & Parameters<typeof campaignForm>[2],
): Promise<ModalView> {
  return campaignModal(to, await campaignForm(audience, caller, options), begun);
}

/** Asks before a draft is deleted. */
export async function deletionOf(
  { audience }: Deps,
  caller: Caller,
  { to, id }: { to: AnswerTo; id: number },
): Promise<ModalView> {
  return deleteCampaignModal(to, await campaignAskedAbout(audience, caller, { id, act: 'delete' }));
}

/** The buttons in lists and cards of campaigns. Every id is looked up in the caller's workspace. */
export function campaignActions(deps: SlackDeps) {
  const { audience } = deps;
  return {
    listCampaigns: answering(deps, (caller, value) =>
      listOf(deps, caller, listPlace.parse(JSON.parse(value))),
    ),
    showCampaign: answering(deps, (caller, value) => cardOf(deps, caller, { id: idValue.parse(value) })),

    /** Empty, or to the tag or segment whose card has the button: that card stays. */
    newCampaign: opening(deps, 'New campaign', (caller, value, to) => {
      const { tag, segment } = newValue.parse(value === '' ? {} : JSON.parse(value));
      const sendTo = {
        tags: tag === undefined ? [] : [tag],
        segments: segment === undefined ? [] : [segment],
      };
      return formFor(deps, caller, { to: value === '' ? to : { ...to, replace: false }, sendTo });
    }),
    editCampaign: opening(deps, 'Edit campaign', (caller, value, to) => {
      const { id, isPost } = campaignIn(value);
      return formFor(deps, caller, { to: isPost ? { ...to, replace: false } : to, ref: { id } });
    }),
    duplicateCampaign: answering(deps, async (caller, value) => {
      const copy = await duplicateCampaign(audience, caller, { ref: { id: idValue.parse(value) } });
      return cardOf(deps, caller, copy, md`Created the draft ${bold(copy.name)}.`);
    }),
    deleteCampaign: opening(deps, 'Delete campaign', (caller, value, to) =>
      deletionOf(deps, caller, { to, id: idValue.parse(value) }),
    ),
  };
}
