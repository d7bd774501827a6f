import { describe, expect, it } from 'vitest';
import type { DateContext } from '../../src/dates/schema.ts';
import { range } from '../support/dates.ts';

const monthFirst = { dateOrder: 'mdy' } as const;

const cases: Record<string, [phrase: string, range: string, changes?: Partial<DateContext>][]> = {
  'a day without a month is beside the other end': [
    ['from Dec 28 to the 5th', '2025-12-28..2026-01-06'],
    ['from Dec 28 to the 5th', '2026-12-28..2027-01-06', { direction: 'any' }],
    ['from 28 December 2024 to the 5th', '2024-12-28..2025-01-06'],
    ['from the 20th to the 10th of November', '2026-10-20..2026-11-11'],
    ['from the 28th to the 3rd of April 2025', '2025-03-28..2025-04-04'],
    ['from the 31st to 5 March', '2026-01-31..2026-03-06'],
    ['from the 5th to the 20th', '2026-11-05..2026-11-21'],
    ['from the 28th to the 5th', '2026-10-28..2026-11-06'],
    ['between the 1st and yesterday', '2026-11-01..2026-11-23'],
    ['from the 23rd to today', '2026-11-23..2026-11-24'],
    ['from the 30th to yesterday', '2026-10-30..2026-11-23'],
    ['from the 20th of last month to the 5th', '2026-10-20..2026-11-06'],
    ['from last Friday to the 25th', '2026-11-20..2026-11-26'],
    ['from the 25th to the end of October', '2026-10-25..2026-11-01'],
    ['after the 5th and before the 10th', '2026-11-06..2026-11-10'],
    ['from Dec 28 to Monday the 5th', '2025-12-28..2026-01-06'],
  ],
  'both ends are in one date order': [
    ['from 2/11 to 20/11', '2026-11-02..2026-11-21', monthFirst],
    ['2/11 - 20/11', '2026-11-02..2026-11-21', monthFirst],
    ['from 20/11 to 2/12', '2026-11-20..2026-12-03', { ...monthFirst, direction: 'any' }],
    ['from 2.11.2026 to 20.11.2026', '2026-11-02..2026-11-21', monthFirst],
    ['after 2/11 and before 20/11', '2026-11-03..2026-11-20', monthFirst],
    ['11/9-11/15', '2026-11-09..2026-11-16'],
    ['from 3/4 to 5/6', '2026-04-03..2026-06-06'],
    ['from 2015/08/25 to 3/4/2016', '2015-08-25..2016-04-04'],
    [
      'from 2/13 to 14/2',
      'refused: One of these dates begins with the day and one with the month: write the months as words.',
    ],
  ],
  'the end is after the whole beginning, or around it': [
    ['from August to Q3', '2026-08-01..2026-10-01'],
    ['from 3 March to March', '2026-03-03..2026-04-01'],
    ['from March to 31 March', '2026-03-01..2026-04-01'],
    ['from December to Christmas', '2025-12-01..2025-12-26'],
    ['from Q4 to yesterday', '2026-10-01..2026-11-23'],
    ['from November to last month', '2025-11-01..2026-11-01'],
    ['from last month to November', '2026-10-01..2026-12-01'],
    ['from mid October to last month', '2026-10-10..2026-11-01'],
    ['from 2025 to March', '2025-01-01..2026-04-01'],
    ['from last year until October', '2025-01-01..2026-11-01'],
    ['from the start of 2025 to March', '2025-01-01..2025-04-01'],
    ['from last month to the 15th', '2026-10-01..2026-11-16'],
    ['from the end of March to the 15th', '2026-04-01..2026-04-16'],
    ['from 2 years before Christmas to Christmas', '2023-12-25..2025-12-26'],
    ['from 1 March to 28 February', '2026-03-01..2027-03-01'],
    ['from March to the 15th', 'refused: A day of which month? Write its month too.'],
    [
      'from last month to week 40',
      'refused: This would be longer than a year: write the year that you mean.',
    ],
    ['from Q3 to summer', 'refused: This would be longer than a year: write the year that you mean.'],
  ],
};

describe.each(Object.entries(cases))('in a range, %s', (_, rows) => {
  it.each(rows)('reads "%s" as %s', (phrase, expected, changes) => {
    expect(range(phrase, changes)).toBe(expected);
  });
});

it('gives a range the date order of its clearer end if no order is set', () => {
  const unset = { dateOrder: undefined } as unknown as Partial<DateContext>;
  expect(range('from 2/11 to 20/11', unset)).toBe('2026-11-02..2026-11-21');
});
