import { monthOf } from './months.ts';

/** Which of day, month and year comes first in dates like 03-04-2020. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** A date as a cell gives it. */
export interface CsvDate {
  /** YYYY-MM-DD */
  day: string;
  /** HH:MM:SS, where the cell says more than the day. */
  time: string | null;
  /** "Z" or "+02:00", where the cell says so; without one the time is the workspace's. */
  offset: string | null;
}

/**
 * Reads one date. Cells that only one order fits (2020-08-26, 26 Aug 2020) are read whatever the order is.
 *
 * @returns null for what is no date, and for days that don't exist
 * @example readDate('03-04-2020', 'dmy') // { day: '2020-04-03', time: null, offset: null }
 */
export function readDate(text: string, order: DateOrder): CsvDate | null {
  const parts = dateParts(text);
  if (parts === null) return null;
  const { first, second, year, clock } = parts;
  const day =
    parts.form === 'numbers'
      ? order === 'ymd'
        ? null
        : dayOf(year, order === 'dmy' ? second : first, order === 'dmy' ? first : second)
      : dayOf(year, second, first);
  return day === null ? null : { day, ...clock };
}

/**
 * Reads a day without a year, as birthdays are often kept. Only with the month as a word, or as this app writes it: 24/12
 * may be anything.
 *
 * @returns null for anything else
 * @example readYearlessDay('24 Dec') // '--12-24'
 */
export function readYearlessDay(text: string): string | null {
  const cell = text.trim();
  if (cell.length < 5 || cell.length > 20 || !/\d/.test(cell)) return null;
  const written = /^--(\d\d)-(\d\d)$/.exec(cell);
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[\s.-]+(?:of )?(\p{L}+)\.?$/iu.exec(cell);
  const monthFirst = /^(\p{L}+)[\s.-]+(\d{1,2})(?:st|nd|rd|th)?$/iu.exec(cell);
  const [month, day] = written
    ? [Number(written[1]), Number(written[2])]
    : dayFirst
      ? [monthNumber(dayFirst[2]), Number(dayFirst[1])]
      : [monthNumber(monthFirst?.[1]), Number(monthFirst?.[2])];
  // 29 February comes in some years.
  return dayOf(2000, month, day)?.replace('2000', '-') ?? null;
}

/**
 * Reads a moment that a program wrote as a plain number: seconds or milliseconds since 1970 (from 2001 on, which is what nine
 * or more digits mean), or a spreadsheet's count of days since 1900, its time behind the point.
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

/** Days that a spreadsheet counts up to 1 January 1970. */
const DAYS_TO_1970 = 25_569;

/** What the dates of a column look like, all taken together. */
export interface DateTally {
  /** Cells that are a date in some order. */
  readable: number;
  /** Cells that only day-first, and only month-first, make a date of. */
  onlyDmy: number;
  onlyMdy: number;
  /** Cells that are two different dates, by order. */
  either: number;
  /** Cells of numbers whose order doesn't matter (05-05-2020). */
  same: number;
  /** Cells that begin with the year. */
  yearFirst: number;
}

export function emptyTally(): DateTally {
  return { readable: 0, onlyDmy: 0, onlyMdy: 0, either: 0, same: 0, yearFirst: 0 };
}

/** Counts one cell in; false when it is no date in any order. */
export function countDate(tally: DateTally, text: string): boolean {
  const parts = dateParts(text);
  if (parts === null) return false;
  const { form, first, second, year } = parts;
  const dayFirst = dayOf(year, second, first);
  const monthFirst = form === 'numbers' ? dayOf(year, first, second) : null;
  if (dayFirst === null && monthFirst === null) return false;
  tally.readable += 1;
  if (form === 'year-first') tally.yearFirst += 1;
  if (form !== 'numbers') return true;
  if (monthFirst === null) tally.onlyDmy += 1;
  else if (dayFirst === null) tally.onlyMdy += 1;
  else if (dayFirst === monthFirst) tally.same += 1;
  else tally.either += 1;
  return true;
}

/**
 * The order of a column's dates, settled by all of them together. Null where both orders fit and make different days:
 * then only a person can tell. A few cells against the rest (one in twenty) are mistakes of the file, not an order.
 */
export function orderOf(tally: DateTally): DateOrder | null {
  const { onlyDmy, onlyMdy, either } = tally;
  if (onlyDmy > onlyMdy * 20) return 'dmy';
  if (onlyMdy > onlyDmy * 20) return 'mdy';
  if (onlyDmy > 0 || either > 0) return null;
  return tally.yearFirst > 0 && tally.same === 0 ? 'ymd' : 'dmy';
}

