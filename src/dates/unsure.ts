import type { Temporal } from 'temporal-polyfill';
import type { Problem } from '../lib/problem.ts';
import { type Calendar, yearOf } from './calendar.ts';
import { holidayDoubt, holidayName } from './holidays/find.ts';
import { leafOf, periodsOf, withLeaf } from './leaf.ts';
import { monthNames, printTimeframe } from './print.ts';
import type { Period, Timeframe } from './schema.ts';

type Doubt = Pick<Problem, 'message' | 'suggestions' | 'asks'>;

/**
 * Why we refuse a timeframe that names a holiday: we don't know that year's date, or it may be one of two
 * days. Undefined if all its days are certain.
 */
export function unsureHoliday(timeframe: Timeframe, calendar: Calendar): Doubt | undefined {
  for (const period of periodsOf(timeframe)) {
    const leaf = leafOf(period);
    if (leaf.kind !== 'holiday') continue;
    const year = yearOf(leaf.year ?? { offset: 0 }, calendar);
    const doubt = holidayDoubt(leaf.holiday, year);
    if (doubt === undefined) continue;
    const name = holidayName(leaf.holiday);
    if ('days' in doubt) {
      const suggestions = doubt.days.map((day) => printTimeframe(replaced(timeframe, period, day)));
      return { message: `${name} ${year} may be ${orDays(doubt.days)}.`, suggestions, asks: true };
    }
    return {
      message: `The dates of ${name} are known only from ${doubt.from} to ${doubt.to}.`,
      suggestions: [],
    };
  }
  return undefined;
}

/** Whether a timeframe names a holiday in a year for which we don't know its date. */
export function isUnknownHoliday(timeframe: Timeframe, calendar: Calendar): boolean {
  return periodsOf(timeframe).some((period) => {
    const leaf = leafOf(period);
    if (leaf.kind !== 'holiday') return false;
    const doubt = holidayDoubt(leaf.holiday, yearOf(leaf.year ?? { offset: 0 }, calendar));
    return doubt !== undefined && 'from' in doubt;
  });
}

/** The same timeframe with a day instead of the holiday in one of its periods. */
function replaced(timeframe: Timeframe, period: Period, { year, month, day }: Temporal.PlainDate): Timeframe {
  const other = withLeaf(period, { kind: 'date', year, month, day });
  switch (timeframe.kind) {
    case 'between':
      return { ...timeframe, [timeframe.from === period ? 'from' : 'to']: other };
    case 'since':
    case 'after':
    case 'before':
    case 'until':
      return { ...timeframe, of: other };
    default:
      return other;
  }
}

/** "14 or 15 January", "6 January or 27 December". */
function orDays(days: Temporal.PlainDate[]): string {
  const names = days.map(({ day, month }, i) =>
    days[i + 1]?.month === month ? `${day}` : `${day} ${monthNames[month - 1]}`,
  );
  return names.join(' or ');
}
