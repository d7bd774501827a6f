import { type Clock, noClock, splitClock } from './clock.ts';
import { beginsLikeDate, isWeekday, monthOf } from './months.ts';

/** Which of day, month and year comes first in dates like 03-04-2020. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** The sign between the numbers of a date. */
export const dateSigns = ['.', '/', '-', ' '] as const;
export type DateSign = (typeof dateSigns)[number];

/** The numbers of a date, before it is known which is which. */
export interface DateParts {
  /** Several orders may fit `numbers`; only one fits the others. */
  form: 'year-first' | 'numbers' | 'named';
  /** The day; for `numbers`, the first number. */
  first: number;
  /** The month; for `numbers`, the second number. */
  second: number;
  /** The year; for `numbers`, the last number. */
  third: number;
  /** A year of two digits. */
  isShort: boolean;
  /** The first of three numbers of two digits may be the year: 24-03-15. */
  mayBeginWithYear: boolean;
  /** The sign between the numbers; null for other signs and words. */
  sign: DateSign | null;
  clock: Clock;
}

/** The parts of a date in a cell; null if it isn't a date in any order. */
export function dateParts(cell: string): DateParts | null {
  const text = cell.trim();
  // Most cells of most columns aren't dates: rule them out before trying any pattern.
  if (text.length < 6 || text.length > 80) return null;
  const code = text.charCodeAt(0);
  const isNumeric = code >= ZERO && code <= NINE;
  if (isNumeric ? !mayBeDigits(text) : code !== SLASH && !(beginsLikeDate(text) && /\d/.test(text)))
    return null;
  const machine = machineParts(text);
  if (machine !== null) return machine;
  // A time without a colon (3pm, 10.20, 10h20) counts only after something that isn't a day by itself.
  const plain = text.includes(':') ? null : dayParts(text, noClock);
  if (plain !== null) return plain;
  const split = splitClock(text);
  return split === null || (split.day === text && !text.includes(':'))
    ? null
    : dayParts(split.day.trim(), split.clock);
}

function dayParts(text: string, clock: Clock): DateParts | null {
  // "Mar" is a Tuesday in French, and here the month in English.
  const isMonth = monthFirstNamePattern.test(text);
  const begun = isMonth || startsWithDigit(text) ? text : withoutWords(text);
  // A weekday in brackets, and the year in Russian dates.
  const day = /[)г.]$/.test(begun) ? begun.replace(/\s*\(\p{L}+\.?\)$|(?<=\d{4})\s?г\.?$/u, '') : begun;
  if (!startsWithDigit(day)) {
    const match = monthFirstNamePattern.exec(day);
    return match === null ? null : named(match[2], match[1], match[3], clock);
  }
  let match = yearFirstPattern.exec(day);
  if (match !== null) {
    const [, year, , month = match[5] ?? match[7], date = match[6] ?? match[8]] = match;
    const sign = match[2] ?? (match[5] === undefined ? null : '.');
    return {
      ...parts('year-first', date, month, year, clock),
      sign: dateSigns.find((each) => each === sign) ?? null,
    };
  }
  match = shortYearFirstPattern.exec(day);
  if (match !== null) {
    const [, year, named] = match;
    const [month, date] = [named ?? match[4] ?? match[6], match[3] ?? match[5] ?? match[7]];
    return { ...parts('year-first', date, month, year, clock), sign: named === undefined ? '.' : null };
  }
  match = compactPattern.exec(day);
  if (match !== null) return parts('year-first', match[3], match[2], match[1], clock);
  match = numbersPattern.exec(day);
  if (match !== null) return numbers(match, clock);
  match = dayFirstNamePattern.exec(day);
  if (match !== null) return named(match[1], match[2], match[3], clock);
  match = yearFirstNamePattern.exec(day);
  return match === null ? null : named(match[3], match[2], match[1], clock);
}

/**
 * The day that the parts give in one order; null for a day that doesn't exist, or if the order doesn't fit.
 *
 * @param notAfter YYYY-MM-DD: a year of two digits gives a day no later than this. Without it the year is
 *   between 1970 and 2069.
 */
export function dayIn(found: DateParts, order: DateOrder | undefined, notAfter?: string): string | null {
  const { form, first, second, third, isShort, mayBeginWithYear } = found;
  if (form !== 'numbers') return dayWith(third, second, first, isShort, notAfter);
  switch (order) {
    case 'dmy':
      return dayWith(third, second, first, isShort, notAfter);
    case 'mdy':
      return dayWith(third, first, second, isShort, notAfter);
    case 'ymd':
      return !mayBeginWithYear ? null : dayWith(first, second, third, true, notAfter);
    case undefined:
      return null;
    default:
      return order satisfies never;
  }
}

