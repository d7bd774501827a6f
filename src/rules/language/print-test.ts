import type { Timeframe } from '../../dates/schema.ts';
import { type AttributeTest, booleanWords, numberOperators } from '../attributes.ts';
import { textOperators } from '../operators.ts';
import { quoteName } from './quote.ts';
import { timeInSentence } from './time-in-sentence.ts';

/**
 * A test of an attribute or of an event's property, or its complement, in words.
 *
 * @param name its spelling in a sentence
 * @param isTaken whether an unquoted value could be something else, such as the name of a yes-or-no attribute
 * @example printTest('seats', { is: 'number', operator: '>', values: [10] }, false) // 'seats > 10'
 */
export function printTest(
  name: string,
  test: AttributeTest<Timeframe>,
  negated: boolean,
  isTaken: (value: string) => boolean = () => false,
): string {
  const is = negated ? 'is not' : 'is';
  const turn = negated ? 'negated' : 'words';
  switch (test.is) {
    case 'known':
      return `has ${negated ? 'no ' : ''}${name}`;
    case 'text':
      return `${name} ${textOperators[test.operator][turn][0]} ${test.values.map((value) => quoteName(value, { always: isTaken(value) })).join(' or ')}`;
    case 'number':
      return `${name} ${numberOperators[test.operator][turn][0]} ${printNumbers(test)}`;
    case 'boolean':
      return `${name} ${is} ${booleanWords[test.value ? 'true' : 'false'][0]}`;
    case 'date':
      return `${name} ${is} ${timeInSentence(test.timeframe)}`;
    default:
      throw test satisfies never;
  }
}

/** "5 and 10", "3 or 4". */
export function printNumbers({ operator, values }: Extract<AttributeTest<never>, { is: 'number' }>): string {
  return values.join(operator === 'between' ? ' and ' : ' or ');
}
