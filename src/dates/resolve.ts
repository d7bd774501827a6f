import { Temporal } from 'temporal-polyfill';
import type { Calendar, Edge, Span } from './calendar.ts';
import { calendarOf, instantOf, moveDay, moveInstant } from './calendar.ts';
import { pinTimeframe } from './pin.ts';
import { type DateContext, isExact, type Timeframe } from './schema.ts';
import { boundOf, spanOf } from './spans.ts';
import { isUnknownHoliday } from './unsure.ts';

/**
 * The moments that a timeframe covers now, half-open: `from` is included, `to` is not; null is an open end.
 * An empty timeframe (the 31st of this month, in June; a holiday whose date we don't know yet) gives the same
 * moment twice. Never throws on a
 * timeframe that the schema accepts.
 *
 * @example
 * resolveTimeframe({ kind: 'rolling', direction: 'past', amount: { days: 30 } }, context)
 * // on 23 November 2026 in UTC: { from: 2026-10-24T00:00Z, to: 2026-11-24T00:00Z }
 */
export function resolveTimeframe(
  timeframe: Timeframe,
  context: DateContext,
): { from: Date | null; to: Date | null } {
  // A stored timeframe without a year is for a yearly attribute.
  const calendar = { ...calendarOf(context), everyYear: true };
  const pinned = pinTimeframe(timeframe, calendar);
  const edges = pinned && !isUnknownHoliday(pinned, calendar) ? edgesOf(pinned, calendar) : null;
  if (edges === null) return { from: context.now, to: context.now };
  const from = edges.from === null ? null : instantOf(edges.from, calendar.zone);
  const to = edges.to === null ? null : instantOf(edges.to, calendar.zone);
  const end = from !== null && to !== null && to < from ? from : to;
  return { from: from === null ? null : new Date(from), to: end === null ? null : new Date(end) };
}

/** The ends of a timeframe as days, times of day, or moments; null if that time doesn't exist. */
export function edgesOf(
  timeframe: Timeframe,
  calendar: Calendar,
): { from: Edge | null; to: Edge | null } | null {
  switch (timeframe.kind) {
    case 'between': {
      const [first, last] = [boundOf(timeframe.from, calendar), boundOf(timeframe.to, calendar)];
      return first && last && { from: first.from, to: last.point ? last.from : last.to };
    }
    case 'since': {
      const of = boundOf(timeframe.of, calendar);
      return of && { from: of.from, to: null };
    }
    case 'after': {
      const of = boundOf(timeframe.of, calendar);
      return of && { from: of.point ? of.from : of.to, to: null };
    }
    case 'before': {
      const of = boundOf(timeframe.of, calendar);
      return of && { from: null, to: of.from };
    }
    case 'until': {
      const of = boundOf(timeframe.of, calendar);
      return of && { from: null, to: of.point ? of.from : of.to };
    }
    case 'nearer':
      return nearer(timeframe, calendar);
    case 'unit':
    case 'ago':
      return lasting(spanOf(timeframe, calendar), calendar);
    default: {
      const span = spanOf(timeframe, calendar);
      return span && { from: span.from, to: span.to };
    }
  }
}

function nearer(
  { direction, amount }: Extract<Timeframe, { kind: 'nearer' }>,
  calendar: Calendar,
): { from: Edge; to: Edge } {
  const sign = direction === 'past' ? -1 : 1;
  if (isExact(amount)) {
    const moved = moveInstant(calendar.now, amount, sign, calendar.zone);
    return sign < 0 ? { from: moved, to: calendar.now } : { from: calendar.now, to: moved };
  }
  const day = moveDay(calendar.today, amount, sign);
  const tomorrow = calendar.today.add({ days: 1 });
  return sign < 0 ? { from: day.add({ days: 1 }), to: tomorrow } : { from: calendar.today, to: day };
}

/** A day counted from today that its zone skipped (Samoa had no 30 December 2011) is the day before. */
function lasting(span: Span | null, calendar: Calendar): Span | null {
  if (!(span?.from instanceof Temporal.PlainDate) || !(span.to instanceof Temporal.PlainDate)) return span;
  if (instantOf(span.from, calendar.zone) < instantOf(span.to, calendar.zone)) return span;
  return { from: span.from.subtract({ days: 1 }), to: span.to.subtract({ days: 1 }) };
}
