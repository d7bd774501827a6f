import { ownCopy } from '../cells/cells.ts';
import type { DateHabit } from '../columns/date-habits.ts';
import { type DateOrder, type DateSign, dateParts, dateSigns, dayIn } from './parts.ts';

/** What the dates of a column look like, taken together. */
export interface DateTally {
  /** YYYY-MM-DD: later days are in the future. */
  notAfter: string | undefined;
  /** Cells that are a date in some order. */
  readable: number;
  /** Cells that certainly begin with the year; those of them that have dots or slashes. */
  yearFirst: number;
  yearFirstWith: { '.': number; '/': number };
  /** Cells of numbers, which several orders may fit. */
  numbers: number;
  /** Of these: cells that are the same day in every order (05-05-2020). */
  same: number;
  /** Those that may begin with a year of two digits, by the sign between their numbers. */
  short: Record<DateSign, number>;
  /** Cells of numbers with dots between them. */
  dotted: number;
  /** Cells with a year of two digits. */
  shortYears: number;
  /**
   * Cells of numbers that aren't a day in an order, or are one in the future (if a year of two digits is in
   * this century).
   */
  misfits: Record<DateOrder, number>;
  late: Record<DateOrder, number>;
  /** The first cell that only this order fits. */
  only: Partial<Record<DateOrder, string>>;
  /** Future days that are written in full. */
  future: number;
  firstFuture: { line: number; cell: string } | undefined;
}

export function emptyTally(notAfter?: string): DateTally {
  return {
    ...{
      notAfter,
      readable: 0,
      yearFirst: 0,
      yearFirstWith: { '.': 0, '/': 0 },
      numbers: 0,
      same: 0,
      short: { '.': 0, '/': 0, '-': 0, ' ': 0 },
      dotted: 0,
      shortYears: 0,
    },
    misfits: { dmy: 0, mdy: 0, ymd: 0 },
    late: { dmy: 0, mdy: 0, ymd: 0 },
    only: {},
    future: 0,
    firstFuture: undefined,
  };
}

const orders: readonly DateOrder[] = ['dmy', 'mdy', 'ymd'];

/** Counts one cell; false if it isn't a date in any order. */
export function countDate(tally: DateTally, text: string, line = 0): boolean {
  const parts = dateParts(text);
  if (parts === null) return false;
  const { notAfter } = tally;
  if (parts.form !== 'numbers') {
    const day = dayIn(parts, 'ymd', notAfter);
    if (day === null) return false;
    tally.readable += 1;
    if (parts.form === 'year-first') tally.yearFirst += 1;
    if (parts.form === 'year-first' && (parts.sign === '.' || parts.sign === '/'))
      tally.yearFirstWith[parts.sign] += 1;
    if (parts.isShort) tally.shortYears += 1;
    if (notAfter !== undefined && day > notAfter) addFuture(tally, text, line);
    return true;
  }
  const dmy = dayIn(parts, 'dmy');
  const mdy = dayIn(parts, 'mdy');
  const ymd = dayIn(parts, 'ymd');
  const only = dmy === null ? (mdy === null ? 'ymd' : 'mdy') : 'dmy';
  const fits = Number(dmy !== null) + Number(mdy !== null) + Number(ymd !== null);
  if (fits === 0) return false;
  tally.readable += 1;
  tally.numbers += 1;
  if (parts.isShort) tally.shortYears += 1;
  if (parts.mayBeginWithYear && parts.sign !== null) tally.short[parts.sign] += 1;
  if (parts.sign === '.') tally.dotted += 1;
  if (fits === 1) tally.only[only] ??= ownCopy(text.slice(0, 40));
  else if (dmy === mdy && (ymd === null || ymd === dmy)) tally.same += 1;
  const late = addDay(tally, 'dmy', dmy) + addDay(tally, 'mdy', mdy) + addDay(tally, 'ymd', ymd);
  if (late === fits && !parts.isShort) addFuture(tally, text, line);
  return true;
}

/** Counts what one order makes of a cell; 1 if the day is in the future. */
function addDay(tally: DateTally, order: DateOrder, day: string | null): number {
  if (day === null) tally.misfits[order] += 1;
  if (day === null || tally.notAfter === undefined || day <= tally.notAfter) return 0;
  tally.late[order] += 1;
  return 1;
}

function addFuture(tally: DateTally, cell: string, line: number): void {
  tally.future += 1;
  tally.firstFuture ??= { line, cell: ownCopy(cell.slice(0, 40)) };
}

/**
 * The order of a column's dates, from all of them together. Null if several orders fit and give different
 * days: then only a person can tell. A few cells against the rest (one in twenty) are mistakes in the file,
 * not an order.
 *
 * @param options.isPast the days are always in the past (sign-up, birthday): an order that puts them in the
 *   future is wrong
 * @param options.habit where the file's language puts a year of two digits: it decides only if the cells
 *   don't
 */
export function orderOf(tally: DateTally, options: OrderOptions = {}): DateOrder | null {
  const left = possibleOrders(tally, options);
  if (tally.numbers === 0) return tally.yearFirst > 0 ? 'ymd' : 'dmy';
  return left.length === 1 || tally.same === tally.numbers ? (left[0] ?? 'dmy') : null;
}

/** The orders that a column's dates may be in: one if the cells settle it. */
export function possibleOrders(tally: DateTally, { isPast = false, habit }: OrderOptions = {}): DateOrder[] {
  const { misfits, late, short, yearFirstWith, dotted, numbers } = tally;
  const mayBe = {
    dmy: true,
    // With dots, no CLDR locale puts the month first: 03.04.2024 is 3 April, unless a cell contradicts that.
    mdy: dotted < numbers || misfits.dmy > 0,
    ymd: Object.values(short).some((count) => count > 0) && misfits.ymd < numbers,
  };
  const some = orders.filter((order) => mayBe[order]);
  const fitting = unbeaten(some, misfits);
  const past = isPast ? unbeaten(fitting, late) : fitting;
  if (!past.includes('ymd')) return past;
  // 2024.04.23 next to 24.04.23 shows what comes first. 2024-04-23 does not: programs write it everywhere.
  const signs = dateSigns.filter((sign) => short[sign] > 0);
  const isTold = signs.every((sign) => (sign === '.' || sign === '/') && yearFirstWith[sign] > 0);
  if (isTold || habit === 'year-first') return ['ymd'];
  // With dashes, many files in all languages put the year first.
  const isUsual = habit === 'year-last' && short['-'] === 0;
  const others = past.filter((order) => order !== 'ymd');
  return isUsual && others.length > 0 ? others : past;
}

interface OrderOptions {
  isPast?: boolean;
  habit?: DateHabit | undefined;
}

/**
 * Two cells that contradict each other, one with the day first, one with the month; undefined if there are
 * none.
 */
export function clashOf({ misfits, only }: DateTally): { dmy: string; mdy: string } | undefined {
  const { dmy, mdy } = only;
  return dmy === undefined || mdy === undefined || misfits.dmy === 0 || misfits.mdy === 0
    ? undefined
    : { dmy, mdy };
}

const unbeaten = (some: readonly DateOrder[], faults: Record<DateOrder, number>): DateOrder[] =>
  some.filter((order) => !some.some((other) => faults[order] > faults[other] * 20));
