import type { Phrase, Rule } from '../grammar.ts';
import { alt, digits, lazy, map, oneOf, opt, refuse, seq, word, words } from '../grammar.ts';
import { monthNames } from '../print.ts';
import type { CalendarUnit, NthUnit, Period, Weekday } from '../schema.ts';
import { weekdays } from '../schema.ts';
import { period } from './any.ts';
import { calendarUnit } from './calendar.ts';
import { sideOfHalf } from './named.ts';
import { count, countsDays, dayNumber, ordinal } from './numbers.ts';

/**
 * A unit inside another: "first week of May", "third Tuesday of last month", "last 4 months of 2021", "20th
 * of next month".
 */
const unit: Rule<CalendarUnit | Weekday> = alt<CalendarUnit | Weekday>(
  oneOf<CalendarUnit | Weekday>({
    day: 'day',
    week: 'week',
    workweek: 'workweek',
    weekend: 'weekend',
    month: 'month',
    quarter: 'quarter',
    half: 'half',
    year: 'year',
    ...(Object.fromEntries(weekdays.map((name) => [name, name])) as Record<Weekday, Weekday>),
  }),
  map(words('week - end'), () => 'weekend' as const),
);

/** The end from which several are counted: "the first 10 days", "the last four months". */
export const firstOrLast: Rule<1 | -1> = alt<1 | -1>(
  map(word('first'), () => 1),
  map(word('last', 'final'), () => -1),
);

/** Units that form one stretch if several follow each other. Three Mondays don't. */
const row: Rule<CalendarUnit> = oneOf({
  day: 'day',
  week: 'week',
  month: 'month',
  quarter: 'quarter',
  half: 'half',
  year: 'year',
} as const);

/** From the beginning (1) or the end (-1): "third", "last", "second to last", "fifth last". */
export const nthPlace: Rule<number> = alt(
  map(ordinal, (n) => n),
  map(word('last', 'final'), () => -1),
  map(seq(ordinal, opt(alt(words('to'), word('-'))), word('last')), ([n]) => -n),
  map(word('penultimate'), () => -2),
);

/** "of May". Only a relative unit can follow without "of": "first week this year". */
const inside: Rule<Period> = alt(
  map(seq(alt(word('of', 'in'), words('of the'), words('in the')), period), ([, of]) => of),
  lazy(() => calendarUnit),
);

const within: Rule<Period> = alt<Period>(
  // "day 100 of 2026"
  map(seq(opt(word('the')), word('day'), digits(1, 366), inside), ([, , nth, of], phrase, from, to) =>
    phrase.tokens.slice(from, to).some(({ text }) => text === 'of' || text === 'in')
      ? make(nth, 'day', undefined, of)
      : undefined,
  ),
  map(seq(opt(word('the')), nthPlace, unit, inside), ([, nth, each, of], phrase, from, to) =>
    nth === -1 && isLastYear(of, phrase, from, to)
      ? refuseLast(each, phrase, from, to)
      : make(nth, each, undefined, of),
  ),
  map(seq(opt(word('the')), sideOfHalf, word('half'), inside), ([, nth, , of]) =>
    make(nth, 'half', undefined, of),
  ),
  // "the first 10 days of March", "the last four months of 2021"
  map(
    seq(opt(word('the')), firstOrLast, count, row, alt(word('of', 'in')), period),
    ([, nth, n, each, , of]) => (n <= 366 ? make(nth, each, n, of) : undefined),
  ),
  // "20th of next month"
  map(
    seq(
      opt(word('the')),
      alt(
        map(seq(dayNumber, opt(word('day')), word('of', 'in')), ([day]) => day),
        map(seq(ordinal, opt(word('day'))), ([day]) => day),
      ),
      period,
    ),
    ([, day, of], phrase, from, to) =>
      isMonth(of) && day <= 31 && !countsDays(phrase, from, to) ? make(day, 'day', undefined, of) : undefined,
  ),
  // "the first of the year"
  map(seq(opt(word('the')), ordinal, word('of'), calendarUnit), ([, day, , of]) =>
    day === 1 && of.kind === 'unit' && of.unit === 'year' ? make(1, 'day', undefined, of) : undefined,
  ),
  // "second Sunday": of this month, because a week has only one.
  map(seq(opt(word('the')), nthPlace, unit), ([, nth, each]) =>
    nth > 0 && (weekdays as readonly string[]).includes(each)
      ? make(nth, each, undefined, { kind: 'unit', unit: 'month', offset: 0 })
      : undefined,
  ),
);

/** "Last month last year", without an "of" that would make it that year's last month. */
function isLastYear(of: Period, phrase: Phrase, from: number, to: number): boolean {
  const isJoined = phrase.tokens.slice(from, to).some(({ text }) => text === 'of' || text === 'in');
  return !isJoined && of.kind === 'unit' && of.unit === 'year' && of.offset === -1;
}

function refuseLast(each: CalendarUnit | Weekday, phrase: Phrase, from: number, to: number): undefined {
  const { year, month } = phrase.calendar.today;
  const before =
    each === 'month' ? [`${monthNames[(month + 10) % 12]} ${month === 1 ? year - 2 : year - 1}`] : [];
  return refuse(phrase, from, to, `The last ${each} of last year, or the one before this one's a year ago?`, [
    `last ${each} of last year`,
    ...before,
  ]);
}

/** The canonical node: the third quarter of 2016 is a quarter, the third day of March a date. */
export function make(nth: number, unit: NthUnit, n: number | undefined, of: Period): Period | undefined {
  if (['now', 'time', 'clock', 'daypart', 'moment'].includes(of.kind)) return undefined;
  if (of.kind === 'unit' && of.unit === unit) return undefined;
  if (nth > 0 && n === undefined) {
    const year =
      of.kind === 'year'
        ? of.year
        : of.kind === 'unit' && of.unit === 'year'
          ? { offset: of.offset }
          : undefined;
    if (year !== undefined) {
      if (unit === 'month' && nth <= 12) return { kind: 'month', year, month: nth };
      if (unit === 'quarter' && nth <= 4) return { kind: 'quarter', year, quarter: nth };
      if (unit === 'half' && nth <= 2) return { kind: 'half', year, half: nth };
    }
    if (unit === 'day' && of.kind === 'month') return undefined;
  }
  return { kind: 'nth', nth, unit, ...(n === undefined || n === 1 ? {} : { count: n }), of };
}

function isMonth(of: Period): boolean {
  return of.kind === 'unit' && of.unit === 'month';
}

export const nth: Rule<Period> = within;
