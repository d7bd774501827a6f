import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { ConversionsForm } from '../../audience/campaigns/conversions.ts';
import { defined } from '../../lib/defined.ts';
import { clip } from '../../lib/words.ts';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { pickers, views } from '../core/ids.ts';
import { section } from '../kit/message.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { bold, md } from '../kit/mrkdwn.ts';

/** What the form that compares campaigns remembers: the first one, if it is known. */
export const compareCampaignsMetadata = z.object({ to: answerToSchema, id: z.int().optional() });

/** Asks which campaigns to compare; with one, only with which. */
export const compareCampaignsModal = (to: AnswerTo, one?: { id: number; name: string }): ModalView => ({
  ...formFrame({
    callback: views.compareCampaigns,
    title: 'Compare campaigns',
    submit: 'Compare',
    metadata: { to, ...(one === undefined ? {} : { id: one.id }) },
  }),
  blocks:
    one === undefined
      ? [campaignInput('one', 'Compare'), campaignInput('other', 'With')]
      : [campaignInput('other', `Compare ${clip(one.name, 200)} with`)],
});

const campaignInput = (block: string, label: string): KnownBlock => ({
  type: 'input',
  block_id: block,
  label: plain(label, 2000),
  element: {
    type: 'external_select',
    action_id: pickers.campaign,
    min_query_length: 0,
    placeholder: plain('Choose a campaign', 150),
  },
});

/** The value of "nothing counts as a conversion". */
export const NO_CONVERSIONS = '-';

/** Event kinds that a select can offer: Slack allows 100 options. */
const MOST_KINDS = 99;

/** Asks which event counts as a conversion of a campaign, and within how many days. */
export function conversionsModal(to: AnswerTo, { campaign, settings, kinds }: ConversionsForm): ModalView {
  const { kind, days, after } = settings;
  const offered = kind === null || kinds.includes(kind) ? kinds : [kind, ...kinds];
  const options = [
    { text: plain('None: don’t count conversions', 75), value: NO_CONVERSIONS },
    ...offered.slice(0, MOST_KINDS).map((each) => ({ text: plain(each, 75), value: each })),
  ];
  const afters = (['click', 'delivery'] as const).map((value) => ({
    text: plain(value === 'click' ? 'a click' : 'getting the mail', 75),
    value,
  }));
  return {
    ...formFrame({
      callback: views.campaignConversions,
      title: 'Conversions',
      submit: 'Save',
      metadata: { to, id: campaign.id },
    }),
    blocks: [
      section(md`What should people do after ${bold(clip(campaign.name, 100))}? Results count who did.`),
      {
        type: 'input',
        block_id: 'kind',
        optional: true,
        label: plain('Event', 2000),
        element: {
          type: 'static_select',
          action_id: 'kind',
          options,
          ...defined({ initial_option: options.find(({ value }) => value === (kind ?? NO_CONVERSIONS)) }),
        },
      },
      {
        type: 'input',
        block_id: 'typed',
        optional: true,
        label: plain('Or one that hasn’t happened yet', 2000),
        hint: plain('As your program reports it, for example: purchase', 2000),
        element: { type: 'plain_text_input', action_id: 'typed', max_length: 60 },
      },
      {
        type: 'input',
        block_id: 'days',
        label: plain('Within how many days?', 2000),
        element: { type: 'plain_text_input', action_id: 'days', max_length: 2, initial_value: String(days) },
      },
      {
        type: 'input',
        block_id: 'after',
        label: plain('Counted from', 2000),
        element: {
          type: 'static_select',
          action_id: 'after',
          options: afters,
          ...defined({ initial_option: afters.find(({ value }) => value === after) }),
        },
      },
    ],
  };
}
