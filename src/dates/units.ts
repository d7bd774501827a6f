import { Temporal } from 'temporal-polyfill';
import type { Calendar, Span } from './calendar.ts';
import { dayOf, moveDay, nthWeekday, startOfWeek, weekdayNumber } from './calendar.ts';
import type { CalendarUnit, Period, Weekday } from './schema.ts';
import { weekdays } from './schema.ts';

/** The distance from one such unit to the next, and the unit's length. */
export function amountOfUnit(unit: CalendarUnit): {
  step: { months?: number; days?: number };
  length: { months?: number; days?: number };
} {
  switch (unit) {
    case 'day':
      return { step: { days: 1 }, length: { days: 1 } };
    case 'week':
      return { step: { days: 7 }, length: { days: 7 } };
    case 'workweek':
      return { step: { days: 7 }, length: { days: 5 } };
    case 'weekend':
      return { step: { days: 7 }, length: { days: 2 } };
    case 'month':
      return { step: { months: 1 }, length: { months: 1 } };
    case 'quarter':
      return { step: { months: 3 }, length: { months: 3 } };
    case 'half':
      return { step: { months: 6 }, length: { months: 6 } };
    case 'year':
      return { step: { months: 12 }, length: { months: 12 } };
    case 'decade':
      return { step: { months: 120 }, length: { months: 120 } };
    default:
      return unit satisfies never;
  }
}

/**
 * The first day of the unit that contains a day. A weekend is the Saturday and Sunday of the week that begins
 * on Monday.
 */
export function startOfUnit(
  day: Temporal.PlainDate,
  unit: CalendarUnit,
  calendar: Calendar,
): Temporal.PlainDate {
  switch (unit) {
    case 'day':
      return day;
    case 'week':
      return startOfWeek(day, calendar.weekStart);
    case 'workweek':
      return startOfWeek(day, 1);
    case 'weekend':
      return startOfWeek(day, 1).add({ days: 5 });
    case 'month':
      return day.with({ day: 1 });
    case 'quarter':
      return new Temporal.PlainDate(day.year, 3 * Math.floor((day.month - 1) / 3) + 1, 1);
    case 'half':
      return new Temporal.PlainDate(day.year, day.month <= 6 ? 1 : 7, 1);
    case 'year':
      return new Temporal.PlainDate(day.year, 1, 1);
    case 'decade':
      return new Temporal.PlainDate(10 * Math.floor(day.year / 10), 1, 1);
    default:
      return unit satisfies never;
  }
}

function isWeekday(word: string): word is Weekday {
  return (weekdays as readonly string[]).includes(word);
}

/**
 * The n-th unit (or that many units) inside a span, counted from its end if n is negative; null if the span
 * is too short. A week belongs to the span that contains most of it, other units to the one in which they
 * begin.
 */
export function nthIn(period: Extract<Period, { kind: 'nth' }>, of: Span, calendar: Calendar): Span | null {
  const [first, end] = [dayOf(of.from, calendar.zone), dayOf(of.to, calendar.zone)];
  const { nth, unit, count = 1 } = period;
  // Half a month is its first fifteen days, or the rest.
  if (unit === 'half' && first.day === 1 && first.add({ months: 1 }).equals(end)) {
    const middle = first.add({ days: 15 });
    if (count > 1 || Math.abs(nth) > 2) return null;
    return nth === 1 || nth === -2 ? { from: first, to: middle } : { from: middle, to: end };
  }
  if (unit === 'workday') return workdaysIn(first, end, nth, count);
  const start = (n: number): Temporal.PlainDate => {
    if (isWeekday(unit)) {
      return n > 0
        ? nthWeekday(first, weekdayNumber(unit), n)
        : nthWeekday(end.subtract({ days: 1 }), weekdayNumber(unit), n);
    }
    const { step } = amountOfUnit(unit);
    // The halves and quarters of a fiscal year start at its beginning.
    const isFiscal = period.of.kind === 'fiscal' && step.months !== undefined;
    const edge = n > 0 ? first : end;
    const base = isFiscal ? edge : firstUnit(edge, unit, calendar);
    const times = n > 0 ? n - 1 : n;
    return step.months === undefined
      ? base.add({ days: (step.days ?? 0) * times })
      : base.add({ months: step.months * times });
  };
  // "The last 4 months" begin with the fourth from the end.
  const from = start(nth < 0 ? nth - count + 1 : nth);
  const { length, step } = isWeekday(unit) ? { length: { days: 1 }, step: { days: 7 } } : amountOfUnit(unit);
  let to = from;
  for (let i = 1; i < count; i += 1) to = to.add(step);
  to = to.add(length);
  const inside = (day: Temporal.PlainDate) =>
    Temporal.PlainDate.compare(day, unit === 'week' ? startOfWeek(first, calendar.weekStart) : first) >= 0;
  if (!inside(from)) return null;
  const lastStart = count === 1 ? from : to.subtract(length);
  if (Temporal.PlainDate.compare(lastStart, end) >= 0) return null;
  // A week may extend past the edge; other units have to fit: a quarter contains no half-year.
  const isWhole = step.months === undefined || Temporal.PlainDate.compare(to, end) <= 0;
  return isWhole ? { from, to } : null;
}

/** The n-th business day of a span, or its first or last few; null if it has fewer. */
function workdaysIn(
  first: Temporal.PlainDate,
  end: Temporal.PlainDate,
  nth: number,
  count: number,
): Span | null {
  const sign = nth > 0 ? 1 : -1;
  let near = sign > 0 ? first : end.subtract({ days: 1 });
  while (near.dayOfWeek > 5) near = near.add({ days: sign });
  const at = (n: number) => (n === 0 ? near : moveDay(near, { workdays: n }, sign));
  const [a, b] = [at(Math.abs(nth) - 1), at(Math.abs(nth) + count - 2)];
  const [from, last] = sign > 0 ? [a, b] : [b, a];
  const isInside = Temporal.PlainDate.compare(from, first) >= 0 && Temporal.PlainDate.compare(last, end) < 0;
  return isInside ? { from, to: last.add({ days: 1 }) } : null;
}

/** The first unit that belongs to a span that begins on this day. */
function firstUnit(day: Temporal.PlainDate, unit: CalendarUnit, calendar: Calendar): Temporal.PlainDate {
  const start = startOfUnit(day, unit, calendar);
  const { step } = amountOfUnit(unit);
  if (unit === 'week') {
    return start.until(day).days > 3 ? start.add({ days: 7 }) : start;
  }
  return Temporal.PlainDate.compare(start, day) < 0 ? start.add(step) : start;
}
