import type { Temporal } from 'temporal-polyfill';
import type { Calendar } from '../calendar.ts';
import { dateOf, nthWeekday, startOfWeek, weekdayNumber, yearOf } from '../calendar.ts';
import type { Phrase } from '../grammar.ts';
import { refuse } from '../grammar.ts';
import { leafOf, periodsOf, withLeaf } from '../leaf.ts';
import { pinTimeframe } from '../pin.ts';
import { monthNames, printTimeframe } from '../print.ts';
import type { Period, Timeframe, Weekday } from '../schema.ts';
import { weekdays } from '../schema.ts';
import type { Draft } from './numeric.ts';

/** A weekday with a word for which one, and a date: "next Friday 4 December". Both must be the same day. */
export function dateOfWeekday(
  which: 'this' | 'next' | 'last',
  weekday: Weekday,
  draft: Draft,
  phrase: Phrase,
  from: number,
  to: number,
): Period | undefined {
  const { calendar } = phrase;
  const { month, day } = draft;
  const year = draft.year === undefined ? undefined : yearOf(draft.year, calendar);
  const meant = daysMeant(which, weekday, phrase);
  const [nearest] = meant;
  const found = meant.find(
    (each) => each.month === month && each.day === day && (year ?? each.year) === each.year,
  );
  if (found) return { kind: 'date', year: found.year, month, day };
  const date = dateOf(year ?? calendar.today.year, month, day);
  if (date === null || nearest === undefined) return undefined;
  const name = `${which} ${capital(weekday)}`;
  const is =
    date.dayOfWeek === nearest.dayOfWeek ? `not ${said(date)}` : `and ${said(date)} is a ${nameOf(date)}`;
  const message = `${capital(name)} is ${said(nearest)}, ${is}.`;
  return refuse(phrase, from, to, message, [name, said(date)]);
}

/** Refuses a date that falls on another weekday. The user may have meant the nearest date that matches. */
export function otherWeekday(
  date: Temporal.PlainDate,
  on: number,
  phrase: Phrase,
  from: number,
  to: number,
): undefined {
  const days = [-1, 1, -2, 2, -3, 3].map((by) => date.add({ days: by }));
  const near = days.filter((each) => each.dayOfWeek === on).map(said);
  return refuse(phrase, from, to, `${said(date)} is a ${nameOf(date)}.`, [said(date), ...near]);
}

/** Why a weekday and a date without a year don't match: that date is another weekday in the likely year. */
export function wrongWeekday(
  timeframe: Timeframe,
  calendar: Calendar,
): { message: string; suggestions: string[] } | undefined {
  if (timeframe.kind === 'between' || timeframe.kind === 'nearer') return undefined;
  const isOpen = ['since', 'after', 'before', 'until'].includes(timeframe.kind);
  const [period] = periodsOf(timeframe);
  const leaf = period && leafOf(period);
  if (period === undefined || leaf?.kind !== 'date' || leaf.month === 0 || !('on' in leaf)) return undefined;
  const { on, ...plain } = leaf as typeof leaf & { on: number };
  const pinned = pinTimeframe(plain, calendar);
  if (pinned?.kind !== 'date' || typeof pinned.year !== 'number') return undefined;
  const date = dateOf(pinned.year, plain.month, plain.day);
  if (date === null) return undefined;
  const others = [-1, 1].map((by) => dateOf(date.year + by, plain.month, plain.day));
  const readings = [date, ...others.filter((each) => each?.dayOfWeek === on)];
  const suggestions = readings.flatMap((each) => {
    if (!each) return [];
    const of = withLeaf(period, { ...plain, year: each.year });
    return printTimeframe(isOpen ? ({ ...timeframe, of } as Timeframe) : of);
  });
  return { message: `${said(date)} is a ${nameOf(date)}.`, suggestions };
}

/** "Next Friday" is next week's or the coming one: people differ. A date next to it decides. */
function daysMeant(
  which: 'this' | 'next' | 'last',
  weekday: Weekday,
  { calendar }: Phrase,
): Temporal.PlainDate[] {
  const { today, weekStart } = calendar;
  const number = weekdayNumber(weekday);
  const inWeek = (offset: number) =>
    nthWeekday(startOfWeek(today, weekStart).add({ days: 7 * offset }), number, 1);
  if (which === 'last') return [nthWeekday(today.subtract({ days: 1 }), number, -1), inWeek(-1)];
  const coming = nthWeekday(today.add({ days: 1 }), number, 1);
  return which === 'next' ? [inWeek(1), coming] : [inWeek(0), coming];
}

function said(date: Temporal.PlainDate): string {
  return `${date.day} ${monthNames[date.month - 1]} ${date.year}`;
}

function nameOf(date: Temporal.PlainDate): string {
  return capital(weekdays[date.dayOfWeek - 1] ?? '');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
