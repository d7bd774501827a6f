import type { Rule } from '../grammar.ts';
import { alt, digits, map, oneOf, opt, refuse, seq, withoutBlank, word, words } from '../grammar.ts';
import { printAmount } from '../print.ts';
import { type Amount, isExact, type Period } from '../schema.ts';
import { amount, brokenUnit, halfOfUnit, shortAmount, total, unit } from './amounts.ts';
import { count } from './numbers.ts';
import { single } from './single.ts';

/**
 * Spans that end or begin today and move along with it: "last 30 days", "past week", "in the next 2 months",
 * "30d". "last week" alone is the calendar week, see `calendar.ts`; "past week" and "last 1 week" roll.
 */
const back = alt<string>(word('last', 'past', 'previous'), words('most recent'), words('the most recent'));
const ahead = word('next', 'coming', 'following');
/** "Two upcoming months" may begin today or on the 1st, so after a number only days and weeks work. */
const upcoming = word('upcoming');
const the = opt(word('the', 'these', 'this', 'my', 'our'));

const past = (value: Amount): Period => ({ kind: 'rolling', direction: 'past', amount: value });
const future = (value: Amount): Period => ({ kind: 'rolling', direction: 'future', amount: value });

/** "13 last minutes", "5 past years". */
const counted = (side: Rule<string>): Rule<Amount> =>
  map(seq(opt(word('the')), count, side, unit), ([, n, , scale]) => total([{ n, scale }]));

/** "L30D", "T12M": last 30 days, trailing 12 months. */
const shorthand: Rule<Amount> = map(
  seq(
    word('l', 't'),
    withoutBlank(digits(1, 1000)),
    withoutBlank(oneOf<keyof Amount>({ d: 'days', w: 'weeks', m: 'months', q: 'quarters', y: 'years' })),
  ),
  ([, n, each]) => ({ [each]: n }),
);

/** "LTM": the last twelve months, as in reports. */
const twelveMonths: Rule<Amount> = map(word('ltm', 'ttm'), () => ({ months: 12 }));

/** "a 30-day period", "30 days window". */
const window = opt(word('period', 'window', 'span'));

const inBrackets = <T>(rule: Rule<T>): Rule<unknown> => alt<unknown>(rule, seq(word('('), rule, word(')')));

const withoutToday = inBrackets(
  alt<unknown>(
    seq(word('excluding', 'excl', 'without', 'except', 'before'), word('today')),
    words('not including today'),
    words('not counting today'),
    seq(alt<unknown>(word('to', 'until'), words('up to')), word('yesterday')),
  ),
);

const withToday = inBrackets(
  alt<unknown>(
    seq(word('including', 'incl'), word('today')),
    seq(alt<unknown>(word('to', 'until'), words('up to')), word('today', 'now', 'date')),
    words('up to and including today'),
  ),
);

/** "half year", "half-hour": hours after any word, years only if it can't mean half of a calendar year. */
const halfUnit = halfOfUnit(opt(word('-')));

const exactUnit: Rule<Amount> = map(
  word('hour', 'minute', 'second'),
  (each) => ({ [`${each}s`]: 1 }) as Amount,
);

export const rolling: Rule<Period> = alt<Period>(
  map(seq(the, back, opt(word('rolling')), amount, window), ([, , , value]) => past(value)),
  map(seq(the, back, amount, withToday), ([, , value]) => past(value)),
  map(seq(the, back, amount, withoutToday), ([, , value]) =>
    isExact(value)
      ? undefined
      : { kind: 'ending', amount: value, to: { kind: 'unit', unit: 'day', offset: -1 } },
  ),
  map(seq(opt(word('the')), word('rolling', 'trailing'), amount, window), ([, , value]) => past(value)),
  map(seq(opt(word('a', 'the')), word('rolling', 'trailing'), unit), ([, , scale], phrase, from, to) => {
    const value = total([{ n: 1, scale }]);
    return value && single(past(value), phrase, from, to);
  }),
  map(seq(amount, word('rolling'), window), ([value]) => past(value)),
  // "the 6 months before now": the whole stretch, not the day at that distance
  map(seq(word('the'), amount, words('before now')), ([, value]) => past(value)),
  map(seq(the, word('past'), alt(halfUnit, brokenUnit)), ([, , value]) => past(value)),
  map(seq(the, word('last', 'previous'), alt(halfUnit, brokenUnit)), ([, , value]) =>
    value.months === 6 ? undefined : past(value),
  ),
  map(seq(the, word('next', 'coming'), alt(halfUnit, brokenUnit)), ([, , value]) =>
    value.months === 6 ? undefined : future(value),
  ),
  // The calendar has no fortnights that "last" could mean.
  map(seq(the, back, word('fortnight')), (_, phrase, from, to) =>
    single(past({ weeks: 2 }), phrase, from, to),
  ),
  map(seq(the, ahead, word('fortnight')), (_, phrase, from, to) =>
    single(future({ weeks: 2 }), phrase, from, to),
  ),
  map(
    seq(
      the,
      ahead,
      opt(word('full')),
      amount,
      opt(alt(words('from now'), words('from today'), words('after today'))),
    ),
    ([, , , value]) => future(value),
  ),
  // "the past week" rolls, unlike "the last week". An hour always rolls, and a day is 24 hours, never just
  // yesterday.
  map(seq(the, word('past'), unit), ([, , scale], phrase, from, to) => {
    const value = total([{ n: 1, scale }]);
    return value && single(past(value.days === 1 ? { hours: 24 } : value), phrase, from, to);
  }),
  map(seq(the, word('last'), word('day')), (_, phrase, from, to) =>
    single(past({ hours: 24 }), phrase, from, to),
  ),
  map(seq(word('in', 'within', 'over'), the, word('next', 'coming'), word('day')), (_, phrase, from, to) =>
    single(future({ hours: 24 }), phrase, from, to),
  ),
  map(seq(the, back, exactUnit), ([, , value], phrase, from, to) => single(past(value), phrase, from, to)),
  map(seq(the, word('next', 'coming'), exactUnit), ([, , value], phrase, from, to) =>
    single(future(value), phrase, from, to),
  ),
  map(counted(back), past),
  map(counted(ahead), future),
  map(seq(the, upcoming, amount), ([, , value]) => future(value)),
  map(counted(upcoming), (value, phrase, from, to) => {
    if (!value.months && !value.quarters && !value.years) return future(value);
    const words = printAmount(value);
    return refuse(phrase, from, to, `The ${words} from today on, or from the first of the next one?`, [
      `next ${words}`,
    ]);
  }),
  map(seq(opt(word('the')), shortAmount), ([, value]) => past(value)),
  map(alt(shorthand, twelveMonths), past),
);

/** "within 10 months", "over 3 weeks": the caller's direction decides the side. */
export const within: Rule<Period> = map(seq(word('within'), amount), ([, value], phrase, from, to) => {
  const { direction } = phrase.calendar.context;
  if (direction !== 'any') return direction === 'past' ? past(value) : future(value);
  const words = printAmount(value);
  return refuse(phrase, from, to, `Within the last ${words}, or the next?`, [
    `within the last ${words}`,
    `within the next ${words}`,
  ]);
});

/** "within 60 days ago" means "within the last 60 days". */
export const withinAgo: Rule<Period> = map(seq(word('within'), amount, word('ago')), ([, value]) =>
  past(value),
);
