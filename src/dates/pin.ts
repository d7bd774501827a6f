import type { Temporal } from 'temporal-polyfill';
import type { Calendar, Edge, Span } from './calendar.ts';
import { dayOf, instantOf } from './calendar.ts';
import type { DateContext, Period, Timeframe, Year } from './schema.ts';
import { boundOf, spanOf } from './spans.ts';

type Direction = DateContext['direction'];
type Spans = (period: Period, calendar: Calendar) => Span | null;

/**
 * A name that several stretches of time share. `month` 0: the 18th of any month. `on`: only if it falls on
 * that weekday.
 */
type Bare =
  | Extract<Period, { kind: 'month' | 'quarter' | 'half' | 'season' | 'week' | 'holiday' }>
  | (Extract<Period, { kind: 'date' }> & { on?: number })
  | { kind: 'weekday'; weekday: Extract<Period, { kind: 'weekday' }>['weekday'] };

/** A day of the month without its month and year, a date with its weekday, or a bare weekday. */
export function bare(period: Bare): Period {
  return period as Period;
}

/**
 * Gives every name without a year its year: `May` becomes `May 2026`. Takes the latest candidate that has
 * begun (`past`), or the first that isn't over (`future`, `any`). Null if none fits (31 February).
 *
 * @example pinTimeframe({ kind: 'month', month: 5 }, calendar) // { kind: 'month', month: 5, year: 2026 }
 */
export function pinTimeframe(timeframe: Timeframe, calendar: Calendar): Timeframe | null {
  const { direction } = calendar.context;
  switch (timeframe.kind) {
    case 'between': {
      const ends = pinBetween(timeframe.from, timeframe.to, calendar);
      return ends && { kind: 'between', from: ends[0], to: ends[1] };
    }
    case 'since':
    case 'after':
    case 'before':
    case 'until': {
      // "Since" implies that the period has begun, even if the caller means either side.
      const side = timeframe.kind === 'since' && direction === 'any' ? 'past' : direction;
      // "Since the end of December", read in December, starts a year earlier: the bound has to have begun.
      const spans = timeframe.kind === 'since' || timeframe.kind === 'after' ? boundOf : spanOf;
      const of = pinPeriod(timeframe.of, calendar, side, spans);
      return of && { kind: timeframe.kind, of };
    }
    case 'nearer':
      return timeframe;
    default:
      return pinPeriod(
        timeframe,
        calendar,
        timeframe.kind === 'starting' && direction === 'any' ? 'past' : direction,
      );
  }
}

function pinPeriod(
  period: Period,
  calendar: Calendar,
  direction: Direction,
  spans: Spans = spanOf,
): Period | null {
  const leaf = leafOf(period);
  if (!isBare(leaf)) return spanOf(period, calendar) === null ? null : period;
  // A numbered week is in this year; people don't say "week 12" about another year.
  if (leaf.kind === 'week' && direction !== 'past') {
    const here: Period = { kind: 'week', year: calendar.today.year, week: leaf.week };
    // Few years have a week 53.
    if (spanOf(here, calendar) !== null) return withLeaf(period, here);
  }
  const candidates = possible(period, leaf, calendar, direction, { spans });
  // "Thursday the 21st" is in this month if its 21st is a Thursday.
  if (direction === 'any' && leaf.kind === 'date' && leaf.month === 0 && 'on' in leaf) {
    const { year, month } = calendar.today;
    const here = candidates.find((each) => {
      const full = leafOf(each.period);
      return full.kind === 'date' && full.year === year && full.month === month;
    });
    if (here) return here.period;
  }
  const chosen = choose(candidates, calendar, direction)?.period ?? null;
  if (leaf.kind !== 'date' || leaf.month === 0 || !('on' in leaf)) return chosen;
  // "Friday 21 November", in a year that has it on a Saturday, is a typo; it doesn't mean an earlier year.
  const { on: _, ...plain } = leaf;
  const all = possible(plain, plain, calendar, direction);
  const meant = [
    choose(all, calendar, direction),
    ...(direction === 'any' ? [nearestOf(all, calendar)] : []),
  ];
  const found = chosen && JSON.stringify(leafOf(chosen));
  return meant.some((each) => each && JSON.stringify(each.period) === found) ? chosen : null;
}

