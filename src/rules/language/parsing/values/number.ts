import {
  type AttributeTest,
  type NumberOperatorName,
  numberOperatorNames,
  numberOperators,
  numberOperatorWords,
  readNumber,
} from '../../../attributes.ts';
import { numberWords } from '../../words.ts';
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
import { currencies, isNumeric, plainNumber, thousandsLength } from './digits.ts';
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
  const token = peek(reader);
  const [, least, most] = (token?.kind === 'word' && span.exec(token.lower)) || [];
  if (token !== undefined && least !== undefined && most !== undefined) {
    const values = [least, most].map((each) => readNumber(plainNumber(each)));
    reader.next += 1;
    return between(reader, reader.next - 1, values);
  }
  if (see(reader, ['to', '-', '–'], 1) !== undefined && isNumeric(peek(reader, 2))) {
    const from = reader.next;
    const first = readOne(reader);
    take(reader, ['to', '-', '–']);
    return between(reader, from, [first, readOne(reader)]);
  }
  const plus = token?.kind === 'word' && token.lower.endsWith('+');
  const orMore = plus ? '>=' : seeOrMore(reader);
  if (orMore === undefined) return undefined;
  const value = readOne(reader);
  if (!plus) take(reader, orMoreWords);
  return value === null ? null : { is: 'number', operator: orMore, values: [value] };
}

const span = /^([$€£¥]?\d+(?:\.\d+)?)[-–]([$€£¥]?\d+(?:\.\d+)?)$/;

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
function seeOrMore(reader: Reader, offset = 1): '>=' | '<=' | undefined {
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
  const list = readValues(reader, (each) => readOne(each, { listed: true }));
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
  if (token.kind === 'word' && /^\D?\d{1,3}(?:\.\d{3})*\.000$/.test(typed)) {
    const message = `${cited(typed)} could be ${number}, or thousands: write it without a point.`;
    const digits = [String(number), typed.replace(/\D/g, '')];
    return ask(reader, from, reader.next, message, digits);
  }
  return number;
}
