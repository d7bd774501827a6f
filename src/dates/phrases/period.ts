import type { Rule } from '../grammar.ts';
import { alt, lazy, map, opt, seq, word } from '../grammar.ts';
import type { Period } from '../schema.ts';
import { absolute } from './absolute.ts';
import { ago, shift } from './ago.ts';
import { calendar } from './calendar.ts';
import { holidayPeriod } from './holidays.ts';
import { named } from './named.ts';
import { nth } from './nth.ts';
import { rolling, within } from './rolling.ts';
import { times } from './times.ts';
import { weekday, weekdayRange } from './weekdays.ts';

/**
 * Any stretch of time with two ends. The order matters only where two families read the same words: dates before months
 * ("May 20" is a day), named ones before counted ones.
 */
export const period: Rule<Period> = lazy(() =>
  alt<Period>(
    absolute,
    calendar,
    weekday,
    weekdayRange,
    named,
    holidayPeriod,
    nth,
    rolling,
    within,
    ago,
    shift,
    times,
  ),
);

/** With the small words that people put before it. */
export const introduced: Rule<Period> = alt(
  period,
  map(
    seq(opt(word('in', 'on', 'during', 'within', 'over', 'at', 'for', 'sometime')), opt(word('the')), period),
    ([, , value]) => value,
  ),
);