/** @returns null for days that don't exist, and years before 1900 or after 2100 */
export function dayOf(year: number, month: number, day: number): string | null {
  if (year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day > lastDay ? null : `${year}-${pad(month)}-${pad(day)}`;
}

function dayWith(
  year: number,
  month: number,
  day: number,
  isShort: boolean,
  notAfter: string | undefined,
): string | null {
  if (!isShort) return dayOf(year, month, day);
  if (notAfter === undefined) return dayOf(year < 70 ? 2000 + year : 1900 + year, month, day);
  const thisCentury = dayOf(2000 + year, month, day);
  // 29 February may exist in only one of them.
  return thisCentury !== null && thisCentury <= notAfter ? thisCentury : dayOf(1900 + year, month, day);
}

const yearFirstPattern =
  /^(\d{4})(?:([-/.:])(\d{1,2})\2(\d{1,2})|\. ?(\d{1,2})\. ?(\d{1,2})\.?|[年년]\s?(\d{1,2})[月월]\s?(\d{1,2})[日일](?:\s?\(?[\p{L}]{1,3}\)?)?)$/u;
/**
 * A year of two digits that can only come first, as Koreans write it: 24년 4월 3일, 24. 4. 3. But 24.4.3 is a
 * version.
 */
const shortYearFirstPattern =
  /^(\d{2})(?:년\s?(\d{1,2})월\s?(\d{1,2})일(?:\s?\(?\p{L}{1,3}\)?)?|\. (\d{1,2})\. ?(\d)\.?|\.(\d{1,2})\.(\d)\.)$/u;
const compactPattern = /^((?:19|20)\d{2})(\d{2})(\d{2})$/;
const numbersPattern = /^(\d{1,2})(?:([-/ ])(\d{1,2})\2(\d{4}|\d{2})|\. ?(\d{1,2})\. ?(\d{4}|\d{2})\.?)$/;
const dayFirstNamePattern =
  /^(\d{1,2})(?:st|nd|rd|th|er|º|ª|°)?[\s./-]+(?:de |of |den )?(\p{L}+)[\s.,/-]+(?:de |del )?['’]?(\d{4}|\d{2})(?:\s?[гр]\.?|\.)?$/iu;
const monthFirstNamePattern = /^(\p{L}+)[\s./-]+(\d{1,2})(?:st|nd|rd|th)?[\s,./-]+(\d{4}|\d{2})$/iu;
const yearFirstNamePattern = /^(\d{4})[\s.,/-]+(\p{L}+)[\s./-]+(\d{1,2})\.?$/u;

/** Moments that only programs write: compact ISO, MediaWiki's 14 digits, .NET's /Date(…)/. */
function machineParts(text: string): DateParts | null {
  const code = text.charCodeAt(0);
  if (code === SLASH) {
    const found = /^\/Date\((\d{12,13})(?:[+-]\d{4})?\)\/$/.exec(text);
    if (found === null) return null;
    const [day = '', time = ''] = new Date(Number(found[1])).toISOString().split('T');
    const [year, month, date] = day.split('-');
    return parts('year-first', date, month, year, { time: time.slice(0, 8), offset: 'Z' });
  }
  if ((code !== ONE && code !== TWO) || text.length < 13) return null;
  const found =
    /^((?:19|20)\d{2})(\d{2})(\d{2})T?(\d{2})(\d{2})(\d{2})?(?:[.,]\d+)?(Z|[+-]\d{2}:?(?:\d{2})?)?$/i.exec(
      text,
    );
  if (found === null || (found[6] === undefined && !/T/i.test(text))) return null;
  const [, year, month, day, hour, minute, second = '00', zone = ''] = found;
  const split = splitClock(`${year}-${month}-${day} ${hour}:${minute}:${second}${zone}`);
  return split === null ? null : parts('year-first', day, month, year, split.clock);
}

const SLASH = 47;
const ZERO = 48;
const NINE = 57;
const ONE = 49;
const TWO = 50;

/** Without a weekday or an article before the day. */
function withoutWords(text: string): string {
  const found = /^(\p{L}+)[,.]?,?\s+/u.exec(text);
  if (found === null) return text;
  const word = found[1] ?? '';
  if (!isWeekday(word) && !/^(?:le|den|am|el|il|on)$/i.test(word)) return text;
  return withoutWords(text.slice(found[0].length));
}

function startsWithDigit(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 48 && code <= 57;
}

/** False for plain numbers that aren't a day: 12345. */
function mayBeDigits(text: string): boolean {
  for (let index = 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < ZERO || code > NINE) return true;
  }
  return text.length === 8 || text.length === 14;
}

function numbers(match: RegExpExecArray, clock: Clock): DateParts {
  const [, first = '', sign = '.', second = match[5], third = match[6] ?? ''] = match;
  return {
    form: 'numbers',
    first: Number(first),
    second: Number(second),
    third: Number(third),
    isShort: third.length === 2,
    mayBeginWithYear: first.length === 2 && third.length === 2,
    sign: dateSigns.find((each) => each === sign) ?? null,
    clock,
  };
}

function parts(
  form: 'year-first' | 'named',
  first: string | undefined,
  second: string | undefined,
  third: string | undefined,
  clock: Clock,
): DateParts {
  const isShort = third?.length === 2;
  return {
    form,
    first: Number(first),
    second: Number(second),
    third: Number(third),
    isShort,
    mayBeginWithYear: false,
    sign: null,
    clock,
  };
}

function named(
  day: string | undefined,
  month: string | undefined,
  year: string | undefined,
  clock: Clock,
): DateParts | null {
  const number = month === undefined ? undefined : monthOf(month);
  return number === undefined ? null : parts('named', day, String(number), year, clock);
}

const pad = (number: number): string => String(number).padStart(2, '0');
