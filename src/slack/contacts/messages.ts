import type { KnownBlock } from '@slack/types';
import type { Totals } from '../../audience/contacts/totals.ts';
import type { PeoplePage } from '../../audience/people/list.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section } from '../kit/message.ts';
import { count, counted, escaped, joined, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { peopleList } from '../people/messages-list.ts';

const importButton: KnownBlock = buttons(
  button('Import a CSV file', actions.openImport, '', { style: 'primary' }),
  button('Add a contact', actions.openAddContact, ''),
);

/** The number of contacts by status, and how to import more. */
export function contactTotals({ contacts, byStatus }: Totals): Message {
  if (contacts === 0) {
    return message(
      [section(md`No contacts yet. Import them as a CSV file from any tool.`), importButton],
      'No contacts yet.',
    );
  }
  return message(
    [
      section(md`*${counted(contacts, 'contact')}*\n${statusLines(byStatus)}`),
      importButton,
      context(md`Count any group: \`/segments count signed up in the last 30 days\``),
    ],
    counted(contacts, 'contact'),
  );
}

/** The newest contacts, page by page, under the number of contacts by status. */
export function contactList({ byStatus }: Totals, page: PeoplePage): Message {
  const statuses = Object.entries(byStatus)
    .filter(([, many]) => many > 0)
    .map(([status, many]) => md`*${count(many)}* ${escaped(status)}`);
  return peopleList(page, { below: [importButton, context(joined(statuses, '  ·  '))] });
}

export const statusLines = (byStatus: Totals['byStatus']): Mrkdwn =>
  joined(Object.entries(byStatus).map(([status, many]) => md`• ${escaped(status)}  *${count(many)}*`));
