import type { Rule } from '../grammar.ts';
import { alt, digits, glued, map, oneOf, opt, seq, word, words } from '../grammar.ts';
import type { Period, Season, Year } from '../schema.ts';
import { ordinal, plainYear } from './numbers.ts';
import { yearly } from './yearly.ts';

/** Stretches with names: "March 2025", "Q3", "H1 2025", "summer", "week 12". */
export const monthName: Rule<number> = oneOf({
  january: 1,
  february: 2,
  march: 3,
  april: 4,
  may: 5,
  june: 6,
  july: 7,
  august: 8,
  september: 9,
  october: 10,
  november: 11,
  december: 12,
});

export const quarterName: Rule<number> = alt(
  map(seq(word('q'), glued(digits(1, 4, { min: 1, max: 1 }))), ([, n]) => n),
  map(seq(ordinal, word('quarter')), ([n]) => (n <= 4 ? n : undefined)),
  map(seq(word('quarter'), digits(1, 4, { min: 1, max: 1 })), ([, n]) => n),
);

const halfName: Rule<number> = alt(
  map(seq(word('h'), glued(digits(1, 2, { min: 1, max: 1 }))), ([, n]) => n),
  map(seq(ordinal, word('half')), ([n]) => (n <= 2 ? n : undefined)),
);

const seasonName = oneOf<Season>({
  spring: 'spring',
  summer: 'summer',
  autumn: 'autumn',
  fall: 'autumn',
  winter: 'winter',
});

const withYear = (year: Year | undefined) => (year === undefined ? {} : { year });

export const months: Rule<Period> = yearly(
  map(
    alt(
      monthName,
      map(seq(word('month'), word('of'), monthName), ([, , n]) => n),
    ),
    (month) =>
      (year: Year | undefined): Period => ({ kind: 'month', ...withYear(year), month }),
  ),
);

const quarters: Rule<Period> = yearly(
  map(
    quarterName,
    (quarter) =>
      (year: Year | undefined): Period => ({ kind: 'quarter', ...withYear(year), quarter }),
  ),
);

const halves: Rule<Period> = yearly(
  map(
    halfName,
    (half) =>
      (year: Year | undefined): Period => ({ kind: 'half', ...withYear(year), half }),
  ),
);

const seasonsOfYear: Rule<Period> = yearly(
  map(
    seasonName,
    (season) =>
      (year: Year | undefined): Period => ({ kind: 'season', ...withYear(year), season }),
  ),
);

const weekNumber: Rule<Period> = alt<Period>(
  yearly(
    map(
      seq(
        alt(word('week', 'w', 'wk', 'cw', 'kw'), words('calendar week'), words('week number')),
        opt(word('#')),
        digits(1, 53, { min: 1, max: 2 }),
      ),
      ([, , week]) =>
        (year: Year | undefined): Period => ({ kind: 'week', ...withYear(year), week }),
    ),
  ),
);

/** "3/2015", "2015-03", "11 - 2016": with a sign between them, and the year with four digits. */
const numericMonth: Rule<Period> = alt<Period>(
  map(seq(digits(1, 12, { min: 1, max: 2 }), word('/', '-', '.'), plainYear), ([month, , year]) => ({
    kind: 'month',
    year,
    month,
  })),
  map(seq(plainYear, word('/', '-', '.'), digits(1, 12, { min: 1, max: 2 })), ([year, , month]) => ({
    kind: 'month',
    year,
    month,
  })),
);

export const named: Rule<Period> = alt<Period>(
  months,
  numericMonth,
  quarters,
  halves,
  seasonsOfYear,
  weekNumber,
);
