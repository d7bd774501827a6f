import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import { monday, range } from '../support/dates.ts';

describe('a time after its day', () => {
  it.each([
    ['Tuesday before 8am', '2026-11-17..2026-11-17T08:00'],
    ['yesterday after 6pm', '2026-11-22T18:00..2026-11-23'],
    ['yesterday until 17:30', '2026-11-22..2026-11-22T17:30'],
    ['today by noon', '2026-11-23..2026-11-23T12:00'],
    ['yesterday from 9am', '2026-11-22T09:00..2026-11-23'],
    ['3 May, after noon', '2026-05-03T12:00..2026-05-04'],
    ['Christmas 2025 before noon', '2025-12-25..2025-12-25T12:00'],
    ['last Monday since 9:30', '2026-11-16T09:30..2026-11-17'],
  ])('stays within the day: "%s" is %s', (phrase, expected) => {
    expect(range(phrase)).toBe(expected);
  });

  it.each([
    ['since 9am yesterday', '2026-11-22T09:00..'],
    ['after 6pm yesterday', '2026-11-22T18:00..'],
    ['before 8am on Tuesday', '..2026-11-17T08:00'],
  ])('is open-ended if the word comes before both: "%s" is %s', (phrase, expected) => {
    expect(range(phrase)).toBe(expected);
  });

  it('doesn’t go with a week', () => {
    expect(range('last week before 8am')).toContain('refused');
  });
});

describe('a time with a dot', () => {
  it.each([
    ['since 9.15 am', '2026-11-23T09:15..'],
    ['yesterday 5.30pm', '2026-11-22T17:30..2026-11-22T17:31'],
    ['30.5. pm', '2026-05-30T12:00..2026-05-30T16:00'],
    ['31.12 pm', '2025-12-31T12:00..2025-12-31T16:00'],
  ])('is a time, not an afternoon in May: "%s" is %s', (phrase, expected) => {
    expect(range(phrase)).toBe(expected);
  });
});

describe('a range of times', () => {
  it.each([
    ['9am to 5 yesterday', '2026-11-22T09:00..2026-11-22T17:00'],
    ['11pm to 2 yesterday', '2026-11-22T23:00..2026-11-23T02:00'],
    ['10pm to 12 yesterday', '2026-11-22T22:00..2026-11-23'],
    ['22:00 to 02:00 yesterday', '2026-11-22T22:00..2026-11-23T02:00'],
    ['9 to 5pm yesterday', '2026-11-22T09:00..2026-11-22T17:00'],
    ['from 9:30 to 11 yesterday', '2026-11-22T09:30..2026-11-22T11:00'],
  ])('has one reading: "%s" is %s', (phrase, expected) => {
    expect(range(phrase)).toBe(expected);
  });

  it.each([
    ['from 9:30 to 5 yesterday', ['from 09:30 to 17:00 yesterday', 'from 21:30 to 05:00 yesterday']],
    ['from 10 to 3 yesterday', ['from 10:00 to 15:00 yesterday', 'from 22:00 to 03:00 yesterday']],
    ['13:00 to 2 yesterday', ['13:00 to 14:00 yesterday', '13:00 to 02:00 yesterday']],
    ['10 to 2am yesterday', ['22:00 to 02:00 yesterday']],
  ])('is asked about if it runs backwards: "%s"', (phrase, suggestions) => {
    const parsed = parseTimeframe(phrase, monday);
    expect(parsed.ok ? parsed.readBack : parsed.problem.suggestions).toEqual(suggestions);
  });
});

describe('a time that daylight saving skips', () => {
  const newYork = { timeZone: 'America/New_York' };

  it.each([
    ['since 2:30am on 8 March 2026', '2026-03-08T03:00..'],
    ['before 2:30am on 8 March 2026', '..2026-03-08T03:00'],
    ['1am to 2:30am on 8 March 2026', '2026-03-08T01:00..2026-03-08T03:00'],
    ['between 2am and 4am on 8 March 2026', '2026-03-08T03:00..2026-03-08T04:00'],
    ['since 1:30am on 1 November 2026', '2026-11-01T01:30..'],
  ])('is the moment when the clock jumps: "%s" is %s', (phrase, expected) => {
    expect(range(phrase, newYork)).toBe(expected);
  });

  it('is shown, and refused if nothing else is given', () => {
    const since = parseTimeframe('since 2:30am on 8 March 2026', { ...monday, ...newYork });
    expect(since.ok && since.readBack).toBe(
      'since 02:30 on 8 March 2026 → since Sun 8 Mar 2026 03:00, 02:30 is skipped on Sun 8 Mar 2026 (America/New_York)',
    );
    expect(range('2:30am on 8 March 2026', newYork)).toBe(
      'refused: There is no such time: 02:30 is skipped on Sun 8 Mar 2026.',
    );
  });
});
