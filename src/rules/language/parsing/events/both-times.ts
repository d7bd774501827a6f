import { parseTimeframe } from '../../../../dates/parse.ts';
import type { Timeframe } from '../../../../dates/schema.ts';
import { isJoiner } from '../reader/connectors.ts';
import { ask, cited, type Reader, textOf } from '../reader/reader.ts';

/**
 * "Opened in March and April": in one of them, or in each? `dates/` reads one stretch, which is right for what
 * happens once. Undefined if the words name one stretch anyway: "between March and April".
 *
 * @param at the token of the verb
 * @param from the token at which the timeframe begins
 */
export function refuseBothTimes(
  reader: Reader,
  timeframe: Timeframe,
  { at, from, negated }: { at: number; from: number; negated: boolean },
): null | undefined {
  if (timeframe.kind !== 'between' && timeframe.kind !== 'weekdays') return undefined;
  const said = textOf(reader, from, reader.next);
  const [, first = '', last = ''] = list.exec(said) ?? [];
  const context = { ...reader.dates, direction: 'past' } as const;
  if (last === '' || oneStretch.test(said)) return undefined;
  // "Bewteen March and May" is one stretch, too.
  if (![...first.split(/\s*,\s*/), last].every((each) => parseTimeframe(each, context).ok)) return undefined;
  const word = preposition.exec(first)?.[0] ?? '';
  const either = [`${first} or ${last}`, `from ${first.slice(word.length)} to ${last}`];
  const each = `${first} and ${textOf(reader, at, from)} ${word}${last}`;
  const message = `Does ${cited(said)} mean at any time in them, or in each of them?`;
  // "Opened and clicked in March and April": the verbs before would share only the first month.
  const isMore = first.includes(',') || negated || isJoiner(reader.tokens[at - 1]);
  return ask(reader, from, reader.next, message, isMore ? either : [...either, each]);
}

const list = /^(.+?)\s+and\s+(?:(?:in|on|at)\s+)?(.+)$/i;
const oneStretch = /^(?:between|from|after|since|before|until|starting|any|either)\b/i;
const preposition = /^(?:in|on|at|during)\s+/i;
