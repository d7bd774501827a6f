import { expect, it } from 'vitest';
import { formatSlackDate } from '../../../src/playground/page/text/slack-date.ts';

const reader = { now: new Date('2026-11-23T12:00:00Z'), timeZone: 'Europe/London', locale: 'en-GB' };
const seconds = (iso: string) => Date.parse(iso) / 1000;

it.each([
  ['2026-10-24T15:04:05Z', 'since {date_short}', 'since 24 Oct 2026'],
  ['2026-10-24T15:04:05Z', '{date} at {time}', '24 October 2026 at 16:04'],
  ['2026-10-24T15:04:05Z', '{date_long}', 'Saturday 24 October 2026'],
  ['2026-10-24T23:30:00Z', '{date_num}', '2026-10-25'],
  ['2026-10-24T15:04:05Z', '{time_secs}', '16:04:05'],
  ['2026-11-23T09:00:00Z', '{date_pretty} at {time}', 'today at 09:00'],
  ['2026-11-22T23:00:00Z', '{date_short_pretty}', 'yesterday'],
  ['2026-11-20T09:00:00Z', '{date_short_pretty}', '20 Nov 2026'],
  ['2026-11-23T11:57:00Z', '{ago}', '3 minutes ago'],
  ['2026-11-23T11:57:00Z', '{unknown}', '{unknown}'],
])('writes %s as %j → %j', (iso, format, expected) => {
  // Versions of the language data disagree on the comma after a weekday.
  expect(formatSlackDate(seconds(iso), format, reader).replace('day,', 'day')).toBe(expected);
});

it('follows the reader into another time zone', () => {
  const tokyo = { ...reader, timeZone: 'Asia/Tokyo', locale: 'en-US' };
  expect(formatSlackDate(seconds('2026-10-24T15:30:00Z'), '{date_short} {time}', tokyo)).toMatch(
    /^Oct 25, 2026 12:30\sAM$/,
  );
});
