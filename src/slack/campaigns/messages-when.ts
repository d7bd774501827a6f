import { Temporal } from 'temporal-polyfill';

/** A time on the clock of a zone. */
interface WallTime {
  wallTime: string;
  timeZone: string;
}

/**
 * A time with its zone and the days until then: "Fri 4 Dec 2026, 09:00 (Europe/London), in 5 days".
 *
 * @param now to count days from, on the clock of that zone
 */
export function inZone({ wallTime, timeZone }: WallTime, now: Date): string {
  const wall = Temporal.PlainDateTime.from(wallTime);
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
    .format(new Date(`${wall.toPlainDate()}T00:00:00Z`))
    .replace(',', '');
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const { days } = today.until(wall.toPlainDate(), { largestUnit: 'day' });
  return `${day}, ${wall.toPlainTime().toString({ smallestUnit: 'minute' })} (${timeZone}), ${untilWords(days)}`;
}

function untilWords(days: number): string {
  if (days <= 0) return 'today';
  return days === 1 ? 'tomorrow' : `in ${days.toLocaleString('en-US')} days`;
}
