import { mailObjects } from '../../words.ts';
import { seeEvent } from '../ahead/event.ts';
import { seeOwnVerb } from '../ahead/own-form.ts';
import { peek, type Reader, take } from '../reader/reader.ts';
import { readCount } from './count.ts';

/**
 * Consumes "only" before a verb that a number without an operator follows: "only purchased once" is "purchased
 * only once". "Only opened" could mean that they did nothing else, and "only opened twice or more" is odd.
 */
export function takeOnly(reader: Reader): void {
  reader.next += onlyBefore(reader, 0);
}

/** How many words "only" and "only ever" are before such a verb, `offset` tokens from here; 0 if there is none. */
export function onlyBefore(reader: Reader, offset: number): number {
  if (peek(reader, offset)?.lower !== 'only') return 0;
  const words = peek(reader, offset + 1)?.lower === 'ever' ? 2 : 1;
  const ahead = { ...reader, next: reader.next + offset + words, problems: [] };
  const verb = seeOwnVerb(ahead) ?? seeEvent(ahead);
  if (verb === undefined) return 0;
  ahead.next += verb.length;
  take(ahead, mailObjects);
  return readCount(ahead, mails)?.bare ? words : 0;
}

const mails = ['email', 'emails'];
