import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import { resolveTimeframe } from '../../src/dates/resolve.ts';
import type { Timeframe } from '../../src/dates/schema.ts';
import { monday, range } from '../support/dates.ts';

const hours = (phrase: string, timeZone: string, now: string) => {
  const context = { ...monday, timeZone, now: new Date(now) };
  const parsed = parseTimeframe(phrase, context);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const { from, to } = resolveTimeframe(parsed.timeframe, context);
  return ((to?.getTime() ?? Number.NaN) - (from?.getTime() ?? Number.NaN)) / 3_600_000;
};

describe('days of other lengths', () => {
  it.each([
    ['a day that loses an hour', 'today', 'America/New_York', '2026-03-08T12:00:00Z', 23],
    ['a day that gains an hour', 'today', 'America/New_York', '2026-11-01T12:00:00Z', 25],
    ['the same by its date', '1 November 2026', 'America/New_York', '2026-11-23T10:00:00Z', 25],
    ['a day that gains half an hour', 'today', 'Australia/Lord_Howe', '2026-04-05T02:00:00Z', 24.5],
    ['a day that begins at one', 'today', 'America/Havana', '2026-03-08T12:00:00Z', 23],
    ['elapsed hours across the change', 'last 24 hours', 'America/New_York', '2026-11-02T00:00:00Z', 24],
    [
      'calendar days across the change',
      'last 7 days',
      'America/New_York',
      '2026-11-02T12:00:00Z',
      8 * 24 + 1,
    ],
    [
      'a range of times in the night of the change',
      '1am to 3am today',
      'Europe/London',
      '2026-03-29T12:00:00Z',
      1,
    ],
  ])('%s', (_, phrase, zone, now, expected) => {
    expect(hours(phrase, zone, now)).toBe(expected);
  });
});

describe('offsets', () => {
  it('begin days when the zone does', () => {
    expect(
      resolveTimeframe({ kind: 'unit', unit: 'day', offset: 0 }, { ...monday, timeZone: 'Asia/Kathmandu' }),
    ).toEqual({
      from: new Date('2026-11-22T18:15:00Z'),
      to: new Date('2026-11-23T18:15:00Z'),
    });
  });

  it('take today from the time zone, not from UTC', () => {
    const now = new Date('2026-11-23T23:30:00Z');
    expect(range('today', { now, timeZone: 'Asia/Tokyo' })).toBe('2026-11-24..2026-11-25');
    expect(range('today', { now, timeZone: 'Pacific/Honolulu' })).toBe('2026-11-23..2026-11-24');
  });
});

describe('the day that Samoa skipped', () => {
  const after = { now: new Date('2011-12-30T20:00:00Z'), timeZone: 'Pacific/Apia' };

  it('isn’t yesterday, which is the day before it', () => {
    expect(range('today', after)).toBe('2011-12-31..2012-01-01');
    expect(range('yesterday', after)).toBe('2011-12-29..2011-12-31');
    expect(hours('yesterday', after.timeZone, after.now.toISOString())).toBe(24);
  });

  it('counts among the last days, and is refused by its date', () => {
    expect(range('last 2 days', after)).toBe('2011-12-29..2012-01-01');
    expect(range('30 December 2011', after)).toMatch(/^refused/);
  });
});

/** The plain ends of the calendar's units, by their definition. */
const naive: [Timeframe, (day: Temporal.PlainDate) => [Temporal.PlainDate, Temporal.PlainDate]][] = [
  [{ kind: 'unit', unit: 'day', offset: 0 }, (day) => [day, day.add({ days: 1 })]],
  [
    { kind: 'unit', unit: 'week', offset: -1 },
    (day) => {
      const start = day.subtract({ days: day.dayOfWeek - 1 + 7 });
      return [start, start.add({ days: 7 })];
    },
  ],
  [
    { kind: 'unit', unit: 'month', offset: 0 },
    (day) => [day.with({ day: 1 }), day.with({ day: 1 }).add({ months: 1 })],
  ],
  [
    { kind: 'unit', unit: 'year', offset: -1 },
    (day) => [new Temporal.PlainDate(day.year - 1, 1, 1), new Temporal.PlainDate(day.year, 1, 1)],
  ],
  [
    { kind: 'rolling', direction: 'past', amount: { days: 30 } },
    (day) => [day.subtract({ days: 30 }), day.add({ days: 1 })],
  ],
];

describe('every zone, every day of a year', () => {
  const zones = Intl.supportedValuesOf('timeZone');

  it('includes more than 400 zones', () => {
    expect(zones.length).toBeGreaterThan(400);
  });

  /** One zone for each clock: 418 zones have 64 in these years. */
  const clocks = [...new Map(zones.map((zone) => [clockOf(zone), zone])).values()];

  it('agrees with the definition of the calendar units', () => {
    const wrong: string[] = [];
    const check = (timeZone: string, d: number, z: number) => {
      const now = new Date(Date.UTC(2026, 0, 1, (d * 7) % 24) + d * 86_400_000);
      const [timeframe, ends] = naive[(d + z) % naive.length] as (typeof naive)[number];
      const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
        .toZonedDateTimeISO(timeZone)
        .toPlainDate();
      const [from, to] = ends(today).map((day) => day.toZonedDateTime(timeZone).epochMilliseconds);
      const got = resolveTimeframe(timeframe, { ...monday, now, timeZone });
      if (got.from?.getTime() !== from || got.to?.getTime() !== to)
        wrong.push(`${timeZone} ${now.toISOString()}`);
    };
    // Each clock gets every day of the year with one of the units, so that all meet all; and each zone a day
    // of each month.
    clocks.forEach((zone, z) => {
      for (let d = 0; d < 365; d += 1) check(zone, d, z);
    });
    zones.forEach((zone, z) => {
      for (let d = z % 30; d < 365; d += 30) check(zone, d, z);
    });
    expect(wrong).toEqual([]);
  });
});

/** Everything that a clock shows in those years: where it begins, and each change. */
function clockOf(timeZone: string): string {
  const until = Date.UTC(2027, 0, 2);
  let at = Temporal.Instant.from('2024-12-30T00:00:00Z').toZonedDateTimeISO(timeZone);
  const said = [at.offset];
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds > until) return said.join(' ');
    said.push(`${next.epochMilliseconds} ${next.offset}`);
    at = next;
  }
}
