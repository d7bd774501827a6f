import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import { printTimeframe } from '../../src/dates/print.ts';
import type { DateContext } from '../../src/dates/schema.ts';
import { monday, range } from '../support/dates.ts';

/** Phrases that anyone understands, and their ranges on Monday 23 November 2026 in London, by family. */
const families: Record<string, [phrase: string, range: string, changes?: Partial<DateContext>][]> = {
  'what ends a sentence': [
    ['LAST 30 DAYS!', '2026-10-24..2026-11-24'],
    ['yesterday?', '2026-11-22..2026-11-23'],
    ['since 1 March 2026.', '2026-03-01..'],
    ['2025!!', '2025-01-01..2026-01-01'],
    ['30.11.', '2025-11-30..2025-12-01'],
    ['3.4.', '2026-04-03..2026-04-04'],
    ['from 3.11. to 20.11.', '2026-11-03..2026-11-21'],
  ],
  'numbers said twice': [
    ['in the last thirty (30) days', '2026-10-24..2026-11-24'],
    ['two (2) weeks ago', '2026-11-09..2026-11-10'],
    ['90 (ninety) days ago', '2026-08-25..2026-08-26'],
    ['twenty-one weeks ago', '2026-06-29..2026-06-30'],
    ['twenty-one days from now', '2026-12-14..2026-12-15'],
    ['twenty - thirty days ago', '2026-10-24..2026-11-04'],
  ],
  'so far and all': [
    ['today so far', '2026-11-23..2026-11-24'],
    ['so far today', '2026-11-23..2026-11-24'],
    ['this month so far', '2026-11-01..2026-11-24'],
    ['all week', '2026-11-23..2026-11-30'],
    ['all day', '2026-11-23..2026-11-24'],
    ['all year long', '2026-01-01..2027-01-01'],
    ['all last week', '2026-11-16..2026-11-23'],
    ['all March', '2026-03-01..2026-04-01'],
    ['all through March', '2026-03-01..2026-04-01'],
    ['through March', '..2026-04-01'],
    ['earlier today', '2026-11-23..2026-11-23T10:00'],
    ['later today', '2026-11-23T10:00..2026-11-24'],
    ['the night before last', '2026-11-21T20:00..2026-11-22'],
    ['since midnight', '2026-11-23..'],
    ['24:00 yesterday', '2026-11-23..2026-11-23T01:00'],
    ['since 24:00 on 3 May', '2026-05-04..'],
    ['9pm to midnight yesterday', '2026-11-22T21:00..2026-11-23'],
    ['a quarter of an hour ago', '2026-11-23T09:45..2026-11-23T09:46'],
    ['a half hour ago', '2026-11-23T09:30..2026-11-23T09:31'],
    ['the quarter of 3 May', '2026-04-01..2026-07-01'],
  ],
  'the like of now in another year': [
    ['this month last year', '2025-11-01..2025-12-01'],
    ['the same month 2 years ago', '2024-11-01..2024-12-01'],
    ['same quarter last year', '2025-10-01..2026-01-01'],
    ['this quarter of last year', '2025-10-01..2026-01-01'],
    ['this day a year ago', '2025-11-23..2025-11-24'],
    ['this week last year', '2025-11-24..2025-12-01', { now: new Date('2026-11-25T10:00:00Z') }],
  ],
  'weekends and weeks of holidays': [
    ['Thanksgiving weekend last year', '2025-11-27..2025-12-01'],
    ['Labor Day weekend 2024', '2024-08-31..2024-09-03'],
    ['Memorial Day weekend of 2025', '2025-05-24..2025-05-27'],
    ['Easter weekend 2025', '2025-04-18..2025-04-22'],
    ['Easter weekend', '2026-04-03..2026-04-07'],
    ['Thanksgiving week 2025', '2025-11-24..2025-12-01'],
    ['the week between Christmas and New Year', '2025-12-25..2026-01-02'],
    ['the days between Easter and 1 May', '2026-04-05..2026-05-02'],
  ],
  'back in': [
    ['back in March', '2026-03-01..2026-04-01', { direction: 'any' }],
    ['way back in 2019', '2019-01-01..2020-01-01'],
    ['back in the summer', '2026-06-01..2026-09-01', { direction: 'any' }],
    ['some time last year', '2025-01-01..2026-01-01'],
  ],
  'several weekdays': [
    ['last 4 Fridays', '2026-10-30..2026-11-21'],
    ['the past three Mondays', '2026-11-02..2026-11-17'],
    ['last two weekends', '2026-11-14..2026-11-23'],
    ['the next 3 Fridays', '2026-11-27..2026-12-12'],
    ['next two weekends', '2026-11-28..2026-12-07'],
  ],
  years: [
    ['CY2025', '2025-01-01..2026-01-01'],
    ['CY 25', '2025-01-01..2026-01-01'],
    ['18q4', '2018-10-01..2019-01-01'],
    ['2018Q4', '2018-10-01..2019-01-01'],
    ['25h2', '2025-07-01..2026-01-01'],
    ['Q1+Q2', '2026-01-01..2026-07-01'],
    ['the 90 s', '1990-01-01..2000-01-01'],
    ["the 80 's", '1980-01-01..1990-01-01'],
    ['January, February and March', '2026-01-01..2026-04-01'],
    ['Jan/Feb/Mar 2025', '2025-01-01..2025-04-01'],
    ['Sep, Oct, Nov & Dec 2025', '2025-09-01..2026-01-01'],
    ['Q1, Q2 and Q3 2025', '2025-01-01..2025-10-01'],
    ['H1 and H2 2025', '2025-01-01..2026-01-01'],
    ['1990 s', '1990-01-01..2000-01-01'],
    ['the 20s', '2020-01-01..2030-01-01'],
  ],
  'weekdays and dates': [
    ['Monday 16', '2026-11-16..2026-11-17'],
    ['Fri 13', '2026-11-13..2026-11-14'],
    ['Thursday 5/3', '2026-03-05..2026-03-06'],
    ['Friday 5/12', '2025-12-05..2025-12-06', { dateOrder: 'mdy' }],
    ['Saturday 11/7', '2026-07-11..2026-07-12'],
    ['Saturday 11/7', '2026-11-07..2026-11-08', { dateOrder: 'mdy' }],
    ['Friday 5/12/2025', '2025-12-05..2025-12-06', { dateOrder: 'mdy' }],
    ['1974 10 31', '1974-10-31..1974-11-01'],
    ['13 12 2016', '2016-12-13..2016-12-14'],
    ['3 4 2016', '2016-04-03..2016-04-04'],
    ['3 4 2016', '2016-03-04..2016-03-05', { dateOrder: 'mdy' }],
  ],
  'business days': [
    ['first business day of the month', '2026-11-02..2026-11-03'],
    ['the last working day of October', '2026-10-30..2026-10-31'],
    ['first workday of 2026', '2026-01-01..2026-01-02'],
    ['the 3rd business day of last month', '2026-10-05..2026-10-06'],
    ['second to last business day of May 2026', '2026-05-28..2026-05-29'],
    ['the first 5 business days of March', '2026-03-02..2026-03-07'],
    ['last 2 working days of last quarter', '2026-09-29..2026-10-01'],
    ['the first business day after Christmas', '2025-12-26..2025-12-27'],
    ['the last working day before Easter', '2026-04-03..2026-04-04'],
  ],
  'rolling, said otherwise': [
    ['rolling year', '2025-11-23..2026-11-24'],
    ['the last 30 days up to yesterday', '2026-10-24..2026-11-23'],
    ['past 7 days (excluding today)', '2026-11-16..2026-11-23'],
    ['last 7 days (including today)', '2026-11-16..2026-11-24'],
    ['the 6 months before now', '2026-05-23..2026-11-24'],
    ['6 months prior', '2026-05-23..2026-05-24'],
    ['half year ago', '2026-05-23..2026-05-24'],
    ['a full year ago', '2025-11-23..2025-11-24'],
    ['more than a whole year ago', '..2025-11-23'],
    ['exactly a year ago today', '2025-11-23..2025-11-24'],
    ['between 6 months ago and 12 months ago', '2025-11-23..2026-05-24'],
    ['at some point last year', '2025-01-01..2026-01-01'],
    ['more then 30 days ago', '..2026-10-24'],
    ['90 days agao', '2026-08-25..2026-08-26'],
    ['alst month', '2026-10-01..2026-11-01'],
    ['30 days ago exactly', '2026-10-24..2026-10-25'],
  ],
  'parts of a stretch': [
    ['mid-month', '2026-11-10..2026-11-21'],
    ['year end 2025', '2025-09-01..2026-01-01'],
    ['by year end', '..2027-01-01'],
    ['towards the end of October', '2026-10-21..2026-11-01'],
    ['mid to late October', '2026-10-10..2026-11-01'],
    ['early-to-mid 2025', '2025-01-01..2025-09-01'],
    ['beginning in January', '2026-01-01..'],
    ['from 4 March up to and including 10 March', '2026-03-04..2026-03-11'],
  ],
  'weekends and weekdays': [
    ['the coming weekend', '2026-11-28..2026-11-30'],
    ['this coming weekend', '2026-12-05..2026-12-07', { now: new Date('2026-11-28T10:00:00Z') }],
    ['weekdays last week', '2026-11-16..2026-11-21'],
    ['the working days of this week', '2026-11-23..2026-11-28'],
    ['Monday two weeks ago', '2026-11-09..2026-11-10', { now: new Date('2026-11-25T10:00:00Z') }],
    ['a week from Friday', '2026-12-04..2026-12-05'],
    ['two weeks from Tuesday', '2026-12-08..2026-12-09'],
    ['this past summer', '2026-06-01..2026-09-01'],
  ],
  'business days from a weekend': [
    ['last 5 business days', '2026-11-16..2026-11-22', { now: new Date('2026-11-21T10:00:00Z') }],
    ['last 10 working days', '2026-11-09..2026-11-23', { now: new Date('2026-11-22T10:00:00Z') }],
    ['5 business days ago', '2026-11-16..2026-11-17', { now: new Date('2026-11-22T10:00:00Z') }],
    ['next 5 business days', '2026-11-23..2026-11-28', { now: new Date('2026-11-21T10:00:00Z') }],
  ],
  'weekdays to come': [
    ['Tuesday week', '2026-12-01..2026-12-02'],
    ['a week on Friday', '2026-12-04..2026-12-05'],
    ['a fortnight on Tuesday', '2026-12-08..2026-12-09'],
    ['tomorrow week', '2026-12-01..2026-12-02'],
    ['a week today', '2026-11-30..2026-12-01'],
    ['2 Sundays from now', '2026-12-06..2026-12-07'],
    ['two Mondays from now', '2026-12-07..2026-12-08'],
    ['2 weekends from now', '2026-12-05..2026-12-07'],
    ['Friday after next', '2026-12-11..2026-12-12', { now: new Date('2026-11-27T10:00:00Z') }],
    ['upcoming 2 months', '2026-11-23..2027-01-24'],
  ],
  'holidays as people spell them': [
    ['chrismas 2024', '2024-12-25..2024-12-26'],
    ['last Christams', '2025-12-25..2025-12-26'],
    ['since xmass', '2025-12-25..'],
    ['Thanksgivng 2024', '2024-11-28..2024-11-29'],
    ['thanskgiving weekend 2024', '2024-11-28..2024-12-02'],
    ['Haloween', '2026-10-31..2026-11-01'],
    ['valentimes day 2025', '2025-02-14..2025-02-15'],
    ['independance day 2025', '2025-07-04..2025-07-05'],
    ['memorail day 2025', '2025-05-26..2025-05-27'],
    ['black firday 2025', '2025-11-28..2025-11-29'],
    ['cyber mondy 2025', '2025-12-01..2025-12-02'],
    ['Hanuka 2018', '2018-12-02..2018-12-11'],
    ['divali 2025', '2025-10-20..2025-10-21'],
  ],
  'names counted back and on': [
    ['the Black Friday before last', '2024-11-29..2024-11-30'],
    ['the summer before last', '2025-06-01..2025-09-01'],
    ['last 4th of July', '2026-07-04..2026-07-05'],
    ['next 3 March', '2027-03-03..2027-03-04'],
    ['March after next', '2028-03-01..2028-04-01'],
    ['two Christmases ago', '2024-12-25..2024-12-26'],
    ['Easter 2 years ago', '2024-03-31..2024-04-01'],
  ],
  'both sides said': [
    ['on or before 5 May', '..2026-05-06'],
    ['before or on 5 May', '..2026-05-06'],
    ['earlier than or on 5 May', '..2026-05-06'],
    ['later than or at 5 May', '2026-05-05..'],
    ['on or later than 5 May', '2026-05-05..'],
    ['greater than or equal to 2019', '2019-01-01..'],
    ['less than or equal to 2019', '..2020-01-01'],
    ['> = 2019', '2019-01-01..'],
    ['>=2019', '2019-01-01..'],
    ['< = 2019', '..2020-01-01'],
    ['> = 30 days ago', '..2026-10-25'],
    ['after the 2 days before Christmas 2025', '2025-12-25..'],
    ['since the 2 weeks after Easter', '2026-04-06..'],
    ['b4 2019', '..2019-01-01'],
  ],
  'fiscal years': [
    ['last fiscal quarter', '2026-08-01..2026-11-01', { fiscalYearStart: 2 }],
    ['this fiscal quarter', '2026-11-01..2027-02-01', { fiscalYearStart: 2 }],
    ['the fiscal quarter before last', '2026-05-01..2026-08-01', { fiscalYearStart: 2 }],
    ['fiscal quarter to date', '2026-11-01..2026-11-24', { fiscalYearStart: 2 }],
    ['last fiscal quarter', '2026-07-01..2026-10-01', { fiscalYearStart: 4 }],
    ['FQ2', '2026-07-01..2026-10-01', { fiscalYearStart: 4 }],
    ['fiscal Q4', '2026-01-01..2026-04-01', { fiscalYearStart: 4 }],
    ['fiscal Q4', '2027-01-01..2027-04-01', { fiscalYearStart: 4, direction: 'future' }],
    ['H2 FY26', '2025-10-01..2026-04-01', { fiscalYearStart: 4 }],
    ['the first half of FY2026', '2025-02-01..2025-08-01', { fiscalYearStart: 2 }],
    ['last quarter of FY26', '2025-11-01..2026-02-01', { fiscalYearStart: 2 }],
    ['FY25/26', '2025-04-01..2026-04-01', { fiscalYearStart: 4 }],
    ['since the start of the fiscal year', '2026-04-01..', { fiscalYearStart: 4 }],
    ['the first month of the fiscal year', '2026-04-01..2026-05-01', { fiscalYearStart: 4 }],
    ['last two fiscal quarters', '2026-05-01..2026-11-01', { fiscalYearStart: 2 }],
    ['last 2 fiscal years', '2024-04-01..2026-04-01', { fiscalYearStart: 4 }],
    ['next 2 fiscal quarters', '2027-01-01..2027-07-01', { fiscalYearStart: 4 }],
    ['the fiscal year before last', '2024-04-01..2025-04-01', { fiscalYearStart: 4 }],
  ],
};

