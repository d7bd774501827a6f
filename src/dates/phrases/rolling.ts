import type { Rule } from '../grammar.ts';
import { alt, digits, glued, map, oneOf, opt, refuse, seq, word, words } from '../grammar.ts';
import { printAmount } from '../print.ts';
import type { Amount, Period } from '../schema.ts';
import { amount, shortAmount, total, unit } from './amounts.ts';
import { count } from './numbers.ts';

/**
 * Spans that end or begin today and roll on with it: "last 30 days", "past week", "in the next 2 months", "30d".
 * "last week" alone is the calendar's week, in `calendar.ts`; "past week" and "last 1 week" roll.
 */
const back = word('last', 'past', 'previous');
const ahead = word('next', 'coming', 'following');
/** "The upcoming two months" may begin today or on the 1st: only days and weeks are taken. */
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
    glued(digits(1, 1000)),
    glued(oneOf<keyof Amount>({ d: 'days', w: 'weeks', m: 'months', q: 'quarters', y: 'years' })),
  ),
  ([, n, each]) => ({ [each]: n }),
);

const exactUnit: Rule<Amount> = map(
  word('hour', 'minute', 'second'),
  (each) => ({ [`${each}s`]: 1 }) as Amount,
);

export const rolling: Rule<Period> = alt<Period>(
  map(seq(the, back, opt(word('full', 'rolling')), amount), ([, , , value]) => past(value)),
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
  // "the past week" rolls, unlike "the last week"; an hour always does.
  map(seq(the, word('past'), unit), ([, , scale]) => {
    const value = total([{ n: 1, scale }]);
    return value && past(value);
  }),
  map(seq(the, back, exactUnit), ([, , value]) => past(value)),
  map(seq(the, word('next', 'coming'), exactUnit), ([, , value]) => future(value)),
  map(counted(back), past),
  map(counted(ahead), future),
  map(
    alt(
      map(seq(the, upcoming, amount), ([, , value]) => value),
      counted(upcoming),
    ),
    (value, phrase, from, to) => {
      if (!value.months && !value.quarters && !value.years) return future(value);
      const words = printAmount(value);
      return refuse(phrase, from, to, `The ${words} from today on, or from the first of the next one?`, [
        `next ${words}`,
      ]);
    },
  ),
  map(seq(opt(word('the')), shortAmount), ([, value]) => past(value)),
  map(shorthand, past),
);

/** "within 10 months", "over 3 weeks": the caller's direction tells which side. */
export const within: Rule<Period> = map(seq(word('within'), amount), ([, value], phrase, from, to) => {
  const { direction } = phrase.calendar.context;
  if (direction !== 'any') return direction === 'past' ? past(value) : future(value);
  const words = printAmount(value);
  return refuse(phrase, from, to, `Within the last ${words}, or the next?`, [
    `within the last ${words}`,
    `within the next ${words}`,
  ]);
});

/** "within 60 days ago" is meant as "within the last 60 days". */
export const withinAgo: Rule<Period> = map(seq(word('within'), amount, word('ago')), ([, value]) =>
  past(value),
);
