import {
  type AttributeTest,
  type NumberOperatorName,
  numberOperatorNames,
  numberOperators,
  numberOperatorWords,
  readNumber,
} from '../attributes.ts';
import { numberWords } from '../words.ts';
import { cited, notBehind, peek, type Read, type Reader, refuse, see, take, textOf } from './reader.ts';
import { listMeaning, readValues } from './values.ts';

type NumberTest = Extract<AttributeTest<never>, { is: 'number' }>;

/**
 * Reads an operator and numbers: `> 10`, `is 3 or 4`, `between 5 and 10`.
 *
 * @param name of what is compared, as it is called in an error
 */
export function readNumbers(reader: Reader, name: string): Read<{ test: NumberTest; negated: boolean }> {
  const from = reader.next;
  const operator = takeOperator(reader);
  if (operator === undefined) {
    const end = Math.min(from + 1, reader.tokens.length);
    return refuse(reader, from, end, notBehind(reader, name));
  }
  const orMore = operator.name === 'is' ? seeOrMore(reader) : undefined;
  if (orMore !== undefined) {
    const value = readOne(reader);
    take(reader, orMoreWords);
    return value === null
      ? null
      : { test: { is: 'number', operator: orMore, values: [value] }, negated: operator.negated };
  }
  const values = readOperands(reader, operator.name, name);
  if (values === null) return null;
  return { test: { is: 'number', operator: operator.name, values }, negated: operator.negated };
}

const upwards = ['or more', 'and more', 'or over', 'or above', 'or greater'];
const downwards = ['or less', 'or fewer', 'or under', 'or below'];
const orMoreWords = [...upwards, ...downwards];

/** "10 or more", behind "is". */
function seeOrMore(reader: Reader): '>=' | '<=' | undefined {
  if (see(reader, upwards, 1) !== undefined) return '>=';
  return see(reader, downwards, 1) === undefined ? undefined : '<=';
}

function readOperands(reader: Reader, operator: NumberOperatorName, name: string): Read<number[]> {
  if (operator === 'between') return readBetween(reader);
  if (operator === 'is') return readList(reader, name);
  const value = readOne(reader);
  return value === null ? null : [value];
}

function takeOperator(reader: Reader): { name: NumberOperatorName; negated: boolean } | undefined {
  const words = take(reader, numberOperatorWords);
  if (words === undefined) return undefined;
  for (const name of numberOperatorNames) {
    const row: { words: readonly string[]; negated: readonly string[] } = numberOperators[name];
    if (row.words.includes(words)) return { name, negated: false };
    if (row.negated.includes(words)) return { name, negated: true };
  }
  return undefined;
}

function readList(reader: Reader, name: string): Read<number[]> {
  const list = readValues(reader, readOne);
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
  if (least < most) return [least, most];
  const swapped = least === most ? [] : [`${most} and ${least}`];
  const message = `Between a number and a greater one, not ${cited(textOf(reader, from, reader.next))}.`;
  return refuse(reader, from, reader.next, message, swapped);
}

/** One number, in quotes or not. */
function readOne(reader: Reader): Read<number> {
  const from = reader.next;
  const token = peek(reader);
  const spelt = token?.kind === 'word' ? numberWords[token.lower] : undefined;
  const number =
    spelt ?? (token === undefined || token.kind === 'sign' ? null : readNumber(token.text.trim()));
  if (token === undefined || number === null) {
    const message =
      token === undefined
        ? 'A number is missing at the end.'
        : `${cited(token.text)} isn't a number, such as 10 or 2.5.`;
    return refuse(reader, from, from + (token ? 1 : 0), message);
  }
  reader.next += 1;
  const [comma, rest] = [peek(reader), peek(reader, 1)];
  // "1,000" would be 1 or 0.
  const close = comma?.lower === ',' && comma.at === token.at + token.length && rest?.at === comma.at + 1;
  if (close && /^\d{3}$/.test(rest.text)) {
    const said = textOf(reader, from, from + 3);
    const message = `${cited(said)} could be one number or two; write it without a comma, or with a space after it.`;
    return refuse(reader, from, from + 3, message, [said.replace(',', '')]);
  }
  return number;
}
