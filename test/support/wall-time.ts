import { Temporal } from 'temporal-polyfill';

/**
 * The moment when a wall clock in a time zone shows this text: `wallToInstant('2026-11-23T10:00:00',
 * 'Europe/London')`.
 */
export function wallToInstant(text: string, timeZone: string): Date {
  return new Date(Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds);
}
