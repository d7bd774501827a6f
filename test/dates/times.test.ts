import { describe, expect, it } from 'vitest';
import { range } from '../support/dates.ts';

describe('a time behind its day', () => {
  it.each([
    ['Tuesday before 8am', '2026-11-17..2026-11-17T08:00'],
    ['yesterday after 6pm', '2026-11-22T18:00..2026-11-23'],
    ['yesterday until 17:30', '2026-11-22..2026-11-22T17:30'],
    ['today by noon', '2026-11-23..2026-11-23T12:00'],
    ['yesterday from 9am', '2026-11-22T09:00..2026-11-23'],
    ['3 May, after noon', '2026-05-03T12:00..2026-05-04'],
    ['Christmas 2025 before noon', '2025-12-25..2025-12-25T12:00'],
    ['last Monday since 9:30', '2026-11-16T09:30..2026-11-17'],
  ])('stays within it: "%s" is %s', (phrase, expected) => {
    expect(range(phrase)).toBe(expected);
  });

  it.each([
    ['since 9am yesterday', '2026-11-22T09:00..'],
    ['after 6pm yesterday', '2026-11-22T18:00..'],
    ['before 8am on Tuesday', '..2026-11-17T08:00'],
  ])('is open where the word stands before both: "%s" is %s', (phrase, expected) => {
    expect(range(phrase)).toBe(expected);
  });

  it('is no time of a week', () => {
    expect(range('last week before 8am')).toContain('refused');
  });
});