describe.each(Object.entries(families))('understood: %s', (_family, cases) => {
  it.each(cases)('reads "%s" as %s', (phrase, expected, changes) => {
    expect(range(phrase, changes)).toBe(expected);
  });
});

/** What has two meanings, and both of them. */
const asked: [phrase: string, offered: string[], changes?: Partial<DateContext>][] = [
  ['Friday after next', ['4 December 2026', '11 December 2026']],
  ['Monday week', ['1 week from now', '2 weeks from now']],
  ['two Easters ago', ['Easter 2025', 'Easter 2024']],
  ['Black Friday 3 months ago', ['Black Friday 2025']],
  ['Easter 3 weeks ago', ['Easter 2026']],
  [
    'this week last year',
    ['the week of 1 year ago', 'week 1 of 2026'],
    { now: new Date('2027-01-05T10:00:00Z') },
  ],
  ['a week from Monday', ['1 week from today', '1 week after next monday']],
  [
    'Friday two weeks ago',
    ['13 November 2026', '6 November 2026'],
    { now: new Date('2026-11-25T10:00:00Z') },
  ],
  ['since noon', ['since noon yesterday']],
  ['last month last year', ['last month of last year', 'October 2025']],
  ['midnight yesterday', ['00:00 yesterday', '24:00 yesterday']],
  ['since midnight on 3 May', ['since 00:00 3 May', 'since 24:00 3 May']],
  ['until midnight', ['until yesterday', 'until today']],
  [
    'Christmas to New Year 2025',
    ["from Christmas 2024 to New Year's Day 2025", "from Christmas 2025 to New Year's Day 2026"],
  ],
  ['<30d', ['<30d ago', '<30d from now']],
  ['less than the last 30 days', []],
  ['30s', ['the 30s', 'last 30 seconds']],
  ['3.4.', ['3 April', '4 March'], { dateOrder: 'mdy' }],
  ['26-11-20', ['26 November 2020', '20 November 2026'], { dateOrder: 'mdy' }],
];

