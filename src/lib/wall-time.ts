import { Temporal } from 'temporal-polyfill';

/**
 * The moment of a time on the clock of a zone; undefined if either is unknown. In the hour that a clock skips,
 * the time after it; in the hour that it repeats, the first one.
 *
 * @example momentAt({ wallTime: '2026-12-04T09:00', timeZone: 'Europe/London' }) // 2026-12-04T09:00:00Z
 */
export function momentAt({ wallTime, timeZone }: { wallTime: string; timeZone: string }): Date | undefined {
  try {
    return new Date(Temporal.PlainDateTime.from(wallTime).toZonedDateTime(timeZone).epochMilliseconds);
  } catch {
    return undefined;
  }
}
