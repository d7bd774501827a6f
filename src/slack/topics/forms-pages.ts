import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { footerLinesOf } from '../../audience/public/footer-links.ts';
import type { PagesSettings } from '../../audience/public/settings.ts';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { views } from '../core/ids.ts';
import { formFrame, plain } from '../kit/modal.ts';

export const pagesMetadata = z.object({ to: answerToSchema });

const signUps: PlainTextOption = { text: plain('Let people sign up with a public form', 75), value: 'on' };

/** How the team appears on public pages and in mails. */
export function pagesModal(
  to: AnswerTo,
  { brandName, logo, accent, takesSignUps, postalAddress, footerLinks }: PagesSettings,
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
      text(
        'postalAddress',
        'Postal address',
        'Below every mail of a campaign: most countries require it, so campaigns aren’t sent without one.',
        postalAddress,
        300,
        { multiline: true },
      ),
      text(
        'footerLinks',
        'Links below mails',
        'One a line, like: Our shop https://shop.example.com',
        footerLinesOf(footerLinks),
        3000,
        { multiline: true },
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

const text = (
  id: string,
  label: string,
  hint: string,
  value: string,
  most: number,
  { multiline = false } = {},
): InputBlock => ({
  type: 'input',
  block_id: id,
  optional: true,
  label: plain(label, 2000),
  hint: plain(hint, 2000),
  element: {
    type: 'plain_text_input',
    action_id: id,
    max_length: most,
    ...(multiline ? { multiline } : {}),
    ...(value === '' ? {} : { initial_value: value }),
  },
});
