import { Temporal } from 'temporal-polyfill';
import type { Calendar, Edge } from './calendar.ts';
import { dayOf, wallClock } from './calendar.ts';
import { leafOf } from './leaf.ts';
import { printTimeframe } from './print.ts';
import type { Period, Timeframe } from './schema.ts';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * What we understood, in words and dates, including the last day.
 *
 * @example 'last 30 days → since Sat 24 Oct 2026, rolling (Europe/London)'
 * @example 'March 2026 → Sun 1 Mar 2026 to Tue 31 Mar 2026 (Europe/London)'
 */
export function readBack(
  timeframe: Timeframe,
  dates: string,
  zone: string,
  notes: readonly string[],
): string {
  const extra = [isRelative(timeframe) ? 'rolling' : '', ...notes].filter((note) => note !== '');
  return `${printTimeframe(timeframe)} → ${[dates, ...extra].join(', ')} (${zone})`;
}

/** Only the dates of a timeframe, including the last day: `Sun 1 Mar 2026 to Tue 31 Mar 2026`. */
export function datesOf(
  timeframe: Timeframe,
  { from, to }: { from: Edge | null; to: Edge | null },
  calendar: Calendar,
): string {
  const tomorrow = calendar.today.add({ days: 1 });
  const { zone } = calendar;
  if (from === null && to === null) return 'any time';
  if (from === null)
    return to instanceof Temporal.PlainDate ? `before ${day(to)}` : `before ${moment(to as Edge, zone)}`;
  const rolls = timeframe.kind === 'rolling' && timeframe.direction === 'past';
  if (
    to === null ||
    (rolls && to instanceof Temporal.PlainDate && to.equals(tomorrow)) ||
    (rolls && to === calendar.now)
  ) {
    return `since ${from instanceof Temporal.PlainDate ? day(from) : moment(from, zone)}`;
  }
  if (from instanceof Temporal.PlainDate && to instanceof Temporal.PlainDate) {
    const last = to.subtract({ days: 1 });
    return last.equals(from) ? day(from) : `${day(from)} to ${day(last)}`;
  }
  if (timeframe.kind === 'time' || timeframe.kind === 'moment') return moment(from, zone);
  const [start, end] = [moment(from, zone), moment(to, zone)];
  return dayOf(from, zone).equals(dayOf(to, zone)) ? `${start} to ${end.slice(-5)}` : `${start} to ${end}`;
}

/** The ends that the clock skips when daylight saving begins: "02:30 is skipped on Sun 8 Mar 2026". */
export function skippedTimes(edges: { from: Edge | null; to: Edge | null }, zone: string): string[] {
  return [edges.from, edges.to].flatMap((edge) => {
    if (!(edge instanceof Temporal.PlainDateTime) || wallClock(edge, zone).equals(edge)) return [];
    const time = edge.toPlainTime().toString({ smallestUnit: 'minute' });
    return [`${time} is skipped on ${day(edge.toPlainDate())}`];
  });
}

function day(date: Temporal.PlainDate): string {
  return `${weekdays[date.dayOfWeek - 1]} ${date.day} ${months[date.month - 1]} ${date.year}`;
}

function moment(edge: Edge, zone: string): string {
  const local = wallClock(edge, zone);
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${day(local.toPlainDate())} ${pad(local.hour)}:${pad(local.minute)}`;
}

/** Whether the dates change from day to day. */
function isRelative(timeframe: Timeframe): boolean {
  switch (timeframe.kind) {
    case 'nearer':
      return true;
    case 'between':
      return isRelative(timeframe.from) || isRelative(timeframe.to);
    case 'since':
    case 'after':
    case 'before':
    case 'until':
      return isRelative(timeframe.of);
    default: {
      const leaf: Period = leafOf(timeframe);
      if (['now', 'unit', 'rolling', 'ago', 'weekday', 'fiscal-quarter'].includes(leaf.kind)) return true;
      return 'year' in leaf && typeof leaf.year === 'object';
    }
  }
}
