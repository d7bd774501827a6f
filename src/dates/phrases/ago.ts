import type { Rule } from '../grammar.ts';
import { alt, map, opt, seq, word, words } from '../grammar.ts';
import type { Amount, Period } from '../schema.ts';
import { amount, halfOfUnit, total, unit, workday } from './amounts.ts';
import { count, some } from './numbers.ts';
import { weekdayNames } from './weekdays.ts';

/** Distances from now: "60 days ago", "2 weeks from now", "this time last year". */
export type Side = 'past' | 'future';

export const agoWords = alt<string>(
  word('ago', 'back', 'earlier', 'previously', 'previous'),
  words('before now'),
  words('in the past'),
);
export const aheadWords = alt<string>(words('from now'), word('later', 'ahead', 'away', 'out'));

export const distance: Rule<{ side: Side; amount: Amount }> = alt<{ side: Side; amount: Amount }>(
  map(seq(amount, agoWords), ([value]) => ({ side: 'past', amount: value })),
  // "a full year ago"; after "last", such a word means the calendar's
  map(seq(some, word('full', 'whole', 'entire'), unit, agoWords), ([n, , scale]) => {
    const value = total([{ n, scale }]);
    return value && { side: 'past' as const, amount: value };
  }),
  map(seq(amount, aheadWords), ([value]) => ({ side: 'future', amount: value })),
  map(seq(word('in'), amount, opt(alt<string>(words('from now'), word('time')))), ([, value]) => ({
    side: 'future',
    amount: value,
  })),
);

export const point = (side: Side, value: Amount): Period => ({ kind: 'ago', direction: side, amount: value });

/** "60 days ago", "in 2 weeks", "2 Thursdays ago", "a year ago today". */
export const ago: Rule<Period> = alt<Period>(
  map(
    seq(opt(word('exactly', 'precisely')), distance, opt(word('exactly', 'precisely'))),
    ([, { side, amount: value }]) => point(side, value),
  ),
  // "half year ago", without the article
  map(seq(halfOfUnit(opt(word('-'))), agoWords), ([value]) => point('past', value)),
  map(seq(opt(word('exactly', 'precisely')), amount, word('ago'), word('today')), ([, value]) =>
    point('past', value),
  ),
  map(seq(word('today'), word('minus', '-'), amount), ([, , value]) => point('past', value)),
  map(seq(word('today'), word('plus', '+'), amount), ([, , value]) => point('future', value)),
  map(seq(opt(word('the')), word('last', 'previous'), workday), () => point('past', { workdays: 1 })),
  map(seq(opt(word('the')), word('next'), workday), () => point('future', { workdays: 1 })),
  // "this day a year ago"
  map(
    seq(opt(word('the')), word('this', 'same'), word('time', 'day', 'date'), amount, agoWords),
    ([, , , value]) => (value.years || value.months || value.weeks ? point('past', value) : undefined),
  ),
  // "this time last year", "same day last month"
  map(
    seq(
      alt<unknown>(seq(opt(word('the')), word('this', 'same'), word('time', 'day', 'date')), word('today')),
      word('last', 'previous', 'next'),
      unit,
    ),
    ([, which, scale]) => {
      const value = total([{ n: 1, scale }]);
      const long = ['years', 'months', 'weeks'].includes(scale.unit);
      return value && long ? point(which === 'next' ? 'future' : 'past', value) : undefined;
    },
  ),
  map(seq(count, weekdayNames, word('ahead')), ([n, weekday]) =>
    n <= 1000 ? { kind: 'weekday', weekday, nth: n } : undefined,
  ),
  map(seq(count, weekdayNames, word('ago', 'back')), ([n, weekday]) =>
    n <= 1000 ? { kind: 'weekday', weekday, nth: -n } : undefined,
  ),
);
