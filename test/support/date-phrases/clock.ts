import { Temporal } from 'temporal-polyfill';
import type { DateContext } from '../../../src/dates/schema.ts';

/**
 * The moment that phrases are made for. Everything that follows from it is computed here, with plain
 * arithmetic on Temporal's dates: nothing from `src/dates` is used, so that a mistake there can't hide in the
 * expectation too.
 */
export interface Clock {
  context: DateContext;
  now: Temporal.Instant;
  today: Temporal.PlainDate;
  zone: string;
  /** 1 Monday, 6 Saturday, 7 Sunday. */
  weekStart: number;
}

/** A day stands for its beginning. */
export type Bound = Temporal.PlainDate | Temporal.PlainDateTime | Temporal.Instant | null;

/** What a phrase has to mean: from its first moment up to, but without, its last; null is open. */
export interface Case {
  phrase: string;
  from: Bound;
  to: Bound;
}

/** Ordinary days, year ends, leap days, the nights when clocks change, and zones that skipped a day. */
const moments: [zone: string, wall: string][] = [
  ['America/New_York', '2026-11-25T10:30'],
  ['America/New_York', '2026-03-08T12:00'],
  ['America/New_York', '2026-11-01T01:30'],
  ['America/New_York', '2025-12-31T23:30'],
  ['Europe/London', '2026-11-23T10:00'],
  ['Europe/London', '2026-03-29T08:15'],
  ['Europe/London', '2026-10-25T12:45'],
  ['Europe/Berlin', '2027-01-01T00:10'],
  ['Europe/Berlin', '2024-02-29T17:20'],
  ['Asia/Kolkata', '2026-05-31T05:29'],
  ['Asia/Tokyo', '2025-08-15T22:00'],
  ['Pacific/Apia', '2026-01-04T13:00'],
  ['Australia/Lord_Howe', '2026-04-05T03:00'],
  ['America/Sao_Paulo', '2028-02-29T09:00'],
  ['UTC', '2026-07-04T00:00'],
  ['UTC', '2025-03-31T23:59'],
];
const weekStarts = ['monday', 'sunday', 'monday', 'saturday', 'monday'] as const;
const orders = ['dmy', 'mdy', 'ymd'] as const;
const directions = ['past', 'past', 'any', 'future'] as const;

/** Each moment with its own settings; the settings rotate at different speeds, so that they mix. */
export const clocks: Clock[] = moments.flatMap(([timeZone, wall], i) =>
  [0, 1].map((more) => {
    const n = 2 * i + more;
    const now = Temporal.PlainDateTime.from(wall).toZonedDateTime(timeZone).toInstant();
    const weekStart = weekStarts[n % 5] ?? 'monday';
    return {
      context: {
        now: new Date(now.epochMilliseconds),
        timeZone,
        weekStart,
        dateOrder: orders[n % 3] ?? 'dmy',
        fiscalYearStart: [4, 2, 7, 10, 1][n % 5] ?? 4,
        direction: directions[n % 4] ?? 'past',
      },
      now,
      today: now.toZonedDateTimeISO(timeZone).toPlainDate(),
      zone: timeZone,
      weekStart: { monday: 1, saturday: 6, sunday: 7 }[weekStart],
    };
  }),
);

/** The moment of a bound, in milliseconds since 1970. */
export function momentOf(bound: Bound, zone: string): number | null {
  if (bound === null) return null;
  return bound instanceof Temporal.Instant
    ? bound.epochMilliseconds
    : bound.toZonedDateTime(zone).epochMilliseconds;
}

export const date = (year: number, month: number, day: number) => new Temporal.PlainDate(year, month, day);

export const plus = (day: Temporal.PlainDate, days: number) => day.add({ days });

/** One day. */
export const only = (day: Temporal.PlainDate) => ({ from: day, to: plus(day, 1) });

/** From one day to another, which is included. */
export const through = (from: Temporal.PlainDate, last: Temporal.PlainDate) => ({ from, to: plus(last, 1) });

/** The first day of the week, month, quarter, half or year of a day. */
export function beginning(unit: string, day: Temporal.PlainDate, weekStart: number): Temporal.PlainDate {
  if (unit === 'week') return plus(day, -((day.dayOfWeek + 7 - weekStart) % 7));
  const size = monthsIn(unit);
  return date(day.year, day.month - ((day.month - 1) % size), 1);
}

export function monthsIn(unit: string): number {
  return { month: 1, quarter: 3, half: 6, year: 12 }[unit] ?? 1;
}

/** A day this many units away. */
export function away(day: Temporal.PlainDate, n: number, unit: string): Temporal.PlainDate {
  if (unit === 'day' || unit === 'week') return plus(day, n * (unit === 'week' ? 7 : 1));
  return day.add({ months: n * monthsIn(unit) });
}

/** The latest or the next day that has a property, including today. */
export function seek(
  start: Temporal.PlainDate,
  step: 1 | -1,
  fits: (day: Temporal.PlainDate) => boolean,
): Temporal.PlainDate {
  let day = start;
  while (!fits(day)) day = plus(day, step);
  return day;
}
