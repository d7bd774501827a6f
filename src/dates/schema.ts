/**
 * What a phrase is read against: the moment, the workspace's settings, and the side of now that the caller
 * means. `direction` decides what a bare `May`, `Monday`, or `3 June` is: the latest that has begun (`past`),
 * or the first that isn't over (`future`, `any`).
 */
export interface DateContext {
  now: Date;
  /** IANA name: `Europe/London`. */
  timeZone: string;
  weekStart: 'monday' | 'sunday' | 'saturday';
  /** If unset, `3/4/2026` is refused; `25/12/2026` is not. */
  dateOrder?: 'dmy' | 'mdy' | 'ymd';
  /** The month in which the fiscal year starts, 1 to 12. If unset, `FY26` is refused. */
  fiscalYearStart?: number;
  direction: 'past' | 'future' | 'any';
  /** For attributes that repeat every year (a birthday): a phrase without a year stays without one. */
  yearly?: boolean;
}

/** The units of an amount of time, longest first. */
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

/** How many of each unit: `{ months: 1, days: 21 }`. */
export type Amount = { [unit in AmountUnit]?: number };

/** Whether an amount has units shorter than a day, so that it counts elapsed time from this exact moment. */
export function isExact(amount: Amount): boolean {
  return amount.hours !== undefined || amount.minutes !== undefined || amount.seconds !== undefined;
}

/**
 * The largest amount of each unit that still gives a date that Temporal and JavaScript can hold, six times
 * over.
 */
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

/** A year by number, or relative to this year: `{ offset: -1 }` is last year. */
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

/** As bounds, `start`, `middle`, and `end` are points; `early`, `mid`, and `late` are always stretches. */
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
  /** `last 30 days`, `next 2 weeks`: includes today; hours and shorter units are exact. */
  | { kind: 'rolling'; direction: 'past' | 'future'; amount: Amount }
  /**
   * `60 days ago`, `2 weeks from now`: a day, or an exact moment if the amount has hours or shorter units.
   */
  | { kind: 'ago'; direction: 'past' | 'future'; amount: Amount }
  /**
   * A Monday, by its week relative to this one (`week`) or by counting (`nth`): 0 is the latest, today
   * included; -2 the second before today; 1 the first from today on.
   */
  | { kind: 'weekday'; weekday: Weekday; week: number }
  | { kind: 'weekday'; weekday: Weekday; nth: number }
  /** `Monday to Wednesday last week`: from a weekday to the first `last` after it. */
  | { kind: 'weekdays'; first: Period; last: Weekday }
  /** A calendar day. Without a year: that day in any year (only for yearly attributes). */
  | { kind: 'date'; year?: Year; month: number; day: number }
  | { kind: 'month'; year?: Year; month: number }
  | { kind: 'quarter'; year?: Year; quarter: number }
  | { kind: 'half'; year?: Year; half: number }
  | { kind: 'season'; year?: Year; season: Season }
  | { kind: 'week'; year?: Year; week: number }
  | { kind: 'holiday'; year?: Year; holiday: string }
  | { kind: 'year'; year: number }
  /** The ten years that begin with `year`. */
  | { kind: 'decade'; year: number }
  /** `FY26`, `Q2 FY26`, `last fiscal year`: named after the calendar year in which it ends. */
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
  /** `12 months ending March 2026`: includes its last day. */
  | { kind: 'ending'; amount: Amount; to: Period }
  /** `the second Friday after Easter`, `the weekend before Christmas`. */
  | { kind: 'nearby'; nth: number; unit: Weekday | 'weekend'; direction: 'before' | 'after'; of: Period }
  /**
   * `within 2 weeks before Christmas`, `less than 3 days after Easter`: from that day to the beginning or end
   * of the named period; `from` includes the named period.
   */
  | { kind: 'within'; amount: Amount; direction: 'before' | 'after' | 'from'; less?: true; of: Period }
  /** `9:00 on 3 May`. */
  | { kind: 'time'; time: string; day: Period }
  /** `14:00 to 16:00 today`; runs past midnight if the second isn't later. */
  | { kind: 'clock'; from: string; to: string; day: Period }
  /** `tomorrow morning`. */
  | { kind: 'daypart'; part: Daypart; third?: 'early' | 'late'; day: Period }
  /** An exact moment, as ISO text with `Z`. */
  | { kind: 'moment'; at: string };

/** A stretch of time that may be open on one side. This is what a rule stores. */
export type Timeframe =
  | Period
  /** Includes both ends. */
  | { kind: 'between'; from: Period; to: Period }
  /** From the beginning of the period. */
  | { kind: 'since'; of: Period }
  /** From the end of the period. */
  | { kind: 'after'; of: Period }
  /** Up to the beginning of the period. */
  | { kind: 'before'; of: Period }
  /** Up to the end of the period. */
  | { kind: 'until'; of: Period }
  /** `less than 30 days ago`: nearer to now than that day. */
  | { kind: 'nearer'; direction: 'past' | 'future'; amount: Amount };
