import type { Count } from '../../../conditions/stored-event.ts';
import {
  type CountOperatorName,
  countOperatorNames,
  countOperators,
  largestCount,
} from '../../../operators.ts';
import { coupleWords, numberWords, vagueWords } from '../../words.ts';
import { ask, cited, peek, type Read, type Reader, refuse, see, take, textOf } from '../reader/reader.ts';

/** How often something happened; `bare`: without an operator, as in "twice". */
export interface SaidCount {
  count: Count;
  bare: boolean;
}

/**
 * Reads "at least 3 times", "once", "3 or more times", "at least 5 emails". Undefined if there is no count;
 * then nothing was read ("more than 60 days ago" is a timeframe).
 *
 * @param things what the number may count instead of times: each of them is one event
 */
export function readCount(reader: Reader, things: readonly string[]): Read<SaidCount> | undefined {
  const from = reader.next;
  const between = readBetween(reader, things);
  if (between !== undefined) return between;
  const operator = takeOperator(reader);
  const vague = see(reader, vagueWords);
  const counted = see(reader, ['times', ...things], vague?.split(' ').length ?? 0);
  if (vague !== undefined && counted !== undefined) {
    take(reader, [vague]);
    const message = `${cited(vague)} is not a number: how many?`;
    return ask(reader, reader.next - vague.split(' ').length, reader.next, message, []);
  }
  const number = takeNumber(reader, things);
  if (number === undefined) {
    reader.next = from;
    return undefined;
  }
  const { n, orMore, thing } = number;
  const name = operator ?? orMore ?? 'exactly';
  // None, or one or more, means the same however people count.
  if (thing !== undefined && !isAlike(name, n)) {
    const times = [operator ?? orMore, n === 1 ? 'once' : `${n} times`].filter(Boolean).join(' ');
    const message = `How many times, or how many different ones? Only times can be counted; say "${times}".`;
    return refuse(reader, from, reader.next, message, [times]);
  }
  const said = textOf(reader, from, reader.next);
  if (n < 0) return refuse(reader, from, reader.next, `A count can't be negative, as ${cited(said)} is.`);
  if (!Number.isInteger(n))
    return refuse(reader, from, reader.next, `A count must be a whole number; ${cited(said)} is not.`);
  if (n > largestCount) return refuse(reader, from, reader.next, `A count can be at most ${largestCount}.`);
  if (orMore !== undefined && operator !== undefined) {
    return refuse(reader, from, reader.next, `${cited(said)} says two things about how often.`);
  }
  if (n < countOperators[name].smallest) {
    const always = name === 'at least';
    const message = `${cited(said)} is ${always ? 'true of everyone' : 'true of no one'}, so it has no effect.`;
    return refuse(reader, from, reader.next, message);
  }
  return { count: { operator: name, n }, bare: operator === undefined && orMore === undefined };
}

const isAlike = (name: CountOperatorName, n: number): boolean =>
  n === 0
    ? name === 'exactly' || name === 'at most' || name === 'more than'
    : n === 1 && name !== 'exactly' && name !== 'at most' && name !== 'more than';

/** "between 2 and 5 times", "2 to 5 times", "2-5 times", "two or three times", "once or twice". */
function readBetween(reader: Reader, things: readonly string[]): Read<SaidCount> | undefined {
  const from = reader.next;
  const two = takeTwo(reader, things);
  if (two === undefined) {
    reader.next = from;
    return undefined;
  }
  const { least, most, isEither } = two;
  const said = textOf(reader, from, reader.next);
  const whole = [least, most].every((n) => Number.isInteger(n) && n >= 0 && n <= largestCount);
  if (!whole) {
    const message = `Counts are whole numbers from 0 to ${largestCount}; ${cited(said)} isn’t one.`;
    return refuse(reader, from, reader.next, message);
  }
  if (isEither && most !== least + 1) {
    const message = `${cited(said)} leaves out what’s in between; say "between ${least} and ${most} times", or the verb again for each.`;
    return ask(reader, from, reader.next, message, [`between ${least} and ${most} times`]);
  }
  if (least < most) return { count: { operator: 'between', n: least, most }, bare: false };
  const instead = least === most ? `exactly ${least} times` : `between ${most} and ${least} times`;
  const message = `Between a number and a larger one, not ${cited(said)}.`;
  return refuse(reader, from, reader.next, message, [instead]);
}

