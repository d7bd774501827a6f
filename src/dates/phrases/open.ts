import type { Rule } from '../grammar.ts';
import { alt, map, opt, refuse, seq, word, words } from '../grammar.ts';
import { printAmount } from '../print.ts';
import type { Period, Timeframe } from '../schema.ts';
import { amount } from './amounts.ts';
import { period } from './any.ts';
import { yearNumber } from './numbers.ts';
import { timeOfDay } from './times.ts';

type Side = 'since' | 'after' | 'before' | 'until';

/** One end open: "since 1 March", "before 2025", "no later than May", "from March on". */
const side: Rule<Side> = alt<Side>(
  map(
    alt<string>(
      word('since', '≥'),
      words('starting'),
      map(seq(word('starting', 'beginning'), word('on', 'from', 'in', 'with')), () => 'starting'),
      words('as of'),
      words('as early as'),
      words('no earlier than'),
      words('not earlier than'),
      words('not before'),
      words('on or after'),
      words('in or after'),
      words('after or in'),
      words('after or on'),
      words('later than or in'),
      words('later than or on'),
      words('at or after'),
      words('ever since'),
    ),
    () => 'since',
  ),
  map(
    alt(
      word('after', '>'),
      words('later than'),
      words('newer than'),
      words('greater than'),
      words('more recent than'),
      words('more recently than'),
    ),
    () => 'after',
  ),
  map(
    alt(
      word('before', '<'),
      words('prior to'),
      words('earlier than'),
      words('older than'),
      words('less than'),
      words('sooner than'),
      words('ahead of'),
    ),
    () => 'before',
  ),
  map(
    alt(
      word('until', 'by', '≤'),
      words('up to'),
      words('up until'),
      words('no later than'),
      words('not later than'),
      words('not after'),
      words('as late as'),
      words('on or before'),
      words('in or before'),
      words('before or in'),
      words('before or on'),
      words('at or before'),
      words('to and including'),
    ),
    () => 'until',
  ),
);

const article = opt(alt(word('the', 'in', 'on', 'at', 'and'), words('and including')));

const behind: Rule<Side> = alt<Side>(
  map(
    alt(
      words('and later'),
      words('or later'),
      words('and after'),
      words('or after'),
      words('and greater'),
      words('onward'),
      words('onwards'),
      words('and onward'),
      words('and onwards'),
      words('and newer'),
      words('or newer'),
      words('and up'),
    ),
    () => 'since',
  ),
  map(
    alt(
      words('and earlier'),
      words('or earlier'),
      words('and before'),
      words('or before'),
      words('and older'),
      words('or older'),
    ),
    () => 'until',
  ),
);

const make = (kind: Side, of: Period): Timeframe | undefined => {
  if (of.kind === 'weekdays') return undefined;
  if (of.kind === 'rolling') {
    // "Since the last 30 days" says the same twice, "before the last 30 days" where they begin.
    if (of.direction === 'future') return undefined;
    if (kind === 'since') return of;
    return kind === 'before'
      ? { kind, of: { kind: 'ago', direction: 'past', amount: of.amount } }
      : undefined;
  }
  if (kind === 'before' && of.kind === 'now') return { kind: 'until', of };
  return { kind, of };
};

export const open: Rule<Timeframe> = alt<Timeframe>(
  map(seq(side, article, period), ([kind, , of]) => make(kind, of)),
  map(seq(word('from'), opt(word('the')), period, word('on', 'onward', 'onwards', 'forward')), ([, , of]) =>
    make('since', of),
  ),
  map(seq(word('from'), opt(word('the')), period), ([, , of]) => make('since', of)),
  // "since 2 weeks", as many say who learnt English later
  map(seq(word('since'), amount), ([, value]) =>
    make('since', { kind: 'ago', direction: 'past', amount: value }),
  ),
  // "before 30 days": before they began, or that long before something?
  map(seq(word('before'), amount), ([, value], phrase, from, to): Timeframe | undefined =>
    to === phrase.tokens.length
      ? refuse(phrase, from, to, `Before what, and counted from when?`, [
          `more than ${printAmount(value)} ago`,
        ])
      : undefined,
  ),
  // "since 9am": today
  map(seq(side, timeOfDay), ([kind, time]) => ({
    kind,
    of: { kind: 'time', time, day: { kind: 'unit', unit: 'day', offset: 0 } },
  })),
  map(seq(period, behind), ([of, kind]) => make(kind, of)),
  // "today before 4pm", "Thursday after 5pm"
  map(seq(period, side, timeOfDay), ([day, kind, time]) =>
    day.kind === 'unit' || day.kind === 'weekday' || day.kind === 'date'
      ? { kind, of: { kind: 'time', time, day } }
      : undefined,
  ),
  map(seq(words('year'), side, yearNumber), ([, kind, year]) => ({ kind, of: { kind: 'year', year } })),
);
