import { parseTimeframe } from '../../../../dates/parse.ts';
import type { Timeframe } from '../../../../dates/schema.ts';
import { defined } from '../../../../lib/defined.ts';
import { namedLike } from '../../../../lib/names.ts';
import { nearest } from '../../../../lib/words.ts';
import {
  type AttributeTest,
  booleanWords,
  dateSides,
  dateSideWords,
  numberOperators,
  numberOperatorWords,
} from '../../../attributes.ts';
import { attributeField } from '../../../fields.ts';
import type { NamedAttribute } from '../../../names.ts';
import { textOperators } from '../../../operators.ts';
import type { Rule } from '../../../schema.ts';
import { setWords } from '../../missing-words.ts';
import { quoteName } from '../../quote.ts';
import { dateOperators, operatorWords } from '../../table-words.ts';
import { isKeyword, peopleWords, timeOpenings } from '../../words.ts';
import { conditionStarts } from '../ahead/condition.ts';
import { joinStarts } from '../ahead/join.ts';
import type { Seen } from '../ahead/named.ts';
import { readAnyTimeframe } from '../events/time.ts';
import { isJoiner, isOver } from '../reader/connectors.ts';
import { ask, cited, peek, type Read, type Reader, refuse, see, take, textOf } from '../reader/reader.ts';
import type { Lead } from '../reader/spoken.ts';
import { takeUnknown } from '../reader/unknown.ts';
import { refuseEmptiness } from './emptiness.ts';
import { readNumbers } from './number.ts';
import { refusePastDate } from './past-date.ts';
import { readComparison } from './text.ts';

/**
 * Reads `plan is pro`, `seats > 10`, `renewal date is in the next 30 days`, `has seats`, starting at the
 * name.
 */
export function readAttribute(
  reader: Reader,
  { named: attribute, length }: Seen<NamedAttribute>,
  lead: Lead,
): Read<Rule> {
  const named: Compared = { attribute, from: reader.next, to: reader.next + length };
  reader.next = named.to;
  const negated = lead.negation !== undefined;
  const having = lead.auxiliaries.some((word) => ['has', 'have', 'had'].includes(word));
  if (attribute.type === 'boolean' && !having && isNamedAlone(reader, named)) {
    if (refuseNamesake(reader, named, lead) === null) return null;
    take(reader, peopleWords);
    const rule: Rule = { type: 'attribute', attribute: attribute.id, test: { is: 'boolean', value: true } };
    return negated ? { type: 'not', rule } : rule;
  }
  const said: Read<Said> = having ? readHad(reader, named) : readTest(reader, named, negated);
  if (said === null) return null;
  const rule: Rule = { type: 'attribute', attribute: attribute.id, test: said.test };
  // "Is unknown" is a negation itself, and a "not" in either place reverses it.
  const turned = said.test.is === 'known' ? negated !== said.negated : negated || said.negated;
  return turned ? { type: 'not', rule } : rule;
}

/** Whether the name alone says yes or no: "is active", "active customers". */
function isNamedAlone(reader: Reader, { from }: Compared): boolean {
  if (reader.tokens[from]?.kind === 'quoted') return false;
  const after = see(reader, peopleWords) === undefined ? 0 : 1;
  return (
    isOver(peek(reader, after)) || joinStarts(reader, after) || (after > 0 && conditionStarts(reader, after))
  );
}

/** "Active" if a tag or segment has that name, and "were active": we only know the present. */
function refuseNamesake(reader: Reader, { attribute, from, to }: Compared, lead: Lead): null | undefined {
  const said = textOf(reader, from, to);
  const not = lead.negation === undefined ? '' : 'not ';
  const is = `${quoteName(attribute.name)} is ${not}true`;
  if (lead.auxiliaries.some((word) => !['is', 'are'].includes(word))) {
    const message = `${cited(attribute.name)} only has its current value; say "${is}".`;
    return ask(reader, lead.from, to, message, [is]);
  }
  const things = [
    ...namedLike(reader.names.tags, said).map(
      ({ name }) => `${not}tagged ${quoteName(name, { always: true })}`,
    ),
    ...namedLike(reader.names.segments, said).map(
      ({ name }) => `${not}in segment ${quoteName(name, { always: true })}`,
    ),
  ];
  if (things.length === 0) return undefined;
  const message = `${cited(said)} is an attribute, and something else has that name. Which one do you mean?`;
  return ask(reader, lead.from, to, message, [is, ...things]);
}

