import { Temporal } from 'temporal-polyfill';
import type { Span } from '../calendar.ts';
import type { Listed } from './listed.ts';

/**
 * When a holiday is:
 * - `12-25` the same day every year; `12-25/5` for five days
 * - `11 thu 4` the fourth Thursday of November, `5 mon -1` the last Monday of May; `11 thu 4 +1` a day later
 * - `easter -2`, `orthodox -2` days from Easter; `easter -46/46` for 46 days
 * - `hebrew 1 15/8` day and month of another calendar, for so many days
 * - a table, for what can't be computed: see `listed.ts`
 */
export type When = string | Listed | ((year: number) => Temporal.PlainDate | Span | null);

/** One row: the printed name, the date, and other names. `(day)` is optional. */
export type Row = readonly [name: string, when: When, others?: string];

/** A day of our calendar. */
export const date = (year: number, month: number, day: number) => new Temporal.PlainDate(year, month, day);
