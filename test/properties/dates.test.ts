import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import { printTimeframe } from '../../src/dates/print.ts';
import { resolveTimeframe } from '../../src/dates/resolve.ts';
import type { DateContext } from '../../src/dates/schema.ts';
import { timeframeSchema } from '../../src/dates/timeframe-schema.ts';

const zones = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Australia/Lord_Howe',
];

const context: fc.Arbitrary<DateContext> = fc.record({
  now: fc.date({ min: new Date('1995-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
  timeZone: fc.constantFrom(...zones),
  weekStart: fc.constantFrom('monday', 'sunday', 'saturday'),
  dateOrder: fc.constantFrom('dmy', 'mdy', 'ymd'),
  fiscalYearStart: fc.constantFrom(1, 4, 7, 10),
  direction: fc.constantFrom('past', 'future', 'any'),
});

/** Phrases put together from parts: what people say, and much that they wouldn't. */
const one = (...words: string[]) => fc.constantFrom(...words);
const join = (...parts: fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((each) => each.filter(Boolean).join(' '));
const number = fc.oneof(
  fc.integer({ min: 1, max: 400 }).map(String),
  one('two', 'three', 'twelve', 'a', 'a couple of'),
);
const unit = one(
  'day',
  'days',
  'weeks',
  'month',
  'months',
  'quarters',
  'years',
  'hours',
  'minutes',
  'business days',
);
const whole = one('week', 'weekend', 'month', 'quarter', 'half', 'year', 'decade');
const month = one('January', 'Feb', 'march', 'May', 'Sept.', 'December');
const weekday = one('Monday', 'Tue', 'friday', 'Sunday');
const year = fc.integer({ min: 1995, max: 2060 }).map(String);
const holiday = one('Black Friday', 'Easter', 'Christmas', 'Labor Day', 'Ramadan', 'Hanukkah', 'New Year');
const period: fc.Arbitrary<string> = fc.oneof(
  join(one('last', 'past', 'next', 'previous'), number, unit),
  join(number, unit, one('ago', 'from now')),
  join(one('this', 'last', 'next'), fc.oneof(whole, weekday, month, holiday)),
  join(fc.oneof(month, holiday), fc.oneof(year, one(''))),
  join(fc.integer({ min: 1, max: 31 }).map(String), month, fc.oneof(year, one(''))),
  join(one('first', 'second', 'last', '3rd'), fc.oneof(weekday, one('week', 'day')), one('of'), month),
  join(one('start of', 'end of', 'mid', 'early', 'the week of', 'the rest of'), month),
  join(number, unit, one('before', 'after'), one('Christmas 2020', 'yesterday', '3 May 2021', 'last month')),
  join(
    one('the 6 weeks', 'the month', '10 days', 'the weekend', 'the second Friday'),
    one('before', 'after'),
    holiday,
  ),
  join(number, unit, one('ending'), fc.oneof(weekday, month, one('yesterday'))),
  join(
    one('last', 'next'),
    fc.integer({ min: 2, max: 40 }).map(String),
    one('full'),
    one('weeks', 'months', 'days'),
  ),
  join(one('9am', '14:30', 'noon', '2pm to 4pm'), one('yesterday', 'today', 'on 3 May', 'last Friday')),
  join(one('Q1', 'H2', 'Q4', 'week 12', 'summer', 'FY'), year),
  join(weekday, one('to', '-'), weekday, one('', 'last week')),
  join(one('Q2 of', '', 'since', 'start of'), one('last', 'this', 'next'), one('fiscal year')),
  join(
    one('first', '3rd', 'last'),
    one('business day of'),
    fc.oneof(month, one('last month', 'the quarter')),
  ),
  join(one('the first', 'last'), one('5 business days of'), month),
  join(one('last', 'the next'), one('4', 'two'), one('Fridays', 'weekends')),
  one(
    ...[
      'last fiscal quarter',
      'the fiscal quarter before last',
      'fiscal Q2',
      'H1 FY26',
      'fiscal quarter to date',
    ],
    ...[
      'this month last year',
      'same quarter 2 years ago',
      '2 Sundays from now',
      'Tuesday week',
      'the coming weekend',
    ],
    ...[
      'the night before last',
      'earlier today',
      'later today',
      'a week from Friday',
      'back in March',
      'Monday 16',
    ],
    ...['mid to late March', 'Jan, Feb and Mar', 'the Easter before last', 'Thanksgiving weekend 2024'],
  ),
  join(
    one('first', 'second', 'latter'),
    one('half of'),
    fc.oneof(month, one('last month', '2025', 'Q1', 'this week')),
  ),
  one(
    'today',
    'yesterday',
    'ytd',
    'mtd',
    '30d',
    '6mo',
    'the 90s',
    '2019-2021',
    'this year',
    'last night',
    'the 18th',
  ),
);
const phrase = fc.oneof(
  { weight: 3, arbitrary: period },
  join(one('since', 'after', 'before', 'until', 'no later than'), period),
  join(
    one('since', 'after', 'not before'),
    period,
    one('and', 'but', ''),
    one('before', 'not after', 'until'),
    period,
  ),
  join(one('from', 'between'), period, one('to', 'and', '-'), period),
  join(one('more than', 'less than', 'at least', 'at most'), number, unit, one('ago', 'from now')),
);

/** Runs the check on the phrases that are accepted; counts them, so that refusing everything doesn't pass. */
function accepted(
  check: (text: string, at: DateContext, parsed: ReturnType<typeof parseTimeframe> & { ok: true }) => void,
) {
  let read = 0;
  fc.assert(
    fc.property(phrase, context, (text, at) => {
      const parsed = parseTimeframe(text, at);
      if (!parsed.ok) return;
      read += 1;
      check(text, at, parsed);
    }),
    { numRuns: 600 },
  );
  expect(read).toBeGreaterThan(200);
}

describe('timeframes', () => {
  it('print as words that are read as the same timeframe', () => {
    accepted((_, at, { timeframe }) => {
      const again = parseTimeframe(printTimeframe(timeframe), at);
      expect(again).toMatchObject({ ok: true, timeframe });
      expect(JSON.stringify(again.ok && again.timeframe)).toBe(JSON.stringify(timeframe));
    });
  });

  it('print the same words on whichever side of now the caller means', () => {
    accepted((_, at, { timeframe }) => {
      for (const direction of ['past', 'future', 'any'] as const) {
        const again = parseTimeframe(printTimeframe(timeframe), { ...at, direction });
        expect(again).toMatchObject({ ok: true, timeframe });
      }
    });
  });

  it('are valid, survive JSON, and begin before they end', () => {
    accepted((_, at, { timeframe }) => {
      expect(timeframeSchema.parse(JSON.parse(JSON.stringify(timeframe)))).toEqual(timeframe);
      const { from, to } = resolveTimeframe(timeframe, at);
      expect(from !== null || to !== null).toBe(true);
      if (from && to) expect(from.getTime()).toBeLessThan(to.getTime());
    });
  });

  it('are read in any case, with extra spaces and with a small word before them', () => {
    accepted((text, at, { timeframe }) => {
      const same = [
        text.toUpperCase(),
        text.toLowerCase(),
        `  ${text.replaceAll(' ', '   ')} `,
        `during ${text}`,
      ];
      for (const each of same) expect(parseTimeframe(each, at)).toMatchObject({ ok: true, timeframe });
      // "6 weeks before Easter" is a day, "the 6 weeks before Easter" are six weeks.
      const inThe = parseTimeframe(`in the ${text}`, at);
      expect(inThe).toMatchObject(text.match(/ (before|after) /) ? { ok: true } : { ok: true, timeframe });
      // Nothing is within a moment, or within something open-ended.
      const open = ['time', 'moment', 'now', 'since', 'after', 'before', 'until'].includes(timeframe.kind);
      expect(parseTimeframe(`within ${text}`, at).ok).toBe(!open);
    });
  });

  it('resolve at any other moment and in any other zone without an error', () => {
    accepted((_, at, { timeframe }) => {
      for (const now of [
        '1970-01-01T00:00:00Z',
        '2024-02-29T12:00:00Z',
        '2011-12-30T20:00:00Z',
        '2200-12-31T23:59:59Z',
      ]) {
        for (const timeZone of zones) {
          const { from, to } = resolveTimeframe(timeframe, { ...at, now: new Date(now), timeZone });
          expect(Number.isNaN(from?.getTime() ?? 0) || Number.isNaN(to?.getTime() ?? 0)).toBe(false);
          if (from && to) expect(from.getTime()).toBeLessThanOrEqual(to.getTime());
        }
      }
    });
  });
});

describe('fuzz', () => {
  const words = one(
    ...'last past next this ago since between and to of the a 30 2026 1 3/4 - , . : / march may monday week days 1st q3 am from in on before'.split(
      ' ',
    ),
  );
  const text = fc.oneof(
    fc.string({ maxLength: 200, unit: 'binary' }),
    fc.string({ maxLength: 200 }),
    fc.array(words, { maxLength: 40 }).map((each) => each.join(' ').slice(0, 200)),
    fc.array(words, { maxLength: 60 }).map((each) => each.join('').slice(0, 200)),
  );

  it('never throws, and points inside the text', () => {
    fc.assert(
      fc.property(text, context, (typed, at) => {
        const parsed = parseTimeframe(typed, at);
        if (parsed.ok) return;
        const { problem } = parsed;
        expect(problem.at).toBeGreaterThanOrEqual(0);
        expect(problem.at + problem.length).toBeLessThanOrEqual(typed.length);
        expect(problem.message).not.toBe('');
      }),
      { numRuns: 2500 },
    );
  });
});
