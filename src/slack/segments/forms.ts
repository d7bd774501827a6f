import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { cut } from '../../lib/words.ts';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { views } from '../core/ids.ts';
import { section } from '../kit/message.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { bold, md } from '../kit/mrkdwn.ts';
import { personInput } from '../people/forms-person.ts';

/** What a modal about a segment remembers. */
export const segmentMetadata = z.object({ to: answerToSchema, id: z.int() });

interface About {
  id: number;
  name: string;
}

const modal = (
  shape: { callback: string; title: string; submit: string },
  to: AnswerTo,
  id: number,
  blocks: ModalView['blocks'],
): ModalView => ({
  ...formFrame({ ...shape, metadata: { to, id } }),
  blocks,
});

const nameInput = (initial: string): ModalView['blocks'][number] => ({
  type: 'input',
  block_id: 'name',
  label: plain('Name', 2000),
  element: {
    type: 'plain_text_input',
    action_id: 'name',
    max_length: 80,
    ...(initial === '' ? {} : { initial_value: initial }),
  },
});

export const renameSegmentModal = (to: AnswerTo, { id, name }: About): ModalView =>
  modal({ callback: views.renameSegment, title: 'Rename segment', submit: 'Rename' }, to, id, [
    nameInput(name),
  ]);

export const copySegmentModal = (to: AnswerTo, { id, name }: About): ModalView =>
  modal({ callback: views.copySegment, title: 'Copy segment', submit: 'Copy' }, to, id, [
    section(md`A new segment with the rule of ${bold(name)}. Change it however you like.`),
    nameInput(cut(`Copy of ${name}`, 80)),
  ]);

export const deleteSegmentModal = (to: AnswerTo, { id, name }: About): ModalView =>
  modal({ callback: views.deleteSegment, title: 'Delete segment', submit: 'Delete' }, to, id, [
    section(
      md`Delete the segment ${bold(name)}? Its members stay contacts. You can undo this for 30 minutes.`,
    ),
  ]);

/** Asks for the contact whose membership to explain. */
export const whyModal = (to: AnswerTo, { id, name }: About): ModalView =>
  modal({ callback: views.whySegment, title: 'Why is someone in it?', submit: 'Explain' }, to, id, [
    section(md`See each condition of ${bold(name)} for one person: what decides it, and when it changes.`),
    personInput,
  ]);
