import type { Temporal } from 'temporal-polyfill';
import { type Calendar, dayOf, type Edge, instantOf, type Span } from './calendar.ts';
import { leafOf, withLeaf } from './leaf.ts';
import type { DateContext, Period, Year } from './schema.ts';
import { spanOf } from './spans.ts';

export type Direction = DateContext['direction'];
export type Spans = (period: Period, calendar: Calendar) => Span | null;

/** A possible reading of a name without a year; `end` if it is a range from one period to another. */
export interface Candidate {
  period: Period;
  span: Span;
  end?: Period;
}

/** A period that has only one reading; none if no such time exists. */
export function known(period: Period, calendar: Calendar, spans: Spans = spanOf): Candidate[] {
  const span = spans(period, calendar);
  return span === null ? [] : [{ period, span }];
}

/** The possible readings of a bare name around now, earliest first. */
export function possible(
  period: Period,
  leaf: Period,
  calendar: Calendar,
  direction: Direction,
  {
    around = calendar.today,
    spans = spanOf,
  }: { around?: Temporal.PlainDate | undefined; spans?: Spans } = {},
): Candidate[] {
  const { today } = calendar;
  const found: Candidate[] = [];
  const add = (full: Period) => {
    const whole = withLeaf(period, full);
    const span = spans(whole, calendar);
    if (span !== null) found.push({ period: whole, span });
  };
  if (leaf.kind === 'weekday') {
    // By itself it is relative: the latest, or the coming one. A run of weekdays ("Monday to Friday") may
    // have begun.
    const past = direction === 'past';
    for (const nth of past ? [0] : period.kind === 'weekdays' ? [0, 1] : [1]) add({ ...leaf, nth } as Period);
    return found;
  }
  const { on, kind: _kind, ...others } = leaf as Extract<Period, { kind: 'date' }> & { on?: number };
  const fits = (full: Period) => on === undefined || weekdayOf(full, calendar) === on;
  if (leaf.kind === 'date' && leaf.month === 0) {
    const reach = on === undefined ? 3 : 30;
    for (let i = -reach; i <= reach; i += 1) {
      const months = 12 * around.year + around.month - 1 + i;
      const full: Period = {
        kind: 'date',
        year: Math.floor(months / 12),
        month: (months % 12) + 1,
        day: leaf.day,
      };
      if (fits(full)) add(full);
    }
    return found;
  }
  // A 29 February or a week 53 may be years away. A weekday and a date that match only in other years are a
  // typo.
  const leapDay = leaf.kind === 'date' && leaf.month === 2 && leaf.day === 29;
  const isRare = (leapDay && !calendar.everyYear) || (leaf.kind === 'week' && leaf.week === 53);
  const reach = on !== undefined ? 1 : isRare ? 8 : 2;
  for (let year = around.year - reach; year <= around.year + reach; year += 1) {
    // Relative to this year, 29 February is the 28th in years without one.
    const named: Year = leapDay && calendar.everyYear ? { offset: year - today.year } : year;
    const full = { kind: leaf.kind, year: named, ...others } as Period;
    if (fits(full)) add(full);
  }
  return found;
}

/** The latest candidate that has begun (`past`), or else the first that isn't over. */
export function choose(
  candidates: Candidate[],
  calendar: Calendar,
  direction: Direction,
): Candidate | undefined {
  const now = calendar.now.epochMilliseconds;
  if (direction === 'past') {
    return candidates.findLast((each) => beginning(each, calendar) <= now) ?? candidates[0];
  }
  return candidates.find(({ span }) => instantOf(span.to, calendar.zone) > now) ?? candidates.at(-1);
}

/** The candidate nearest to now, on either side: a weekday with a date usually names a day nearby. */
export function nearestOf(candidates: Candidate[], calendar: Calendar): Candidate | undefined {
  const away = ({ span }: Candidate) => Math.abs(order(span.from, calendar) - calendar.now.epochMilliseconds);
  return candidates.reduce<Candidate | undefined>(
    (nearest, each) => (nearest === undefined || away(each) < away(nearest) ? each : nearest),
    undefined,
  );
}

/**
 * When a candidate begins. If it begins a year or more before the name that it counts from ("2 years before
 * Easter"), use the beginning of that name; otherwise a future Easter would win. So does a next September in
 * "6 months ending September", which is about a September that has come.
 */
function beginning({ period, span }: Candidate, calendar: Calendar): number {
  const start = order(span.from, calendar);
  const leaf = leafOf(period);
  const named = leaf === period ? null : spanOf(leaf, calendar);
  const of = named === null ? start : order(named.from, calendar);
  return of - start >= yearMs || isReport(period) ? of : start;
}

/** "12 months ending March", but not "the 2 months before Christmas", which ends a day before its name. */
function isReport(period: Period): boolean {
  if (period.kind !== 'ending' || period.to.kind === 'shift') return false;
  const { years, quarters, months } = period.amount;
  return years !== undefined || quarters !== undefined || months !== undefined;
}

const yearMs = 365 * 86_400_000;

/** An edge of a span as a number, by which spans are put in order. */
export function order(edge: Edge, calendar: Calendar): number {
  return instantOf(edge, calendar.zone);
}

/** The weekday on which a period begins, 1 for Monday. */
export function weekdayOf(period: Period, calendar: Calendar): number | null {
  const span = spanOf(period, calendar);
  return span && dayOf(span.from, calendar.zone).dayOfWeek;
}
