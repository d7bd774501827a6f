import type { Clock } from './clock.ts';
import { beginsLikeDate, monthOf } from './months.ts';
import { type DateOrder, dateParts, dayIn, dayOf } from './parts.ts';

/** A date as a cell gives it. */
export interface CsvDate extends Clock {
  /** YYYY-MM-DD */
  day: string;
}

/**
 * Reads one date. Cells that only one order fits (2020-08-26, 26 Aug 2020) are read whatever the order.
 *
 * @param order without one, cells that fit several orders aren't a date
 * @param notAfter YYYY-MM-DD, for days that are always in the past: the latest day that a year of two digits
 *   may give
 * @returns null for anything that isn't a date, and for days that don't exist
 * @example readDate('03-04-2020', 'dmy') // { day: '2020-04-03', time: null, offset: null }
 * @example readDate('1/2/57', 'mdy', '2026-11-23') // { day: '1957-01-02', … }
 */
export function readDate(text: string, order: DateOrder | undefined, notAfter?: string): CsvDate | null {
  const parts = dateParts(text);
  if (parts === null) return null;
  const day = dayIn(parts, order, notAfter);
  return day === null ? null : { day, ...parts.clock };
}

/**
 * Reads a day without a year, a common form for birthdays. Only with the month as a word, or as this app
 * writes it: 24/12 may be anything.
 *
 * @returns null for anything else
 * @example readYearlessDay('24 Dec') // '--12-24'
 */
export function readYearlessDay(text: string): string | null {
  const cell = text.trim();
  // Most cells aren't: rule them out before trying any pattern.
  if (cell.length < 5 || cell.length > 20 || !(cell < ':' || beginsLikeDate(cell))) return null;
  const written = /^--(\d\d)-(\d\d)$/.exec(cell);
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[\s.-]+(?:of )?(\p{L}+)\.?$/iu.exec(cell);
  const monthFirst = /^(\p{L}+)[\s.-]+(\d{1,2})(?:st|nd|rd|th)?$/iu.exec(cell);
  const [month, day] = written
    ? [Number(written[1]), Number(written[2])]
    : dayFirst
      ? [monthNumber(dayFirst[2]), Number(dayFirst[1])]
      : [monthNumber(monthFirst?.[1]), Number(monthFirst?.[2])];
  // 29 February exists in some years.
  return dayOf(2000, month, day)?.replace('2000', '-') ?? null;
}

/**
 * Reads a moment that a program wrote as a plain number: seconds or milliseconds since 1970 (from 2001 on,
 * when they have nine or more digits), or a spreadsheet's count of days since 1900, with the time after the
 * point.
 *
 * @returns null for any other number
 * @example readNumberedDate('1712139660') // { day: '2024-04-03', time: '10:21:00', offset: 'Z' }
 * @example readNumberedDate('45385.5') // { day: '2024-04-03', time: '12:00:00', offset: null }
 */
export function readNumberedDate(text: string): CsvDate | null {
  const cell = text.trim();
  if (/^[1-4]\d{9}(?:\d{3}|\.\d{1,6})?$/.test(cell)) {
    const seconds = Number(cell.slice(0, 10));
    const [day = '', time = ''] = new Date(seconds * 1000).toISOString().split('T');
    return { day, time: time.slice(0, 8), offset: 'Z' };
  }
  // 1927 to 2064.
  if (!/^[1-5]\d{4}(?:[.,]\d{1,12})?$/.test(cell)) return null;
  const seconds = Math.round((Number(cell.replace(',', '.')) - DAYS_TO_1970) * 86_400);
  const [day = '', time = ''] = new Date(seconds * 1000).toISOString().split('T');
  return { day, time: /[.,]/.test(cell) ? time.slice(0, 8) : null, offset: null };
}

/** Days in a spreadsheet's count up to 1 January 1970. */
const DAYS_TO_1970 = 25_569;

const monthNumber = (name: string | undefined): number => (name === undefined ? 0 : (monthOf(name) ?? 0));
