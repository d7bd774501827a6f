import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import type { DateContext } from '../../src/dates/schema.ts';
import { daysOf, everyDay } from '../../src/rules/sql/days.ts';

const at = (now: string): DateContext => ({
  ...{ now: new Date(now), timeZone: 'Europe/London', weekStart: 'monday', dateOrder: 'dmy' },
  ...{ direction: 'any', yearly: true },
});
const days = (phrase: string, now = '2026-11-23T12:00:00Z') => {
  const parsed = parseTimeframe(phrase, at(now));
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return daysOf(parsed.timeframe, at(now));
};
const yearly = (from: string, to: string) => ({ yearly: true, from, to });

describe('29 February as a yearly day', () => {
  it.each(['2026-11-23T12:00:00Z', '2027-11-23T12:00:00Z', '2028-02-29T12:00:00Z', '2028-03-01T12:00:00Z'])(
    'is that day alone, at %s',
    (now) => {
      expect(days('on 29 February', now)).toEqual(yearly('02-29', '03-01'));
      expect(days('from 29 February to 5 March', now)).toEqual(yearly('02-29', '03-06'));
      expect(days('from 20 February to 29 February', now)).toEqual(yearly('02-20', '03-01'));
    },
  );

  it('is included if 28 February is asked for, in years without a 29th', () => {
    expect(days('on 28 February', '2026-11-23T12:00:00Z')).toEqual(yearly('02-28', '03-01'));
    expect(days('today', '2027-02-28T12:00:00Z')).toEqual(yearly('02-28', '03-01'));
    expect(days('on 28 February', '2028-01-01T12:00:00Z')).toEqual(yearly('02-28', '02-29'));
    expect(days('today', '2028-02-29T12:00:00Z')).toEqual(yearly('02-29', '03-01'));
  });
});

describe('a name with a word that says which one', () => {
  it.each([
    ['this March', yearly('03-01', '04-01')],
    ['March last year', yearly('03-01', '04-01')],
    ['this winter', yearly('12-01', '03-01')],
    ['March 2026', { yearly: false, from: '2026-03-01', to: '2026-04-01' }],
  ])('"%s" ignores the year unless it is a number', (phrase, expected) => {
    expect(days(phrase)).toEqual(expected);
    expect(days(phrase, '2026-01-20T12:00:00Z')).toEqual(expected);
  });
});

describe('a year or more around now', () => {
  it.each([
    ...['in the next 365 days', 'next 12 months', 'next 52 weeks', 'in the last 400 days', 'past year'],
    ...['this year', 'next year', 'last 5 years', 'in the next 18 months'],
  ])('"%s" ignores the year unless it is a number', (phrase) => {
    // With a leap day ahead, and without; on it.
    for (const now of ['2026-11-23T12:00:00Z', '2027-06-01T00:00:00Z', '2028-02-29T12:00:00Z'])
      expect([now, days(phrase, now)]).toEqual([now, everyDay]);
  });

  it('is not anything a little shorter', () => {
    expect(days('in the next 363 days')).toEqual(yearly('11-23', '11-22'));
    expect(days('next 11 months')).toEqual(yearly('11-23', '10-24'));
  });

  it('is not an age', () => {
    expect(days('between 18 and 25 years ago')).toEqual({
      yearly: false,
      from: '2001-11-23',
      to: '2008-11-24',
    });
    expect(days('more than 18 years ago')).toEqual({ yearly: false, from: null, to: '2008-11-23' });
    expect(days('in 1990')).toEqual({ yearly: false, from: '1990-01-01', to: '1991-01-01' });
  });
});
