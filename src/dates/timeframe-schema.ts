import { z } from 'zod';
import {
  type Amount,
  type AmountUnit,
  amountLimits,
  amountUnits,
  calendarUnits,
  dayparts,
  type Period,
  parts,
  seasons,
  type Timeframe,
  weekdays,
} from './schema.ts';
import { fits, fitsTimeframe } from './shape.ts';

const count = (most: number) => z.int().min(1).max(most);
const amount: z.ZodType<Amount> = z
  .strictObject(
    Object.fromEntries(
      amountUnits.map((unit) => [unit, count(amountLimits[unit]).exactOptional()]),
    ) as Record<AmountUnit, z.ZodExactOptional<z.ZodInt>>,
  )
  .refine((value) => Object.keys(value).length > 0, 'an amount of time needs at least one unit');

const yearNumber = z.int().min(1000).max(2999);
const offset = z.int().min(-1000).max(1000);
const year = z.union([yearNumber, z.strictObject({ offset })]).exactOptional();
const past = z.enum(['past', 'future']);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/);

const period: z.ZodType<Period> = z.lazy(() =>
  z
    .union([
      z.strictObject({ kind: z.literal('now') }),
      z.strictObject({ kind: z.literal('unit'), unit: z.enum(calendarUnits), offset }),
      z.strictObject({ kind: z.literal('rolling'), direction: past, amount }),
      z.strictObject({ kind: z.literal('ago'), direction: past, amount }),
      z.strictObject({ kind: z.literal('weekday'), weekday: z.enum(weekdays), week: offset }),
      z.strictObject({ kind: z.literal('weekday'), weekday: z.enum(weekdays), nth: offset }),
      z.strictObject({
        kind: z.literal('weekdays'),
        first: period,
        last: z.enum(weekdays),
      }),
      z.strictObject({ kind: z.literal('date'), year, month: count(12), day: count(31) }),
      z.strictObject({ kind: z.literal('month'), year, month: count(12) }),
      z.strictObject({ kind: z.literal('quarter'), year, quarter: count(4) }),
      z.strictObject({ kind: z.literal('half'), year, half: count(2) }),
      z.strictObject({ kind: z.literal('season'), year, season: z.enum(seasons) }),
      z.strictObject({ kind: z.literal('week'), year, week: count(53) }),
      z.strictObject({ kind: z.literal('holiday'), year, holiday: z.string().min(1).max(40) }),
      z.strictObject({ kind: z.literal('year'), year: yearNumber }),
      z.strictObject({ kind: z.literal('decade'), year: yearNumber.multipleOf(10) }),
      z.strictObject({
        kind: z.literal('fiscal'),
        year: z.union([yearNumber, z.strictObject({ offset })]),
        quarter: count(4).exactOptional(),
      }),
      z.strictObject({ kind: z.literal('fiscal-quarter'), offset }),
      z.strictObject({
        kind: z.literal('part'),
        part: z.enum(parts),
        of: period,
      }),
      z.strictObject({
        kind: z.literal('nth'),
        nth: z
          .int()
          .min(-366)
          .max(366)
          .refine((value) => value !== 0),
        unit: z.enum([...calendarUnits, ...weekdays, 'workday']),
        count: z.int().min(2).max(366).exactOptional(),
        of: period,
      }),
      z.strictObject({
        kind: z.literal('shift'),
        amount,
        direction: z.enum(['before', 'after']),
        of: period,
      }),
      z.strictObject({
        kind: z.literal('containing'),
        unit: z.enum(['week', 'weekend', 'month', 'quarter']),
        of: period,
      }),
      z.strictObject({ kind: z.literal('starting'), amount, from: period }),
      z.strictObject({ kind: z.literal('ending'), amount, to: period }),
      z.strictObject({
        kind: z.literal('nearby'),
        nth: count(60),
        unit: z.enum(['weekend', ...weekdays]),
        direction: z.enum(['before', 'after']),
        of: period,
      }),
      z.strictObject({
        kind: z.literal('within'),
        amount,
        direction: z.enum(['before', 'after', 'from']),
        less: z.literal(true).exactOptional(),
        of: period,
      }),
      z.strictObject({ kind: z.literal('time'), time, day: period }),
      z.strictObject({ kind: z.literal('clock'), from: time, to: time, day: period }),
      z.strictObject({
        kind: z.literal('daypart'),
        part: z.enum(dayparts),
        third: z.enum(['early', 'late']).exactOptional(),
        day: period,
      }),
      z.strictObject({
        kind: z.literal('moment'),
        at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      }),
    ])
    .refine((value) => fits(value as Period), 'these periods are not inside each other'),
) as z.ZodType<Period>;

const shape: z.ZodType<Timeframe> = z
  .union([
    z.strictObject({ kind: z.literal('between'), from: period, to: period }),
    z.strictObject({ kind: z.enum(['since', 'after', 'before', 'until']), of: period }),
    z.strictObject({ kind: z.literal('nearer'), direction: past, amount }),
    period,
  ])
  .refine(
    (value) => fitsTimeframe(value as Timeframe),
    'these periods do not make a timeframe',
  ) as z.ZodType<Timeframe>;

/** How deeply phrases can nest (`the first day of the last week of …`). */
export const depthLimit = 8;

/** Checks a stored timeframe. Checks the depth first: a hostile tree would overflow zod's stack. */
export const timeframeSchema: z.ZodType<Timeframe> = z
  .unknown()
  .refine((value) => depth(value, 0) <= depthLimit, 'phrases stand too deep in each other')
  .pipe(shape) as unknown as z.ZodType<Timeframe>;

/** How many levels of periods are nested. */
export function depth(value: unknown, so: number): number {
  if (typeof value !== 'object' || value === null || so > depthLimit) return so;
  let deepest = so;
  for (const key of ['of', 'from', 'to', 'day', 'first'] as const) {
    const inner = (value as Record<string, unknown>)[key];
    if (typeof inner === 'object' && inner !== null) deepest = Math.max(deepest, depth(inner, so + 1));
  }
  return deepest;
}
