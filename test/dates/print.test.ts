import { describe, expect, it } from 'vitest';
import { namesYear } from '../../src/dates/leaf.ts';
import { parseTimeframe } from '../../src/dates/parse.ts';
import { printTimeframe } from '../../src/dates/print.ts';
import { resolveTimeframe } from '../../src/dates/resolve.ts';
import type { DateContext, Timeframe } from '../../src/dates/schema.ts';
import { timeframeSchema } from '../../src/dates/timeframe-schema.ts';
import { monday, range } from '../support/dates.ts';

function read(phrase: string, changes: Partial<DateContext> = {}) {
  const parsed = parseTimeframe(phrase, { ...monday, ...changes });
  if (!parsed.ok) throw new Error(`"${phrase}": ${parsed.problem.message}`);
  return parsed;
}

describe('the read-back', () => {
  it.each([
    ['past 30 days', 'last 30 days → since Sat 24 Oct 2026, rolling (Europe/London)'],
    ['past week', 'past week → since Mon 16 Nov 2026, rolling (Europe/London)'],
    ['this March', 'March 2026 → Sun 1 Mar 2026 to Tue 31 Mar 2026 (Europe/London)'],
    ['since 3/4', 'since 3 April 2026 → since Fri 3 Apr 2026, day first (Europe/London)'],
    ['more than 60 days ago', 'more than 60 days ago → before Thu 24 Sep 2026, rolling (Europe/London)'],
    ['2-4pm today', '14:00 to 16:00 today → Mon 23 Nov 2026 14:00 to 16:00, rolling (Europe/London)'],
    ['week before last', 'the week before last → Mon 9 Nov 2026 to Sun 15 Nov 2026, rolling (Europe/London)'],
  ])('of "%s" is "%s"', (phrase, expected) => {
    expect(read(phrase).readBack).toBe(expected);
  });

  it('says that a name without a year is yearly, for a yearly attribute', () => {
    const { timeframe, readBack } = read('in March', { yearly: true, direction: 'any' });
    expect(timeframe).toEqual({ kind: 'month', month: 3 });
    expect(readBack).toBe('March → Mon 1 Mar 2027 to Wed 31 Mar 2027, every year (Europe/London)');
  });
});