function pinBetween(from: Period, to: Period, calendar: Calendar): [Period, Period] | null {
  const { direction } = calendar.context;
  const [first, last] = [leafOf(from), leafOf(to)];
  if (!isBare(first) && !isBare(last)) return [from, to];
  // A day without a month is near the other end: "from 28 December to the 5th".
  if (isDayOnly(last)) {
    const starts = isBare(first) ? possible(from, first, calendar, direction) : known(from, calendar);
    const pairs = starts.flatMap((start) => dayBeside(start, to, 'after', calendar));
    return ends(isBare(first) ? choose(pairs, calendar, direction) : pairs[0]);
  }
  if (isDayOnly(first)) {
    const lasts = isBare(last)
      ? possible(to, last, calendar, direction, { spans: boundOf })
      : known(to, calendar);
    const pairs = lasts.flatMap((end) => dayBeside(end, from, 'before', calendar));
    return ends(isBare(last) ? choose(pairs, calendar, direction) : pairs[0]);
  }
  const fixed = isBare(first) ? (isBare(last) ? [] : known(to, calendar)) : known(from, calendar);
  const around = fixed[0] && dayOf(fixed[0].span.from, calendar.zone);
  const starts = isBare(first) ? possible(from, first, calendar, direction, { around }) : fixed;
  const lasts = isBare(last) ? possible(to, last, calendar, direction, { around, spans: boundOf }) : fixed;
  const day = (edge: Edge) => order(edge, calendar);
  // "From 2 years before Christmas to Christmas" means the same Christmas twice.
  const isOne = isBare(first) && isBare(last) && JSON.stringify(first) === JSON.stringify(last);
  const pairs = starts.flatMap((start) => {
    const behind = lasts.filter(
      (each) => day(each.span.to) > day(start.span.from) && day(each.span.from) >= day(start.span.from),
    );
    const same = JSON.stringify(leafOf(start.period));
    const one = isOne ? behind.find((each) => JSON.stringify(leafOf(each.period)) === same) : undefined;
    const end = one ?? behind[0];
    return end === undefined ? [] : [pairOf(start, end)];
  });
  // If one end is known, the other is the nearest to it; otherwise now decides.
  return ends(isBare(first) ? (isBare(last) ? choose(pairs, calendar, direction) : pairs.at(-1)) : pairs[0]);
}

/** The day of the month nearest to the other end, on its side; none if the text has another weekday. */
function dayBeside(
  other: Candidate,
  period: Period,
  side: 'before' | 'after',
  calendar: Calendar,
): Candidate[] {
  const leaf = leafOf(period);
  if (leaf.kind !== 'date') return [];
  const around = dayOf(other.span.from, calendar.zone);
  // "From 5 March to the 5th" ends a month later; but with today at the other end, the day may be today.
  const strict = leafOf(other.period).kind === 'date';
  const anyDay = withLeaf(period, bare({ kind: 'date', month: 0, day: leaf.day }));
  const found = possible(anyDay, leafOf(anyDay), calendar, 'any', { around }).filter(({ span }) => {
    const [mine, its] = [order(span.from, calendar), order(other.span.from, calendar)];
    return (mine === its && !strict) || (side === 'after' ? mine > its : mine < its);
  });
  const day = side === 'after' ? found[0] : found.at(-1);
  if (day === undefined) return [];
  const on = 'on' in leaf ? leaf.on : undefined;
  if (on !== undefined && weekdayOf(leafOf(day.period), calendar) !== on) return [];
  return [side === 'after' ? pairOf(other, day) : pairOf(day, other)];
}

function pairOf(start: Candidate, end: Candidate): Candidate {
  return { period: start.period, span: { from: start.span.from, to: end.span.to }, end: end.period };
}

function ends(pair: Candidate | undefined): [Period, Period] | null {
  return pair?.end ? [pair.period, pair.end] : null;
}

/** "The 5th", without a month. */
function isDayOnly(leaf: Period): boolean {
  return leaf.kind === 'date' && leaf.month === 0;
}

interface Candidate {
  period: Period;
  span: Span;
  end?: Period;
}

function known(period: Period, calendar: Calendar): Candidate[] {
  const span = spanOf(period, calendar);
  return span === null ? [] : [{ period, span }];
}

