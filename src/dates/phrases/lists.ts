import { defined } from '../../lib/defined.ts';
import { dateOf } from '../calendar.ts';
import type { Rule } from '../grammar.ts';
import { alt, map, opt, seq, word } from '../grammar.ts';
import type { Period, Timeframe, Year } from '../schema.ts';
import { halfName, monthName, quarterName } from './named.ts';
import { dayNumber, plainYear } from './numbers.ts';
import { yearOfName } from './yearly.ts';

/**
 * Consecutive names form one stretch: "January, February and March", "Q1, Q2 and Q3 2025", "H1 and H2 2025",
 * "14, 15 and 16 October". The tokens have no commas between them.
 */
const comma = opt(word(',', '/', '+'));
const last = word('and', 'or', '/', '+');

/** The first and last of three or four names in a row; undefined if they aren't consecutive. */
function listOf(name: Rule<number>, make: (n: number, year: Year | undefined) => Period): Rule<Timeframe> {
  return map(
    seq(name, comma, name, comma, opt(seq(name, comma)), opt(last), name, opt(yearOfName)),
    ([a, , b, , c, , d, year]): Timeframe | undefined => {
      if (!isRow(c === undefined ? [a, b, d] : [a, b, c[0], d])) return undefined;
      return { kind: 'between', from: make(a, year), to: make(d, year) };
    },
  );
}

const the = opt(word('the'));

/** Whether each number is one more than the one before. */
function isRow(numbers: number[]): boolean {
  return numbers.every((n, i) => i === 0 || n === (numbers[i - 1] as number) + 1);
}

/** "2023, 2024 and 2025" */
const years: Rule<Timeframe> = map(
  seq(plainYear, comma, plainYear, comma, opt(seq(plainYear, comma)), last, plainYear),
  ([a, , b, , c, , d]): Timeframe | undefined =>
    isRow(c === undefined ? [a, b, d] : [a, b, c[0], d])
      ? { kind: 'between', from: { kind: 'year', year: a }, to: { kind: 'year', year: d } }
      : undefined,
);

const dayList = map(
  seq(the, dayNumber, the, dayNumber, opt(seq(the, dayNumber)), last, the, dayNumber),
  ([, a, , b, c, , , d]) =>
    isRow(c === undefined ? [a, b, d] : [a, b, c[1], d]) ? ([a, d] as const) : undefined,
);

/** "14, 15 and 16 October", "October 14, 15 and 16" */
const days: Rule<Timeframe> = alt<Timeframe>(
  map(seq(dayList, opt(word('of', 'in')), monthName, opt(yearOfName)), ([ends, , month, year]) =>
    daysOf(ends, month, year),
  ),
  map(seq(monthName, dayList, opt(yearOfName)), ([month, ends, year]) => daysOf(ends, month, year)),
);

function daysOf([a, b]: readonly [number, number], month: number, year: Year | undefined) {
  const day = (n: number): Period => ({ kind: 'date', ...dated(year), month, day: n });
  return dateOf(2024, month, b) === null
    ? undefined
    : ({ kind: 'between', from: day(a), to: day(b) } as const);
}

const dated = (year: Year | undefined) => defined({ year });

export const lists: Rule<Timeframe> = alt<Timeframe>(
  years,
  days,
  listOf(monthName, (month, year) => ({ kind: 'month', ...dated(year), month })),
  listOf(quarterName, (quarter, year) => ({ kind: 'quarter', ...dated(year), quarter })),
  // Both halves make up the year.
  map(seq(halfName, last, halfName, yearOfName), ([a, , b, year]) =>
    a === 1 && b === 2
      ? { kind: 'between', from: { kind: 'half', year, half: 1 }, to: { kind: 'half', year, half: 2 } }
      : undefined,
  ),
);
