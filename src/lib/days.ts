import { Temporal } from 'temporal-polyfill';

/**
 * The day of a moment in a zone.
 *
 * @example dayIn(new Date('2026-11-23T23:30:00Z'), 'Europe/Oslo') // '2026-11-24'
 */
export const dayIn = (at: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();

/** The moment at which a day begins in a zone: not always at midnight. */
export const startOfDay = (day: string, timeZone: string): Date =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds);

/** @example addDays('2026-02-27', 2) // '2026-03-01' */
export const addDays = (day: string, days: number): string =>
  Temporal.PlainDate.from(day).add({ days }).toString();

/** How many days later the second one is. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;

/** `24 Nov`; with the year if it isn't the year of `beside`. */
export function dayWords(day: string, beside?: string): string {
  const year = beside?.slice(0, 4) === day.slice(0, 4) ? {} : { year: 'numeric' as const };
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
    ...year,
  }).format(new Date(`${day}T00:00:00Z`));
}
