import { defined } from '../../lib/defined.ts';
import type { Rule } from '../grammar.ts';
import { alt, map, opt, seq, word } from '../grammar.ts';
import type { Period, Timeframe, Year } from '../schema.ts';
import { halfName, monthName, quarterName } from './named.ts';
import { yearOfName } from './yearly.ts';

/**
 * Consecutive names form one stretch: "January, February and March", "Q1, Q2 and Q3 2025", "H1 and H2 2025".
 */
const comma = opt(word(',', '/', '+'));
const last = word('and', 'or', '/', '+');

/** The first and last of three or four names in a row; undefined if they aren't consecutive. */
function listOf(name: Rule<number>, make: (n: number, year: Year | undefined) => Period): Rule<Timeframe> {
  return map(
    seq(name, comma, name, comma, opt(seq(name, comma)), opt(last), name, opt(yearOfName)),
    ([a, , b, , c, , d, year]): Timeframe | undefined => {
      const all = c === undefined ? [a, b, d] : [a, b, c[0], d];
      if (all.some((n, i) => i > 0 && n !== (all[i - 1] as number) + 1)) return undefined;
      return { kind: 'between', from: make(a, year), to: make(d, year) };
    },
  );
}

const dated = (year: Year | undefined) => defined({ year });

export const lists: Rule<Timeframe> = alt<Timeframe>(
  listOf(monthName, (month, year) => ({ kind: 'month', ...dated(year), month })),
  listOf(quarterName, (quarter, year) => ({ kind: 'quarter', ...dated(year), quarter })),
  // Both halves make up the year.
  map(seq(halfName, last, halfName, yearOfName), ([a, , b, year]) =>
    a === 1 && b === 2
      ? { kind: 'between', from: { kind: 'half', year, half: 1 }, to: { kind: 'half', year, half: 2 } }
      : undefined,
  ),
);
