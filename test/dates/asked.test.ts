import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import type { DateContext } from '../../src/dates/schema.ts';
import { monday, range } from '../support/dates.ts';

function offered(phrase: string, changes: Partial<DateContext> = {}): string[] {
  const parsed = parseTimeframe(phrase, { ...monday, ...changes });
  if (parsed.ok) throw new Error(`"${phrase}" is read as ${parsed.readBack}`);
  return parsed.problem.suggestions;
}

/** Phrases that other readers of dates answer with one of several meanings. */
const cases: Record<string, [phrase: string, offers: string[]][]> = {
  'a name of several stretches': [
    [
      'over the holidays',
      ['over the week between Christmas and New Year', 'over the time between Thanksgiving and New Year'],
    ],
    ['the holiday season 2025', []],
    ['Cyber Week', ['Cyber Five', 'the week of Cyber Monday']],
    ['since cyber week 2025', ['since Cyber Five 2025', 'since the week of Cyber Monday 2025']],
    ['Eid', ['Eid al-Fitr', 'Eid al-Adha']],
    ["Patriots' Day 2026", ['Patriot Day 2026', 'the third Monday of April 2026']],
    ['before Eid 2025', ['before Eid al-Fitr 2025', 'before Eid al-Adha 2025']],
  ],
  'one name at both ends, the later part of it first': [
    [
      'from June to the start of June',
      ['from June 2025 to the start of June 2026', 'from June 2026 to the start of June 2027'],
    ],
    [
      'between the end of May and May',
      ['from the end of May 2025 to May 2026', 'from the end of May 2026 to May 2027'],
    ],
    [
      'from Q2 to the start of Q2',
      ['from Q2 2025 to the start of Q2 2026', 'from Q2 2026 to the start of Q2 2027'],
    ],
  ],
  'several of a unit, without a number': [
    ['in the coming weeks', ['in the next 2 weeks', 'in the next 4 weeks']],
    ['the last months', ['the last 3 months', 'the last 6 months']],
    ['last days', ['the last 7 days', 'the last 30 days']],
  ],
  'a time that says neither when nor how long': [
    ['lately', ['in the last 7 days', 'in the last 30 days']],
    ['just recently', ['in the last 7 days', 'in the last 30 days']],
    ['a while ago', ['more than 60 days ago', 'more than 1 year ago']],
    ['some time ago', ['more than 60 days ago', 'more than 1 year ago']],
    ['for a long time', ['in the last 60 days', 'in the last 90 days']],
    ['in ages', ['in the last 60 days', 'in the last 90 days']],
    ['in recent months', ['in the last 3 months', 'in the last 6 months']],
  ],
  'hours that may be of the morning or of the evening': [
    ['between 9 and 5 yesterday', ['between 09:00 and 17:00 yesterday', 'between 21:00 and 05:00 yesterday']],
    ['from 9 to 5 yesterday', ['from 09:00 to 17:00 yesterday', 'from 21:00 to 05:00 yesterday']],
  ],
  'a distance that does not say from when': [
    ['>= 30d', ['>= 30d ago', '>= 30d from now']],
    ['≥30d', ['≥30d ago', '≥30d from now']],
    ['at least 30d', ['at least 30d ago', 'at least 30d from now']],
  ],
  'a range that would be longer than a year': [
    ['from last month to week 40', ['from last month to week 40 of 2027']],
    ['from Q3 to summer', ['from Q3 2026 to summer 2027']],
  ],
  'a length from a stretch': [
    ['3 months from January', ['3 months starting January', '3 months after January']],
    ['2 weeks from Q3 2025', ['2 weeks starting Q3 2025', '2 weeks after Q3 2025']],
  ],
  'a month and two digits, as spreadsheets write both': [
    ['Jan-25', ['25 January', 'January 2025']],
    ['since Nov-18', ['since 18 November', 'since November 2018']],
  ],
};

