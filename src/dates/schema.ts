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

/** The parts of an amount of time, longest first. */
export const amountUnits = [
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
export type AmountUnit = (typeof amountUnits)[number];

/** So many of each unit: `{ months: 1, days: 21 }`. */
export type Amount = { [unit in AmountUnit]?: number };

/** Whether an amount reaches below the day, so that it counts elapsed time from this very moment. */
export function isExact(amount: Amount): boolean {
  return amount.hours !== undefined || amount.minutes !== undefined || amount.seconds !== undefined;
}

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
