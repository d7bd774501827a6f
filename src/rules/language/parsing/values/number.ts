import {
  type AttributeTest,
  type NumberOperatorName,
  numberOperatorNames,
  numberOperators,
  numberOperatorWords,
  readNumber,
} from '../../../attributes.ts';
import { numberWords } from '../../words.ts';
import { seeBare } from '../ahead/bare.ts';
import { refuseNor } from '../reader/nor.ts';
import {
  ask,
  cited,
  notBehind,
  peek,
  type Read,
  type Reader,
  refuse,
  see,
  take,
  textOf,
} from '../reader/reader.ts';
import { currencies, isNumeric, percents, plainNumber, thousandsLength } from './digits.ts';
import { listMeaning, readValues } from './values.ts';

type NumberTest = Extract<AttributeTest<never>, { is: 'number' }>;

/**
 * Reads an operator and numbers: `> 10`, `is 3 or 4`, `between 5 and 10`.
 *
 * @param name what an error calls the thing that is compared
 */
export function readNumbers(reader: Reader, name: string): Read<{ test: NumberTest; negated: boolean }> {
  const from = reader.next;
  take(reader, ['of']);
  const said = takeOperator(reader);
  if (said === undefined && !isNumeric(peek(reader))) {
    const end = Math.min(from + 1, reader.tokens.length);
    return refuse(reader, from, end, notBehind(reader, name));
  }
  const operator = said ?? { name: 'is', negated: false };
  const { negated } = operator;
  const test = operator.name === 'is' ? readSpan(reader) : undefined;
  if (test !== undefined) return test && { test, negated };
  const values = readOperands(reader, operator, name);
  if (values === null) return null;
  return { test: { is: 'number', operator: operator.name, values }, negated };
}

/** "5-10", "5 to 10", "10 or more", "10+". Undefined if there is just a number, or several. */
function readSpan(reader: Reader): Read<NumberTest> | undefined {
  const length = peek(reader)?.kind === 'word' ? thousandsLength(reader) : 1;
  const typed = textOf(reader, reader.next, reader.next + length);
  const hyphened = peek(reader)?.kind === 'word' ? span.exec(typed) : null;
  if (hyphened !== null) return readHyphened(reader, length, hyphened.slice(1));
  if (see(reader, ['to', '-', '–'], length) !== undefined && isNumeric(peek(reader, length + 1))) {
    const from = reader.next;
    const first = readOne(reader);
    take(reader, ['to', '-', '–']);
    return between(reader, from, [first, readOne(reader)]);
  }
  const plus = peek(reader)?.kind === 'word' && typed.endsWith('+');
  const orMore = plus ? '>=' : seeOrMore(reader, length);
  if (orMore === undefined) return undefined;
  const value = readOne(reader);
  if (!plus) take(reader, orMoreWords);
  return value === null ? null : { is: 'number', operator: orMore, values: [value] };
}

const span = /^([$€£¥]?[\d,]+(?:\.\d+)?k?)[-–]([$€£¥]?[\d,]+(?:\.\d+)?k?)$/i;

/** "5-10", "$500-1,000"; in "5-10k" the "k" may be about both. */
function readHyphened(reader: Reader, length: number, [first = '', last = '']: string[]): Read<NumberTest> {
  const from = reader.next;
  const values = [first, last].map((each) => readNumber(plainNumber(each)));
  reader.next += length;
  if (!/k$/i.test(last) || /k$/i.test(first)) return between(reader, from, values);
  const message = `Does the "k" of ${cited(textOf(reader, from, reader.next))} count for both numbers?`;
  const ends = [`${first}k`, first].map((each) => `between ${each} and ${last}`);
  return ask(reader, from, reader.next, message, ends);
}

function between(
  reader: Reader,
  from: number,
  [least = null, most = null]: (number | null)[],
): Read<NumberTest> {
  if (least === null || most === null) return null;
  if (least < most) return { is: 'number', operator: 'between', values: [least, most] };
  return refuseBetween(reader, from, least, most, 'between ');
}

const upwards = [
  ...['or more', 'and more', 'or over', 'and over', 'or above', 'and above', 'or greater', 'or higher'],
  ...['and higher', 'or up', 'and up', 'or larger', 'or bigger'],
];
const downwards = [
  ...['or less', 'and less', 'or fewer', 'and fewer', 'or under', 'and under', 'or below', 'and below'],
  ...['or lower', 'and lower', 'or smaller'],
];
const orMoreWords = [...upwards, ...downwards];

/** "10 or more", after "is". */
function seeOrMore(reader: Reader, offset: number): '>=' | '<=' | undefined {
  if (see(reader, upwards, offset) !== undefined) return '>=';
  return see(reader, downwards, offset) === undefined ? undefined : '<=';
}

/** "or more" after the thing that is counted: "10 seats or more". */
export function takeOrMore(reader: Reader): '>=' | '<=' | undefined {
  const found = seeOrMore(reader, 0);
  if (found !== undefined) take(reader, orMoreWords);
  return found;
}

function readOperands(
  reader: Reader,
  { name: operator, negated }: { name: NumberOperatorName; negated: boolean },
  name: string,
): Read<number[]> {
  if (operator === 'between') return readBetween(reader);
  if (operator === 'is') return readList(reader, name, negated);
  const value = readOne(reader);
  return value === null ? null : [value];
}

function takeOperator(reader: Reader): { name: NumberOperatorName; negated: boolean } | undefined {
  if (see(reader, ['a minimum of', 'a maximum of']) !== undefined) reader.next += 1;
  const words = see(singular(reader), numberOperatorWords);
  if (words !== undefined) reader.next += words.split(' ').length;
  if (words === undefined) return undefined;
  for (const name of numberOperatorNames) {
    const row: { words: readonly string[]; negated: readonly string[] } = numberOperators[name];
    if (row.words.includes(words)) return { name, negated: false };
    if (row.negated.includes(words)) return { name, negated: true };
  }
  return undefined;
}

