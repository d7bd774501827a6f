import { causeOf } from '../../../lib/campaigns/bounce-causes.ts';
import { defined } from '../../../lib/defined.ts';
import type { Note } from '../../../storage/campaigns/note.ts';
import { eventIdOf } from './compose.ts';
import type { HandOver } from './port.ts';

const MINUTE_MS = 60_000;

/** When a mail that was refused for now is tried again: after 1, 5 and 30 minutes, 2 and 8 hours. */
export const RETRIES_MS = [1, 5, 30, 120, 480].map((minutes) => minutes * MINUTE_MS);

/** What to note about a mail after the server's answer. */
export function noteOf(
  { contactId, tries, key }: { contactId: number; tries: number; key: string },
  answer: HandOver,
): Note {
  const note = { contactId, reply: answer.reply, eventId: eventIdOf(key) };
  switch (answer.is) {
    case 'sent':
      return { ...note, state: 'handed over' };
    case 'later':
    case 'unreachable':
    case 'sender refused': {
      const againInMs = RETRIES_MS[tries - 1];
      const open = answer.is === 'later' && answer.isOpen ? ({ reason: 'unanswered' } as const) : {};
      return againInMs === undefined
        ? { ...note, ...open, ...causeNoted(answer), state: 'failed' }
        : { ...note, ...open, state: 'waiting', againInMs };
    }
    case 'refused':
      return answer.isNobody
        ? {
            ...note,
            state: 'bounced',
            reason: 'hard',
            cause: causeOf({ text: answer.reply }) ?? 'no mailbox',
          }
        : { ...note, ...causeNoted(answer), state: 'failed' };
    case 'uncertain':
      return { ...note, state: 'uncertain' };
    default:
      return answer satisfies never;
  }
}

/** Why the server refused a mail, if that is about the mail: what is wrong with the sender is no reason of the mailbox. */
const causeNoted = (answer: HandOver): Pick<Note, 'cause'> =>
  answer.is === 'later' || answer.is === 'refused' ? defined({ cause: causeOf({ text: answer.reply }) }) : {};

/**
 * Whether an answer says that something is wrong with the sender or its server, and not with one recipient:
 * several in a row pause the campaign.
 */
export function isFailure(answer: HandOver): boolean {
  switch (answer.is) {
    case 'sent':
    case 'later':
      return false;
    case 'refused':
      return !answer.isNobody;
    case 'unreachable':
    case 'sender refused':
    case 'uncertain':
      return true;
    default:
      return answer satisfies never;
  }
}
