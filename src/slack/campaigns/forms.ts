import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import type { CampaignForm, NamedTargets } from '../../audience/campaigns/form.ts';
import { clip } from '../../lib/words.ts';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { pickers, views } from '../core/ids.ts';
import { context, section } from '../kit/message.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { bold, md } from '../kit/mrkdwn.ts';
import { personInput } from '../people/forms-person.ts';
import { LONGEST_PART } from './body-parts.ts';
import { bodyInputs } from './forms-body.ts';
import { textInput } from './forms-inputs.ts';
import { ownTrackingInputs } from './forms-tracking.ts';

/** What the form of a campaign remembers: which one, and the version that was opened. */
export const campaignMetadata = z.object({
  to: answerToSchema,
  edits: z.object({ id: z.int(), version: z.int() }).optional(),
});

/** What a form about one campaign remembers. */
export const oneCampaign = z.object({ to: answerToSchema, id: z.int() });

/** What a new campaign's form is filled in with. */
export interface Begun {
  name?: string;
  body?: string;
  sentence?: string;
}

/** A new campaign, or an existing one. */
export function campaignModal(to: AnswerTo, form: CampaignForm, begun: Begun = {}): ModalView {
  const { campaign } = form;
  const edits = campaign === undefined ? {} : { edits: { id: campaign.id, version: campaign.version } };
  return {
    ...formFrame({
      callback: views.campaign,
      title: campaign === undefined ? 'New campaign' : 'Edit campaign',
      submit: campaign === undefined ? 'Create draft' : 'Save',
      metadata: { to, ...edits },
    }),
    blocks: [
      ...aboutState(campaign),
      textInput('name', 'Name', {
        initial: campaign?.name ?? begun.name ?? '',
        limit: 80,
        hint: 'Only your team sees it. Results and rules use it.',
        example: 'Spring sale',
      }),
      textInput('subject', 'Subject', { initial: campaign?.subject ?? '', limit: 300, isOptional: true }),
      textInput('preheader', 'Preview text', {
        initial: campaign?.preheader ?? '',
        limit: 300,
        isOptional: true,
        hint: 'Mail programs show it beside the subject.',
      }),
      senderInput(form),
      ...topicInput(form),
      ...audienceInputs(form, begun.sentence),
      ...bodyInputs(campaign ?? { body: begun.body ?? '', bodyKind: 'markdown' }),
      ...(campaign === undefined || campaign.prepared === null ? ownTrackingInputs(campaign ?? unset) : []),
    ],
  };
}

const unset = { trackOpens: null, trackClicks: null, addsUtm: null };

/** What saving does besides, in this state. */
function aboutState(campaign: CampaignForm['campaign']): KnownBlock[] {
  if (campaign === undefined || campaign.state === 'draft') return [];
  return [
    section(
      campaign.prepared === null
        ? md`Saving makes it a draft again: what was asked for or approved was another mail.`
        : md`Some people have it already, so only its text can be changed. An admin then resumes it.`,
    ),
  ];
}

const option = (words: string, value: string, description?: string): PlainTextOption => ({
  text: plain(words, 75),
  value,
  ...(description === undefined ? {} : { description: plain(description, 75) }),
});

function senderInput({ senders, campaign }: CampaignForm): KnownBlock {
  const options = senders.slice(0, 99).map(({ id, name, from }) => option(name, String(id), clip(from, 75)));
  const wanted = campaign === undefined && senders.length === 1 ? senders[0]?.id : campaign?.senderId;
  const chosen = options.find(({ value }) => value === String(wanted));
  if (options.length === 0)
    return context(
      md`No senders yet: an admin adds one with \`/audience senders\`. You can draft without one.`,
    );
  return {
    type: 'input',
    block_id: 'sender',
    optional: true,
    label: plain('From', 2000),
    element: {
      type: 'static_select',
      action_id: 'sender',
      options,
      placeholder: plain('Choose a sender', 150),
      ...(chosen === undefined ? {} : { initial_option: chosen }),
    },
  };
}

function topicInput({ topics, campaign }: CampaignForm): KnownBlock[] {
  if (topics.length === 0) return [];
  const options = topics.slice(0, 99).map(({ id, name }) => option(name, String(id)));
  const chosen = options.find(({ value }) => value === String(campaign?.topicId));
  return [
    {
      type: 'input',
      block_id: 'topic',
      optional: true,
      label: plain('Topic', 2000),
      hint: plain(
        'People who turned it off don’t get this mail. Unsubscribing from the mail turns it off.',
        2000,
      ),
      element: {
        type: 'static_select',
        action_id: 'topic',
        options,
        placeholder: plain('No topic', 150),
        ...(chosen === undefined ? {} : { initial_option: chosen }),
      },
    },
  ];
}

/** The pickers of an audience, by block, and the sentence that can say more. */
function audienceInputs({ sendTo, except, sentence }: CampaignForm, said = ''): KnownBlock[] {
  return [
    picker('send-to-tags', 'Send to: tags', 'tags', sendTo),
    picker('send-to-segments', 'Send to: segments', 'segments', sendTo),
    picker('except-tags', 'Don’t send to: tags', 'tags', except),
    picker('except-segments', 'Don’t send to: segments', 'segments', except),
    textInput('audience', 'Or in words', {
      initial: sentence === '' ? said : sentence,
      limit: LONGEST_PART,
      isOptional: true,
      hint: 'For example: tagged vip, in segment "Lapsed VIPs", except tagged churned. For everyone, say everyone.',
    }),
  ];
}

function picker(block: string, label: string, things: 'tags' | 'segments', named: NamedTargets): KnownBlock {
  const chosen = named[things].slice(0, 100).map(({ id, name }) => option(name, String(id)));
  const action = things === 'tags' ? pickers.tag : pickers.segment;
  return {
    type: 'input',
    block_id: block,
    optional: true,
    label: plain(label, 2000),
    element: {
      type: 'multi_external_select',
      action_id: action,
      min_query_length: 0,
      placeholder: plain('Type to search', 150),
      ...(chosen.length === 0 ? {} : { initial_options: chosen }),
    },
  };
}

/** Asks before a draft is deleted. */
export const deleteCampaignModal = (to: AnswerTo, { id, name }: { id: number; name: string }): ModalView => ({
  ...formFrame({
    callback: views.deleteCampaign,
    title: 'Delete campaign',
    submit: 'Delete',
    metadata: { to, id },
  }),
  blocks: [section(md`Delete the draft ${bold(name)}? You can’t undo this.`)],
});

/** Asks for the person whose reasons to show. */
export const whyCampaignModal = (to: AnswerTo, { id, name }: { id: number; name: string }): ModalView => ({
  ...formFrame({
    callback: views.whyCampaign,
    title: 'Why does someone get it?',
    submit: 'Explain',
    metadata: { to, id },
  }),
  blocks: [section(md`See why one person gets ${bold(name)} or doesn’t.`), personInput],
});
