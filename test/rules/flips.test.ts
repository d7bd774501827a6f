import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import type { DateContext } from '../../src/dates/schema.ts';
import { combinedCourse, constant, countCourse, dayCourse, flipOf } from '../../src/rules/why/flips.ts';

/** Noon in London on Monday 23 November 2026. */
const context: DateContext = {
  now: new Date('2026-11-23T12:00:00Z'),
  timeZone: 'Europe/London',
  weekStart: 'monday',
  direction: 'past',
};

function timeframe(phrase: string, settings = context) {
  const parsed = parseTimeframe(phrase, settings);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.timeframe;
}

describe('the moment when something changes by itself', () => {
  it.each([
    // The sixty days before today, and today: 2 September drops out of them when 2 November begins, long ago.
    ['last 60 days', ['2026-10-24T08:00:00Z'], 1, true, '2026-12-24T00:00:00Z'],
    ['last 60 days', ['2026-09-02T08:00:00Z'], 1, false, null],
    ['more than 60 days ago', ['2026-10-24T08:00:00Z'], 1, false, '2026-12-24T00:00:00Z'],
    ['more than 60 days ago', ['2026-09-02T08:00:00Z'], 1, true, null],
    // Hours pass at any moment, to the millisecond.
    ['last 24 hours', ['2026-11-23T08:00:00Z'], 1, true, '2026-11-24T08:00:00.001Z'],
    ['this month', ['2026-11-02T08:00:00Z'], 1, true, '2026-12-01T00:00:00Z'],
    ['last month', ['2026-11-02T08:00:00Z'], 1, false, '2026-12-01T00:00:00Z'],
    ['last week', ['2026-11-17T08:00:00Z'], 1, true, '2026-11-30T00:00:00Z'],
    // What names its year stays.
    ['in 2026', ['2026-11-02T08:00:00Z'], 1, true, null],
    ['since 1 March 2026', ['2026-11-02T08:00:00Z'], 1, true, null],
    // Three needed: when the oldest of three leaves, the count is too low.
    [
      'last 30 days',
      ['2026-11-20T08:00:00Z', '2026-11-10T08:00:00Z', '2026-10-30T08:00:00Z'],
      3,
      true,
      '2026-11-30T00:00:00Z',
    ],
    ['last 30 days', [], 1, false, null],
  ])('%s, done at %j, %i needed', (phrase, moments, least, holds, flips) => {
    const course = countCourse(
      moments.map((moment) => new Date(moment)),
      timeframe(phrase),
      context,
      (inside) => inside >= least,
    );
    expect(course.holdsAt(context.now)).toBe(holds);
    expect(flipOf(course, context.now)).toEqual(flips === null ? undefined : new Date(flips));
  });

  it('is when a day begins in the time zone, even if clocks change in between', () => {
    const now = new Date('2026-03-20T12:00:00Z');
    const settings = { ...context, now };
    const course = countCourse(
      [new Date('2026-03-20T08:00:00Z')],
      timeframe('last 30 days', settings),
      settings,
      (n) => n > 0,
    );
    // Summer time began on 29 March.
    expect(flipOf(course, now)).toEqual(new Date('2026-04-19T23:00:00Z'));
  });

  it.each([
    ['--12-24', 'in the next 7 days', false, '2026-12-17T00:00:00Z'],
    ['1990-11-23', 'today', true, '2026-11-24T00:00:00Z'],
    // Every year's March, always.
    ['1990-03-05', 'in March', true, null],
    ['1990-03-05', 'in April', false, null],
  ])('of a yearly day: %s %s', (day, phrase, holds, flips) => {
    const settings = { ...context, direction: 'any', yearly: true } as const;
    const course = dayCourse(day, timeframe(phrase, settings), settings);
    expect(course.holdsAt(context.now)).toBe(holds);
    expect(flipOf(course, context.now)).toEqual(flips === null ? undefined : new Date(flips));
  });

  it.each(['2026', 'soon', '', '--12-24'])('never comes for a day that doesn’t exist: %j', (day) => {
    const settings = { ...context, direction: 'any' } as const;
    const course = dayCourse(day, timeframe('until yesterday', settings), settings);
    expect([course.holdsAt(context.now), flipOf(course, context.now)]).toEqual([false, undefined]);
  });

  it('of several is when what they say together changes', () => {
    const seen = new Date('2026-11-20T08:00:00Z');
    const week = countCourse([seen], timeframe('last 7 days'), context, (n) => n > 0);
    const month = countCourse([seen], timeframe('last 30 days'), context, (n) => n > 0);
    const all = combinedCourse([week, month, constant(true)], (holds) => holds.every(Boolean));
    const any = combinedCourse([week, month], (holds) => holds.some(Boolean));
    expect([flipOf(all, context.now), flipOf(any, context.now)]).toEqual([
      new Date('2026-11-28T00:00:00Z'),
      new Date('2026-12-21T00:00:00Z'),
    ]);
  });
});
