import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import type { DateContext } from '../../src/dates/schema.ts';
import { monday } from '../support/dates.ts';

function problem(phrase: string, changes: Partial<DateContext> = {}) {
  const parsed = parseTimeframe(phrase, { ...monday, ...changes });
  if (parsed.ok) throw new Error(`"${phrase}" is read as ${parsed.readBack}`);
  return parsed.problem;
}

describe('what isn’t a timeframe', () => {
  it.each([
    ...[
      '',
      '   ',
      'sometime',
      'asap',
      'laughing out loud',
      'this is the one',
      'last',
      'ago',
      'since',
      'between',
    ],
    ...['30', '3 30', '2101', '3.5', '-3 days', 'last 0 days', 'last 30', '0 days ago'],
    ...['3 days', '2 weeks', 'a month', '48 hours', 'more than a year', '5m'],
    ...[
      '31 February',
      'Feb 30',
      '31 April 2026',
      '2026-02-30',
      '2026-13-01',
      '13/13/2025',
      '29 Feb 2025',
      'May 32',
    ],
    ...['Mon 1 Nov 2026', 'Friday 2026-03-01'],
    ...['2021-2019', '1 May 2026 to 1 April 2026', 'between 10 and 5 May', 'from today to yesterday', 'now'],
    ...['every Monday', 'each week', 'daily', 'Mondays', 'on weekends', 'last 3 Mondays of May'],
    ...[
      'yesterday or last June',
      'last 30 or 60 days',
      'yesterday and tomorrow',
      'March and May',
      '2024/2025',
      'last 30 days and',
      'last month please',
    ],
    ...[
      'around last week',
      'later this week',
      'FY26',
      'last fiscal year',
      'FYTD',
      'first half of Q1',
      'first quarter of January',
      'the 4th weekend',
      'winter 2025/27',
      'the fifth Monday of February 2026',
      'week 53 of 2025',
    ],
    ...['last weeks', 'the past days', 'coming months', 'the days before Christmas', 'several weeks ago'],
    ...['the year to March', 'before 30 days', 'last 1.5 months', 'last full days', 'a week ago Monday'],
    ...['between 9 and 5 yesterday', 'Friday 9-5', 'beginning March', '2pm this morning', '9 yesterday'],
    ...['5 and 15 May', 'May 5 and 15', 'Monday and Friday', 'Mon and Wed last week', '1 and 15 last month'],
    ...['10am to 12am yesterday', 'March,', 'last 30 days;', '(today)', '3,0 days ago'],
  ])('is refused: "%s"', (phrase) => {
    expect(problem(phrase).message).toMatch(/^\S.*[.?]$/);
  });

  it('includes a date with two readings if no order is set; both are offered', () => {
    const { dateOrder: _, ...unset } = monday;
    const parsed = parseTimeframe('since 3/4/2026', unset);
    expect(parsed).toMatchObject({
      ok: false,
      problem: {
        at: 6,
        length: 8,
        message: expect.stringContaining('3 April 2026 or 4 March 2026'),
        suggestions: ['since 3 April 2026', 'since 4 March 2026'],
        asks: true,
      },
    });
    expect(parseTimeframe('25/12/2025', unset).ok).toBe(true);
    expect(parseTimeframe('5/5/2025', unset).ok).toBe(true);
  });

  it('includes an ISO week if weeks don’t begin on Monday', () => {
    expect(problem('ISO week 12', { weekStart: 'sunday' }).at).toBe(0);
    expect(parseTimeframe('ISO week 12', monday).ok).toBe(true);
  });

  it('includes "within 30 days" if neither side is meant', () => {
    expect(problem('within 30 days', { direction: 'any' }).suggestions).toEqual([
      'within the last 30 days',
      'within the next 30 days',
    ]);
  });

  it('gets an answer that says what is wrong, where, and what would be understood', () => {
    expect([
      problem('3 days'),
      problem('30'),
      problem('every Monday'),
      problem('since 31 June'),
      problem('last 30 bananas'),
      problem('last month please'),
      problem('the past weeks'),
      problem('more than 90 days'),
      problem('the year to March'),
    ]).toMatchInlineSnapshot(`
      [
        {
          "asks": true,
          "at": 0,
          "examples": [],
          "length": 6,
          "message": ""3 days" says how long, not when.",
          "suggestions": [
            "last 3 days",
            "3 days ago",
            "next 3 days",
          ],
        },
        {
          "asks": true,
          "at": 0,
          "examples": [],
          "length": 2,
          "message": ""30" is a bare number: of what?",
          "suggestions": [
            "last 30 days",
            "30 days ago",
          ],
        },
        {
          "at": 0,
          "examples": [
            "last 30 days",
            "this month",
            "since 1 March",
          ],
          "length": 5,
          "message": ""every" says how often, not when: a timeframe is one stretch of time.",
          "suggestions": [],
        },
        {
          "at": 6,
          "examples": [
            "1 March",
            "2025",
            "Christmas",
          ],
          "length": 7,
          "message": "There is no such date: June has 30 days.",
          "suggestions": [],
        },
        {
          "at": 8,
          "examples": [
            "days",
            "weeks",
            "months",
          ],
          "length": 7,
          "message": ""bananas" is not understood here as part of a timeframe.",
          "suggestions": [],
        },
        {
          "at": 11,
          "examples": [
            "to 5 April",
            "to 31 May",
            "to today",
          ],
          "length": 6,
          "message": ""please" is not understood here as part of a timeframe.",
          "suggestions": [],
        },
        {
          "asks": true,
          "at": 0,
          "examples": [],
          "length": 14,
          "message": "How many weeks?",
          "suggestions": [
            "the last 2 weeks",
            "the last 4 weeks",
          ],
        },
        {
          "asks": true,
          "at": 0,
          "examples": [],
          "length": 17,
          "message": ""more than 90 days" says how far, not from when.",
          "suggestions": [
            "more than 90 days ago",
            "more than 90 days from now",
          ],
        },
        {
          "asks": true,
          "at": 0,
          "examples": [],
          "length": 17,
          "message": "The whole year up to March, or what has passed of this one?",
          "suggestions": [
            "year ending March",
            "from this year to March",
          ],
        },
      ]
    `);
  });
});

describe('hostile text', () => {
  it.each([
    ['a long text', 'last '.repeat(2000)],
    ['many tokens', '1/'.repeat(99)],
    ['control characters', '\u0000last\u0001 30 days\u0002'],
    ['halves of surrogates', 'last 30 \ud83d days'],
    ['right-to-left marks', '\u202elast 30 days'],
    ['names of object members', 'constructor toString __proto__ hasOwnProperty'],
    ['a huge number', `last ${'9'.repeat(150)} days`],
  ])('is refused: %s', (_, text) => {
    expect(parseTimeframe(text, monday).ok).toBe(false);
  });
});
