import type { Rule } from '../grammar.ts';
import { alt, map, opt, seq, word } from '../grammar.ts';
import { type Amount, isExact, type Period, type Timeframe } from '../schema.ts';
import { isEnd } from '../shape.ts';
import { agoWords, aheadWords, point } from './ago.ts';
import { amount, type Scale, total, unit } from './amounts.ts';
import { period } from './any.ts';
import { apart } from './apart.ts';
import { ages, type Comparison, compares, size } from './compared.ts';
import { isLater, isTurned } from './later.ts';
import { count, some } from './numbers.ts';
import type { Side } from './sides.ts';
import { afterWords, article, beforeWords, sinceWords, untilWords } from './sides.ts';

/** Two ends, each with its own word: "after 1 March and before 1 June", "since March but not after May". */
const lower = alt<Side>(
  sinceWords,
  afterWords,
  map(word('beginning', 'commencing'), () => 'since'),
);
const upper = alt<Side>(
  beforeWords,
  untilWords,
  map(seq(word('ending', 'finishing'), opt(word('on', 'in', 'with'))), () => 'until'),
);
const joint = opt(word('and', 'but', ','));

const sides: Rule<Timeframe> = alt<Timeframe>(
  map(
    seq(lower, article, period, joint, upper, article, period),
    ([low, , from, , high, , to], phrase, start, end) =>
      isLater(from, to, phrase, end) || isTurned(from, to, phrase, start, end)
        ? undefined
        : both(low, from, high, to),
  ),
  map(
    seq(upper, article, period, word('and', 'but'), lower, article, period),
    ([high, , to, , low, , from]) => both(low, from, high, to),
  ),
  // "from 1 March but before 1 June"; with "until" it is a plain range
  map(
    seq(word('from'), article, period, joint, beforeWords, article, period),
    ([, , from, , high, , to], phrase, start, end) =>
      isLater(from, to, phrase, end) || isTurned(from, to, phrase, start, end)
        ? undefined
        : both('since', from, high, to),
  ),
);

const sideOfNow = alt<'past' | 'future'>(
  map(agoWords, () => 'past'),
  map(aheadWords, () => 'future'),
);

/**
 * Both sides of a distance: "more than 30 but less than 60 days ago", "at least a week and at most a month
 * from now".
 */
const distances: Rule<Timeframe> = map(
  seq(
    compares,
    alt<{ n: number; scale?: Scale }>(
      map(seq(some, unit), ([n, scale]) => ({ n, scale })),
      map(count, (n) => ({ n })),
    ),
    opt(sideOfNow),
    word('and', 'but', ','),
    compares,
    some,
    unit,
    sideOfNow,
  ),
  ([how, one, sideOfOne, , otherHow, n, scale, side]) =>
    sideOfOne !== undefined && sideOfOne !== side
      ? undefined
      : ring(
          { how, amount: total([{ n: one.n, scale: one.scale ?? scale }]) },
          { how: otherHow, amount: total([{ n, scale }]) },
          side,
        ),
);

/** "older than 30 days but newer than 60 days" */
const agesOfBoth: Rule<Timeframe> = map(
  seq(ages, amount, opt(agoWords), word('and', 'but', ','), ages, amount, opt(agoWords)),
  ([how, value, , , otherHow, other]) =>
    ring({ how, amount: value }, { how: otherHow, amount: other }, 'past'),
);

interface Distance {
  how: Comparison;
  amount: Amount | undefined;
}

/** Farther than one distance and nearer than a longer one, in either order. */
function ring(one: Distance, other: Distance, side: 'past' | 'future'): Timeframe | undefined {
  const isFar = ({ how }: Distance): boolean => how === 'less' || how === 'most';
  if (isFar(one) === isFar(other)) return undefined;
  const [near, far] = isFar(one) ? [other, one] : [one, other];
  if (near.amount === undefined || far.amount === undefined) return undefined;
  if (size(near.amount) >= size(far.amount)) return undefined;
  const [at, until] = [point(side, near.amount), point(side, far.amount)];
  return side === 'past'
    ? both(far.how === 'less' ? 'after' : 'since', until, near.how === 'more' ? 'before' : 'until', at)
    : both(near.how === 'more' ? 'after' : 'since', at, far.how === 'less' ? 'before' : 'until', until);
}

export const bounded: Rule<Timeframe> = alt<Timeframe>(map(sides, apart), distances, agesOfBoth);

function both(low: Side, from: Period, high: Side, to: Period): Timeframe | undefined {
  const first = low === 'after' ? beyond(from, 'after') : from;
  const last = high === 'before' ? beyond(to, 'before') : to;
  return first && last && isEnd(first) && isEnd(last)
    ? { kind: 'between', from: first, to: last }
    : undefined;
}

/** The day next to a period, so that a range excludes the period itself. A moment has no width to exclude. */
function beyond(of: Period, direction: 'before' | 'after'): Period | undefined {
  switch (of.kind) {
    case 'now':
    case 'time':
    case 'moment':
      return of;
    case 'clock':
    case 'daypart':
    case 'weekdays':
    case 'rolling':
    case 'ending':
    case 'starting':
      return undefined;
    case 'part':
      // "Before the end of May" runs up to its end; "late May" has days to exclude.
      return of.part === 'start' || of.part === 'middle' || of.part === 'end' ? of : day(of, direction);
    case 'ago':
    case 'shift':
      return isExact(of.amount) ? of : day(of, direction);
    default:
      return day(of, direction);
  }
}

function day(of: Period, direction: 'before' | 'after'): Period {
  return { kind: 'shift', amount: { days: 1 }, direction, of };
}
