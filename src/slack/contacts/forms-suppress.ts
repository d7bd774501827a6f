import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { views } from '../core/ids.ts';
import { context, section } from '../kit/message.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { bold, md } from '../kit/mrkdwn.ts';
import { askedInputs } from '../topics/asked.ts';

export const suppressMetadata = z.object({ to: answerToSchema, email: z.string().optional() });

const modal = (
  shape: { callback: string; title: string; submit: string },
  metadata: z.infer<typeof suppressMetadata>,
  blocks: KnownBlock[],
): ModalView => ({
  ...formFrame({ ...shape, metadata }),
  blocks,
});

/** Which addresses should get no mail: pasted, or from a file. */
export function suppressModal(to: AnswerTo): ModalView {
  const shape = { callback: views.suppress, title: 'Suppress addresses', submit: 'Suppress' };
  return modal(shape, { to }, [
    section(md`Suppressed addresses get no mail, even if someone deletes and imports them again.`),
    {
      type: 'input',
      block_id: 'emails',
      optional: true,
      label: plain('Email addresses', 2000),
      hint: plain('In any form: lines, commas, "Ada <ada@example.org>".', 2000),
      element: { type: 'plain_text_input', action_id: 'emails', multiline: true, max_length: 3000 },
    },
    {
      type: 'input',
      block_id: 'file',
      optional: true,
      label: plain('Or a suppression list as a file', 2000),
      hint: plain('Every address in it is suppressed. Up to 10 MB.', 2000),
      element: {
        type: 'file_input',
        action_id: 'file',
        filetypes: ['csv', 'tsv', 'txt', 'text'],
        max_files: 1,
      },
    },
  ]);
}

/** Lifting a suppression takes the person's word: where and when they asked for mail again. */
export function liftModal(to: AnswerTo, email: string): ModalView {
  const shape = { callback: views.liftSuppression, title: 'They asked for it', submit: 'Lift suppression' };
  return modal(shape, { to, email }, [
    section(md`Send mail to ${bold(email)} again?`),
    ...askedInputs(),
    context(md`Only the person can lift a complaint, on their preference page.`),
  ]);
}
