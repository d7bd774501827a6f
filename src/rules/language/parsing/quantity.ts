import type { AttributeTest } from '../../attributes.ts';
import type { Rule } from '../../schema.ts';
import { numberWords } from '../words.ts';
import { seeAttribute } from './ahead/condition.ts';
import { readNumbers, takeOrMore } from './number.ts';
import { peek, type Read, type Reader, see, take } from './reader.ts';

const comparing = 'more fewer less at over under above below exactly between up > >= < <= ≥ ≤ no'.split(' ');
const orMore = ['or more', 'and more', 'or less', 'or fewer', 'or over'];

/** Whether "more than 10 seats" or "5+ seats" begins `offset` tokens from here. */
export function quantityStarts(reader: Reader, offset: number): boolean {
  return (
    seeNoun(reader, offset + (see(reader, ['with', 'having'], offset) === undefined ? 0 : 1)) !== undefined
  );
}

/**
 * Reads a number of things that an attribute counts: `more than 10 seats`, `with 5 or more seats`. Undefined
 * if there is none.
 */
export function readQuantity(reader: Reader): Read<Rule> | undefined {
  const from = reader.next;
  take(reader, ['with', 'having']);
  const noun = seeNoun(reader, 0);
  if (noun === undefined) {
    reader.next = from;
    return undefined;
  }
  // Parses the number as if the sentence ended before the noun.
  const before = { ...reader, tokens: reader.tokens.slice(0, noun.at) };
  const said = readNumbers(before, noun.name);
  if (said === null) return null;
  if (before.next !== noun.at || (said.test.operator === 'is' && said.test.values.length > 1)) {
    reader.next = from;
    return undefined;
  }
  reader.next = noun.at + noun.length;
  const orMore = said.test.operator === 'is' && !said.negated ? takeOrMore(reader) : undefined;
  const test: AttributeTest<never> = orMore === undefined ? said.test : { ...said.test, operator: orMore };
  const rule: Rule = { type: 'attribute', attribute: noun.id, test };
  return said.negated ? { type: 'not', rule } : rule;
}

/** The number attribute named after a comparison and numbers. */
function seeNoun(
  reader: Reader,
  offset: number,
): { id: number; name: string; at: number; length: number } | undefined {
  const first = peek(reader, offset)?.lower ?? '';
  if (!isNumber(first) && !comparing.includes(first)) return undefined;
  let hasNumber = false;
  for (let at = offset; at < offset + 7; at += 1) {
    const token = peek(reader, at);
    if (token === undefined || token.kind === 'quoted') return undefined;
    const attribute = hasNumber ? seeAttribute(reader, at) : undefined;
    if (attribute?.named.type === 'number' && !attribute.quoted && !units.test(token.lower)) {
      const { id, name } = attribute.named;
      return { id, name, at: reader.next + at, length: attribute.length };
    }
    if (isNumber(token.lower)) hasNumber = true;
    else if (
      hasNumber &&
      !inside.has(token.lower) &&
      see(reader, orMore, at) === undefined &&
      see(reader, orMore, at - 1) === undefined
    )
      return undefined;
  }
  return undefined;
}

/** "More than 60 days ago" is a time, even if an attribute is called "days". */
const units = /^(?:second|minute|hour|day|week|month|quarter|year)s?$/;

/** The words allowed between two numbers. */
const inside = new Set(['and', 'to', ',']);
const isNumber = (word: string): boolean =>
  /^[$€£¥]?\d[\d.+–-]*[$€£¥]?k?$/.test(word) || Object.hasOwn(numberWords, word);
