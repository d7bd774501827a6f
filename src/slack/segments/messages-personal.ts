import type { Size } from '../../audience/segments/segments.ts';
import { withoutAddresses } from '../../lib/emails.ts';
import type { Message } from '../kit/message.ts';
import { wordsOf } from '../kit/message-words.ts';

/**
 * Whether the words of a rule reveal who someone is, so that they need a confirmation before they go into a
 * channel: a condition on an email address, a name or a phone, or an address anywhere else in the rule.
 */
export const tellsPeople = ({ namesPeople, sentence, readBack }: Size): boolean =>
  (namesPeople && sentence !== null) || holdsAddress(`${sentence} ${readBack}`);

/** Whether a text contains an email address: a segment's name or description may hold one. */
export const holdsAddress = (text: string): boolean => withoutAddresses(text) !== text;

/** The same for everything a message says. */
export const saysAddress = (message: Message): boolean => holdsAddress(wordsOf(message));
