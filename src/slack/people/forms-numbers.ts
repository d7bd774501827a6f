import type { InputBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { type PeopleSource, sourceSchema } from '../../audience/people/source.ts';
import { clip } from '../../lib/words.ts';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { fromCompactJson, toCompactJson } from '../core/compact-json.ts';
import { pickers, views } from '../core/ids.ts';
import { plain } from '../kit/modal.ts';

/** Slack's limit is 3,000 characters for everything that a modal remembers. */
const ROOM = 2500;

/** What the forms about numbers remember: whom they are about, if that is known. */
export const numbersMetadata = z.object({
  to: answerToSchema,
  list: z
    .string()
    .transform((text) => sourceSchema.parse(fromCompactJson(text)))
    .optional(),
});

const metadata = (to: AnswerTo, source: PeopleSource | undefined): string =>
  JSON.stringify({ to, ...(source === undefined ? {} : { list: toCompactJson(source, ROOM) }) });

const words = (block: string, label: string, more: { hint?: string; initial?: string } = {}): InputBlock => ({
  type: 'input',
  block_id: block,
  label: plain(label, 2000),
  ...(more.hint === undefined ? {} : { hint: plain(more.hint, 2000) }),
  element: {
    type: 'plain_text_input',
    action_id: block,
    max_length: 1000,
    ...(more.initial === undefined ? {} : { initial_value: clip(more.initial, 1000) }),
  },
});

const hint = 'The name of a segment or a tag, or a rule like: tagged vip and never opened';

/** Asks what to break people down by; without a source, also whom. */
export const breakDownModal = (to: AnswerTo, source?: PeopleSource): ModalView => ({
  type: 'modal',
  callback_id: views.breakDown,
  private_metadata: metadata(to, source),
  title: plain('Break down', 24),
  submit: plain('Break down', 24),
  close: plain('Cancel', 24),
  blocks: [
    ...(source === undefined ? [words('people', 'People', { hint, initial: 'everyone' })] : []),
    {
      type: 'input',
      block_id: 'by',
      label: plain('By', 2000),
      element: {
        type: 'external_select',
        action_id: pickers.breakdown,
        min_query_length: 0,
        placeholder: plain('Country, tag, status, an attribute …', 150),
      },
    },
  ],
});

/** Asks whom to compare; with a source, only with whom. */
export const compareModal = (to: AnswerTo, known?: { source: PeopleSource; name: string }): ModalView => ({
  type: 'modal',
  callback_id: views.comparePeople,
  private_metadata: metadata(to, known?.source),
  title: plain('Compare', 24),
  submit: plain('Compare', 24),
  close: plain('Cancel', 24),
  blocks:
    known === undefined
      ? [words('one', 'Compare', { hint }), words('other', 'With')]
      : [words('other', `Compare ${clip(known.name, 200)} with`, { hint })],
});