interface DateParts {
  form: 'year-first' | 'numbers' | 'named';
  /** The day, for `numbers` whichever number comes first. */
  first: number;
  /** The month, for `numbers` whichever number comes second. */
  second: number;
  year: number;
  clock: Pick<CsvDate, 'time' | 'offset'>;
}

const clockPattern =
  /(?:T|,?\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([ap])\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const yearFirstPattern = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const japanesePattern = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/;
const compactPattern = /^((?:19|20)\d{2})(\d{2})(\d{2})$/;
const numbersPattern = /^(\d{1,2})(?:([-/ ])|(\.) ?)(\d{1,2})(?:\2|\3 ?)(\d{4}|\d{2})$/;
const dayFirstNamePattern =
  /^(\d{1,2})(?:st|nd|rd|th|er)?[\s.-]+(?:de |of )?(\p{L}+)[\s.,-]+(?:de )?(\d{4}|\d{2})$/iu;
const monthFirstNamePattern = /^(\p{L}+)[\s.-]+(\d{1,2})(?:st|nd|rd|th)?[\s,-]+(\d{4}|\d{2})$/iu;
const weekdayPattern = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+/i;

function dateParts(cell: string): DateParts | null {
  let text = cell.trim();
  // Most cells of most columns are no dates: out before any pattern is tried.
  if (text.length < 6 || text.length > 40 || !/\d/.test(text)) return null;
  const found = text.includes(':') ? clockPattern.exec(text) : null;
  const clock = found === null ? { time: null, offset: null } : clockOf(found);
  if (clock === null) return null;
  if (found !== null) text = text.slice(0, found.index);
  if (!startsWithDigit(text)) text = text.replace(weekdayPattern, '');
  if (!startsWithDigit(text)) {
    const match = monthFirstNamePattern.exec(text);
    return match === null ? null : named(match[2], match[1], match[3], clock);
  }

  let match = yearFirstPattern.exec(text) ?? japanesePattern.exec(text) ?? compactPattern.exec(text);
  if (match !== null) return parts('year-first', match.at(-1), match.at(-2), match[1], clock);
  match = numbersPattern.exec(text);
  if (match !== null) return parts('numbers', match[1], match[4], match[5], clock);
  match = dayFirstNamePattern.exec(text);
  return match === null ? null : named(match[1], match[2], match[3], clock);
}

function startsWithDigit(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 48 && code <= 57;
}

function parts(
  form: DateParts['form'],
  first: string | undefined,
  second: string | undefined,
  year: string | undefined,
  clock: DateParts['clock'],
): DateParts {
  return { form, first: Number(first), second: Number(second), year: fullYear(year ?? ''), clock };
}

function named(
  day: string | undefined,
  month: string | undefined,
  year: string | undefined,
  clock: DateParts['clock'],
): DateParts | null {
  const number = monthNumber(month);
  return number === 0 ? null : parts('named', day, String(number), year, clock);
}

/** 1 to 12; 0 where it is no month. */
function monthNumber(name: string | undefined): number {
  return name === undefined ? 0 : (monthOf(name) ?? 0);
}

/** Two digits are a year from 1970 to 2069, as spreadsheets and databases mostly have it. */
function fullYear(digits: string): number {
  const year = Number(digits);
  return digits.length === 4 ? year : year < 70 ? 2000 + year : 1900 + year;
}

function clockOf(found: RegExpExecArray): DateParts['clock'] | null {
  const [, hourDigits, minute = '', second = '00', half, zone] = found;
  let hour = Number(hourDigits);
  if (half !== undefined && (hour < 1 || hour > 12)) return null;
  if (half !== undefined) hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  if (hour > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const time = `${pad(hour)}:${minute}:${second}`;
  // Spreadsheets and databases write midnight after a day that has no time.
  if (zone === undefined) return { time: time === '00:00:00' ? null : time, offset: null };
  if (!/\d/.test(zone)) return { time, offset: 'Z' };
  const offset = zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  return Number(offset.slice(1, 3)) > 14 || Number(offset.slice(4)) > 59 ? null : { time, offset };
}

function dayOf(year: number, month: number, day: number): string | null {
  if (year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day > lastDay ? null : `${year}-${pad(month)}-${pad(day)}`;
}

const pad = (number: number): string => String(number).padStart(2, '0');
