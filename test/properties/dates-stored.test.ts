import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import { printTimeframe } from '../../src/dates/print.ts';
import { resolveTimeframe } from '../../src/dates/resolve.ts';
import type { Period, Timeframe } from '../../src/dates/schema.ts';
import { amountUnits, calendarUnits, dayparts, parts, seasons, weekdays } from '../../src/dates/schema.ts';
import { timeframeSchema } from '../../src/dates/timeframe-schema.ts';
import { monday } from '../support/dates.ts';

/** Any timeframe that the schema accepts, put together without regard to what anyone would say. */
const is = <T extends string>(kind: T) => fc.constant(kind);
const upTo = (max: number) => fc.integer({ min: 1, max });
const some = (reach: number) => fc.integer({ min: -reach, max: reach });
const plainYear = fc.integer({ min: 1990, max: 2060 });
const year = fc.oneof(plainYear, fc.record({ offset: some(5) }));
const amount = fc.oneof(
  ...amountUnits.map((unit) => upTo(90).map((n) => ({ [unit]: n }))),
  fc.constant({ years: 2, months: 1, days: 21 }),
);
const side = fc.constantFrom('past' as const, 'future' as const);
const unit = fc.constantFrom(...calendarUnits);
const weekday = fc.constantFrom(...weekdays);
const pad = (n: number) => String(n).padStart(2, '0');
const time = fc.tuple(fc.nat(23), fc.nat(59)).map(([h, m]) => `${pad(h)}:${pad(m)}`);
const holiday = fc.constantFrom(
  'easter',
  'christmas',
  'black-friday',
  'labor-day',
  'new-years-day',
  'bfcm',
  'ramadan',
);

const leaf: fc.Arbitrary<Period> = fc.oneof(
  fc.record({ kind: is('unit'), unit, offset: some(4) }),
  fc.record({ kind: is('ago'), direction: side, amount }),
  fc.record({ kind: is('weekday'), weekday, week: some(3) }),
  fc.record({ kind: is('weekday'), weekday, nth: some(3) }),
  fc.record({ kind: is('date'), year, month: upTo(12), day: upTo(29) }),
  fc.record({ kind: is('month'), year, month: upTo(12) }),
  fc.record({ kind: is('quarter'), year, quarter: upTo(4) }),
  fc.record({ kind: is('half'), year, half: upTo(2) }),
  fc.record({ kind: is('season'), year, season: fc.constantFrom(...seasons) }),
  fc.record({ kind: is('week'), year, week: upTo(53) }),
  fc.record({ kind: is('holiday'), year, holiday }),
  fc.record({ kind: is('year'), year: plainYear }),
  fc.record({ kind: is('decade'), year: fc.constantFrom(1980, 2010) }),
  fc.record({ kind: is('fiscal'), year: plainYear, quarter: upTo(4) }),
  fc.date({ min: new Date('1995-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }).map(
    (at): Period => ({
      kind: 'moment',
      at: new Date(Math.floor(at.getTime() / 1000) * 1000).toISOString(),
    }),
  ),
);

const part = fc.constantFrom(...parts);

function period(depth: number): fc.Arbitrary<Period> {
  if (depth === 0) return leaf;
  const inner = period(depth - 1);
  return fc.oneof(
    { weight: 2, arbitrary: leaf },
    fc.record({ kind: is('part'), part, of: inner }) as fc.Arbitrary<Period>,
    fc.record({
      kind: is('nth'),
      nth: fc.constantFrom(1, 2, 3, -1, -2),
      unit: fc.oneof(unit, weekday),
      of: inner,
    }),
    fc.record({
      kind: is('nth'),
      nth: fc.constantFrom(1, -1),
      unit,
      count: fc.integer({ min: 2, max: 12 }),
      of: inner,
    }),
    fc.record({
      kind: is('shift'),
      amount,
      direction: fc.constantFrom('before', 'after'),
      of: inner,
    }) as fc.Arbitrary<Period>,
    fc.record({
      kind: is('containing'),
      unit: fc.constantFrom('week', 'weekend', 'month'),
      of: inner,
    }) as fc.Arbitrary<Period>,
    fc.record({
      kind: is('within'),
      amount,
      direction: fc.constantFrom('before', 'after', 'from'),
      of: inner,
    }) as fc.Arbitrary<Period>,
    fc.record({
      kind: is('within'),
      amount: amount.filter((each) => !('hours' in each || 'minutes' in each || 'seconds' in each)),
      direction: fc.constantFrom('before', 'after', 'from'),
      less: fc.constant(true as const),
      of: inner,
    }) as fc.Arbitrary<Period>,
    fc.record({ kind: is('starting'), amount, from: inner }),
    fc.record({ kind: is('weekdays'), first: inner, last: weekday }),
    fc.record({ kind: is('time'), time, day: inner }),
    fc.record({ kind: is('clock'), from: time, to: time, day: inner }),
    fc.record({ kind: is('daypart'), part: fc.constantFrom(...dayparts), day: inner }),
    fc.record({ kind: is('rolling'), direction: side, amount }),
  );
}

const timeframe: fc.Arbitrary<Timeframe> = fc
  .oneof(
    period(2),
    fc.record({
      kind: fc.constantFrom('since', 'after', 'before', 'until'),
      of: period(2),
    }) as fc.Arbitrary<Timeframe>,
    fc.record({ kind: is('between'), from: period(1), to: period(1) }),
    fc.record({ kind: is('nearer'), direction: side, amount }),
  )
  .filter((value) => timeframeSchema.safeParse(value).success);

const context = { ...monday, fiscalYearStart: 4 };

describe('stored timeframes', () => {
  it('are read back from their own words unchanged, unless they are empty now', () => {
    let read = 0;
    fc.assert(
      fc.property(timeframe, (value) => {
        const { from, to } = resolveTimeframe(value, context);
        const again = parseTimeframe(printTimeframe(value), context);
        if (from && to && from >= to) {
          expect(again.ok).toBe(false);
          return;
        }
        read += 1;
        expect(again.ok && JSON.stringify(again.timeframe)).toBe(JSON.stringify(value));
      }),
      { numRuns: 3000 },
    );
    expect(read).toBeGreaterThan(1500);
  }, 60_000);
});
