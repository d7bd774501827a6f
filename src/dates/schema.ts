import { z } from 'zod';
import { fits, fitsTimeframe } from './shape.ts';

/**
 * What a phrase is read against: the moment, the workspace's settings, and which side of now the caller means.
 * `direction` decides what a bare `May`, `Monday` or `3 June` is: the latest that has begun (`past`), the first that is
 * not over (`future`, `any`).
 */
export interface DateContext {
  now: Date;
  /** IANA name: `Europe/London`. */
  timeZone: string;
  weekStart: 'monday' | 'sunday' | 'saturday';
  /** Unset: `3/4/2026` is refused, `25/12/2026` is not. */
  dateOrder?: 'dmy' | 'mdy' | 'ymd';
  /** Month in which the fiscal year starts, 1 to 12. Unset: `FY26` is refused. */
  fiscalYearStart?: number;
  direction: 'past' | 'future' | 'any';
  /** For attributes that repeat every year (a birthday): a phrase that names no year keeps none. */
  yearly?: boolean;
}

const units = [
  'years',
  'quarters',
  'months',
  'weeks',
  'workdays',
  'days',
  'hours',
  'minutes',
  'seconds',
] as const;
/** The parts of an amount of time, longest first. */
export const amountUnits = units;
export type AmountUnit = (typeof units)[number];

/** So many of each unit: `{ months: 1, days: 21 }`. */
export type Amount = { [unit in AmountUnit]?: number };

/** The most of a unit that is still a date that Temporal and JavaScript can hold, six times over. */
export const amountLimits: Record<AmountUnit, number> = {
  years: 1000,
  quarters: 4000,
  months: 12_000,
  weeks: 52_000,
  workdays: 10_000,
  days: 365_000,
  hours: 1_000_000,
  minutes: 10_000_000,
  seconds: 100_000_000,
};

/** A year by number, or counted from this one: `{ offset: -1 }` is last year. */
export type Year = number | { offset: number };

export const calendarUnits = [
  'day',
  'week',
  'workweek',
  'weekend',
  'month',
  'quarter',
  'half',
  'year',
  'decade',
] as const;
export type CalendarUnit = (typeof calendarUnits)[number];

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof weekdays)[number];

/** What can be counted inside a stretch: "the third Tuesday", "the first business day". */
export type NthUnit = CalendarUnit | Weekday | 'workday';

export const seasons = ['spring', 'summer', 'autumn', 'winter'] as const;
export type Season = (typeof seasons)[number];

/** As a bound, `start`, `middle` and `end` are points; `early`, `mid` and `late` are the same stretches everywhere. */
export const parts = [
  'start',
  'middle',
  'end',
  'early',
  'mid',
  'late',
  'earlier',
  'to-date',
  'rest',
] as const;
export type Part = (typeof parts)[number];

export const dayparts = ['morning', 'afternoon', 'evening', 'night', 'lunch'] as const;
export type Daypart = (typeof dayparts)[number];

