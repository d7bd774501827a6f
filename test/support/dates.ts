import { Temporal } from 'temporal-polyfill';
import { parseTimeframe } from '../../src/dates/parse.ts';
import { resolveTimeframe } from '../../src/dates/resolve.ts';
import type { DateContext } from '../../src/dates/schema.ts';

/** Monday 23 November 2026, ten in the morning in London; events, so the past. */
export const monday: DateContext = {
  now: new Date('2026-11-23T10:00:00Z'),
  timeZone: 'Europe/London',
  weekStart: 'monday',
  dateOrder: 'dmy',
  direction: 'past',
};

/**
 * The range of a phrase on the wall clock: `2026-10-24..2026-11-24`, with open ends empty; or why it is
 * refused.
 */
export function range(phrase: string, changes: Partial<DateContext> = {}): string {
  const context = { ...monday, ...changes };
  const parsed = parseTimeframe(phrase, context);
  if (!parsed.ok) return `refused: ${parsed.problem.message}`;
  const { from, to } = resolveTimeframe(parsed.timeframe, context);
  return `${wall(from, context.timeZone)}..${wall(to, context.timeZone)}`;
}

/** A moment as its time zone shows it, without midnight. */
function wall(at: Date | null, timeZone: string): string {
  if (at === null) return '';
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  const text = local.toPlainDateTime().toString({ smallestUnit: 'minute' });
  return text.endsWith('T00:00') ? text.slice(0, 10) : text;
}
