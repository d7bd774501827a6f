import type { InputBlock, KnownBlock, ModalView, Option } from '@slack/types';
import { z } from 'zod';
import type { PeopleInText } from '../../audience/contacts/people-in-text.ts';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { pickerOf } from '../core/forms-asked.ts';
import { views } from '../core/ids.ts';
import { context, section } from '../kit/message.ts';
import { formFrame, plain, sayingModal } from '../kit/modal.ts';
import { count, counted, md } from '../kit/mrkdwn.ts';

export const peopleMetadata = z.object({ to: answerToSchema });

/** Slack's limits for the checkboxes in one group, and for the address in each. */
const GROUP = 10;
const LONGEST = 75;
/** The most contacts, and the most other people: as many as a person checks by hand. */
const MOST = 100;

/** Ids of the groups: enough for all the people. */
export const groupsOf = (of: keyof PeopleInText): string[] =>
  Array.from({ length: MOST / GROUP }, (_, index) => `${of}${index}`);

/** Who in a message gets which tag. People who aren't contacts yet can be added or left out. */
export function tagPeopleModal(to: AnswerTo, { contacts, others }: PeopleInText): ModalView {
  if (contacts.length + others.length === 0) {
    return sayingModal('Tag people', [
      section(md`No email addresses in this message.`),
      context(md`Attached files aren’t searched. To add people from a file, run \`/contacts import\`.`),
    ]);
  }
  return {
    ...formFrame({ callback: views.tagPeople, title: 'Tag people', submit: 'Tag people', metadata: { to } }),
    blocks: [
      {
        type: 'input',
        block_id: 'tag',
        optional: true,
        label: plain('Tag', 2000),
        element: pickerOf('tag'),
      },
      {
        type: 'input',
        block_id: 'new',
        optional: true,
        label: plain('Or a new tag', 2000),
        element: { type: 'plain_text_input', action_id: 'new', max_length: 60 },
      },
      ...people('contacts', contacts, { words: 'Contacts in this message', checked: true }),
      ...people('others', others, { words: 'Not contacts yet: choose who to add', checked: false }),
      ...(others.length === 0 ? [] : [status]),
    ],
  };
}

function people(
  of: keyof PeopleInText,
  emails: string[],
  { words, checked }: { words: string; checked: boolean },
): KnownBlock[] {
  const fitting = emails.filter((email) => email.length <= LONGEST);
  const shown = fitting.slice(0, MOST);
  const ids = groupsOf(of);
  const groups = ids.flatMap((id, index): InputBlock[] => {
    const options = shown
      .slice(index * GROUP, (index + 1) * GROUP)
      .map((email): Option => ({ text: plain(email, LONGEST), value: email }));
    if (options.length === 0) return [];
    const label = index === 0 ? words : `From number ${count(index * GROUP + 1)}`;
    return [
      {
        type: 'input',
        block_id: id,
        optional: true,
        label: plain(label, 2000),
        element: {
          type: 'checkboxes',
          action_id: id,
          options,
          ...(checked ? { initial_options: options } : {}),
        },
      },
    ];
  });
  const left = emails.length - shown.length;
  return left === 0
    ? groups
    : [
        ...groups,
        context(
          md`${counted(left, 'more address', 'more addresses')} of this kind ${left === 1 ? md`does` : md`do`} not fit here. Paste them: \`/tags add\``,
        ),
      ];
}

const status: InputBlock = {
  type: 'input',
  block_id: 'status',
  optional: true,
  label: plain('Did the new people agree to get mail from you?', 2000),
  element: {
    type: 'radio_buttons',
    action_id: 'status',
    options: [
      { text: plain('They agreed to get mail', 75), value: 'subscribed' },
      { text: plain('Not sure', 75), value: 'non-subscribed' },
    ],
  },
};
