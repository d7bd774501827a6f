import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import { monday, range } from '../support/dates.ts';

describe('the last day', () => {
  it.each([
    ['in the last day', '2026-11-22T10:00..2026-11-23T10:00'],
    ['the last day', '2026-11-22T10:00..2026-11-23T10:00'],
    ['within the past day', '2026-11-22T10:00..2026-11-23T10:00'],
    ['in the next day', '2026-11-23T10:00..2026-11-24T10:00'],
    ['last 1 day', '2026-11-22..2026-11-24'],
    ['the previous day', '2026-11-22..2026-11-23'],
    ['the last full day', '2026-11-22..2026-11-23'],
    ['next day', '2026-11-24..2026-11-25'],
    ['the last day of May', '2026-05-31..2026-06-01'],
  ])('is 24 hours, and never yesterday alone: "%s" is %s', (phrase, expected) => {
    expect(range(phrase)).toBe(expected);
  });

  it('is asked about in the plural', () => {
    expect(range('in the last days')).toBe('refused: How many days?');
  });
});

describe('the last month', () => {
  const twin = (phrase: string) => {
    const parsed = parseTimeframe(phrase, monday);
    return parsed.ok ? parsed.twin : parsed.problem.message;
  };

  it.each([
    ['in the last month', 'in the past month', '2026-10-01..2026-11-01', '2026-10-23..2026-11-24'],
    ['over last year', 'over past year', '2025-01-01..2026-01-01', '2025-11-23..2026-11-24'],
    ['Within the last  wk', 'Within the past  wk', '2026-11-16..2026-11-23', '2026-11-16..2026-11-24'],
  ])('is the calendar’s, and "%s" may mean "%s"', (phrase, other, calendar, rolling) => {
    expect(range(phrase)).toBe(calendar);
    expect(twin(phrase)).toBe(other);
    expect(range(other)).toBe(rolling);
    expect(twin(other)).toBeUndefined();
  });

  it.each(['last month', 'during last month', 'the previous month', 'the last weekend', 'since last month'])(
    'has no other meaning as "%s"',
    (phrase) => {
      expect(twin(phrase)).toBeUndefined();
    },
  );
});
