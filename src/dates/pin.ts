import { type Calendar, dayOf, type Edge } from './calendar.ts';
import {
  type Candidate,
  choose,
  type Direction,
  known,
  nearestOf,
  order,
  possible,
  type Spans,
  weekdayOf,
} from './candidates.ts';
import { bare, isBare, leafOf, withLeaf } from './leaf.ts';
import type { Period, Timeframe, Weekday } from './schema.ts';
import { boundOf, spanOf } from './spans.ts';

/**
 * Gives every name without a year its year: `May` becomes `May 2026`. Takes the latest candidate that has
 * begun (`past`), or the first that isn't over (`future`, `any`). Null if none fits (31 February).
 *
 * @example pinTimeframe({ kind: 'month', month: 5 }, calendar) // { kind: 'month', month: 5, year: 2026 }
 */
export function pinTimeframe(timeframe: Timeframe, calendar: Calendar, saysSince = false): Timeframe | null {
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
      // "Since" implies that the period has begun, whichever side of now the caller means; "from" doesn't.
      const side = timeframe.kind === 'since' && saysSince ? 'past' : direction;
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
  if (leaf.kind === 'week' && direction === 'any') {
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
  if (first.kind === 'weekday' && last.kind === 'weekday' && isBare(first) && isBare(last))
    return pinWeekdays(from, to, first.weekday, last.weekday, calendar);
  // "From the 5th to 2 months later" names one 5th.
  if (isDayOnly(first) && to !== last && JSON.stringify(first) === JSON.stringify(last)) {
    const start = pinPeriod(from, calendar, direction);
    return start && [start, withLeaf(to, leafOf(start))];
  }
  // A day without a month is near the other end: "from 28 December to the 5th".
  if (isDayOnly(last)) {
    const starts = isBare(first)
      ? possible(from, first, calendar, direction, { spans: boundOf })
      : known(from, calendar, boundOf);
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
  const starts = isBare(first)
    ? possible(from, first, calendar, direction, { around, spans: boundOf })
    : known(from, calendar, boundOf);
  const lasts = isBare(last) ? possible(to, last, calendar, direction, { around, spans: boundOf }) : fixed;
  const day = (edge: Edge) => order(edge, calendar);
  // "From 2 years before Christmas to Christmas" means the same Christmas twice.
  const isOne = isBare(first) && isBare(last) && JSON.stringify(first) === JSON.stringify(last);
  const pairs = starts.flatMap((start) => {
    const behind = lasts.filter((each) => {
      if (day(each.span.to) <= day(start.span.from)) return false;
      if (isWhole(start.period)) return day(each.span.to) > day(start.span.to);
      // "From August to Q3" ends in September, "from December to Christmas" in the same December.
      return day(each.span.to) >= day(start.span.to) || day(each.span.from) >= day(start.span.from);
    });
    const same = JSON.stringify(leafOf(start.period));
    const one = isOne ? behind.find((each) => JSON.stringify(leafOf(each.period)) === same) : undefined;
    const end = one ?? behind[0];
    return end === undefined ? [] : [pairOf(start, end)];
  });
  // If one end is known, the other is the nearest to it; otherwise now decides.
  return ends(isBare(first) ? (isBare(last) ? choose(pairs, calendar, direction) : pairs.at(-1)) : pairs[0]);
}

/**
 * "From Monday 8am to Wednesday 5pm": the Wednesday after that Monday, also when the timeframe is read again
 * in between.
 */
function pinWeekdays(
  from: Period,
  to: Period,
  first: Weekday,
  last: Weekday,
  calendar: Calendar,
): [Period, Period] | null {
  const { direction } = calendar.context;
  const pairs = (direction === 'past' ? [0] : [0, 1]).flatMap((nth) => {
    const start: Period = { kind: 'weekday', weekday: first, nth };
    const next: Period = { kind: 'nearby', nth: 1, unit: last, direction: 'after', of: start };
    const [a] = known(withLeaf(from, start), calendar);
    const [b] = known(withLeaf(to, first === last ? start : next), calendar);
    return a && b ? [pairOf(a, b)] : [];
  });
  return ends(choose(pairs, calendar, direction));
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
  const edge = side === 'after' && isWhole(other.period) ? 'to' : 'from';
  const found = possible(anyDay, leafOf(anyDay), calendar, 'any', { around }).filter(({ span }) => {
    const [mine, its] = [order(span[edge], calendar), order(other.span[edge], calendar)];
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

/** "From 2025 to March", "from last month to the 15th": the end isn't inside the beginning. */
function isWhole(from: Period): boolean {
  return from.kind === 'year' || (from.kind === 'unit' && from.offset !== 0);
}

/** "The 5th", without a month. */
function isDayOnly(leaf: Period): boolean {
  return leaf.kind === 'date' && leaf.month === 0;
}
