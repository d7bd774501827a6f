import { type CountOperatorName, countOperatorNames, countOperators, largestCount } from '../operators.ts';
import { numberWords } from '../words.ts';
import { cited, peek, type Read, type Reader, refuse, see, take, textOf } from './reader.ts';

/** How often something happened; `bare`: said without an operator, as in "twice". */
export interface Count {
  operator: CountOperatorName;
  n: number;
  bare: boolean;
}

/**
 * Reads "at least 3 times", "once", "3 or more times", "at least 5 emails". Undefined: no count stands here, and nothing
 * was read ("more than 60 days ago" is a timeframe).
 *
 * @param things what may be counted in place of times: each of them is one event
 */
export function readCount(reader: Reader, things: readonly string[]): Read<Count> | undefined {
  const from = reader.next;
  const operator = takeOperator(reader);
  const number = takeNumber(reader, things);
  if (number === undefined) {
    reader.next = from;
    return undefined;
  }
  const { n, orMore, thing } = number;
  if (thing !== undefined) {
    const times = [operator, n === 1 ? 'once' : `${n} times`].filter(Boolean).join(' ');
    const message = `How many times, or how many different ones? Only times can be counted; say "${times}".`;
    return refuse(reader, from, reader.next, message, [times]);
  }
  const said = textOf(reader, from, reader.next);
  if (n < 0) return refuse(reader, from, reader.next, `A count can't be negative, as ${cited(said)} is.`);
  if (!Number.isInteger(n))
    return refuse(reader, from, reader.next, `A count is a whole number; ${cited(said)} is not.`);
  if (n > largestCount) return refuse(reader, from, reader.next, `A count goes up to ${largestCount}.`);
  if (orMore !== undefined && operator !== undefined) {
    return refuse(reader, from, reader.next, `${cited(said)} says two things about how often.`);
  }
  const name = operator ?? orMore ?? 'exactly';
  if (n < countOperators[name].smallest) {
    const always = name === 'at least';
    const message = `${cited(said)} is ${always ? 'true of everyone' : 'true of nobody'}, so it says nothing.`;
    return refuse(reader, from, reader.next, message, [always ? 'at least once' : 'exactly 0 times']);
  }
  return { operator: name, n, bare: operator === undefined && orMore === undefined };
}

function takeOperator(reader: Reader): CountOperatorName | undefined {
  const rows = countOperatorNames.map((name) => ({ name, words: see(reader, countOperators[name].words) }));
  const found = rows
    .filter((row) => row.words !== undefined)
    .sort((a, b) => (b.words ?? '').length - (a.words ?? '').length)[0];
  if (found?.words === undefined) return undefined;
  take(reader, [found.words]);
  return found.name;
}

const often: Record<string, number> = { once: 1, twice: 2, thrice: 3 };

function takeNumber(
  reader: Reader,
  things: readonly string[],
): { n: number; orMore?: CountOperatorName; thing?: string } | undefined {
  const word = peek(reader)?.lower ?? '';
  if (Object.hasOwn(often, word)) {
    reader.next += 1;
    const orMore = takeOrMore(reader);
    return { n: often[word] ?? 1, ...orMore };
  }
  const times = /^(-?\d+(?:\.\d+)?)(x?)$/.exec(word);
  const n = times ? Number(times[1]) : Object.hasOwn(numberWords, word) ? numberWords[word] : undefined;
  if (n === undefined) return undefined;
  reader.next += 1;
  if (times?.[2] === 'x') return { n };
  const orMore = takeOrMore(reader);
  if (take(reader, ['times', 'time', ...things]) !== undefined) return { n, ...orMore };
  const thing = take(reader, ['emails', 'email', 'mails', 'messages', 'campaigns', 'newsletters', 'links']);
  return thing === undefined ? undefined : { n, thing, ...orMore };
}

function takeOrMore(reader: Reader): { orMore?: CountOperatorName } {
  if (take(reader, ['or more', 'and more', 'or more often'])) return { orMore: 'at least' };
  if (take(reader, ['or fewer', 'or less'])) return { orMore: 'at most' };
  return {};
}