/** What follows "has" and an attribute's name: a value, as in "has plan pro", or nothing. */
export function readHad(reader: Reader, named: Compared): Read<Said> {
  const { type } = named.attribute;
  if (takeSet(reader)) return { test: { is: 'known' }, negated: false };
  const isText = type === 'text' && isValueAhead(reader);
  const isNumber = type === 'number' && /^[$€£¥]?\d/.test(peek(reader)?.lower ?? '');
  if (isText || isNumber) return readTest(reader, { ...named, implied: true }, false);
  return isCompared(reader, type)
    ? readTest(reader, named, false)
    : { test: { is: 'known' }, negated: false };
}

/** Consumes "set" and the like after what people have, if nothing follows. */
export function takeSet(reader: Reader): boolean {
  const length = see(reader, setWords)?.split(' ').length;
  if (length === undefined || !(isOver(peek(reader, length)) || joinStarts(reader, length))) return false;
  reader.next += length;
  return true;
}

/** "With seats over 10", "with a renewal date in the next 30 days"; "in" may begin a place. */
function isCompared(reader: Reader, type: NamedAttribute['type']): boolean {
  const words =
    type === 'date'
      ? [...dateSideWords, ...dateOperators, 'this', 'next', 'last', 'today', 'tomorrow', 'yesterday']
      : type === 'number'
        ? [...numberOperatorWords, 'of']
        : operatorWords;
  const seen = see(reader, words);
  if (seen === undefined || (seen === 'in' && type !== 'date')) return false;
  return type !== 'date' || readSpanAhead(reader);
}

/** Whether a timeframe, or a side of today, begins here. */
function readSpanAhead(reader: Reader): boolean {
  const ahead = { ...reader, problems: [] };
  if (see(ahead, dateSideWords) !== undefined) return true;
  return readAnyTimeframe(ahead, false) !== null;
}

/** One word, or one quoted text, that can't begin a timeframe or a place. */
export function isValueAhead(reader: Reader): boolean {
  const token = peek(reader);
  if (token === undefined || isOver(token) || conditionStarts(reader)) return false;
  if (token.kind === 'sign' || timeOpenings.has(token.lower) || (token.kind === 'word' && isKeyword(token)))
    return false;
  return isOver(peek(reader, 1)) || conditionStarts(reader, 1);
}

/** What a condition compares, an attribute or a property of an event, and the tokens of its name. */
interface Compared {
  attribute: Omit<NamedAttribute, 'id'>;
  from: number;
  to: number;
  /** There is no operator, which means `is`: "has plan pro". */
  implied?: true;
}

interface Said {
  test: AttributeTest<Timeframe>;
  negated: boolean;
}

/** Reads a test that fits the attribute's type, starting after its name. */
export function readTest(reader: Reader, named: Compared, negated: boolean): Read<Said> {
  const { attribute, from, to } = named;
  const unknown = named.implied ? undefined : takeUnknown(reader);
  if (unknown !== undefined) return { test: { is: 'known' }, negated: !unknown.has };
  for (const refused of [wrongType, refuseNoValue]) if (refused(reader, named) === null) return null;
  const start = reader.next;
  const said = readTyped(reader, named, negated);
  if (said === null || !(negated && said.negated) || attribute.type === 'text') return said;
  const words = take({ ...reader, next: start }, [...numberOperatorWords, 'is not', 'was not']) ?? 'is not';
  const message = `"not" and ${cited(words)} are a double negative; say it once.`;
  return ask(reader, from - 1, reader.next, message, [
    `${textOf(reader, from, to)} is ${textOf(reader, start + words.split(' ').length, reader.next)}`,
  ]);
}

/** `seats is empty`. For a text, "empty" could be a value, so the reader of texts handles it. */
function refuseNoValue(reader: Reader, { attribute, from }: Compared): null | undefined {
  if (attribute.type === 'text') return undefined;
  const after = { ...reader };
  const words = take(after, ['is', 'is not', 'was', 'was not', '=', '!=']);
  if (words === undefined) return undefined;
  const negated = words.endsWith(' not') || words === '!=';
  return refuseEmptiness(after, { from, name: quoteName(attribute.name), negated, optional: true });
}

