import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import { printTimeframe } from '../../src/dates/print.ts';
import { monday, range } from '../support/dates.ts';

/** Phrases and their ranges on Monday 23 November 2026 in London, by family. */
const families: Record<string, [phrase: string, range: string][]> = {
  'a length after its beginning': [
    ['starting 3 June for 10 days', '2026-06-03..2026-06-13'],
    ['starting from 3 June for 10 days', '2026-06-03..2026-06-13'],
    ['beginning in March for 6 weeks', '2026-03-01..2026-04-12'],
    ['from Easter for 2 weeks', '2026-04-05..2026-04-19'],
    ['from last Friday for 3 days', '2026-11-20..2026-11-23'],
    ['from 9am yesterday for 2 hours', '2026-11-22T09:00..2026-11-22T11:00'],
    ['since 3 June', '2026-06-03..'],
    ['after the two weeks starting 4 May', '2026-05-18..'],
  ],
  'two ends with their verbs': [
    ['starting 3 June and ending 12 June', '2026-06-03..2026-06-13'],
    ['starting on 3 June, ending on 12 June', '2026-06-03..2026-06-13'],
    ['beginning March and ending May', '2026-03-01..2026-06-01'],
    ['12 months ending March 2026', '2025-04-01..2026-04-01'],
  ],
  'a day said twice': [
    ['yesterday, Sunday', '2026-11-22..2026-11-23'],
    ['Monday, today', '2026-11-23..2026-11-24'],
    ['today (23 November)', '2026-11-23..2026-11-24'],
    ['since yesterday, the 22nd', '2026-11-22..'],
    ["until today's date", '..2026-11-24'],
    ['until the day of today', '..2026-11-24'],
  ],
  'numbers of days': [
    ['2025-212', '2025-07-31..2025-08-01'],
    ['2024-366', '2024-12-31..2025-01-01'],
    ['day 100 of 2026', '2026-04-10..2026-04-11'],
    ['day 3 of last month', '2026-10-03..2026-10-04'],
    ['2025-W30-3', '2025-07-23..2025-07-24'],
    ['2026-W53-1', '2026-12-28..2026-12-29'],
    ['2025-W01-1', '2024-12-30..2024-12-31'],
    ['2025-W30', '2025-07-21..2025-07-28'],
  ],
  'hours in four digits': [
    ['between 0800 and 1730 yesterday', '2026-11-22T08:00..2026-11-22T17:30'],
    ['3 March 0800-0930', '2026-03-03T08:00..2026-03-03T09:30'],
    ['Friday at 1430', '2026-11-20T14:30..2026-11-20T14:31'],
    ['from 1700 to 1900 on Friday', '2026-11-20T17:00..2026-11-20T19:00'],
    // years, not hours
    ['3 March 2025-2026', '2025-03-03..2027-01-01'],
    ['from 2015 to 2016 March 5', '2015-01-01..2016-03-06'],
  ],
  'what others leave out': [
    ['current month so far', '2026-11-01..2026-11-24'],
    ['current quarter to date', '2026-10-01..2026-11-24'],
    ['late yesterday evening', '2026-11-22T18:00..2026-11-22T20:00'],
    ['the first week after Easter', '2026-04-06..2026-04-13'],
    ['the last week before Christmas 2025', '2025-12-18..2025-12-25'],
  ],
};

describe.each(Object.entries(families))('%s', (_, cases) => {
  it.each(cases)('reads "%s" as %s', (phrase, expected) => {
    expect(range(phrase)).toBe(expected);
  });

  it.each(cases)('prints "%s" as words that mean %s', (phrase, expected) => {
    const parsed = parseTimeframe(phrase, monday);
    expect(range(parsed.ok ? printTimeframe(parsed.timeframe) : '')).toBe(expected);
  });
});

it.each([
  ['since 3 June for 10 days', ['from 3 June for 10 days', 'since 3 June']],
  ['after 3 June for two weeks', ['from 3 June for two weeks', 'after 3 June']],
  ['since 9am until 5pm yesterday', ['9am until 5pm yesterday']],
  ['from 20 August to 10 August', ['from 10 August to 20 August', 'from 20 August 2025 to 10 August 2026']],
  ['between 20 and 10 August', []],
  ['yesterday, Monday', ['yesterday', 'Monday']],
  ['yesterday, 20 November', ['yesterday', '20 November']],
  ['following Easter', ['after Easter', 'next Easter']],
  ['following March', ['after March', 'next March']],
  ['2019-202', ['day 202 of 2019']],
  ['2025-366', []],
  ['2025-W53-1', []],
  ['3 March at 2025', []],
] as const)('refuses "%s" and suggests %s', (phrase, suggestions) => {
  const parsed = parseTimeframe(phrase, monday);
  expect(parsed.ok ? parsed.readBack : parsed.problem.suggestions).toEqual(suggestions);
});
