import { Temporal } from 'temporal-polyfill';
import { momentAt } from '../wall-time.ts';

/** When a digest is posted: a day of the week and a time on the workspace's clock. */
export interface DigestTime {
  /** 1 is Monday, 7 Sunday. */
  weekday: number;
  /** `09:00` */
  time: string;
}

export const weekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** `Mondays at 9:00` */
export const digestTimeWords = ({ weekday, time }: DigestTime): string =>
  `${weekdays[weekday - 1]}s at ${time.replace(/^0/, '')}`;

/**
 * The next time after a moment, and the last one at or before it. In the hour that a clock skips, the time after
 * it; in the hour that it repeats, the first one.
 *
 * @example timesAround({ weekday: 1, time: '09:00' }, { at: new Date('2026-11-25T12:00Z'), timeZone: 'UTC' })
 * // { last: 2026-11-23T09:00Z, lastDay: '2026-11-23', next: 2026-11-30T09:00Z }
 */
export function timesAround(
  { weekday, time }: DigestTime,
  { at, timeZone }: { at: Date; timeZone: string },
): { last: Date; lastDay: string; next: Date } {
  const today = Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const times = [-1, 0, 1].map((week) => {
    const day = monday.add({ days: 7 * week + weekday - 1 }).toString();
    return { day, at: momentAt({ wallTime: `${day}T${time}`, timeZone }) ?? at };
  });
  const last = times.findLast((each) => each.at <= at);
  const next = times.find((each) => each.at > at);
  if (last === undefined || next === undefined) throw new Error('a week without its weekday');
  return { last: last.at, lastDay: last.day, next: next.at };
}
