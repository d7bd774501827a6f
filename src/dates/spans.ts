import { Temporal } from 'temporal-polyfill';
import type { Calendar, Edge, Span } from './calendar.ts';
import {
  dayOf,
  instantOf,
  moveDay,
  moveInstant,
  nthWeekday,
  startOfWeek,
  weekdayNumber,
  yearOf,
} from './calendar.ts';
import { daySpan, namedSpan } from './named-span.ts';
import { partOf, pointOf } from './parts.ts';
import { isExact, type Period } from './schema.ts';
import { amountOfUnit, nthIn, startOfUnit } from './units.ts';

/** The span of a period; null if no such time exists. A name without a year is in this year: see `pin.ts`. */
export function spanOf(period: Period, calendar: Calendar): Span | null {
  const { today, now, zone } = calendar;
  switch (period.kind) {
    case 'now':
      return { from: now, to: now, point: true };
    case 'unit':
      return unitSpan(startOfUnit(today, period.unit, calendar), period.unit, period.offset);
    case 'rolling': {
      const sign = period.direction === 'past' ? -1 : 1;
      if (isExact(period.amount)) {
        const moved = moveInstant(now, period.amount, sign, zone);
        return sign < 0 ? { from: moved, to: now } : { from: now, to: moved };
      }
      const moved = moveDay(today, period.amount, sign);
      // Future business days count from the next one: today is already half over.
      if (sign > 0 && period.amount.workdays !== undefined) {
        return { from: moveDay(today, { workdays: 1 }, 1), to: moved.add({ days: 1 }) };
      }
      return sign < 0
        ? { from: moved, to: today.add({ days: 1 }) }
        : { from: today, to: moved.add({ days: 1 }) };
    }
    case 'ago': {
      const sign = period.direction === 'past' ? -1 : 1;
      if (!isExact(period.amount)) return daySpan(moveDay(today, period.amount, sign));
      const at = moveInstant(now, period.amount, sign, zone);
      const width = period.amount.seconds ? 1 : period.amount.minutes ? 60 : 3600;
      return { from: at, to: at.add({ seconds: width }), point: true };
    }
    case 'weekday': {
      const number = weekdayNumber(period.weekday);
      if ('week' in period) {
        const week = startOfWeek(today, calendar.weekStart).add({ days: 7 * period.week });
        return daySpan(nthWeekday(week, number, 1));
      }
      if (period.nth > 0) return daySpan(nthWeekday(today, number, period.nth));
      const before = period.nth === 0 ? today : today.subtract({ days: 1 });
      return daySpan(nthWeekday(before, number, Math.min(period.nth, -1)));
    }
    case 'weekdays': {
      const first = spanOf(period.first, calendar);
      if (first === null) return null;
      const start = dayOf(first.from, zone);
      return { from: start, to: nthWeekday(start, weekdayNumber(period.last), 1).add({ days: 1 }) };
    }
    case 'year':
      return years(period.year, 1);
    case 'decade':
      return years(period.year, 10);
    case 'fiscal': {
      const start = calendar.context.fiscalYearStart ?? 1;
      const year =
        typeof period.year === 'number' ? period.year : fiscalYearNow(calendar) + period.year.offset;
      const from = new Temporal.PlainDate(start === 1 ? year : year - 1, start, 1);
      if (period.quarter === undefined) return { from, to: from.add({ months: 12 }) };
      return {
        from: from.add({ months: 3 * period.quarter - 3 }),
        to: from.add({ months: 3 * period.quarter }),
      };
    }
    case 'fiscal-quarter': {
      const start = calendar.context.fiscalYearStart ?? 1;
      const into = (today.month - start + 12) % 3;
      const from = new Temporal.PlainDate(today.year, today.month, 1).add({
        months: 3 * period.offset - into,
      });
      return { from, to: from.add({ months: 3 }) };
    }
    case 'date':
    case 'month':
    case 'quarter':
    case 'half':
    case 'season':
    case 'week':
    case 'holiday': {
      return namedSpan(period, yearOf(period.year ?? { offset: 0 }, calendar), calendar);
    }
    case 'part':
      return partOf(period, spanOf(period.of, calendar), calendar);
    case 'nth': {
      const of = spanOf(period.of, calendar);
      return of && nthIn(period, of, calendar);
    }
    case 'shift': {
      const exact = isExact(period.amount);
      const of = exact ? boundOf(period.of, calendar) : baseOf(period.of, calendar);
      if (of === null) return null;
      const sign = period.direction === 'before' ? -1 : 1;
      if (exact) {
        const base = sign < 0 || of.point ? of.from : of.to;
        const at = moveInstant(asInstant(base, zone), period.amount, sign, zone);
        return { from: at, to: at.add({ seconds: 60 }), point: true };
      }
      return daySpan(
        moveDay(sign < 0 ? dayOf(of.from, zone) : dayOf(of.to, zone, !of.point), period.amount, sign),
      );
    }
    case 'containing': {
      const of = baseOf(period.of, calendar);
      if (of === null) return null;
      const unit = unitSpan(startOfUnit(dayOf(of.from, zone), period.unit, calendar), period.unit, 0);
      if (period.unit !== 'weekend') return unit;
      // A holiday extends its weekend: Labor Day weekend includes Monday, Black Friday's includes Friday.
      const [first, last] = [dayOf(of.from, zone), dayOf(of.to, zone, true)];
      const end = last.dayOfWeek === 1 ? last : nthWeekday(last, 7, 1);
      const saturday = nthWeekday(end, 6, -1);
      const begins = first.dayOfWeek >= 4 && Temporal.PlainDate.compare(first, saturday) < 0;
      return { from: begins ? first : saturday, to: end.add({ days: 1 }) };
    }
    case 'starting': {
      const from = baseOf(period.from, calendar);
      if (from === null) return null;
      if (isExact(period.amount) || !(from.from instanceof Temporal.PlainDate)) {
        const start = asInstant(from.from, zone);
        return { from: start, to: moveInstant(start, period.amount, 1, zone) };
      }
      return { from: from.from, to: moveDay(from.from, period.amount, 1) };
    }
    case 'ending': {
      const last = baseOf(period.to, calendar);
      if (last === null) return null;
      if (isExact(period.amount)) {
        const at = asInstant(last.from, zone);
        return { from: moveInstant(at, period.amount, -1, zone), to: at };
      }
      const to = dayOf(last.to, zone, true).add({ days: 1 });
      return { from: moveDay(to, period.amount, -1), to };
    }
    case 'within':
      return withinSpan(period, calendar);
    case 'nearby':
      return nearbySpan(period, baseOf(period.of, calendar), zone);
    case 'time': {
      const day = spanOf(period.day, calendar);
      if (day === null) return null;
      const at = dayOf(day.from, zone).toPlainDateTime(Temporal.PlainTime.from(period.time));
      return { from: at, to: at.add(at.minute === 0 ? { hours: 1 } : { minutes: 1 }), point: true };
    }
    case 'clock': {
      const day = spanOf(period.day, calendar);
      if (day === null) return null;
      const date = dayOf(day.from, zone);
      const over = period.to <= period.from ? 1 : 0;
      return {
        from: date.toPlainDateTime(Temporal.PlainTime.from(period.from)),
        to: date.add({ days: over }).toPlainDateTime(Temporal.PlainTime.from(period.to)),
      };
    }
    case 'daypart': {
      const day = spanOf(period.day, calendar);
      if (day === null) return null;
      const [start, end] = hoursOf(period.part, period.third);
      const date = dayOf(day.from, zone);
      return { from: date.toPlainDateTime({ hour: start }), to: date.toPlainDateTime().add({ hours: end }) };
    }
    case 'moment': {
      const at = Temporal.Instant.from(period.at);
      return { from: at, to: at.add({ seconds: 60 }), point: true };
    }
    default:
      return period satisfies never;
  }
}

