import { Temporal } from 'temporal-polyfill';
import { type Calendar, dateOf, firstWeek, type Span } from './calendar.ts';
import { findHoliday } from './holidays/find.ts';
import type { Period } from './schema.ts';

/** A named stretch in a known year. */
export function namedSpan(
  period: Extract<Period, { kind: 'date' | 'month' | 'quarter' | 'half' | 'season' | 'week' | 'holiday' }>,
  year: number,
  calendar: Calendar,
): Span | null {
  const months = (first: number, count: number): Span => {
    const from = new Temporal.PlainDate(year, 1, 1).add({ months: first - 1 });
    return { from, to: from.add({ months: count }) };
  };
  switch (period.kind) {
    case 'date': {
      const day = dateOf(year, period.month, period.day);
      if (day !== null) return daySpan(day);
      // A 29 February that recurs every year, or is relative to this year, is the 28th in other years.
      const moves = period.month === 2 && period.day === 29 && typeof period.year !== 'number';
      return moves ? daySpan(new Temporal.PlainDate(year, 2, 28)) : null;
    }
    case 'month':
      return months(period.month, 1);
    case 'quarter':
      return months(3 * period.quarter - 2, 3);
    case 'half':
      return months(6 * period.half - 5, 6);
    case 'season':
      return months({ spring: 3, summer: 6, autumn: 9, winter: 12 }[period.season], 3);
    case 'week': {
      const from = firstWeek(year, calendar.weekStart).add({ days: 7 * (period.week - 1) });
      const next = firstWeek(year + 1, calendar.weekStart);
      return Temporal.PlainDate.compare(from, next) < 0 ? { from, to: from.add({ days: 7 }) } : null;
    }
    case 'holiday':
      return findHoliday(period.holiday, year);
    default:
      return period satisfies never;
  }
}

/** All of a day. */
export function daySpan(day: Temporal.PlainDate): Span {
  return { from: day, to: day.add({ days: 1 }) };
}