describe('phrases with two meanings or none', () => {
  it.each(asked)('offer for "%s": %j', (phrase, offered, changes) => {
    const context = { ...monday, ...changes };
    const parsed = parseTimeframe(phrase, context);
    expect(parsed).toMatchObject({ ok: false, problem: { suggestions: offered } });
    for (const each of offered.filter((text) => !/^\d+ [A-Z][a-z]+$/.test(text)))
      expect(parseTimeframe(each, context)).toMatchObject({ ok: true });
  });

  it.each([
    ...['thirty (40) days ago', 'last 4 Fridays of May', 'Monday 8', 'yesterday so far', 'back in 2030'],
    ...[
      'last fiscal quarter',
      'FQ2',
      'last 2 fiscal years',
      'H1 FY26',
      '31 2 2016',
      'all Mondays',
      'Tursday',
      '13 13 2016',
      'Fridays ago',
      'Jan, Mar and May',
      'Dec, Jan and Feb 2025',
    ],
  ])('are refused: "%s"', (phrase) => {
    expect(parseTimeframe(phrase, monday).ok).toBe(false);
  });

  it('point to the setting for the start of the fiscal year, and offer no calendar quarter', () => {
    const parsed = parseTimeframe('last fiscal quarter', monday);
    expect(parsed).toMatchObject({
      problem: { message: expect.stringContaining('Settings'), suggestions: [] },
    });
  });
});

describe('what these print', () => {
  it.each(Object.values(families).flat())(
    'prints "%s" as words that mean %s',
    (phrase, expected, changes) => {
      const parsed = parseTimeframe(phrase, { ...monday, ...changes });
      const words = parsed.ok ? printTimeframe(parsed.timeframe) : '';
      expect(range(words, changes)).toBe(expected);
    },
  );
});
