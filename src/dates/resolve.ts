import { Temporal } from 'temporal-polyfill';
import type { Calendar, Edge, Span } from './calendar.ts';
import { calendarOf, dayOf, instantOf, isExact, moveDay, moveInstant } from './calendar.ts';
import { pinTimeframe } from './pin.ts';
import type { DateContext, Period, Timeframe } from './schema.ts';
import { spanOf } from './spans.ts';

/**
 * The moments that a timeframe covers now, half-open: `from` is in it, `to` is not; null is an open end. A timeframe
 * that nothing lies in (the 31st of this month, in June) gives twice the same moment. Never throws on a timeframe that
 * the schema accepts.
 *
 * @example
 * resolveTimeframe({ kind: 'rolling', direction: 'past', amount: { days: 30 } }, context)
 * // on 23 November 2026 in UTC: { from: 2026-10-24T00:00Z, to: 2026-11-24T00:00Z }
 */
export function resolveTimeframe(
  timeframe: Timeframe,
  context: DateContext,
): { from: Date | null; to: Date | null } {
  // What is stored without a year was read for a yearly attribute.
  const calendar = { ...calendarOf(context), everyYear: true };
  const pinned = pinTimeframe(timeframe, calendar);
  const edges = pinned && edgesOf(pinned, calendar);
  if (edges === null) return { from: context.now, to: context.now };
  const from = edges.from === null ? null : instantOf(edges.from, calendar.zone);
  const to = edges.to === null ? null : instantOf(edges.to, calendar.zone);
  const end = from !== null && to !== null && to < from ? from : to;
  return { from: from === null ? null : new Date(from), to: end === null ? null : new Date(end) };
}

/** The ends of a timeframe as days, times of day or moments; null where there is no such time. */
export function edgesOf(
  timeframe: Timeframe,
  calendar: Calendar,
): { from: Edge | null; to: Edge | null } | null {
  switch (timeframe.kind) {
    case 'between': {
      const [first, last] = [spanOf(timeframe.from, calendar), spanOf(timeframe.to, calendar)];
      if (first === null || last === null) return null;
      return {
        from: startingEdge(timeframe.from, first, calendar),
        to: endingEdge(timeframe.to, last, calendar),
      };
    }
    case 'since': {
      const span = spanOf(timeframe.of, calendar);
      return span && { from: span.from, to: null };
    }
    case 'after': {
      const span = spanOf(timeframe.of, calendar);
      return span && { from: span.point ? span.from : span.to, to: null };
    }
    case 'before': {
      const span = spanOf(timeframe.of, calendar);
      // "Before the end of the year" goes up to its end, not to where an end of so many weeks begins.
      const atEnd = timeframe.of.kind === 'part' && timeframe.of.part === 'end';
      return span && { from: null, to: atEnd ? span.to : span.from };
    }
    case 'until': {
      const span = spanOf(timeframe.of, calendar);
      return span && { from: null, to: span.point ? span.from : span.to };
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

/** In a range, a part is a point: "from the middle of 2007 to the end of 2008". */
function startingEdge(period: Period, span: Span, calendar: Calendar): Edge {
  if (period.kind !== 'part') return span.from;
  if (period.part === 'middle') return middleOf(period.of, calendar) ?? span.from;
  return period.part === 'end' ? span.to : span.from;
}

function endingEdge(period: Period, span: Span, calendar: Calendar): Edge {
  if (span.point) return span.from;
  if (period.kind !== 'part') return span.to;
  return (period.part === 'middle' && middleOf(period.of, calendar)) || span.to;
}

function middleOf(period: Period, calendar: Calendar): Temporal.PlainDate | null {
  const span = spanOf(period, calendar);
  if (span === null) return null;
  const [from, to] = [dayOf(span.from, calendar.zone), dayOf(span.to, calendar.zone)];
  return from.add({ days: Math.floor(from.until(to).days / 2) });
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

/** A day that is counted from today and that its zone skipped (Samoa had no 30 December 2011) is the one before it. */
function lasting(span: Span | null, calendar: Calendar): Span | null {
  if (!(span?.from instanceof Temporal.PlainDate) || !(span.to instanceof Temporal.PlainDate)) return span;
  if (instantOf(span.from, calendar.zone) < instantOf(span.to, calendar.zone)) return span;
  return { from: span.from.subtract({ days: 1 }), to: span.to.subtract({ days: 1 }) };
}
