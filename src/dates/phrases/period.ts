import type { Rule } from '../grammar.ts';
import { alt, map } from '../grammar.ts';
import type { Period } from '../schema.ts';
import { fits } from '../shape.ts';
import { absolute } from './absolute.ts';
import { ago } from './ago.ts';
import { aheadDays } from './ahead.ts';
import { days, declare, period } from './any.ts';
import { apposed } from './apposed.ts';
import { aroundDay } from './around.ts';
import { back } from './back.ts';
import { besidePeriod } from './beside.ts';
import { calendarUnit } from './calendar.ts';
import { holidayPeriod } from './holidays.ts';
import { moment } from './moment.ts';
import { named } from './named.ts';
import { nth } from './nth.ts';
import { parts } from './parts.ts';
import { rolling, within } from './rolling.ts';
import { same } from './same.ts';
import { times } from './times.ts';
import { weekday, weekdayRange } from './weekdays.ts';
import { weekdayWeeksAgo } from './weeks-ago.ts';
import { workdays } from './workdays.ts';
import { years } from './years.ts';

/** Drops readings that combine wrongly (the start of a time of day). */
const fitting = (...rules: Rule<Period>[]): Rule<Period> =>
  map(alt(...rules), (each) => (fits(each) ? each : undefined));

/**
 * All families. Their order matters only if two read the same words: dates come before months ("May 20" is a
 * day), named periods before counted ones.
 */
declare({
  days: fitting(
    absolute,
    apposed,
    calendarUnit,
    parts,
    weekday,
    weekdayRange,
    named,
    years,
    aroundDay,
    holidayPeriod,
    same,
    aheadDays,
    workdays,
    weekdayWeeksAgo,
    nth,
    rolling,
    within,
    ago,
    besidePeriod,
    back,
  ),
  period: alt<Period>(moment, days, times),
});

export { period };
