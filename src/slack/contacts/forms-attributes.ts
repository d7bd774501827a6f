import type { ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { defined } from '../../lib/defined.ts';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { views } from '../core/ids.ts';
import { section } from '../kit/message.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { bold, md } from '../kit/mrkdwn.ts';

/** What the modal remembers: where its answer goes, and which attribute it is about. */
export const attributeMetadata = z.object({ to: answerToSchema, id: z.int() });

/** The types to choose from. "Yearly" is a choice of its own, because it is part of the type. */
export const typeChoices = {
  text: { type: 'text', yearly: false, words: 'Text' },
  number: { type: 'number', yearly: false, words: 'Number' },
  boolean: { type: 'boolean', yearly: false, words: 'Yes or no' },
  date: { type: 'date', yearly: false, words: 'Date' },
  yearly: { type: 'date', yearly: true, words: 'Yearly date, like a birthday' },
} as const;
export type TypeChoice = keyof typeof typeChoices;

/** The form to change an attribute's type. A preview of the result precedes any change. */
export function attributeModal(
  to: AnswerTo,
  { id, name, type, yearly }: { id: number; name: string; type: string; yearly: boolean },
): ModalView {
  const options = Object.entries(typeChoices).map(
    ([value, { words }]): PlainTextOption => ({ text: plain(words, 75), value }),
  );
  const present = options.find(({ value }) => value === (yearly ? 'yearly' : type));
  return {
    ...formFrame({
      callback: views.attributeType,
      title: 'Change type',
      submit: 'Preview',
      metadata: { to, id } satisfies z.infer<typeof attributeMetadata>,
    }),
    blocks: [
      section(md`The type of ${bold(name)} decides how rules compare its values.`),
      {
        type: 'input',
        block_id: 'type',
        label: plain('Type', 2000),
        element: {
          type: 'static_select',
          action_id: 'type',
          options,
          ...defined({ initial_option: present }),
        },
      },
    ],
  };
}
