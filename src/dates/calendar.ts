import { Temporal } from 'temporal-polyfill';
import type { Amount, DateContext, Weekday, Year } from './schema.ts';
import { weekdays } from './schema.ts';

/** A context whose moment is already placed in its zone. */
export interface Calendar {
  now: Temporal.Instant;
  today: Temporal.PlainDate;
  zone: string;
  /** 1 Monday … 7 Sunday. */
  weekStart: number;
  context: DateContext;
  /** A name without a year means that name in every year, so 29 February is the 28th in most years. */
  everyYear: boolean;
}

/** An end of a span: the beginning of a day, a time of day, or an exact moment. */
export type Edge = Temporal.PlainDate | Temporal.PlainDateTime | Temporal.Instant;

/** Half-open. A point (`9:00`) has a width only if it is the whole timeframe. */
export interface Span {
  from: Edge;
  to: Edge;
  point?: true;
}

export function calendarOf(context: DateContext): Calendar {
  const now = Temporal.Instant.fromEpochMilliseconds(context.now.getTime());
  const today = now.toZonedDateTimeISO(context.timeZone).toPlainDate();
  const weekStart = { monday: 1, saturday: 6, sunday: 7 }[context.weekStart];
  return { now, today, zone: context.timeZone, weekStart, context, everyYear: context.yearly === true };
}

/** A date, or null if the calendar has none (31 February). */
export function dateOf(year: number, month: number, day: number): Temporal.PlainDate | null {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return new Temporal.PlainDate(year, month, day);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export function yearOf(year: Year, calendar: Calendar): number {
  return typeof year === 'number' ? year : calendar.today.year + year.offset;
}

export function weekdayNumber(weekday: Weekday): number {
  return weekdays.indexOf(weekday) + 1;
}

/** The first day of the week that contains a day, for weeks that start on `weekStart`. */
export function startOfWeek(day: Temporal.PlainDate, weekStart: number): Temporal.PlainDate {
  return day.subtract({ days: (day.dayOfWeek - weekStart + 7) % 7 });
}

/** The n-th such weekday on or after a day (n from 1 up), or on or before it (n from -1 down). */
export function nthWeekday(from: Temporal.PlainDate, weekday: number, n: number): Temporal.PlainDate {
  if (n > 0) return from.add({ days: ((weekday - from.dayOfWeek + 7) % 7) + 7 * (n - 1) });
  return from.subtract({ days: ((from.dayOfWeek - weekday + 7) % 7) + 7 * (-n - 1) });
}

/**
 * Week 1 of a year. If weeks start on Monday, the week with most of its days in the year (ISO); otherwise the
 * week that contains 1 January.
 */
export function firstWeek(year: number, weekStart: number): Temporal.PlainDate {
  return startOfWeek(new Temporal.PlainDate(year, 1, weekStart === 1 ? 4 : 1), weekStart);
}

/** Moves a day by the days and longer units of an amount. Ignores shorter units. */
export function moveDay(day: Temporal.PlainDate, amount: Amount, sign: 1 | -1): Temporal.PlainDate {
  const { years = 0, quarters = 0, months = 0, weeks = 0, days = 0, workdays = 0 } = amount;
  let moved = day;
  if (years || quarters || months) moved = moved.add({ months: sign * (12 * years + 3 * quarters + months) });
  if (weeks || days) moved = moved.add({ days: sign * (7 * weeks + days) });
  return workdays ? moveWorkdays(moved, sign * workdays) : moved;
}

/** Counts Monday to Friday; doesn't know holidays. */
function moveWorkdays(day: Temporal.PlainDate, count: number): Temporal.PlainDate {
  const sign = Math.sign(count);
  let moved = day;
  // From a weekend, the first business day is the Monday after it or the Friday before it.
  while (moved.dayOfWeek > 5) moved = moved.subtract({ days: sign });
  moved = moved.add({ days: 7 * sign * Math.floor(Math.abs(count) / 5) });
  for (let left = Math.abs(count) % 5; left > 0; ) {
    moved = moved.add({ days: sign });
    if (moved.dayOfWeek < 6) left -= 1;
  }
  return moved;
}

/** Moves a moment: days and longer units keep the time of day, shorter ones count as elapsed time. */
export function moveInstant(
  at: Temporal.Instant,
  amount: Amount,
  sign: 1 | -1,
  zone: string,
): Temporal.Instant {
  const { hours = 0, minutes = 0, seconds = 0, ...long } = amount;
  let moved = at;
  if (Object.keys(long).length > 0) {
    const local = at.toZonedDateTimeISO(zone);
    moved = moveDay(local.toPlainDate(), long, sign)
      .toPlainDateTime(local.toPlainTime())
      .toZonedDateTime(zone)
      .toInstant();
  }
  return moved.add({ seconds: sign * (3600 * hours + 60 * minutes + seconds) });
}

/** The day that contains an edge. For the end of a span, `last` gives the last day inside. */
export function dayOf(edge: Edge, zone: string, last = false): Temporal.PlainDate {
  if (edge instanceof Temporal.PlainDate) return last ? edge.subtract({ days: 1 }) : edge;
  const local =
    edge instanceof Temporal.PlainDateTime ? edge : edge.toZonedDateTimeISO(zone).toPlainDateTime();
  const day = local.toPlainDate();
  return last && local.hour + local.minute + local.second + local.millisecond === 0
    ? day.subtract({ days: 1 })
    : day;
}

/**
 * Milliseconds since 1970. A time that daylight saving skips is the moment when the clock jumps, so that
 * earlier and later times on the clock stay earlier and later. A time that occurs twice is the first one.
 */
export function instantOf(edge: Edge, zone: string): number {
  if (edge instanceof Temporal.Instant) return edge.epochMilliseconds;
  const at = edge.toZonedDateTime(zone);
  if (edge instanceof Temporal.PlainDate || at.toPlainDateTime().equals(edge)) return at.epochMilliseconds;
  const before = edge.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return before.getTimeZoneTransition('next')?.epochMilliseconds ?? at.epochMilliseconds;
}

/** The time on the wall clock at an edge, in the zone. */
export function wallClock(edge: Edge, zone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instantOf(edge, zone))
    .toZonedDateTimeISO(zone)
    .toPlainDateTime();
}
