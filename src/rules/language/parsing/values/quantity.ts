import type { AttributeTest } from '../../../attributes.ts';
import type { Rule } from '../../../schema.ts';
import { joiners, seeCounted } from '../ahead/quantity.ts';
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
  const sides = readSides(reader, noun);
  if (sides !== undefined) return sides;
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

/** "More than 5 but fewer than 10 seats": both sides. Undefined if there is one. */
function readSides(
  reader: Reader,
  noun: { id: number; name: string; at: number; length: number },
): Rule | undefined {
  const middle = reader.tokens.findIndex(
    ({ lower }, index) => index > reader.next && index < noun.at && joiners.has(lower),
  );
  if (middle < 0) return undefined;
  const first: Reader = { ...reader, problems: [], tokens: reader.tokens.slice(0, middle) };
  const second: Reader = {
    ...reader,
    problems: [],
    tokens: reader.tokens.slice(0, noun.at),
    next: middle + 1,
  };
  const tests = [first, second].map((each) => {
    const said = readNumbers(each, noun.name);
    return each.next === each.tokens.length && said?.negated === false ? said.test : undefined;
  });
  if (tests.some((test) => test === undefined || test.operator === 'is')) return undefined;
  reader.next = noun.at + noun.length;
  const rules = tests.flatMap((test): Rule[] =>
    test === undefined ? [] : [{ type: 'attribute', attribute: noun.id, test }],
  );
  return { type: 'all', rules };
}
