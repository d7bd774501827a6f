import { Temporal } from 'temporal-polyfill';
import { namesEveryYear } from '../../dates/leaf.ts';
import { parseTimeframe } from '../../dates/parse.ts';
import { monthNames, printTimeframe } from '../../dates/print.ts';
import type { DateContext, Timeframe } from '../../dates/schema.ts';
import type { RuleContext } from '../context.ts';
import { daysOf, everyDay } from '../sql/days.ts';
import { timeInReadBack, timeSaid } from './time-in-read-back.ts';

/** A timeframe with its dates: `in the last 30 days (since Sat 24 Oct 2026)`. */
export function dated(timeframe: Timeframe, dates: DateContext): string {
  const parsed = parseTimeframe(printTimeframe(timeframe), dates);
  // A yearly day compares without its year, so the dates of this year don't matter.
  const days = dates.yearly ? daysOf(timeframe, dates) : null;
  if (days?.yearly && days.from === everyDay.from && days.to === everyDay.to)
    return `${timeSaid(timeframe)} (a whole year, so everyone who has one)`;
  if (days?.yearly && days.from === '02-29') return `${timeSaid(timeframe)} (${daysSaid(days)}, every year)`;
  const every = days?.yearly && !namesEveryYear(timeframe) ? ['whatever the year'] : [];
  if (!parsed.ok) return timeSaid(timeframe);
  const { dates: resolved, notes } = parsed;
  return timeInReadBack(timeframe, { dates: resolved, notes: [...notes, ...every], zone: dates.timeZone });
}

/** Days of any year, in its calendar: this year may have no 29 February. */
function daysSaid({ from, to }: { from: string | null; to: string | null }): string {
  const inLeapYear = (day: string) => Temporal.PlainDate.from(`2024-${day}`);
  const said = ({ day, month }: Temporal.PlainDate) => `${day} ${monthNames[month - 1]?.slice(0, 3)}`;
  const [first, last] = [inLeapYear(from ?? ''), inLeapYear(to ?? '').subtract({ days: 1 })];
  return first.equals(last) ? said(first) : `${said(first)} to ${said(last)}`;
}

/** Settings for reading things that already happened. */
export const past = ({ dates }: RuleContext): DateContext => ({ ...dates, direction: 'past' });
