import { describe, expect, it } from 'vitest';
import type { DateContext } from '../../src/dates/schema.ts';
import { range } from '../support/dates.ts';

const cases: Record<string, [phrase: string, range: string, changes?: Partial<DateContext>][]> = {
  'the start, the middle and the end of something are points': [
    ['since the end of last year', '2026-01-01..'],
    ['since the end of June', '2026-07-01..'],
    ['after the start of June', '2026-06-01..'],
    ['until the start of June', '..2026-06-01'],
    ['by the end of June', '..2026-07-01'],
    ['before the beginning of last quarter', '..2026-07-01'],
    ['since the middle of June', '2026-06-16..'],
    ['from 2025 to the start of 2026', '2025-01-01..2026-01-01'],
    ['from the start of June to the start of August', '2026-06-01..2026-08-01'],
    ['between the end of May and the end of August', '2026-06-01..2026-09-01'],
    ['after the end of March but before the start of June', '2026-04-01..2026-06-01'],
    ['since bom', '2026-11-01..'],
    ['until eoq', '..2027-01-01'],
    ['since the start of yesterday', '2026-11-22..'],
    ['since the end of November', '2025-12-01..'],
  ],
  'following something is after it, and the following one is the next': [
    ['following 3 June', '2026-06-04..'],
    ['following Christmas 2025', '2025-12-26..'],
    ['following last week', '2026-11-23..'],
    ['following last Friday', '2026-11-21..'],
    ['the Friday following Easter', '2026-04-10..2026-04-11'],
    ['the following March', '2027-03-01..2027-04-01'],
    ['the following week', '2026-11-30..2026-12-07'],
  ],
  'early, mid and late are stretches': [
    ['since late June', '2026-06-21..'],
    ['until early June', '..2026-06-11'],
    ['after mid May', '2026-05-21..'],
    ['from mid-March to late June', '2026-03-10..2026-07-01'],
    ['since late March but before mid June', '2026-03-21..2026-06-10'],
  ],
  'counted from, the start is the first day and the end the last one': [
    ['2 weeks before the end of last year', '2025-12-17..2025-12-18'],
    ['3 days after the start of the month', '2026-11-04..2026-11-05'],
    ['the day after the end of June', '2026-07-01..2026-07-02'],
    ['the 2 weeks before the end of June', '2026-06-17..2026-07-01'],
    ['the 2 weeks after the start of June', '2026-06-01..2026-06-15'],
    ['the last Friday before the end of June', '2026-06-26..2026-06-27'],
    ['12 hours before the end of yesterday', '2026-11-22T12:00..2026-11-22T12:01'],
  ],
  'alone they are stretches': [
    ['the end of June', '2026-06-21..2026-07-01'],
    ['start of 2025', '2025-01-01..2025-04-01'],
    ['mid June', '2026-06-10..2026-06-21'],
    ['late last month', '2026-10-21..2026-11-01'],
  ],
};

describe.each(Object.entries(cases))('as a bound, %s', (_, rows) => {
  it.each(rows)('reads "%s" as %s', (phrase, expected, changes) => {
    expect(range(phrase, changes)).toBe(expected);
  });
});