/**
 * The span of a bound. As a bound, the start, middle, or end of something is a point: "until the start of
 * June" ends when June begins.
 */
export function boundOf(period: Period, calendar: Calendar): Span | null {
  const of = period.kind === 'part' ? spanOf(period.of, calendar) : null;
  const point = of && pointOf(period, of, calendar.zone);
  return point ? { from: point, to: point, point: true } : spanOf(period, calendar);
}

/** The span to count from. Here the start of something is its first day, and the end is its last. */
function baseOf(period: Period, calendar: Calendar): Span | null {
  const bound = boundOf(period, calendar);
  if (bound === null || period.kind !== 'part' || !bound.point) return bound;
  return daySpan(dayOf(bound.from, calendar.zone, period.part === 'end'));
}

/** The stretch between a period and a day that far before or after it; "less than" excludes that day. */
function withinSpan(
  { amount, direction, less, of: named }: Extract<Period, { kind: 'within' }>,
  calendar: Calendar,
): Span | null {
  const { zone } = calendar;
  const of = direction === 'from' ? baseOf(named, calendar) : boundOf(named, calendar);
  if (of === null) return null;
  const sign = direction === 'before' ? -1 : 1;
  const near = sign < 0 || of.point ? of.from : of.to;
  if (isExact(amount) || named.kind === 'time' || named.kind === 'moment') {
    const at = asInstant(near, zone);
    const far = moveInstant(at, amount, sign, zone);
    return sign < 0 ? { from: far, to: near } : { from: near, to: far };
  }
  const days = less ? 1 : 0;
  if (sign < 0) return { from: moveDay(dayOf(near, zone), amount, -1).add({ days }), to: near };
  // A month after 28 February is 28 March, which is the last day; counted from a point, that day is excluded.
  const far = of.point
    ? moveDay(dayOf(near, zone), amount, 1)
    : moveDay(dayOf(near, zone, true), amount, 1).add({ days: 1 });
  return { from: direction === 'from' ? of.from : near, to: far.subtract({ days }) };
}

