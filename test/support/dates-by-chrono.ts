import * as chrono from 'chrono-node';
import { Temporal } from 'temporal-polyfill';
import type { Reader } from './date-corpus.ts';
import { wallToInstant } from './wall-time.ts';

/**
 * chrono-node alone, for the comparison in docs/dates.md: its first result, read as the day, month or year
 * that it is certain of, or as the range that it gives, including the last day.
 */
export const readByChrono: Reader = (phrase, { reference, tz }) => {
  const now = wallToInstant(reference, tz);
  const timezone =
    Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(tz).offsetNanoseconds / 6e10;
  const [result] = chrono.parse(phrase, { instant: now, timezone });
  if (!result) return null;
  const start = edge(result.start, tz);
  const end = edge(result.end ?? result.start, tz);
  return { start: start.from, end: end.to };
};

function edge(parts: chrono.ParsedComponents, tz: string): { from: string; to: string } {
  if (parts.isCertain('hour')) {
    const at = Temporal.Instant.fromEpochMilliseconds(parts.date().getTime())
      .toZonedDateTimeISO(tz)
      .toPlainDateTime();
    return { from: at.toString(), to: at.add({ minutes: parts.isCertain('minute') ? 1 : 60 }).toString() };
  }
  const day = new Temporal.PlainDate(parts.get('year') ?? 1, parts.get('month') ?? 1, parts.get('day') ?? 1);
  if (parts.isCertain('day') || parts.isCertain('weekday'))
    return { from: day.toString(), to: day.add({ days: 1 }).toString() };
  if (parts.isCertain('month'))
    return { from: day.with({ day: 1 }).toString(), to: day.with({ day: 1 }).add({ months: 1 }).toString() };
  if (parts.isCertain('year')) return { from: `${day.year}-01-01`, to: `${day.year + 1}-01-01` };
  return { from: day.toString(), to: day.add({ days: 1 }).toString() };
}
