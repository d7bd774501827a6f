import type { CsvDate } from './dates.ts';

/**
 * A moment as our exports write it. Midnight has no milliseconds, which distinguishes it from a day: earlier
 * versions wrote a sign-up day as its midnight, with milliseconds.
 *
 * @example ownMoment(new Date('2024-03-01T10:20:30.123Z')) // '2024-03-01T10:20:30.123Z'
 */
export const ownMoment = (at: Date): string => at.toISOString().replace(/T00:00:00\.000Z$/, 'T00:00:00Z');

/**
 * Reads a moment in that form, to the millisecond.
 *
 * @param options.hasDays whether earlier versions wrote days there
 * @returns null for anything else
 */
export function readOwnMoment(cell: string, { hasDays = false } = {}): CsvDate | null {
  const [, day, time, fraction] = form.exec(cell) ?? [];
  if (day === undefined || time === undefined) return null;
  const at = Date.parse(cell);
  // 30 February would be 1 March.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(day)) return null;
  if (hasDays && time === '00:00:00' && fraction === '.000') return { day, time: null, offset: null };
  const isWhole = fraction === undefined || fraction === '.000';
  return { day, time: isWhole ? time : `${time}${fraction}`, offset: 'Z' };
}

const form = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d{3})?Z$/;
