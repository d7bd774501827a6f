import { Temporal } from 'temporal-polyfill';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * A moment in the past, in everyday words.
 *
 * @example whenAgo(new Date('2026-09-02T08:00:00Z'), { now: new Date('2026-11-23T12:00:00Z'), timeZone: 'UTC' })
 * // '2 Sep 2026, 82 days ago'
 */
export function whenAgo(moment: Date, { now, timeZone }: { now: Date; timeZone: string }): string {
  const [day, today] = [dayIn(moment, timeZone), dayIn(now, timeZone)];
  const days = day.until(today).days;
  const ago = days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`;
  return `${sayDay(day)}, ${days < 0 ? `in ${-days} ${days === -1 ? 'day' : 'days'}` : ago}`;
}

/** The day of a moment: `3 May 2026`. */
export function whenDay(moment: Date, timeZone: string): string {
  return sayDay(dayIn(moment, timeZone));
}

function dayIn(moment: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}

function sayDay(day: Temporal.PlainDate): string {
  return `${day.day} ${months[day.month - 1]} ${day.year}`;
}