describe('a stored timeframe', () => {
  it('stays relative if it was relative', () => {
    const { timeframe } = read('last 30 days');
    const { from, to } = resolveTimeframe(timeframe, { ...monday, now: new Date('2026-12-01T10:00:00Z') });
    expect([from?.toISOString(), to?.toISOString()]).toEqual([
      '2026-11-01T00:00:00.000Z',
      '2026-12-02T00:00:00.000Z',
    ]);
  });

  it('keeps the year that "this March" and "since 1 March" meant', () => {
    for (const phrase of ['this March', 'since 1 March', 'Black Friday', 'week 12', 'the 18th']) {
      const { timeframe } = read(phrase);
      const later = resolveTimeframe(timeframe, { ...monday, now: new Date('2027-12-01T10:00:00Z') });
      expect(later).toEqual(resolveTimeframe(timeframe, monday));
    }
  });

  it.each<[string, boolean]>([
    ['March 2026', true],
    ['since 1 March 2026', true],
    ['between 2024 and 2025', true],
    ['last 7 days', false],
    ['next month', false],
    ['more than 60 days ago', false],
  ])('of "%s" names a year: %s', (phrase, expected) => {
    expect(namesYear(read(phrase, { yearly: true }).timeframe)).toBe(expected);
  });

  it('names no year for a yearly attribute', () => {
    for (const phrase of ['March', '24 December', 'between 1 and 15 May', 'since Easter']) {
      expect(namesYear(read(phrase, { yearly: true }).timeframe)).toBe(false);
    }
  });

  it('reads 29 February of every year as the 28th in other years', () => {
    const { timeframe } = read('29 February', { yearly: true });
    const at = (now: string) =>
      resolveTimeframe(timeframe, { ...monday, now: new Date(now) }).from?.toISOString();
    expect(at('2026-11-23T10:00:00Z')).toBe('2026-02-28T00:00:00.000Z');
    expect(at('2028-11-23T10:00:00Z')).toBe('2028-02-29T00:00:00.000Z');
  });

  it.each<[string, unknown]>([
    ['an unknown kind', { kind: 'fortnight' }],
    ['an unknown member', { kind: 'now', extra: 1 }],
    ['an empty amount', { kind: 'rolling', direction: 'past', amount: {} }],
    ['a negative amount', { kind: 'rolling', direction: 'past', amount: { days: -1 } }],
    ['an amount beyond all dates', { kind: 'ago', direction: 'past', amount: { years: 100_000 } }],
    ['a 13th month', { kind: 'month', year: 2026, month: 13 }],
    ['an undefined year', { kind: 'month', year: undefined, month: 3 }],
    ['three Mondays', { kind: 'nth', nth: 1, unit: 'monday', count: 3, of: { kind: 'year', year: 2026 } }],
    ['a range of ranges', { kind: 'since', of: { kind: 'since', of: { kind: 'now' } } }],
    ['too deep a nest', deep(20_000)],
  ])('is refused with %s', (_, value) => {
    expect(timeframeSchema.safeParse(value).success).toBe(false);
  });

  it('is empty if its day does not exist, and not another day', () => {
    const fifth: Timeframe = {
      kind: 'nth',
      nth: 5,
      unit: 'monday',
      of: { kind: 'unit', unit: 'month', offset: -1 },
    };
    const { from, to } = resolveTimeframe(fifth, monday);
    expect(from).toEqual(to);
  });
});

function deep(levels: number): unknown {
  let value: unknown = { kind: 'now' };
  for (let i = 0; i < levels; i += 1) value = { kind: 'part', part: 'start', of: value };
  return value;
}

describe('canonical words', () => {
  it.each([
    'last 30 days',
    'past week',
    'next 2 weeks',
    '60 days ago',
    'more than 60 days ago',
    'more than 30 days ago but less than 60 days ago',
    'more than 2 weeks from now but less than 4 weeks from now',
    'Advent Sunday 2025',
    'Second Advent 2025',
    'at least 3 months ago',
    'less than 1 week ago',
    'more than 30 days from now',
    'from 60 days ago to 30 days ago',
    'the month 3 months back',
    'the weekend 3 weekends ahead',
    'the most recent Monday',
    'the coming Monday',
    'Monday of last week to Wednesday',
    '29 February of last year',
    'Q3 of this year',
    'winter 2025/26',
    'early in the week of 3 May 2026',
    'within 3 days after Easter 2026',
    'less than 2 weeks before Christmas 2025',
    'at least 3 days before Christmas 2025',
    'last 24 hours',
    '11:00:00 to 02:00 yesterday',
    'week 12 of 2026',
    'the start of 2025',
    'the 1st Monday of May 2026',
    'the 2nd last day of next month',
    'the last 4 months of 2021',
    '2 weeks before Christmas 2025',
    'the weekend of Labor Day 2026',
    '2 weeks starting 20 May 2026',
    '09:30 on 1 March 2026',
    '14:00 to 16:00 today',
    'late morning of 3 May 2026',
    'since the end of 2 days after the week of 3 May 2026',
  ])('"%s" are read as what they print', (words) => {
    const { timeframe } = read(words);
    expect(printTimeframe(timeframe)).toBe(words);
    expect(timeframeSchema.parse(timeframe)).toEqual(timeframe);
  });
});

describe('the settings', () => {
  it('read a fiscal year by the month in which it starts', () => {
    expect(range('FY2026', { fiscalYearStart: 1 })).toBe('2026-01-01..2027-01-01');
    expect(range('FY2026', { fiscalYearStart: 10 })).toBe('2025-10-01..2026-10-01');
  });
});
