import type { Rule } from '../grammar.ts';
import { alt, lazy } from '../grammar.ts';
import type { Period } from '../schema.ts';
import { absolute } from './absolute.ts';
import { ago, shift } from './ago.ts';
import { calendar } from './calendar.ts';
import { holidayPeriod } from './holidays.ts';
import { moment } from './moment.ts';
import { named } from './named.ts';
import { nth } from './nth.ts';
import { rolling, within } from './rolling.ts';
import { times } from './times.ts';
import { weekday, weekdayRange } from './weekdays.ts';

/**
 * Any stretch of days or longer. The order matters only where two families read the same words: dates before months
 * ("May 20" is a day), named ones before counted ones.
 */
export const days: Rule<Period> = lazy(() =>
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
  ),
);

/** Any stretch of time with two ends; a time of day stands before or behind its day, so `days` is read without times. */
export const period: Rule<Period> = lazy(() => alt<Period>(moment, days, times));
