import { describe, expect, it } from 'vitest';
import type { DateContext } from '../../src/dates/schema.ts';
import { range } from '../support/dates.ts';

const refused = expect.stringMatching(/^refused/);

/** More ways of saying it, on Monday 23 November 2026, 10:00 in London. */
const cases: Record<string, [phrase: string, range: string, changes?: Partial<DateContext>][]> = {
  'days and years in a row': [
    ['14, 15 and 16 October', '2026-10-14..2026-10-17'],
    ['14th, 15th & 16th of October 2025', '2025-10-14..2025-10-17'],
    ['October 14, 15, 16 and 17, 2025', '2025-10-14..2025-10-18'],
    ['the 5th, the 6th and the 7th of May', '2026-05-05..2026-05-08'],
    ['14, 15 and 17 October', refused],
    ['29, 30 and 31 June', refused],
    ['2023, 2024 and 2025', '2023-01-01..2026-01-01'],
    ['2022, 2023, 2024 and 2025', '2022-01-01..2026-01-01'],
    ['2022, 2024 and 2025', refused],
  ],
  'hours in a part of a day': [
    ['yesterday morning between 8 and 10', '2026-11-22T08:00..2026-11-22T10:00'],
    ['between 8 and 10 yesterday morning', '2026-11-22T08:00..2026-11-22T10:00'],
    ['this morning from 8 to 9:30', '2026-11-23T08:00..2026-11-23T09:30'],
    ['last night between 9 and 11', '2026-11-22T21:00..2026-11-22T23:00'],
    ['last night from 9 to 1', refused],
    ['yesterday afternoon from 1 to 3', '2026-11-22T13:00..2026-11-22T15:00'],
    ['this afternoon 9 to 10', refused],
    ['yesterday afternoon at 9', refused],
    ['last night at 2', refused],
    ['yesterday evening at 7', '2026-11-22T19:00..2026-11-22T20:00'],
  ],
  'hours in other spellings': [
    ['9h30 to 11h00 yesterday', '2026-11-22T09:30..2026-11-22T11:00'],
    ['yesterday 9h-11h', '2026-11-22T09:00..2026-11-22T11:00'],
    ['9a-11a yesterday', '2026-11-22T09:00..2026-11-22T11:00'],
    ['yesterday 8a to 5p', '2026-11-22T08:00..2026-11-22T17:00'],
    ['since 9h30', '2026-11-23T09:30..'],
    ['9h', '2026-11-23T01:00..2026-11-23T10:00'],
  ],
  'distances with two words': [
    ['older than 30 days but newer than 60 days', '2026-09-25..2026-10-24'],
    ['newer than 60 days and older than 30 days', '2026-09-25..2026-10-24'],
    ['older than 1 week and no older than 1 month', '2026-10-23..2026-11-16'],
    ['older than 60 days but newer than 30 days', refused],
    ['no longer than a month ago', '2026-10-23..2026-11-24'],
    ['not longer than 30 days ago', '2026-10-24..2026-11-24'],
    ['no longer than 30 days', refused],
  ],
  'other orders and small words': [
    ['last year in August', '2025-08-01..2025-09-01'],
    ['last year, in Q2', '2025-04-01..2025-07-01'],
    ['last year at Christmas', '2025-12-25..2025-12-26'],
    ['any day last week', '2026-11-16..2026-11-23'],
    ['all day yesterday', '2026-11-22..2026-11-23'],
    ['2025 and beyond', '2025-01-01..'],
    ['last completed quarter', '2026-07-01..2026-10-01'],
    ['last 3 completed months', '2026-08-01..2026-11-01'],
    ['the past calendar month', '2026-10-01..2026-11-01'],
    ['past calendar months', refused],
    ['last 6 months to date', '2026-05-23..2026-11-24'],
    ['today last year', '2025-11-23..2025-11-24'],
    ['July 4th weekend 2025', '2025-07-04..2025-07-07'],
    ['4th of July weekend last year', '2025-07-04..2025-07-07'],
    ['this days', refused],
  ],
};

describe.each(Object.entries(cases))('%s', (_, rows) => {
  it.each(rows)('reads "%s" as %s', (phrase, expected, changes) => {
    expect(range(phrase, changes)).toEqual(expected);
  });
});
