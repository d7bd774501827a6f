import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { ReleaseForm } from '../../audience/campaigns/release-form.ts';
import type { RescheduleForm } from '../../audience/campaigns/reschedule.ts';
import { trackingWords } from '../../lib/campaigns/tracking.ts';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { views } from '../core/ids.ts';
import { context, section } from '../kit/message.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { bold, count, counted, escaped, type Mrkdwn, md, person } from '../kit/mrkdwn.ts';
import { trackingQuestion } from './forms-tracking.ts';
import { whenInputs } from './forms-when.ts';
import { inWords } from './messages-audience.ts';
import { troubleWords } from './messages-trouble.ts';

/** What the form that sends a campaign remembers: what the person saw. */
export const releaseMetadata = z.object({
  to: answerToSchema,
  id: z.int(),
  version: z.int(),
  expected: z.int(),
  way: z.enum(['send', 'ask', 'reschedule']),
  /** The only admin types the number of people. */
  types: z.boolean(),
  /** It asked what to record. */
  chooses: z.boolean().optional(),
});

/** How the form begins. */
export interface Releasing {
  title: string;
  /** The time in words; empty: someone has to say it. */
  when: string;
  /** How that is understood. */
  readBack: Mrkdwn;
  /** No one else is an admin: they type the number in place of a second person. */
  isOnlyAdmin: boolean;
}

/** Says who gets a campaign, asks when, and sends it or asks an admin for that. */
export function releaseModal(
  to: AnswerTo,
  { campaign, waterfall, way, takesSecond, tracking, toChoose }: ReleaseForm,
  { title, when, readBack, isOnlyAdmin }: Releasing,
): ModalView {
  const { getIt } = waterfall;
  const types = takesSecond && isOnlyAdmin;
  const does = types ? 'send' : way;
  const metadata = {
    to,
    id: campaign.id,
    version: campaign.version,
    expected: getIt,
    way: does,
    types,
    ...(toChoose && { chooses: true }),
  };
  return {
    type: 'modal',
    callback_id: views.releaseCampaign,
    private_metadata: JSON.stringify(metadata satisfies z.infer<typeof releaseMetadata>),
    title: plain(title, 24),
    submit: plain(does === 'send' ? 'Send' : 'Ask for approval', 24),
    close: plain('Cancel', 24),
    blocks: [
      section(md`${bold(campaign.name)} goes to *${counted(getIt, 'person', 'people')}*.`),
      context(escaped(inWords(waterfall))),
      ...whenInputs(when, readBack),
      ...(toChoose === undefined
        ? [context(md`Records ${escaped(trackingWords(tracking))}.${utmWords(tracking)}`)]
        : trackingQuestion(toChoose)),
      ...(does === 'ask' ? asking(takesSecond, getIt) : []),
      ...(types ? [typing(getIt)] : []),
    ],
  };
}

/** Gives an approved campaign another time: nothing else is asked, because nothing else changes. */
export function rescheduleModal(
  to: AnswerTo,
  { campaign, approved, differs }: RescheduleForm,
  { title, when, readBack }: Omit<Releasing, 'isOnlyAdmin'>,
): ModalView {
  const { id, version, approvedBy } = campaign;
  const metadata = { to, id, version, expected: approved, way: 'reschedule', types: false } as const;
  return {
    ...formFrame({
      callback: views.releaseCampaign,
      title,
      submit: 'Reschedule',
      metadata: metadata satisfies z.infer<typeof releaseMetadata>,
    }),
    blocks: [
      section(
        md`${bold(campaign.name)} goes to *${counted(approved, 'person', 'people')}*, approved by ${person(approvedBy ?? '')}. The approval stays: only the time changes.`,
      ),
      ...(differs === undefined
        ? []
        : [section(md`:warning: If it went out now, it would be held. ${troubleWords(differs)}`)]),
      ...whenInputs(when, readBack),
    ],
  };
}
export const utmWords = ({ addsUtm }: Pick<ReleaseForm['tracking'], 'addsUtm'>): Mrkdwn =>
  addsUtm ? md` Links get UTM parameters.` : md``;

/** The channel in which an admin is asked. */
const asking = (takesSecond: boolean, getIt: number): KnownBlock[] => [
  section(
    takesSecond
      ? md`Sending to ${count(getIt)} people needs a second admin: someone other than you and the person who edited it last.`
      : md`An admin approves it. The message shows them who gets it.`,
  ),
  {
    type: 'input',
    block_id: 'channel',
    label: plain('Ask in', 2000),
    element: {
      type: 'conversations_select',
      action_id: 'channel',
      default_to_current_conversation: true,
      filter: { include: ['public', 'private'], exclude_external_shared_channels: true },
      placeholder: plain('Choose a channel', 150),
    },
  },
];

const typing = (getIt: number): KnownBlock => ({
  type: 'input',
  block_id: 'typed',
  label: plain(`You’re the only admin. To confirm, type the number of people: ${getIt}`, 2000),
  element: { type: 'plain_text_input', action_id: 'typed', max_length: 12 },
});

/** A question before something that can't be undone. */
const confirming = (
  shape: { callback: string; title: string; submit: string },
  { to, id, question }: { to: AnswerTo; id: number; question: KnownBlock },
): ModalView => ({
  type: 'modal',
  callback_id: shape.callback,
  private_metadata: JSON.stringify({ to, id }),
  title: plain(shape.title, 24),
  submit: plain(shape.submit, 24),
  close: plain('Cancel', 24),
  blocks: [question],
});

/** @param waiting how many people haven't got it yet; 0 before it began */
export const stopModal = (
  to: AnswerTo,
  { id, name, waiting }: { id: number; name: string; waiting: number },
): ModalView =>
  confirming(
    { callback: views.stopCampaign, title: 'Stop campaign', submit: 'Stop' },
    {
      ...{ to, id },
      question: section(
        waiting === 0
          ? md`Stop ${bold(name)} for good? You can’t undo this, but you can duplicate it.`
          : md`Stop ${bold(name)} for good? ${counted(waiting, 'person', 'people')} who ${waiting === 1 ? md`hasn’t` : md`haven’t`} got it yet won’t get it. You can’t undo this.`,
      ),
    },
  );

export const uncertainModal = (
  to: AnswerTo,
  { id, name, uncertain }: { id: number; name: string; uncertain: number },
): ModalView =>
  confirming(
    { callback: views.sendToUncertain, title: 'Send again?', submit: 'Send' },
    {
      ...{ to, id },
      question: section(
        md`Send ${bold(name)} to ${counted(uncertain, 'person', 'people')} who may have it already? The mail server never said whether it took their mail, so some may get it twice.`,
      ),
    },
  );