/** The fiscal year that contains today: next year's number from its first month on. */
export function fiscalYearNow({ today, context }: Calendar): number {
  const start = context.fiscalYearStart ?? 1;
  return today.year + (start > 1 && today.month >= start ? 1 : 0);
}

/** The n-th such weekday or weekend that lies entirely before or after a span. */
function nearbySpan(
  { nth, unit, direction }: Extract<Period, { kind: 'nearby' }>,
  of: Span | null,
  zone: string,
): Span | null {
  if (of === null) return null;
  const sign = direction === 'before' ? -1 : 1;
  const edge = sign < 0 ? dayOf(of.from, zone) : dayOf(of.to, zone, !of.point);
  const number = unit === 'weekend' ? (sign < 0 ? 7 : 6) : weekdayNumber(unit);
  const day = nthWeekday(edge.add({ days: sign }), number, sign * nth);
  if (unit !== 'weekend') return daySpan(day);
  return sign < 0
    ? { from: day.subtract({ days: 1 }), to: day.add({ days: 1 }) }
    : { from: day, to: day.add({ days: 2 }) };
}

/** The hours of the parts of a day; the next midnight is 24. */
function hoursOf(
  part: Extract<Period, { kind: 'daypart' }>['part'],
  third?: 'early' | 'late',
): [number, number] {
  const hours = {
    morning: [8, 12],
    lunch: [12, 14],
    afternoon: [12, 16],
    evening: [16, 20],
    night: [20, 24],
  } as const;
  const [from, to] = hours[part];
  return third === 'early' ? [from, from + 2] : third === 'late' ? [to - 2, to] : [from, to];
}

function unitSpan(
  start: Temporal.PlainDate,
  unit: Extract<Period, { kind: 'unit' }>['unit'],
  offset: number,
): Span {
  const { step, length } = amountOfUnit(unit);
  const from = offset === 0 ? start : moveDay(start, scaled(step, Math.abs(offset)), offset < 0 ? -1 : 1);
  return { from, to: moveDay(from, length, 1) };
}

function scaled(step: { months?: number; days?: number }, times: number) {
  return step.months === undefined ? { days: (step.days ?? 0) * times } : { months: step.months * times };
}

function years(year: number, count: number): Span {
  return { from: new Temporal.PlainDate(year, 1, 1), to: new Temporal.PlainDate(year + count, 1, 1) };
}

function asInstant(edge: Edge, zone: string): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(instantOf(edge, zone));
}
