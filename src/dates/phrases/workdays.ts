import type { Rule } from '../grammar.ts';
import { alt, map, opt, seq, word, words } from '../grammar.ts';
import type { Period } from '../schema.ts';
import { workday } from './amounts.ts';
import { period } from './any.ts';
import { calendarUnit, calendarWeek } from './calendar.ts';
import { firstOrLast, make, nthPlace } from './nth.ts';
import { count, ordinal } from './numbers.ts';

const inside: Rule<Period> = alt(
  map(seq(word('of', 'in'), opt(word('the')), period), ([, , of]) => of),
  calendarUnit,
);

/**
 * Business days in or near a stretch: "first business day of the month", "the second working day after
 * Easter".
 */
const within: Rule<Period> = alt<Period>(
  map(seq(opt(word('the')), nthPlace, workday, inside), ([, nth, , of]) =>
    make(nth, 'workday', undefined, of),
  ),
  // "the first 5 business days of March"
  map(seq(opt(word('the')), firstOrLast, count, workday, inside), ([, nth, n, , of]) =>
    n >= 2 && n <= 366 ? make(nth, 'workday', n, of) : undefined,
  ),
);

/** "weekdays last week", "the working days of this week". */
const ofWeek: Rule<Period> = map(
  seq(
    opt(word('the')),
    alt<unknown>(word('weekdays', 'workdays'), seq(word('business', 'working', 'work'), word('day'))),
    opt(word('of', 'in')),
    calendarWeek,
  ),
  ([, , , offset], phrase, from, to) =>
    phrase.tokens.slice(from, to).some(({ text, plural }) => plural || text.endsWith('days'))
      ? { kind: 'unit', unit: 'workweek', offset }
      : undefined,
);

/** "the first business day after Christmas", "the last working day before Easter". */
const countedFrom = (
  edge: 'last' | 'next',
  side: Rule<string>,
  direction: 'before' | 'after',
): Rule<Period> =>
  map(
    seq(
      opt(word('the')),
      opt(alt<number | string>(ordinal, word(edge))),
      workday,
      side,
      opt(word('the')),
      period,
    ),
    ([, n, , , , of]) => ({
      kind: 'shift',
      amount: { workdays: typeof n === 'number' ? n : 1 },
      direction,
      of,
    }),
  );

const beside: Rule<Period> = alt<Period>(
  countedFrom('last', alt<string>(word('before'), words('prior to')), 'before'),
  countedFrom('next', word('after', 'following'), 'after'),
);

export const workdays: Rule<Period> = alt<Period>(within, ofWeek, beside);