/** The possible readings of a bare name around now, earliest first. */
function possible(
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

function choose(candidates: Candidate[], calendar: Calendar, direction: Direction): Candidate | undefined {
  const now = calendar.now.epochMilliseconds;
  if (direction === 'past') {
    return candidates.findLast((each) => beginning(each, calendar) <= now) ?? candidates[0];
  }
  return candidates.find(({ span }) => instantOf(span.to, calendar.zone) > now) ?? candidates.at(-1);
}

/** The candidate nearest to now, on either side: a weekday with a date usually names a day nearby. */
function nearestOf(candidates: Candidate[], calendar: Calendar): Candidate | undefined {
  const away = ({ span }: Candidate) => Math.abs(order(span.from, calendar) - calendar.now.epochMilliseconds);
  return candidates.reduce<Candidate | undefined>(
    (nearest, each) => (nearest === undefined || away(each) < away(nearest) ? each : nearest),
    undefined,
  );
}

/**
 * When a candidate begins. If it begins a year or more before the name that it counts from ("2 years before
 * Easter"), use the beginning of that name; otherwise a future Easter would win.
 */
function beginning({ period, span }: Candidate, calendar: Calendar): number {
  const start = order(span.from, calendar);
  const leaf = leafOf(period);
  const named = leaf === period ? null : spanOf(leaf, calendar);
  const of = named === null ? start : order(named.from, calendar);
  return of - start >= yearMs ? of : start;
}

const yearMs = 365 * 86_400_000;

function order(edge: Edge, calendar: Calendar): number {
  return instantOf(edge, calendar.zone);
}

function weekdayOf(period: Period, calendar: Calendar): number | null {
  const span = spanOf(period, calendar);
  return span && dayOf(span.from, calendar.zone).dayOfWeek;
}

function isBare(leaf: Period): boolean {
  switch (leaf.kind) {
    case 'date':
    case 'month':
    case 'quarter':
    case 'half':
    case 'season':
    case 'week':
    case 'holiday':
      return leaf.year === undefined;
    case 'weekday':
      return !('week' in leaf) && leaf.nth === undefined;
    default:
      return false;
  }
}

/** The innermost period. */
export function leafOf(period: Period): Period {
  const inner = innerOf(period);
  return inner === null ? period : leafOf(inner);
}

function innerOf(period: Period): Period | null {
  if ('of' in period) return period.of;
  if ('day' in period && typeof period.day === 'object') return period.day;
  if (period.kind === 'starting') return period.from;
  if (period.kind === 'ending') return period.to;
  if (period.kind === 'weekdays') return period.first;
  return null;
}

/** The same period with another innermost period. */
export function withLeaf(period: Period, leaf: Period): Period {
  const inner = innerOf(period);
  if (inner === null) return leaf;
  const replaced = withLeaf(inner, leaf);
  if ('of' in period) return { ...period, of: replaced };
  if (period.kind === 'starting') return { ...period, from: replaced };
  if (period.kind === 'ending') return { ...period, to: replaced };
  if (period.kind === 'weekdays') return { ...period, first: replaced };
  return { ...period, day: replaced } as Period;
}

/** Whether a timeframe contains a name that always needs pinning: a bare weekday, a day of any month. */
export function hasDraft(timeframe: Timeframe): boolean {
  return periodsOf(timeframe).some((period) => {
    const leaf = leafOf(period);
    if (leaf.kind === 'date') return leaf.month === 0 || 'on' in leaf;
    return leaf.kind === 'weekday' && isBare(leaf);
  });
}

/** Whether a timeframe recurs every year: "March", "24 December" for a yearly attribute. */
export function namesEveryYear(timeframe: Timeframe): boolean {
  return periodsOf(timeframe).some((period) => isBare(leafOf(period)));
}

/**
 * Whether a timeframe names a year. If it does, a yearly attribute is compared as a plain date; otherwise
 * ("in March", "in the next 7 days") the year is ignored.
 */
export function namesYear(timeframe: Timeframe): boolean {
  return periodsOf(timeframe).some((period) => {
    const leaf = leafOf(period);
    if (leaf.kind === 'year' || leaf.kind === 'decade' || leaf.kind === 'fiscal' || leaf.kind === 'moment')
      return true;
    return 'year' in leaf && typeof leaf.year === 'number';
  });
}

/** The periods that make up a timeframe. */
export function periodsOf(timeframe: Timeframe): Period[] {
  switch (timeframe.kind) {
    case 'between':
      return [timeframe.from, timeframe.to];
    case 'since':
    case 'after':
    case 'before':
    case 'until':
      return [timeframe.of];
    case 'nearer':
      return [];
    default:
      return [timeframe];
  }
}
