import type { Verb } from '../ahead/event.ts';
import { ask, cited, peek, type Read, type Reader, see, take, textOf } from '../reader/reader.ts';

const times = { 'for the first time': 'first', 'for the last time': 'last' } as const;

/**
 * Reads "for the first time" after a verb: `purchased for the first time this month`. Undefined if it isn't here.
 *
 * @param before "first" or "last" if it was said already
 * @param at the token of the verb
 */
export function readTimes(
  reader: Reader,
  before: Verb['which'],
  at: number,
): Read<NonNullable<Verb['which']>> | undefined {
  const words = before === undefined ? see(reader, Object.keys(times)) : undefined;
  if (words === undefined) return undefined;
  take(reader, [words, `${words} ever`]);
  const which = times[words as keyof typeof times];
  // "For the first time in 60 days": after a break, or ever?
  const opening = peek(reader)?.lower ?? '';
  const isBreak =
    opening === 'since' ||
    (opening === 'in' && /^(?:\d|an?$|over$|more$|almost$)/.test(peek(reader, 1)?.lower ?? ''));
  if (!isBreak || which === 'last') return which;
  const from = reader.next - words.split(' ').length;
  const verb = textOf(reader, at, from);
  const message = `Does ${cited(words)} mean ever, or after a break? For ever, say "first ${verb}" and when.`;
  return ask(reader, at, reader.next, message, [`first ${verb}`]);
}
