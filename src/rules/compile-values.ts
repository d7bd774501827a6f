import { type AttributeTest, numberOperators } from './attributes.ts';
import type { Days } from './days.ts';
import { attributeField, comparison, type TextField } from './fields.ts';
import { type TextOperatorName, textOperators } from './operators.ts';
import type { Range } from './schema.ts';

/** Adds a parameter and says where it stands. */
export type Param = (value: unknown, type: string) => string;

/** Compares a text, in one case, with one of the values; null where there is none. */
export function textTest(
  field: TextField,
  { operator, values }: { operator: TextOperatorName; values: string[] },
  param: Param,
): string {
  const { sql, folded } = comparison(field, operator);
  // The same letters in one case everywhere: a server's own collation may know only ASCII.
  const compared = folded ? sql : `lower(${sql} COLLATE "und-x-icu")`;
  const given = folded ? values : values.map((value) => value.toLowerCase());
  return textOperators[operator].sql(compared, {
    all: () => param(given, 'text[]'),
    each: () => given.map((value) => param(value, 'text')),
  });
}

/**
 * A test of a value in JSON, of an attribute or of an event's property; null or false where there is none. No cast:
 * another contact may hold a value of any other type there.
 */
export function valueTest(
  { json, text: value }: { json: string; text: string },
  test: AttributeTest<Days>,
  param: Param,
): string {
  switch (test.is) {
    case 'known':
      return `${value} <> ''`;
    case 'text':
      return textTest({ ...attributeField(''), sql: value }, test, param);
    case 'number': {
      // JSON has an order of its own between types: every truth value is greater than every number.
      const isNumber = `jsonb_typeof(${json}) = ${param('number', 'text')}`;
      const numbers = test.values.map(String);
      const compared = numberOperators[test.operator].sql(`(${json})`, {
        all: () => param(numbers, 'jsonb[]'),
        each: () => numbers.map((number) => param(number, 'jsonb')),
      });
      return `${isNumber} AND ${compared}`;
    }
    case 'boolean':
      return `${json} = ${param(String(test.value), 'jsonb')}`;
    case 'date':
      return onDays(value, test.timeframe, param);
    default:
      throw test satisfies never;
  }
}

/**
 * In the order of the bytes, which is that of dates. What has not the form of a date is left out: the number 5, as a text,
 * lies after every year, 12.25 after every 12 December. (LIKE adds a tenth to an open timeframe; a regular expression made
 * it three times as slow.)
 */
function onDays(value: string, { yearly, from, to }: Days, param: Param): string {
  const between = (text: string, least: string, end: string) =>
    `${text} COLLATE "C" >= ${param(least, 'text')} AND ${text} COLLATE "C" < ${param(end, 'text')}`;
  const hasForm = (form: string) => `${value} COLLATE "C" LIKE ${param(form, 'text')}`;
  const isDay = () =>
    yearly ? `(${hasForm('____-__-__')} OR ${hasForm('--__-__')})` : hasForm('____-__-__');
  if (!yearly) return `${between(value, from ?? '0000', to ?? ':')} AND ${isDay()}`;
  const day = `right(${value}, 5)`;
  if (from < to) return `${between(day, from, to)} AND ${isDay()}`;
  return `(${between(day, from, '13')} OR ${between(day, '01', to)}) AND ${isDay()}`;
}

/** `[from, to)`; null where the column is. */
export function within(column: string, { from, to }: Range, param: Param): string {
  const tests = [
    ...(from === null ? [] : [`${column} >= ${param(from, 'timestamptz')}`]),
    ...(to === null ? [] : [`${column} < ${param(to, 'timestamptz')}`]),
  ];
  return tests.length === 0 ? `${column} IS NOT NULL` : tests.join(' AND ');
}
