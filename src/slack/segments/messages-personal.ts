import type { Size } from '../../audience/segments/segments.ts';
import { withoutAddresses } from '../../lib/emails.ts';
import type { Message } from '../kit/message.ts';
import { wordsOf } from '../kit/message-words.ts';

/**
 * Whether what is shown of a rule tells who somebody is, so that it goes into a channel only after a question: a condition on an
 * email address, a name or a phone, or an address anywhere else in it.
 */
export const tellsPeople = ({ namesPeople, sentence, readBack }: Size): boolean =>
  (namesPeople && sentence !== null) || holdsAddress(`${sentence} ${readBack}`);

/** Whether a text holds an email address: somebody may have put one into a segment's name or description. */
export const holdsAddress = (text: string): boolean => withoutAddresses(text) !== text;

/** The same of all that a message says. */
export const saysAddress = (message: Message): boolean => holdsAddress(wordsOf(message));