/** Two numbers and what they count; `isEither`: with "or" between them. */
function takeTwo(
  reader: Reader,
  things: readonly string[],
): { least: number; most: number; isEither: boolean } | undefined {
  const counted = ['times', ...things];
  const word = take(reader, ['between', 'from']);
  const [, first, second] = /^(\d+)[-–](\d+)$/.exec(peek(reader)?.lower ?? '') ?? [];
  if (first !== undefined && word === undefined) {
    reader.next += 1;
    const two = { least: Number(first), most: Number(second), isEither: false };
    return take(reader, counted) === undefined ? undefined : two;
  }
  const joined = peek(reader, 1)?.lower ?? '';
  const joiners =
    word === 'between' ? ['and', 'to'] : word === 'from' ? ['to', '-', '–'] : ['to', '-', '–', 'or'];
  if (!joiners.includes(joined)) return undefined;
  const [least, most] = [numberAt(reader), numberAt(reader, 2)];
  if (least === undefined || most === undefined) return undefined;
  const isSpelt = Object.hasOwn(often, peek(reader, 2)?.lower ?? '');
  reader.next += 3;
  if (take(reader, counted) === undefined && !isSpelt) return undefined;
  return { least, most, isEither: joined === 'or' };
}

function numberAt(reader: Reader, offset = 0): number | undefined {
  const word = peek(reader, offset)?.lower ?? '';
  if (Object.hasOwn(often, word)) return often[word];
  if (/^-?\d+(?:\.\d+)?$/.test(word)) return Number(word);
  return Object.hasOwn(numberWords, word) ? numberWords[word] : undefined;
}

function takeOperator(reader: Reader): CountOperatorName | undefined {
  if (see(reader, ['a minimum', 'a maximum']) !== undefined) reader.next += 1;
  // "Between" needs two numbers.
  const rows = countOperatorNames
    .filter((name) => name !== 'between')
    .map((name) => ({ name, words: see(reader, countOperators[name].words) }));
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
  const couple = take(reader, coupleWords) === undefined ? undefined : 2;
  const times = couple === undefined ? /^(-?\d+(?:\.\d+)?)(x|\+|x\+)?$/.exec(word) : null;
  const spelt = Object.hasOwn(numberWords, word) ? numberWords[word] : undefined;
  const n = couple ?? (times ? Number(times[1]) : spelt);
  if (n === undefined) return undefined;
  if (couple === undefined) reader.next += 1;
  const sign = times?.[2] ?? '';
  const orMore = sign.endsWith('+') ? { orMore: 'at least' as const } : takeOrMore(reader);
  if (sign.startsWith('x')) return { n, ...orMore, ...takeOrMore(reader) };
  if (take(reader, ['times', 'time', ...things]) !== undefined)
    return { n, ...orMore, ...takeOrMore(reader) };
  const thing = take(reader, ['emails', 'email', 'mails', 'messages', 'campaigns', 'newsletters', 'links']);
  return thing === undefined ? undefined : { n, thing, ...orMore, ...takeOrMore(reader) };
}

/** "or more", before or after the thing that is counted. */
function takeOrMore(reader: Reader): { orMore?: CountOperatorName } {
  const words = see(reader, [...upwards, ...downwards]);
  // "twice or more than 5 times" continues with another count.
  if (words === undefined || peek(reader, words.split(' ').length)?.lower === 'than') return {};
  take(reader, [words]);
  return { orMore: upwards.includes(words) ? 'at least' : 'at most' };
}

const upwards = ['or more', 'and more', 'or more often', 'and up', 'or over', 'plus', '+'];
const downwards = ['or fewer', 'or less', 'or less often'];
