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

/** Adds a parameter and says where it stands. */
export type Param = (value: unknown, type: string) => string;

/** Compares a text, as people would call it the same, with one of the values; null where there is none. */
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
  const lower = `lower(${sql} COLLATE "${folding(operator, given)}")`;
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
    // All spellings in one list, which the database looks up by their hash: as quick as one.
    if (isShort) return test(lower, [...plain, ...spelt.flat()]);
    return `${test(lower, given)} OR (${sql} ~ ${param(foldable, 'text')} AND ${test(`folded(${sql})`, marked)})`;
  }
  const { like } = textOperators[operator];
  const likeAny = (patterns: string[]) =>
    `${lower} COLLATE "C" LIKE ANY(${param(patterns.map(like), 'text[]')})`;
  const tests = plain.length === 0 ? [] : [test(lower, plain)];
  // One pattern for every spelling costs what the plain test does, and leaves few rows for the second look, which begins with
  // what was typed: as a rule, that is what was stored.
  const first = likeAny(marked.map(likeFolded));
  const typed = values.map((value) => lowered(tidy(value)));
  const second = isShort
    ? likeAny([...new Set([...typed, ...spelt.flat()])].map(likeEscaped))
    : `(${test(`folded(${sql})`, marked)})`;
  return [...tests, `(${first} AND ${second})`].join(' OR ');
}

/** Of more, each row is folded: thirty times the work. */
const mostSpellings = { listed: 65_000, patterns: 2_000 };

/**
 * The collation that puts a text in one case, by the same letters everywhere: a server's own may know only ASCII. "C" does, in a
 * third of the time of ICU's, and comes to the same where values are ASCII. But two letters beyond it have some in their lower
 * case: the Kelvin sign becomes k, and İ becomes i and a dot of its own. So ICU gets values with a k, and parts of a text with an i.
 */
function folding(operator: TextOperatorName, values: string[]): 'C' | 'und-x-icu' {
  const alike = operator === 'is' ? /^[\0-jl-\x7f]*$/ : /^[\0-hjl-\x7f]*$/;
  return values.every((value) => alike.test(value)) ? 'C' : 'und-x-icu';
}

/**
 * A test of a value in JSON, found by its key; null or false where there is none. No cast: another contact may hold a
 * value of any other type there.
 *
 * @param holder SQL of where values stand by name, as JSON: a contact's attributes, an event's properties
 */
export function valueTest(holder: string, key: string, test: AttributeTest<Days>, param: Param): string {
  const value = () => `(${holder}->>${param(key, 'text')})`;
  switch (test.is) {
    case 'known':
      return `${value()} <> ''`;
    case 'text':
      return textTest({ ...attributeField(''), sql: value() }, test, param);
    case 'number': {
      // One look at the JSON: comparing what was taken out of it, with a check of its type, takes nearly twice as long.
      const path = numberOperators[test.operator].path(`$.${JSON.stringify(key)}`, test.values.map(String));
      // Alone, `@@` is taken to hold for one in a hundred, and what comes of it to be few.
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

/** A test that is null where the value is missing. Its complement is true there. */
export function orNull(sql: string, negated: boolean): string {
  return `(${sql})${negated ? ' IS NOT TRUE' : ''}`;
}

/**
 * The complement of a test of a contact `c` that looks into other tables: `c` is not among those who pass it. As a set, for
 * "not, or not" would be asked of each contact anew.
 */
export function notAmong(test: string): string {
  return `NOT EXISTS (SELECT 1 FROM (SELECT c.id FROM contacts c WHERE c.workspace_id = $1 AND ${test}) n WHERE n.id = c.id)`;
}
