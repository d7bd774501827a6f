import { Temporal } from 'temporal-polyfill';
import { namesEveryYear, namesYear, periodsOf } from '../../dates/pin.ts';
import { resolveTimeframe } from '../../dates/resolve.ts';
import type { DateContext, Timeframe } from '../../dates/schema.ts';

/**
 * Days of the calendar, `[from, to)`. Of a plain range "YYYY-MM-DD", null: open on that side. Of a yearly one "MM-DD",
 * the year ignored; where `from` lies after `to`, it goes over New Year.
 */
export type Days =
  | { yearly: false; from: string | null; to: string | null }
  | { yearly: true; from: string; to: string };

/**
 * The days that lie in a timeframe: those that begin in it, in the workspace's zone. For an attribute that comes back
 * every year the year is ignored, unless the timeframe names one, is open, or covers years that are long over ("more than 18
 * years ago" asks for the age). A year around now, or more, is every day. 29 February falls on the 28th in years without one, but
 * who asks for it by name gets that day alone.
 *
 * @returns null for one side of a day that every year has ("before 1 March"): nothing says where it ends
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
  // "Between 18 and 25 years ago" asks for the age; a whole year around now has everybody's day in it.
  const today = firstDay(context.now, context.timeZone) ?? from;
  return timeframe.kind === 'unit' || (from <= today && today <= to) ? { ...everyDay } : plain;
}

/** Every day of every year. */
export const everyDay: Days = { yearly: true, from: '01-01', to: '12-32' };

/** The 29 February that somebody names is not the 28th, on which it falls in most years. */
function startOf(timeframe: Timeframe, day: string): string {
  const [first] = periodsOf(timeframe);
  const named = first?.kind === 'starting' ? first.from : first;
  const isLeapDay = named?.kind === 'date' && named.month === 2 && named.day === 29;
  return isLeapDay ? '02-29' : day;
}

/** The first day that begins at a moment or after it. */
function firstDay(moment: Date | null, timeZone: string): string | null {
  if (moment === null) return null;
  const at = Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone);
  const day = at.toPlainDate();
  const began = at.startOfDay().epochMilliseconds === moment.getTime();
  return (began ? day : day.add({ days: 1 })).toString();
}