describe('a phrase with several meanings is asked about', () => {
  for (const [kind, rows] of Object.entries(cases))
    it.each(rows)(`${kind}: "%s"`, (phrase, offers) => {
      expect(offered(phrase)).toEqual(offers);
      for (const each of offers) expect(parseTimeframe(each, monday).ok).toBe(true);
    });
});

describe('similar phrases have one meaning', () => {
  it.each([
    ['from March to the end of March', '2026-03-01..2026-04-01'],
    ['from 2 days before Easter to Easter', '2026-04-03..2026-04-06'],
    ['Jan-3', '2026-01-03..2026-01-04'],
    ['Oct-12', '2026-10-12..2026-10-13'],
    ['Jan-20 to Jan-25', '2026-01-20..2026-01-26'],
    ['sep-23-2020', '2020-09-23..2020-09-24'],
    ['jan 25', '2026-01-25..2026-01-26'],
    ['since 30d', '2026-10-24..2026-11-24'],
    ['>= 3 days after Easter', '2026-04-08..'],
    ['from 2024 to 1 month before Easter 2026', '2024-01-01..2026-03-06'],
    ['from 2 to 1 months before Easter 2026', '2026-02-05..2026-03-06'],
    ['Cyber Weekend 2025', '2025-11-28..2025-12-02'],
  ])('"%s" is %s', (phrase, expected) => {
    expect(range(phrase)).toBe(expected);
  });

  it('knows no month for a day that it does not have', () => {
    const parsed = parseTimeframe('Feb-30', monday);
    expect(!parsed.ok && parsed.problem.message).toBe('There is no such date: February has 29 days.');
  });
});

describe('a number of days of a month is not a date', () => {
  it.each([
    ['last 10 days of March', '2026-03-22..2026-04-01'],
    ['the last ten days of March', '2026-03-22..2026-04-01'],
    ['last 3 days of October', '2026-10-29..2026-11-01'],
    ['last 31 days of March', '2026-03-01..2026-04-01'],
    ['the first 10 days of March', '2026-03-01..2026-03-11'],
    ['the last 2 days of February 2024', '2024-02-28..2024-03-01'],
    ['the 10th day of March', '2026-03-10..2026-03-11'],
    ['third day of March', '2026-03-03..2026-03-04'],
    ['the 5th day of last month', '2026-10-05..2026-10-06'],
    ['last 10 March', '2026-03-10..2026-03-11'],
  ])('"%s" is %s', (phrase, expected) => {
    expect(range(phrase)).toBe(expected);
  });

  it('refuses a range that ends before its year', () => {
    expect(parseTimeframe('from 1990 to 1 quarter before January 1990', monday).ok).toBe(false);
  });

  it.each(['10 days of March', 'ten days of March', 'next 10 days of March', '10 days of last month'])(
    'refuses "%s"',
    (phrase) => {
      expect(parseTimeframe(phrase, monday).ok).toBe(false);
    },
  );
});

describe('invisible marks', () => {
  it.each(['last\u200b 30 days', 'last 30 days\u200e', '\u200blast 30\u2060 days', 'last \u00ad30 days'])(
    'mean nothing beside a blank: %j',
    (phrase) => {
      expect(range(phrase)).toBe('2026-10-24..2026-11-24');
    },
  );

  it.each(['last 3\u200b0 days', 'la\u200bst 30 days', '\u202elast 30 days', '\u200b'])(
    'are refused elsewhere: %j',
    (phrase) => {
      expect(parseTimeframe(phrase, monday).ok).toBe(false);
    },
  );
});

describe('Oktoberfest', () => {
  it.each([
    ['Oktoberfest 2016', '2016-09-17..2016-10-04'],
    ['Oktoberfest 2017', '2017-09-16..2017-10-04'],
    ['Oktoberfest 2018', '2018-09-22..2018-10-08'],
    ['Oktoberfest 2022', '2022-09-17..2022-10-04'],
    ['during Oktoberfest', '2026-09-19..2026-10-05'],
    ['since Oktoberfest 2024', '2024-09-21..'],
  ])('covers all its days: "%s" is %s', (phrase, expected) => {
    expect(range(phrase)).toBe(expected);
  });
});
