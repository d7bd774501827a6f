import type { KnownBlock, ModalView } from '@slack/types';
import type { AnswerTo } from '../core/answer-to.ts';
import { views } from '../core/ids.ts';
import { context, section } from '../kit/message.ts';
import { plain } from '../kit/modal.ts';
import { bold, md } from '../kit/mrkdwn.ts';

/** What the form of a test shows. */
export interface TestForm {
  id: number;
  name: string;
  /** Addresses that an admin allowed. */
  addresses: string[];
  /** Admins change them here. */
  isAdmin: boolean;
  /** The person who asks: they get it, unless they choose someone else. */
  userId: string;
}

/** Asks who gets a test. */
export const testModal = (to: AnswerTo, { id, name, addresses, isAdmin, userId }: TestForm): ModalView => ({
  type: 'modal',
  callback_id: views.testCampaign,
  private_metadata: JSON.stringify({ to, id }),
  title: plain('Send a test', 24),
  submit: plain('Send test', 24),
  close: plain('Cancel', 24),
  blocks: [
    section(md`Send ${bold(name)} with [Test] in its subject. Its links to preferences lead nowhere.`),
    {
      type: 'input',
      block_id: 'teammates',
      optional: true,
      label: plain('Teammates', 2000),
      element: {
        type: 'multi_users_select',
        action_id: 'teammates',
        initial_users: [userId],
        max_selected_items: 10,
      },
    },
    ...chosen(addresses),
    ...(isAdmin ? [allowing(addresses)] : []),
    context(md`At most 20 tests go out in an hour.`),
  ],
});

function chosen(addresses: string[]): KnownBlock[] {
  if (addresses.length === 0) return [];
  return [
    {
      type: 'input',
      block_id: 'addresses',
      optional: true,
      label: plain('Other addresses', 2000),
      element: {
        type: 'checkboxes',
        action_id: 'addresses',
        options: addresses.map((address, index) => ({ text: plain(address, 75), value: String(index) })),
      },
    },
  ];
}

/** New ones get the test at once. */
const allowing = (addresses: string[]): KnownBlock => ({
  type: 'input',
  block_id: 'allowed',
  optional: true,
  label: plain('Allowed addresses (only admins see this)', 2000),
  hint: plain('Up to 5 that editors may send tests to. An address that you add gets this test.', 2000),
  element: {
    type: 'plain_text_input',
    action_id: 'allowed',
    max_length: 1500,
    multiline: true,
    ...(addresses.length === 0 ? {} : { initial_value: addresses.join('\n') }),
  },
});
