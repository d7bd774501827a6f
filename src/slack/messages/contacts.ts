import type { KnownBlock } from '@slack/types';
import type { Totals } from '../../audience/contacts.ts';
import { actions } from '../ids.ts';
import { count, counted } from '../mrkdwn.ts';
import { button, buttons, context, type Message, message, section } from './message.ts';

const importButton: KnownBlock = buttons(
  button('Import a CSV file', actions.openImport, '', { style: 'primary' }),
  button('Add a contact', actions.openAddContact, ''),
);

/** How many there are, by status, and the way to bring more in. */
export function contactTotals({ contacts, byStatus }: Totals): Message {
  if (contacts === 0) {
    return message(
      [section('There are no contacts yet. Bring them in from a CSV file of any tool.'), importButton],
      'There are no contacts yet.',
    );
  }
  const lines = Object.entries(byStatus).map(([status, many]) => `• ${status}  *${count(many)}*`);
  return message(
    [
      section(`*${counted(contacts, 'contact')}*\n${lines.join('\n')}`),
      importButton,
      context('Ask for any group: `/segments count signed up in the last 30 days`'),
    ],
    counted(contacts, 'contact'),
  );
}

/** The whole audience at a glance. */
export function audienceTotals(totals: Totals, more: { tags: number; segments: number }): Message {
  const { blocks, text } = contactTotals(totals);
  const beside = `${counted(more.tags, 'tag')} · ${counted(more.segments, 'segment')}`;
  return message(
    [...blocks.slice(0, 1), context(`${beside}  ·  \`/tags\`, \`/segments\``), ...blocks.slice(1)],
    text,
  );
}
