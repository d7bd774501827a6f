import type { Rule } from '../grammar.ts';
import { alt, map, opt, seq, word, words } from '../grammar.ts';
import type { Period, Timeframe } from '../schema.ts';
import { period } from './any.ts';

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
      words('> ='),
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
      words('< ='),
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
  // "Since the last 30 days" says the same twice; "since today" and "up to now" are fine.
  if (of.kind === 'weekdays') return undefined;
  if (of.kind === 'rolling') return kind === 'since' && of.direction === 'past' ? of : undefined;
  if (kind === 'before' && of.kind === 'now') return { kind: 'until', of };
  return { kind, of };
};

export const open: Rule<Timeframe> = alt<Timeframe>(
  map(seq(side, article, period), ([kind, , of]) => make(kind, of)),
  map(seq(word('from'), opt(word('the')), period, word('on', 'onward', 'onwards', 'forward')), ([, , of]) =>
    make('since', of),
  ),
  map(seq(word('from'), opt(word('the')), period), ([, , of]) => make('since', of)),
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

import { yearNumber } from './numbers.ts';
import { timeOfDay } from './times.ts';