function readTyped(reader: Reader, { attribute, from, to, implied }: Compared, negated: boolean): Read<Said> {
  const { type } = attribute;
  switch (type) {
    case 'text': {
      const field = attributeField(quoteName(attribute.name));
      const said = readComparison(reader, { field, from, to, ...defined({ implied }) }, negated);
      return (
        said && { test: { is: 'text', operator: said.operator, values: said.values }, negated: said.negated }
      );
    }
    case 'number':
      return readNumbers(reader, cited(attribute.name));
    case 'boolean':
      return readBoolean(reader, { attribute, from, to });
    case 'date': {
      const side = readSide(reader, attribute.yearly);
      if (side !== undefined) return side;
      const word = take(reader, ['is not', 'was not', '!=', 'is', 'was', '=', ':', 'falls']);
      // "Whose birthday is it today".
      if (word === 'is') take(reader, ['it']);
      const start = reader.next;
      const timeframe = readAnyTimeframe(reader, attribute.yearly);
      if (timeframe && refusePastDate(reader, attribute.name, { timeframe, from: start }) === null)
        return null;
      const not = word === '!=' || (word?.endsWith(' not') ?? false);
      return timeframe && { test: { is: 'date', timeframe }, negated: not };
    }
    default:
      throw type satisfies never;
  }
}

/**
 * "has passed", "is in the future": a side of today. Undefined if there are no such words, or more follow.
 */
function readSide(reader: Reader, yearly: boolean): Read<Said> | undefined {
  const words = see(reader, dateSideWords);
  if (words === undefined) return undefined;
  const length = words.split(' ').length;
  // "In the past 30 days" is a timeframe.
  if (!isOver(peek(reader, length)) && !conditionStarts(reader, length)) return undefined;
  for (const [phrase, row] of Object.entries(dateSides)) {
    const negated = (row.negated as readonly string[]).includes(words);
    if (!negated && !(row.words as readonly string[]).includes(words)) continue;
    const from = reader.next;
    reader.next += length;
    const context = { ...reader.dates, direction: 'any', yearly } as const;
    const parsed = parseTimeframe(phrase, context);
    if (yearly || !parsed.ok) {
      const message = `A yearly date has no ${cited(textOf(reader, from, reader.next))}; give a range from when to when.`;
      return refuse(reader, from, reader.next, message);
    }
    return { test: { is: 'date', timeframe: parsed.timeframe }, negated };
  }
  return undefined;
}

function readBoolean(reader: Reader, { attribute, from: start }: Compared): Read<Said> {
  const word = take(reader, ['is not', 'is', '=', '!=', ':']);
  const from = reader.next;
  const value = word === undefined ? undefined : take(reader, Object.values(booleanWords).flat());
  if (value !== undefined) {
    const is = (booleanWords.true as readonly string[]).includes(value);
    const other = see(reader, Object.values(booleanWords).flat(), 1);
    if (other !== undefined && isJoiner(peek(reader))) {
      const name = quoteName(attribute.name);
      const message = `To match both true and false, say "has ${name}".`;
      return ask(reader, start, reader.next + 2, message, [`has ${name}`]);
    }
    return { test: { is: 'boolean', value: is }, negated: word === 'is not' || word === '!=' };
  }
  const name = quoteName(attribute.name);
  const message = `${cited(attribute.name)} is true or false; say "${name} is true" or "${name} is false".`;
  const near = word === undefined ? [] : nearest(peek(reader)?.lower ?? '', ['true', 'false', 'yes', 'no']);
  return refuse(reader, from, Math.min(from + 1, reader.tokens.length), message, near);
}

/** The operators of each type, for the error about any other. */
const says: Record<NamedAttribute['type'], string> = {
  text: 'is text: say is, contains, starts with or ends with',
  number: 'is a number: say is, >, >=, <, <= or between',
  boolean: 'is true or false: say is true or is false',
  date: 'is a date: say is before, is after, is in the next 30 days and so on',
};

/** An operator of another type: `plan > 10` if plan is a text. */
function wrongType(reader: Reader, { attribute }: Compared): null | undefined {
  const { type } = attribute;
  const texts = see(reader, operatorWords);
  const numbers = see(reader, numberOperatorWords);
  const is = [...numberOperators.is.words, ...numberOperators.is.negated] as readonly string[];
  const shared = new Set<string>([...textOperators.is.words, ...textOperators.is.negated, ...is]);
  const [longest = '', other = ''] = [texts ?? '', numbers ?? ''].sort((a, b) => b.length - a.length);
  const foreign =
    longest !== '' &&
    !shared.has(longest) &&
    (type === 'boolean' || (type === 'text' ? longest !== texts : type === 'number' && longest !== numbers));
  // Signs, "between" and the like begin a timeframe as well.
  const text = type === 'date' && Object.hasOwn(textOperators, longest) && longest !== 'is';
  if (!foreign && !text) return undefined;
  const words = Math.max(longest.split(' ').length, other === '' ? 0 : 1);
  const { next } = reader;
  const found = textOf(reader, next, next + words);
  if (peek(reader) === undefined) return undefined;
  return refuse(reader, next, next + words, `${cited(attribute.name)} ${says[type]}, not ${cited(found)}.`);
}
