import type { Rule } from '../grammar.ts';
import { alt, map, opt, seq, word, words } from '../grammar.ts';
import type { Period, Timeframe, Weekday } from '../schema.ts';
import { some } from './numbers.ts';
import { weekdayNames } from './weekdays.ts';

/**
 * Several weekdays or weekends counted from now: "last 4 Fridays", "the next two weekends". They mean the
 * stretch from the first to the last, including the days between, and the read-back shows both ends.
 */
const counted: Rule<Weekday | 'weekend'> = alt<Weekday | 'weekend'>(
  weekdayNames,
  map(word('weekend', 'weekends'), () => 'weekend'),
);

const back = alt<string>(word('last', 'past', 'previous'), words('most recent'));
const ahead = word('next', 'coming', 'upcoming', 'following');

/** The n-th one before today (negative) or from today on; this week's weekend is the first upcoming one. */
function at(which: Weekday | 'weekend', n: number): Period {
  if (which !== 'weekend') return { kind: 'weekday', weekday: which, nth: n };
  return { kind: 'unit', unit: 'weekend', offset: n > 0 ? n - 1 : n };
}

export const several: Rule<Timeframe> = map(
  seq(
    opt(word('the', 'these')),
    alt(
      map(back, () => 'past' as const),
      map(ahead, () => 'future' as const),
    ),
    some,
    counted,
  ),
  ([, side, n, which]): Timeframe | undefined => {
    if (n < 2 || n > 1000) return undefined;
    return side === 'past'
      ? { kind: 'between', from: at(which, -n), to: at(which, -1) }
      : { kind: 'between', from: at(which, 1), to: at(which, n) };
  },
);
