import { defined } from '../../lib/defined.ts';
import type { Rule } from '../grammar.ts';
import { alt, digits, map, oneOf, opt, seq, withoutBlank, word, words } from '../grammar.ts';
import type { Period, Season, Year } from '../schema.ts';
import { ordinal, plainYear, shortYear } from './numbers.ts';
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
  map(seq(word('q'), withoutBlank(digits(1, 4, { min: 1, max: 1 }))), ([, n]) => n),
  map(seq(ordinal, word('quarter')), ([n]) => (n <= 4 ? n : undefined)),
  map(seq(word('quarter'), digits(1, 4, { min: 1, max: 1 })), ([, n]) => n),
);

/** "The back half of 2025". "The last half" alone is relative to now. */
export const sideOfHalf = oneOf({ front: 1, back: 2, latter: 2 });

export const halfName: Rule<number> = alt(
  map(seq(word('h'), withoutBlank(digits(1, 2, { min: 1, max: 1 }))), ([, n]) => n),
  map(seq(ordinal, word('half')), ([n]) => (n <= 2 ? n : undefined)),
  map(seq(sideOfHalf, word('half')), ([n]) => n),
);

const seasonName = oneOf<Season>({
  spring: 'spring',
  summer: 'summer',
  autumn: 'autumn',
  fall: 'autumn',
  winter: 'winter',
});

const withYear = (year: Year | undefined) => defined({ year });

const months: Rule<Period> = yearly(
  map(
    alt(
      monthName,
      map(seq(word('month'), word('of'), monthName), ([, , n]) => n),
    ),
    (month) =>
      (year: Year | undefined): Period => ({ kind: 'month', ...withYear(year), month }),
  ),
);

/** "Q1 25", "1Q25", "2H 2025": here two digits are a year, and "1Q" alone would be the last quarter. */
const joint = opt(word('-', '/'));
const compact: Rule<Period> = alt<Period>(
  map(seq(quarterName, joint, shortYear), ([quarter, , year]) => ({ kind: 'quarter', year, quarter })),
  map(seq(halfName, joint, shortYear), ([half, , year]) => ({ kind: 'half', year, half })),
  map(
    seq(digits(1, 4), withoutBlank(word('q')), joint, alt(plainYear, shortYear)),
    ([quarter, , , year]) => ({
      kind: 'quarter',
      year,
      quarter,
    }),
  ),
  map(seq(digits(1, 2), withoutBlank(word('h')), joint, alt(plainYear, shortYear)), ([half, , , year]) => ({
    kind: 'half',
    year,
    half,
  })),
);

const quarters: Rule<Period> = yearly(
  map(
    quarterName,
    (quarter) =>
      (year: Year | undefined): Period => ({ kind: 'quarter', ...withYear(year), quarter }),
  ),
);

/** "18q4", "2018h2": the year first, without a separator. */
const yearFirst: Rule<Period> = alt<Period>(
  map(
    seq(alt(plainYear, shortYear), withoutBlank(word('q')), withoutBlank(digits(1, 4, { min: 1, max: 1 }))),
    ([year, , quarter]) => ({ kind: 'quarter', year, quarter }),
  ),
  map(
    seq(alt(plainYear, shortYear), withoutBlank(word('h')), withoutBlank(digits(1, 2, { min: 1, max: 1 }))),
    ([year, , half]) => ({ kind: 'half', year, half }),
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

/** "winter 2025/26": named after the year in which it begins. */
const winter: Rule<Period> = map(
  seq(
    opt(word('the')),
    word('winter'),
    opt(word('of')),
    alt(digits(1000, 2999, { min: 4, max: 4 }), shortYear),
    word('/', '-'),
    digits(0, 2999, { min: 2, max: 4 }),
  ),
  ([, , , year, , next]) =>
    next === year + 1 || next === (year + 1) % 100 ? { kind: 'season', year, season: 'winter' } : undefined,
);

const weekNumber: Rule<Period> = alt<Period>(
  yearly(
    map(
      seq(
        opt(word('iso')),
        alt(word('week', 'w', 'wk', 'cw', 'kw'), words('calendar week')),
        opt(word('#', 'number', 'no', 'nr')),
        digits(1, 53, { min: 1, max: 2 }),
      ),
      ([iso, , , week], phrase) =>
        // If the workspace's weeks don't start on Monday, its week numbers may differ from ISO's.
        iso && phrase.calendar.weekStart !== 1
          ? undefined
          : (year: Year | undefined): Period => ({ kind: 'week', ...withYear(year), week }),
    ),
  ),
);

/** "3/2015", "2015-03", "11 - 2016": with a sign between them and a four-digit year. */
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
  compact,
  yearFirst,
  quarters,
  halves,
  winter,
  seasonsOfYear,
  weekNumber,
);
