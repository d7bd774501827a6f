import type { AttributeTest } from '../../../attributes.ts';
import type { Rule } from '../../../schema.ts';
import { seeCounted } from '../ahead/quantity.ts';
import { type Read, type Reader, take } from '../reader/reader.ts';
import { readNumbers, takeOrMore } from './number.ts';

/**
 * Reads a number of things that an attribute counts: `more than 10 seats`, `with 5 or more seats`. Undefined
 * if there is none.
 */
export function readQuantity(reader: Reader): Read<Rule> | undefined {
  const from = reader.next;
  take(reader, ['with', 'having']);
  const noun = seeCounted(reader, 0);
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
