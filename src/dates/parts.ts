import { Temporal } from 'temporal-polyfill';
import type { Calendar, Edge, Span } from './calendar.ts';
import { dayOf } from './calendar.ts';
import type { Period } from './schema.ts';

type PartOf = Extract<Period, { kind: 'part' }>;

/**
 * A part of a span. The start, middle, and end are, for a month, days 1 to 10, 10 to 20, and 21 to the last;
 * for a year, January to March, May to August, and September to December; for a week, the first three days,
 * the middle three, and the last three; for anything else, about a third each.
 */
export function partOf({ part, of }: PartOf, span: Span | null, calendar: Calendar): Span | null {
  if (span === null) return null;
  const { today, now, zone } = calendar;
  const [from, to] = [dayOf(span.from, zone), dayOf(span.to, zone)];
  const tomorrow = today.add({ days: 1 });
  const isDay = from.until(to).days <= 1;
  switch (part) {
    case 'earlier': {
      const end = isDay ? now : earlier(to, today);
      return { from, to: end };
    }
    case 'to-date':
      return { from, to: earlier(to, tomorrow) };
    case 'rest':
      if (isDay && of.kind === 'unit') return { from: now, to };
      // Nothing is left of a year that has ended since someone typed this.
      return { from: earlier(later(from, today), to), to };
    case 'start':
    case 'middle':
    case 'end':
    case 'early':
    case 'mid':
    case 'late':
      return third(placeOf[part], from, to);
    default:
      return part satisfies never;
  }
}

const placeOf = { start: 0, early: 0, middle: 1, mid: 1, end: 2, late: 2 } as const;

/**
 * The point that the start, middle, or end of a span is as a bound: "since the end of June" is since 1 July.
 *
 * @returns undefined for parts that stay stretches as bounds: "since late June" is since the 21st
 */
export function pointOf(period: Period, span: Span, zone: string): Edge | undefined {
  if (period.kind !== 'part') return undefined;
  if (period.part === 'start') return span.from;
  if (period.part === 'end') return span.to;
  if (period.part !== 'middle') return undefined;
  const [from, to] = [dayOf(span.from, zone), dayOf(span.to, zone)];
  return from.add({ days: Math.floor(from.until(to).days / 2) });
}

function third(at: 0 | 1 | 2, from: Temporal.PlainDate, to: Temporal.PlainDate): Span {
  const { months: whole, days } = from.until(to, { largestUnit: 'month' });
  const byMonths = (first: number, end: number): Span => ({
    from: from.add({ months: first }),
    to: from.add({ months: end }),
  });
  const byDays = (first: number, end: number | null): Span => ({
    from: from.add({ days: first }),
    to: end === null ? to : from.add({ days: end }),
  });
  if (days === 0 && whole === 12) return [byMonths(0, 3), byMonths(4, 8), byMonths(8, 12)][at] as Span;
  if (days === 0 && whole === 120) return [byMonths(0, 36), byMonths(36, 84), byMonths(84, 120)][at] as Span;
  if (days === 0 && whole % 3 === 0 && whole > 0) return byMonths((whole / 3) * at, (whole / 3) * (at + 1));
  if (days === 0 && whole === 1) return [byDays(0, 10), byDays(9, 20), byDays(20, null)][at] as Span;
  const length = from.until(to).days;
  if (length === 7) return [byDays(0, 3), byDays(2, 5), byDays(4, 7)][at] as Span;
  if (length === 1) {
    const hours = [
      [0, 10],
      [10, 14],
      [14, 24],
    ][at] as [number, number];
    const midnight = from.toPlainDateTime();
    return { from: midnight.add({ hours: hours[0] }), to: midnight.add({ hours: hours[1] }) };
  }
  const step = Math.ceil(length / 3);
  return [
    byDays(0, step),
    byDays(Math.floor((length - step) / 2), Math.floor((length + step) / 2)),
    byDays(length - step, null),
  ][at] as Span;
}

function earlier(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(a, b) < 0 ? a : b;
}

function later(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(a, b) > 0 ? a : b;
}
