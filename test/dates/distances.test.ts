import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import type { DateContext } from '../../src/dates/schema.ts';
import { monday, range } from '../support/dates.ts';

const cases: Record<string, [phrase: string, range: string, changes?: Partial<DateContext>][]> = {
  'nearer than a distance, beside the named day': [
    ['less than 2 weeks before Christmas', '2025-12-12..2025-12-25'],
    ['less than 2 weeks before Christmas', '2026-12-12..2026-12-25', { direction: 'future' }],
    ['up to 3 days after Easter', '2026-04-06..2026-04-09'],
    ['within 3 days after Black Friday 2025', '2025-11-29..2025-12-02'],
    ['no more than 10 days after Q1', '2026-04-01..2026-04-11'],
    ['fewer than 10 days after Q1', '2026-04-01..2026-04-10'],
    ['at most 2 weeks before 2026-03-01', '2026-02-15..2026-03-01'],
    ['within a week after last Monday', '2026-11-17..2026-11-24'],
    ['in under a week before yesterday', '2026-11-16..2026-11-22'],
    ['up to 1 month after 28 February 2026', '2026-03-01..2026-03-29'],
    ['within 5 business days after Labor Day', '2026-09-08..2026-09-15'],
    ['within 3 days before the end of June', '2026-06-28..2026-07-01'],
    ['within a month after the start of June', '2026-06-01..2026-07-01'],
    ['within the 3 days after Easter', '2026-04-06..2026-04-09'],
    ['2 weeks or less before Christmas', '2025-12-11..2025-12-25'],
    ['in the last 2 weeks before Christmas', '2025-12-11..2025-12-25'],
    ['the first 3 days after Easter', '2026-04-06..2026-04-09'],
  ],
  'from the named day on': [
    ['within 30 days from 1 March', '2026-03-01..2026-04-01'],
    ['within 2 weeks from today', '2026-11-23..2026-12-08'],
    ['less than 2 weeks from today', '2026-11-23..2026-12-07'],
    ['within 2 weeks from tomorrow', '2026-11-24..2026-12-09'],
  ],
  'hours as elapsed time': [
    ['within 24 hours after 9am yesterday', '2026-11-22T09:00..2026-11-23T09:00'],
    ['within 24 hours after Black Friday 2025', '2025-11-29..2025-11-30'],
    ['less than 2 hours before noon yesterday', '2026-11-22T10:00..2026-11-22T12:00'],
    ['within 48 hours from 2026-03-01T09:00Z', '2026-03-01T09:00..2026-03-03T09:00'],
    ['within 24 hours after 28 March 2026', '2026-03-29..2026-03-30T01:00'],
  ],
  'between two distances': [
    ['between 1 and 3 days after Easter', '2026-04-06..2026-04-09'],
    ['fifty-seven days after 27 April 2025', '2025-06-23..2025-06-24'],
    ['2-3 weeks before Christmas', '2025-12-04..2025-12-12'],
    ['between 1 and 2 years before Easter', '2024-04-05..2025-04-06'],
    ['from 2 years before Easter to Easter', '2024-04-05..2026-04-06'],
  ],
  'farther than a distance, open on the far side': [
    ['more than 2 weeks before Christmas', '..2025-12-11'],
    ['at least 3 days before Christmas', '..2025-12-23'],
    ['more than 3 days after Easter', '2026-04-09..'],
    ['at least 3 days after Easter', '2026-04-08..'],
    ['more than 30 days from 1 March', '2026-04-01..'],
    ['no later than 3 days after Easter', '..2026-04-09'],
    ['earlier than 3 days after Easter', '..2026-04-08'],
    ['until 3 days after Easter', '..2026-04-09'],
    ['after the 2 weeks before Easter', '2026-04-05..'],
    ['since the 2 weeks before Easter', '2026-03-22..'],
    ['before the 2 weeks after Easter', '..2026-04-06'],
    ['3 or more days after Easter', '2026-04-08..'],
    ['3+ days after Easter', '2026-04-08..'],
    ['earlier than 60 days ago', '..2026-09-24'],
  ],
};

describe.each(Object.entries(cases))('distances %s', (_, rows) => {
  it.each(rows)('reads "%s" as %s', (phrase, expected, changes) => {
    expect(range(phrase, changes)).toBe(expected);
  });
});

describe('distances with two meanings', () => {
  it.each([
    ['within 3 days of Easter', ['within 3 days before Easter', 'within 3 days after Easter']],
    [
      'up to 24 hours from 1 March',
      ['within 24 hours from 00:00 on 1 March', 'within 24 hours after 1 March'],
    ],
  ])('are refused with both: "%s"', (phrase, suggestions) => {
    const parsed = parseTimeframe(phrase, monday);
    expect(parsed.ok ? parsed.readBack : parsed.problem.suggestions).toEqual(suggestions);
    for (const each of suggestions) expect(range(each)).not.toContain('refused');
  });

  it('don’t take a single day as something to be within', () => {
    expect(range('within a week ago yesterday')).toContain('refused');
    expect(range('within since March')).toContain('refused');
  });

  it('are read back without two prepositions', () => {
    const words = ['more than 3 days after Easter', 'at least 2 weeks before Christmas'].map((phrase) => {
      const parsed = parseTimeframe(phrase, monday);
      return parsed.ok && parsed.readBack;
    });
    expect(words).toEqual([
      'more than 3 days after Easter 2026 → since Thu 9 Apr 2026 (Europe/London)',
      'at least 2 weeks before Christmas 2025 → before Fri 12 Dec 2025 (Europe/London)',
    ]);
  });
});
