import type { ConsentHistory } from '../../audience/topics/history.ts';
import { wayWords } from '../../lib/topics.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, paragraphs, section } from '../kit/message.ts';
import { bold, code, escaped, type Mrkdwn, md, moment, person } from '../kit/mrkdwn.ts';

/** How many rows one page has. */
export const ROWS_PER_PAGE = 30;

type Row = ConsentHistory['rows'][number];

const ways: Record<string, string> = { ...wayWords, request: 'on request' };

/** Everything that was said about what a contact gets, newest first. */
export function consentPage(
  { contact, rows, next }: ConsentHistory,
  { isFirst }: { isFirst: boolean },
): Message {
  const value = next === undefined ? '' : JSON.stringify({ id: contact.id, before: next });
  return message(
    [
      section(md`*Consent history* of ${bold(contact.email)}${isFirst ? '' : md`, older`}`),
      ...paragraphs(rows.map(rowWords)),
      ...(next === undefined
        ? [
            context(
              md`Added by ${escaped(clip(contact.source, 60))} ${moment(contact.createdAt)}.${rows.length === 0 && isFirst ? md` Nothing recorded since: they are ${escaped(contact.status)}, by ${escaped(clip(contact.statusSource, 60))} ${moment(contact.statusAt)}.` : ''}`,
            ),
          ]
        : []),
      buttons(
        ...(next === undefined ? [] : [button('Older', actions.consentHistory, value)]),
        button('Show contact', `${actions.showContact}.show`, String(contact.id)),
      ),
    ],
    'Consent history',
  );
}

function rowWords(row: Row): Mrkdwn {
  const { how, by, file, details, at } = row;
  const way =
    how === 'import' && file !== null
      ? md`by the import of ${code(clip(file, 80))}`
      : escaped(ways[how] ?? how);
  const who = by === null ? '' : md`, ${person(clip(by, 80))}`;
  const where = typeof details.where === 'string' ? md` (${escaped(clip(details.where, 200))})` : '';
  const text = typeof details.text === 'string' ? md`, at “${escaped(clip(details.text, 200))}”` : '';
  return md`• ${moment(at)}  ${said(row)} ${way}${who}${where}${text}`;
}

const statusWords: Record<string, string> = {
  consent: 'agreed to get mail',
  confirmation: 'agreed to get mail',
  'opt-out': 'unsubscribed from everything',
  complaint: 'reported an email as spam',
  bounce: 'bounced',
  withdrawal: 'was set to non-subscribed',
  undone: 'change of status undone',
};

function said({ what, said: saying, topic, details, undoes }: Row): Mrkdwn {
  switch (what) {
    case 'status': {
      const to = typeof details.to === 'string' ? md` → ${escaped(details.to)}` : '';
      return md`${escaped(statusWords[saying] ?? saying)}${to}`;
    }
    case 'topic':
      return undoes !== null
        ? md`change of ${bold(clip(topic ?? 'a topic', 60))} undone`
        : md`${bold(clip(topic ?? 'a topic', 60))} ${saying === 'off' ? md`off` : md`on`}`;
    case 'pause':
      if (undoes !== null) return md`pause undone`;
      return saying === 'paused' && typeof details.until === 'string'
        ? md`paused until ${moment(new Date(details.until))}`
        : md`ended the pause`;
    case 'suppression':
      if (undoes !== null) return md`suppression undone`;
      return saying === 'lifted' ? md`suppression lifted` : md`suppressed`;
    case 'address':
      return md`got another address`;
    default:
      return what satisfies never;
  }
}
