import { defined } from '../../lib/defined.ts';
import type { Rule } from '../grammar.ts';
import { alt, lazy, map, opt, seq, word } from '../grammar.ts';
import { holidayNames } from '../holidays/find.ts';
import { isExact, type Period } from '../schema.ts';
import { absolute } from './absolute.ts';
import { amount } from './amounts.ts';
import { period } from './any.ts';
import { holidayName, holidayPeriod } from './holidays.ts';
import { yearOfName } from './yearly.ts';

/** Stretches around or from a day: "week of 3 May", "Labor Day weekend", "2 weeks starting 20 May". */
/** "week of 3 May", "weekend of Thanksgiving", "the week starting on February 4", "Labor Day weekend". */
const startingWords = map(
  seq(word('starting', 'beginning', 'commencing', 'from'), opt(word('on', 'from', 'with', 'at'))),
  () => 'starting' as const,
);

/** "Easter weekend" is a holiday of its own that begins on Good Friday. */
function besideName(of: Period, unit: 'week' | 'weekend'): Period {
  const own =
    of.kind === 'holiday' ? holidayNames().ids.get(`${of.holiday.replaceAll('-', ' ')} ${unit}`) : undefined;
  return of.kind === 'holiday' && own !== undefined
    ? { ...of, holiday: own }
    : { kind: 'containing', unit, of };
}

const containing: Rule<Period> = alt<Period>(
  map(
    seq(
      opt(word('the')),
      word('week', 'weekend', 'month', 'quarter'),
      alt(word('of', 'containing', 'with'), startingWords),
      period,
    ),
    ([, kind, how, of]) =>
      of.kind === 'month' ||
      of.kind === 'year' ||
      (of.kind === 'ago' && isExact(of.amount)) ||
      (how === 'starting' && kind !== 'week')
        ? undefined
        : { kind: 'containing', unit: kind, of },
  ),
  // "w/c 4 May"
  map(seq(alt<unknown>(seq(word('w'), word('/'), word('c', 'b')), word('wc')), period), ([, of]) =>
    of.kind === 'month' || of.kind === 'year' ? undefined : { kind: 'containing', unit: 'week', of },
  ),
  map(
    seq(
      lazy(() => holidayPeriod),
      word('week', 'weekend'),
    ),
    ([of, kind]) => besideName(of, kind),
  ),
  // "Thanksgiving weekend last year", "Labor Day weekend 2024"
  map(seq(opt(word('the')), holidayName, word('week', 'weekend'), yearOfName), ([, make, kind, year]) =>
    besideName(make(year), kind),
  ),
  // "4th of July weekend"; "the 4th weekend" is something else
  map(seq(absolute, word('weekend'), opt(yearOfName)), ([of, , year]) => {
    if (of.kind !== 'date' || of.month === 0 || (year !== undefined && of.year !== undefined))
      return undefined;
    return { kind: 'containing', unit: 'weekend', of: { ...of, ...defined({ year: year ?? of.year }) } };
  }),
);

/** "2 weeks starting 20 May", "for 3 days from today". We don't read "a week from tomorrow on". */
const starting: Rule<Period> = alt<Period>(
  map(
    seq(
      opt(word('for', 'the')),
      amount,
      word('starting', 'beginning', 'commencing'),
      opt(word('on', 'from', 'with', 'in')),
      period,
    ),
    ([, value, , , from]) => ({ kind: 'starting', amount: value, from }),
  ),
  // "from 3 March for 10 days"
  map(seq(opt(word('from')), absolute, word('for'), amount), ([, from, , value]) => ({
    kind: 'starting',
    amount: value,
    from,
  })),
  // "starting in June for 3 months", "from 9am yesterday for 2 hours"
  map(seq(startingWords, opt(word('in', 'the')), period, word('for'), amount), ([, , from, , value]) =>
    from.kind === 'starting' || isPoint(from) !== isExact(value)
      ? undefined
      : { kind: 'starting', amount: value, from },
  ),
  map(seq(word('for'), amount, word('from'), period), ([, value, , from]) => ({
    kind: 'starting',
    amount: value,
    from,
  })),
);

function isPoint({ kind }: Period): boolean {
  return kind === 'time' || kind === 'moment';
}

export const aroundDay: Rule<Period> = alt<Period>(containing, starting);
