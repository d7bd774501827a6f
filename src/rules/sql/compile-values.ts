import {
  fold,
  foldable,
  hasFolded,
  isVerbatim,
  likeEscaped,
  likeFolded,
  lowered,
  spellings,
  tidy,
} from '../../lib/texts.ts';
import { type AttributeTest, numberOperators } from '../attributes.ts';
import { attributeField, comparison, type TextField } from '../fields.ts';
import { type TextOperatorName, textOperators } from '../operators.ts';
import type { Range } from '../range.ts';
import type { Days } from './days.ts';

/** Adds a parameter and returns its placeholder. */
export type Param = (value: unknown, type: string) => string;

/**
 * Compares a text with the values, treating spellings that people consider the same as equal; null if there
 * is no text.
 */
export function textTest(
  field: TextField,
  { operator, values }: { operator: TextOperatorName; values: string[] },
  param: Param,
): string {
  const { sql, folded } = comparison(field, operator);
  const test = (compared: string, given: string[]) =>
    textOperators[operator].sql(compared, {
      all: () => param(given, 'text[]'),
      each: () => given.map((value) => param(value, 'text')),
    });
  if (folded) return test(sql, values);
  const given = values.map((value) => (field.verbatim || isVerbatim(value) ? lowered(value) : fold(value)));
  const lower = `lower(${sql} COLLATE "${lowerCasing(operator, given)}")`;
  const marked = field.verbatim
    ? []
    : given.filter((value, at) => hasFolded(value) && !isVerbatim(values[at] ?? ''));
  if (marked.length === 0) return test(lower, given);
  const most = mostSpellings[operator === 'is' ? 'listed' : 'patterns'];
  const spelt = marked.map((value) => spellings(value, most / marked.length));
  const isShort = spelt.every((each) => each !== undefined);
  const isMarked = new Set(marked);
  const plain = given.filter((value) => !isMarked.has(value));
  if (operator === 'is') {
    // All spellings are in one list. The database finds them by hash, as fast as one.
    if (isShort) return test(lower, [...plain, ...spelt.flat()]);
    return `${test(lower, given)} OR (${sql} ~ ${param(foldable, 'text')} AND ${test(`folded(${sql})`, marked)})`;
  }
  const { like } = textOperators[operator];
  const likeAny = (patterns: string[]) =>
    `${lower} COLLATE "C" LIKE ANY(${param(patterns.map(like), 'text[]')})`;
  const tests = plain.length === 0 ? [] : [test(lower, plain)];
  // One pattern for every spelling costs as much as the plain test, and leaves few rows for the second test.
  // That one begins with what people typed, which is usually what is stored.
  const first = likeAny(marked.map(likeFolded));
  const typed = values.map((value) => lowered(tidy(value)));
  const second = isShort
    ? likeAny([...new Set([...typed, ...spelt.flat()])].map(likeEscaped))
    : `(${test(`folded(${sql})`, marked)})`;
  return [...tests, `(${first} AND ${second})`].join(' OR ');
}

/** With more, the database folds each row, which takes thirty times as long. */
const mostSpellings = { listed: 65_000, patterns: 2_000 };

/**
 * The collation that lower-cases a text, by the same letters everywhere: a server's own may know only ASCII.
 * "C" takes a third of the time of ICU's, and has the same result for ASCII values. But the lower case of two
 * letters outside ASCII is partly ASCII: the Kelvin sign becomes k, and İ becomes i and a separate dot. So
 * values with a k go to ICU, and parts of a text with an i do too.
 */
export function lowerCasing(operator: TextOperatorName, values: string[]): 'C' | 'und-x-icu' {
  const alike = operator === 'is' ? /^[\0-jl-\x7f]*$/ : /^[\0-hjl-\x7f]*$/;
  return values.every((value) => alike.test(value)) ? 'C' : 'und-x-icu';
}

/**
 * A test of a value in JSON, found by its key; null or false if there is none. It doesn't cast: another
 * contact may have a value of any other type there.
 *
 * @param holder SQL of the JSON object with the values by name: a contact's attributes, an event's properties
 */
export function valueTest(holder: string, key: string, test: AttributeTest<Days>, param: Param): string {
  const value = () => `(${holder}->>${param(key, 'text')})`;
  switch (test.is) {
    case 'known':
      return `${value()} <> ''`;
    case 'text':
      return textTest({ ...attributeField(''), sql: value() }, test, param);
    case 'number': {
      // Reads the JSON once: taking the value out, checking its type and comparing takes nearly twice as
      // long.
      const path = numberOperators[test.operator].path(`$.${JSON.stringify(key)}`, test.values.map(String));
      // Without COALESCE, the planner assumes that `@@` holds for one row in a hundred, and expects too few
      // rows.
      return `COALESCE(${holder} @@ ${param(`strict ${path}`, 'jsonpath')}, false)`;
    }
    case 'boolean':
      return `${holder}->${param(key, 'text')} = ${param(String(test.value), 'jsonb')}`;
    case 'date':
      return onDays(value(), test.timeframe, param);
    default:
      throw test satisfies never;
  }
}

/**
 * Compares in the order of bytes, which is the order of dates. Values that don't look like a date are left
 * out: as a text, the number 5 is after every year, and 12.25 is after every 12 December. (LIKE adds a tenth
 * to an open timeframe; a regular expression made it three times as slow.)
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

/** `[from, to)`; null if the column is null. */
export function within(column: string, { from, to }: Range, param: Param): string {
  const tests = [
    ...(from === null ? [] : [`${column} >= ${param(from, 'timestamptz')}`]),
    ...(to === null ? [] : [`${column} < ${param(to, 'timestamptz')}`]),
  ];
  return tests.length === 0 ? `${column} IS NOT NULL` : tests.join(' AND ');
}

/** A test that is null if there is no value. Its complement is true then. */
export function orNull(sql: string, negated: boolean): string {
  return `(${sql})${negated ? ' IS NOT TRUE' : ''}`;
}

/**
 * The complement of a test of a contact `c` that reads other tables: `c` is not among those who pass it. It
 * is a set, because the database would test "not, or not" again for each contact.
 */
export function notAmong(test: string): string {
  return `NOT EXISTS (SELECT 1 FROM (SELECT c.id FROM contacts c WHERE c.workspace_id = $1 AND ${test}) n WHERE n.id = c.id)`;
}
