import { isExact } from '../calendar.ts';
import type { Rule } from '../grammar.ts';
import { alt, map, opt, seq, word, words } from '../grammar.ts';
import type { Amount, Period, Timeframe } from '../schema.ts';
import { amount, total, unit } from './amounts.ts';
import { period } from './any.ts';
import { count } from './numbers.ts';
import { weekdayNames } from './weekdays.ts';

/** Distances from now: "60 days ago", "more than 2 weeks ago", "2 weeks from now", "3 days after Easter". */
type Side = 'past' | 'future';

const agoWords = alt<string>(word('ago', 'back', 'earlier'), words('before now'), words('in the past'));
const aheadWords = alt<string>(words('from now'), word('later', 'ahead'));

const distance: Rule<{ side: Side; amount: Amount }> = alt<{ side: Side; amount: Amount }>(
  map(seq(amount, agoWords), ([value]) => ({ side: 'past', amount: value })),
  map(seq(amount, aheadWords), ([value]) => ({ side: 'future', amount: value })),
  map(seq(word('in'), amount, opt(words('from now'))), ([, value]) => ({ side: 'future', amount: value })),
);

/** "60 days ago", "in 2 weeks", "2 Thursdays ago", "a week from tomorrow". */
export const ago: Rule<Period> = alt<Period>(
  map(seq(opt(word('exactly')), distance), ([, { side, amount: value }]) => ({
    kind: 'ago',
    direction: side,
    amount: value,
  })),
  map(seq(count, weekdayNames, word('ahead')), ([n, weekday]) =>
    n <= 1000 ? { kind: 'weekday', weekday, nth: n } : undefined,
  ),
  map(seq(count, weekdayNames, word('ago', 'back')), ([n, weekday]) =>
    n <= 1000 ? { kind: 'weekday', weekday, nth: -n } : undefined,
  ),
);

const toward = alt<'before' | 'after'>(
  map(alt(word('before'), words('prior to')), () => 'before'),
  map(word('after', 'from', 'following'), () => 'after'),
);

/** What has no days to count from. */
const dayless = new Set(['now', 'clock', 'daypart', 'weekdays', 'rolling']);

/** "2 weeks before 13 May", "3 days from tomorrow": a day. */
export const shift: Rule<Period> = map(seq(amount, toward, period), ([value, direction, of]) =>
  dayless.has(of.kind) ? undefined : { kind: 'shift', amount: value, direction, of },
);

/** "the day after Easter", "the week before Christmas": all of that week. */
export const beside: Rule<Period> = map(
  seq(opt(word('the')), unit, toward, period),
  ([, scale, direction, of]) => {
    const value = total([{ n: 1, scale }]);
    if (value === undefined || dayless.has(of.kind)) return undefined;
    if (scale.unit === 'days') return { kind: 'shift', amount: value, direction, of };
    if (isExact(value)) return undefined;
    const first = direction === 'before' ? value : { days: 1 };
    return { kind: 'starting', amount: value, from: { kind: 'shift', amount: first, direction, of } };
  },
);

const more = alt(
  word('>'),
  words('more than'),
  words('over'),
  words('longer than'),
  words('greater than'),
  words('older than'),
  words('earlier than'),
);
const less = alt(
  word('<'),
  words('less than'),
  words('fewer than'),
  words('under'),
  words('newer than'),
  words('nearer than'),
);
const least = alt(
  word('≥'),
  words('at least'),
  words('no less than'),
  words('not less than'),
  words('minimum'),
);
const most = alt(
  word('≤'),
  words('at most'),
  words('no more than'),
  words('not more than'),
  words('up to'),
  words('within'),
  words('maximum'),
);

const point = (side: Side, value: Amount): Period => ({ kind: 'ago', direction: side, amount: value });

/** "more than 60 days ago" is before that day, "at least" includes it; ahead of now they mirror. */
export const compared: Rule<Timeframe> = alt<Timeframe>(
  map(seq(more, distance), ([, { side, amount: value }]) =>
    side === 'past' ? { kind: 'before', of: point(side, value) } : { kind: 'after', of: point(side, value) },
  ),
  map(seq(word('in'), more, amount), ([, , value]) => ({ kind: 'after', of: point('future', value) })),
  map(seq(amount, alt(words('or more'), words('or longer')), agoWords), ([value]) => ({
    kind: 'until',
    of: point('past', value),
  })),
  map(seq(least, distance), ([, { side, amount: value }]) =>
    side === 'past' ? { kind: 'until', of: point(side, value) } : { kind: 'since', of: point(side, value) },
  ),
  map(seq(less, distance), ([, { side, amount: value }]) => ({
    kind: 'nearer',
    direction: side,
    amount: value,
  })),
  map(seq(word('in'), less, amount), ([, , value]) => ({
    kind: 'nearer',
    direction: 'future',
    amount: value,
  })),
  map(seq(most, distance), ([, { side, amount: value }]) => ({
    kind: 'rolling',
    direction: side,
    amount: value,
  })),
  map(seq(words('older than'), amount), ([, value]) => ({ kind: 'before', of: point('past', value) })),
  map(seq(words('newer than'), amount), ([, value]) => ({
    kind: 'nearer',
    direction: 'past',
    amount: value,
  })),
  // "30+ days ago"
  map(seq(count, word('+'), unit, agoWords), ([n, , scale]) => {
    const value = total([{ n, scale }]);
    return value && { kind: 'until', of: point('past', value) };
  }),
  // Before and after a day other than today.
  map(seq(more, shift), ([, of]) =>
    of.kind === 'shift' && of.direction === 'before' ? { kind: 'before', of } : { kind: 'after', of },
  ),
  map(seq(least, shift), ([, of]) =>
    of.kind === 'shift' && of.direction === 'before' ? { kind: 'until', of } : { kind: 'since', of },
  ),
);

/** "between 30 and 60 days ago", "30 to 60 days ago". */
export const betweenAgo: Rule<Timeframe> = map(
  seq(
    opt(word('between', 'from')),
    count,
    opt(unit),
    word('and', 'to', '-', 'until'),
    count,
    unit,
    alt<Side>(
      map(agoWords, () => 'past'),
      map(aheadWords, () => 'future'),
    ),
  ),
  ([how, a, scale, joint, b, lastScale, side]) => {
    // "1 month and 21 days ago" is one distance.
    if (joint === 'and' && how !== 'between') return undefined;
    // "From 2003 to 39 minutes ago" begins with a year.
    if (scale === undefined && a >= 1900 && a <= 2100) return undefined;
    const first = total([{ n: a, scale: scale ?? lastScale }]);
    const last = total([{ n: b, scale: lastScale }]);
    if (first === undefined || last === undefined) return undefined;
    // Said in either order: the farther one comes first in the past, last in the future.
    const swap = size(first) < size(last) === (side === 'past');
    const [from, to] = swap ? [last, first] : [first, last];
    return { kind: 'between', from: point(side, from), to: point(side, to) };
  },
);

/** About how long an amount is, in days: to compare two of them. */
function size(value: Amount): number {
  const {
    years = 0,
    quarters = 0,
    months = 0,
    weeks = 0,
    days = 0,
    hours = 0,
    minutes = 0,
    seconds = 0,
  } = value;
  const { workdays = 0 } = value;
  const long = 365 * years + 91 * quarters + 30 * months + 7 * weeks + days + 1.4 * workdays;
  return long + hours / 24 + minutes / 1440 + seconds / 86_400;
}