/** A stretch of time with two ends. */
export type Period =
  /** This moment. */
  | { kind: 'now' }
  /** `today` (day 0), `last week` (week -1), `next month` (month 1). */
  | { kind: 'unit'; unit: CalendarUnit; offset: number }
  /** `last 30 days`, `next 2 weeks`: today included; hours and shorter are exact. */
  | { kind: 'rolling'; direction: 'past' | 'future'; amount: Amount }
  /** `60 days ago`, `2 weeks from now`: a day; an exact moment where the amount has hours or shorter. */
  | { kind: 'ago'; direction: 'past' | 'future'; amount: Amount }
  /** A Monday: of the week so many from this one (`week`), or counted (`nth`): 0 the latest, today included; -2 the second before today; 1 the first from today on. */
  | { kind: 'weekday'; weekday: Weekday; week: number }
  | { kind: 'weekday'; weekday: Weekday; nth: number }
  /** `Monday to Wednesday last week`: from a weekday to the first `last` after it. */
  | { kind: 'weekdays'; first: Period; last: Weekday }
  /** A day of the calendar. Without a year: any year's (only for yearly attributes). */
  | { kind: 'date'; year?: Year; month: number; day: number }
  | { kind: 'month'; year?: Year; month: number }
  | { kind: 'quarter'; year?: Year; quarter: number }
  | { kind: 'half'; year?: Year; half: number }
  | { kind: 'season'; year?: Year; season: Season }
  | { kind: 'week'; year?: Year; week: number }
  | { kind: 'holiday'; year?: Year; holiday: string }
  | { kind: 'year'; year: number }
  /** The ten years from `year` on. */
  | { kind: 'decade'; year: number }
  /** `FY26`, `Q2 FY26`, `last fiscal year`: named for the calendar year in which it ends. */
  | { kind: 'fiscal'; year: Year; quarter?: number }
  /** `last fiscal quarter`. */
  | { kind: 'fiscal-quarter'; offset: number }
  /** `start of May`, `early May`, `year to date`, `rest of the week`. */
  | { kind: 'part'; part: Part; of: Period }
  /** `third Tuesday of last month`, `last 4 months of 2021` (nth -1, count 4). */
  | { kind: 'nth'; nth: number; unit: NthUnit; count?: number; of: Period }
  /** `2 weeks before 13 May`: a day. */
  | { kind: 'shift'; amount: Amount; direction: 'before' | 'after'; of: Period }
  /** `week of 3 May`. */
  | { kind: 'containing'; unit: 'week' | 'weekend' | 'month' | 'quarter'; of: Period }
  /** `2 weeks starting 20 May`. */
  | { kind: 'starting'; amount: Amount; from: Period }
  /** `12 months ending March 2026`: the last day of it included. */
  | { kind: 'ending'; amount: Amount; to: Period }
  /** `the second Friday after Easter`, `the weekend before Christmas`. */
  | { kind: 'nearby'; nth: number; unit: Weekday | 'weekend'; direction: 'before' | 'after'; of: Period }
  /** `within 2 weeks before Christmas`, `less than 3 days after Easter`: from that day up to where the named one begins or ends; `from` has the named one in it. */
  | { kind: 'within'; amount: Amount; direction: 'before' | 'after' | 'from'; less?: true; of: Period }
  /** `9:00 on 3 May`. */
  | { kind: 'time'; time: string; day: Period }
  /** `14:00 to 16:00 today`; past midnight where the second is not later. */
  | { kind: 'clock'; from: string; to: string; day: Period }
  /** `tomorrow morning`. */
  | { kind: 'daypart'; part: Daypart; third?: 'early' | 'late'; day: Period }
  /** An exact moment, as ISO text with `Z`. */
  | { kind: 'moment'; at: string };

/** A stretch of time, perhaps open at one side. What a rule stores. */
export type Timeframe =
  | Period
  /** Both included. */
  | { kind: 'between'; from: Period; to: Period }
  /** From its beginning on. */
  | { kind: 'since'; of: Period }
  /** From its end on. */
  | { kind: 'after'; of: Period }
  /** Up to its beginning. */
  | { kind: 'before'; of: Period }
  /** Up to its end. */
  | { kind: 'until'; of: Period }
  /** `less than 30 days ago`: nearer to now than that day. */
  | { kind: 'nearer'; direction: 'past' | 'future'; amount: Amount };

const count = (most: number) => z.int().min(1).max(most);
const amount: z.ZodType<Amount> = z
  .strictObject(
    Object.fromEntries(units.map((unit) => [unit, count(amountLimits[unit]).exactOptional()])) as Record<
      AmountUnit,
      z.ZodExactOptional<z.ZodInt>
    >,
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
    .refine((value) => fits(value as Period), 'these periods do not stand in each other'),
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

/** How deep phrases may stand in each other (`the first day of the last week of …`). */
export const depthLimit = 8;

/** Checks a stored timeframe. Depth is checked first: zod would overflow its stack on a hostile tree. */
export const timeframeSchema: z.ZodType<Timeframe> = z
  .unknown()
  .refine((value) => depth(value, 0) <= depthLimit, 'phrases stand too deep in each other')
  .pipe(shape) as unknown as z.ZodType<Timeframe>;

/** How many periods stand in each other. */
export function depth(value: unknown, so: number): number {
  if (typeof value !== 'object' || value === null || so > depthLimit) return so;
  let deepest = so;
  for (const key of ['of', 'from', 'to', 'day', 'first'] as const) {
    const inner = (value as Record<string, unknown>)[key];
    if (typeof inner === 'object' && inner !== null) deepest = Math.max(deepest, depth(inner, so + 1));
  }
  return deepest;
}