/** "Seats are 5" as "seats is 5". */
function singular(reader: Reader): Reader {
  const { next } = reader;
  if (!['are', 'were', 'was'].includes(peek(reader)?.lower ?? '')) return reader;
  const tokens = reader.tokens.map((token, index) => (index === next ? { ...token, lower: 'is' } : token));
  return { ...reader, tokens };
}

function readList(reader: Reader, name: string, negated: boolean): Read<number[]> {
  const isValue = () => false;
  // "Seats is 5 and vip".
  const isMeant = (each: Reader) => !isNumeric(peek(each)) && seeBare(each) !== undefined;
  const list = readValues(reader, (each) => readOne(each, { listed: true }), isValue, isMeant);
  if (list === null) return null;
  const from = list.starts[0] ?? reader.next;
  if (list.strayNot) {
    const { at } = list.strayNot;
    return refuse(
      reader,
      at,
      at + 2,
      `"not ${textOf(reader, at + 1, at + 2)}" needs its own name before it.`,
    );
  }
  if (list.nor && !negated) return refuseNor(reader, list.end);
  if (listMeaning(list.connectors) === 'any') return [...new Set(list.values)];
  const message = `"and" can't join values of ${name}: did you mean "or"?`;
  return refuse(reader, from, list.end, message, [list.values.join(' or ')]);
}

function readBetween(reader: Reader): Read<number[]> {
  const from = reader.next;
  if (refuseShares(reader) === null) return null;
  const least = readOne(reader);
  if (least === null) return null;
  if (take(reader, ['and', 'to']) === undefined) {
    return refuse(reader, reader.next, reader.next, `Between ${least} and which number?`);
  }
  const most = readOne(reader);
  if (most === null) return null;
  return least < most ? [least, most] : refuseBetween(reader, from, least, most);
}

function refuseBetween(reader: Reader, from: number, least: number, most: number, word = ''): null {
  const swapped = least === most ? [] : [`${word}${most} and ${least}`];
  const message = `Between a number and a larger one, not ${cited(textOf(reader, from, reader.next))}.`;
  return refuse(reader, from, reader.next, message, swapped);
}

/** One number, in quotes or not: 10, ten, $1,000.50, 10k. */
function readOne(reader: Reader, { listed } = { listed: false }): Read<number> {
  const from = reader.next;
  const token = peek(reader);
  const spelt = token?.kind === 'word' ? numberWords[token.lower] : undefined;
  const length = token?.kind === 'word' ? thousandsLength(reader) : 1;
  const typed = token?.kind === 'quoted' ? token.text.trim() : textOf(reader, from, from + length);
  const share =
    token?.kind === 'word' && (typed.endsWith('%') || see(reader, percents, length) !== undefined);
  if (share) return readShare(reader, length, spelt ?? readNumber(plainNumber(typed.replace(/%$/, ''))));
  const number =
    spelt ?? (token === undefined || token.kind === 'sign' ? null : readNumber(plainNumber(typed)));
  if (token === undefined || number === null) {
    const message =
      token === undefined
        ? 'A number is missing at the end.'
        : `${cited(token.text)} isn’t a number, like 10 or 2.5.`;
    return refuse(reader, from, from + (token ? 1 : 0), message);
  }
  reader.next += length;
  take(reader, currencies);
  if (listed && length > 1 && !/,0|\.|^\D/.test(typed)) {
    const message = `${cited(typed)} could be one number or several; write it without a comma, or say "or".`;
    return ask(reader, from, reader.next, message, [String(number), typed.split(',').join(' or ')]);
  }
  if (token.kind === 'word' && /^\D?\d{1,3}(?:\.\d{3})*\.\d\d0$/.test(typed)) {
    const message = `${cited(typed)} could be ${number}, or thousands: write it without a point.`;
    const digits = [String(number), typed.replace(/\D/g, '')];
    return ask(reader, from, reader.next, message, digits);
  }
  return number;
}

/** "10%": the number that is stored may be 10 or 0.1. */
function readShare(reader: Reader, length: number, number: number | null): Read<number> {
  const from = reader.next;
  const isSign = reader.tokens[from + length - 1]?.lower.endsWith('%') ?? false;
  reader.next += length + (isSign ? 0 : (see(reader, percents, length)?.split(' ').length ?? 0));
  if (number === 0) return number;
  const said = cited(textOf(reader, from, reader.next));
  const stored = number === null ? [] : [String(number), String(Number((number / 100).toFixed(10)))];
  const message = `${said} may be stored as ${stored.join(' or as ') || 'another number'}; say which.`;
  return ask(reader, from, reader.next, message, stored);
}

/** "Between 5% and 15%": both are stored in one way. */
function refuseShares(reader: Reader): null | undefined {
  const [least, word, most] = [peek(reader), peek(reader, 1), peek(reader, 2)];
  const ends = [least, most].map((each) => Number(/^(\d+(?:\.\d+)?)%$/.exec(each?.lower ?? '')?.[1]));
  if (!['and', 'to'].includes(word?.lower ?? '') || ends.some((each) => Number.isNaN(each))) return undefined;
  const said = textOf(reader, reader.next, reader.next + 3);
  const stored = [ends, ends.map((each) => Number((each / 100).toFixed(10)))].map((each) =>
    each.join(' and '),
  );
  const message = `${cited(said)} may be stored as ${stored.join(' or as ')}; say which.`;
  return ask(reader, reader.next, reader.next + 3, message, stored);
}
