import { Temporal } from 'temporal-polyfill';
import { namesEveryYear, namesYear, periodsOf } from '../../dates/leaf.ts';
import { resolveTimeframe } from '../../dates/resolve.ts';
import type { DateContext, Timeframe } from '../../dates/schema.ts';

/**
 * Days of the calendar, `[from, to)`. A plain range has "YYYY-MM-DD"; null: open on that side. A yearly one
 * has "MM-DD", without the year; if `from` is after `to`, it spans New Year.
 */
export type Days =
  | { yearly: false; from: string | null; to: string | null }
  | { yearly: true; from: string; to: string };

/**
 * The days in a timeframe: those that begin in it, in the workspace's zone. For a yearly attribute the year
 * is ignored, unless the timeframe names a year, is open, or covers years long past ("more than 18 years ago"
 * is about the age). A timeframe of a year or more around now is every day. 29 February falls on the 28th in
 * years without one, but if people name it, it is that day alone.
 *
 * @returns null for one side of a day that every year has ("before 1 March"): nothing says where the range
 * ends
 * @example
 * daysOf({ kind: 'rolling', direction: 'future', amount: { days: 7 } }, { ...context, yearly: true })
 * // on 28 December 2026: { yearly: true, from: '12-28', to: '01-05' }
 */
export function daysOf(timeframe: Timeframe, context: DateContext): Days | null {
  const range = resolveTimeframe(timeframe, context);
  const [from, to] = [firstDay(range.from, context.timeZone), firstDay(range.to, context.timeZone)];
  const plain: Days = { yearly: false, from, to };
  if (!context.yearly || namesYear(timeframe)) return plain;
  if (from === null || to === null) return namesEveryYear(timeframe) ? null : plain;
  if (from >= to) return plain;
  const length = Temporal.PlainDate.from(from).until(to).days;
  if (length < 365) return { yearly: true, from: startOf(timeframe, from.slice(5)), to: to.slice(5) };
  // "Between 18 and 25 years ago" is about the age; a whole year around now contains everyone's day.
  const today = firstDay(context.now, context.timeZone) ?? from;
  return timeframe.kind === 'unit' || (from <= today && today <= to) ? { ...everyDay } : plain;
}

/** Every day of every year. */
export const everyDay: Days = { yearly: true, from: '01-01', to: '12-32' };

/** If people name 29 February, they don't mean the 28th, on which it falls in most years. */
function startOf(timeframe: Timeframe, day: string): string {
  const [first] = periodsOf(timeframe);
  const named = first?.kind === 'starting' ? first.from : first;
  const isLeapDay = named?.kind === 'date' && named.month === 2 && named.day === 29;
  return isLeapDay ? '02-29' : day;
}

/** The first day that begins at or after a moment. */
function firstDay(moment: Date | null, timeZone: string): string | null {
  if (moment === null) return null;
  const at = Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone);
  const day = at.toPlainDate();
  const began = at.startOfDay().epochMilliseconds === moment.getTime();
  return (began ? day : day.add({ days: 1 })).toString();
}
