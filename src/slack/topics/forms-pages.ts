import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import type { PagesSettings } from '../../audience/public/settings.ts';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { views } from '../core/ids.ts';
import { formFrame, plain } from '../kit/modal.ts';

export const pagesMetadata = z.object({ to: answerToSchema });

const signUps: PlainTextOption = { text: plain('Let people sign up with a public form', 75), value: 'on' };

/** How the team appears on public pages and in mails. */
export function pagesModal(
  to: AnswerTo,
  { brandName, logo, accent, takesSignUps }: PagesSettings,
): ModalView {
  return {
    ...formFrame({ callback: views.pages, title: 'Public pages', submit: 'Save', metadata: { to } }),
    blocks: [
      text(
        'brandName',
        'Name',
        'The name people know you by. Leave empty to use your Slack workspace’s name.',
        brandName,
        60,
      ),
      text(
        'logo',
        'Logo text',
        'Shown at the top of pages and emails. Leave empty to use the name.',
        logo,
        40,
      ),
      text(
        'accent',
        'Button color',
        'Like #1d5fbf. Text on it is black or white, whichever is easier to read. Leave empty for blue.',
        accent ?? '',
        7,
      ),
      {
        type: 'input',
        block_id: 'takesSignUps',
        optional: true,
        label: plain('Sign-up form', 2000),
        element: {
          type: 'checkboxes',
          action_id: 'takesSignUps',
          options: [signUps],
          ...(takesSignUps ? { initial_options: [signUps] } : {}),
        },
      },
    ],
  };
}

const text = (id: string, label: string, hint: string, value: string, most: number): InputBlock => ({
  type: 'input',
  block_id: id,
  optional: true,
  label: plain(label, 2000),
  hint: plain(hint, 2000),
  element: {
    type: 'plain_text_input',
    action_id: id,
    max_length: most,
    ...(value === '' ? {} : { initial_value: value }),
  },
});
