import { namedLike } from '../../../../lib/names.ts';
import type { Rule } from '../../../schema.ts';
import { timeInSentence } from '../../time-in-sentence.ts';
import { newSubscriberWords } from '../../words.ts';
import { readTimeframe } from '../events/time.ts';
import { ask, cited, type Read, type Reader, take, textOf } from '../reader/reader.ts';
import type { Lead } from '../reader/spoken.ts';

/**
 * Reads "new subscribers this month": they signed up then, and are subscribed. Undefined if there is nothing
 * of the kind.
 */
export function readNewSubscribers(reader: Reader, lead: Lead): Read<Rule> | undefined {
  const from = reader.next;
  if (take(reader, newSubscriberWords) === undefined) return undefined;
  const said = textOf(reader, from, reader.next);
  const tags = namedLike(reader.names.tags, said);
  const segments = namedLike(reader.names.segments, said);
  if (tags.length + segments.length > 0) {
    reader.next = from;
    return undefined;
  }
  const timeframe = readTimeframe(reader, { negated: lead.negation !== undefined });
  if (timeframe === null) return null;
  if (timeframe === undefined) {
    const message = `Say since when, like "${said} this month".`;
    return ask(reader, from, reader.next, message, [`${said} this month`]);
  }
  if (lead.negation !== undefined) {
    const time = timeInSentence(timeframe);
    const message = `${cited(textOf(reader, lead.from, reader.next))}: not subscribed, or not new? Choose one.`;
    const meanings = [`subscribed and not signed up ${time}`, `not (subscribed and signed up ${time})`];
    return ask(reader, lead.from, reader.next, message, meanings);
  }
  return {
    type: 'all',
    rules: [
      { type: 'text', field: 'status', operator: 'is', values: ['subscribed'] },
      { type: 'date', field: 'signup date', timeframe },
    ],
  };
}
