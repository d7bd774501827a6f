import { Temporal } from 'temporal-polyfill';
import type { Span } from '../calendar.ts';

/** Holidays whose days follow no rule that we could compute, so a table has them year by year. */
export interface Listed {
  /** The year of the first entry. */
  first: number;
  /** `10-20` a day, `01-14|01-15` one of these, `-` none. */
  years: readonly string[];
  /** How many days it has; or the holiday whose first day ends it. */
  length: number | Listed;
  /** How many days it is away from the days in the table. */
  shift: number;
}

/**
 * A table of days, one for each year from `first` on: `10-20`. `01-14|01-15` if sources or regions disagree,
 * or if a year has the holiday twice; `-` if a year doesn't have it.
 */
export function listed(days: string, { first = 2010, length = 1 as number | Listed } = {}): Listed {
  return { first, years: days.split(' '), length, shift: 0 };
}

/** The same holiday, so many days later. */
export function later(holiday: Listed, days: number): Listed {
  return { ...holiday, shift: holiday.shift + days };
}

/** The first and the last year of a table. */
export function yearsOf({ first, years }: Listed): [first: number, last: number] {
  return [first, first + years.length - 1];
}

/** The days that a year may mean: none, one, or several. Undefined if the table doesn't have the year. */
export function daysIn({ first, years, shift }: Listed, year: number): Temporal.PlainDate[] | undefined {
  return years[year - first]?.split('|').flatMap((each) => {
    const [month, day] = each.split('-').map(Number);
    return month && day ? [new Temporal.PlainDate(year, month, day).add({ days: shift })] : [];
  });
}

/**
 * The days of a holiday in a year; null if that year has none. If it may be one of several days, the first
 * of them. A year beyond the table counts as a whole: names without a year ("last Vesak") then mean it rather
 * than an earlier one, and `unsure.ts` refuses it.
 */
export function spanIn(holiday: Listed, year: number): Span | null {
  const days = daysIn(holiday, year);
  if (days === undefined)
    return { from: new Temporal.PlainDate(year, 1, 1), to: new Temporal.PlainDate(year + 1, 1, 1) };
  const [from] = days;
  if (from === undefined) return null;
  const { length } = holiday;
  const to = typeof length === 'number' ? from.add({ days: length }) : daysIn(length, year)?.[0];
  return to === undefined ? null : { from, to };
}
