import { weekdayNumber } from '../calendar.ts';
import type { Phrase, Rule } from '../grammar.ts';
import { alt, map, oneOf, opt, refuse, seq, word } from '../grammar.ts';
import { printTimeframe } from '../print.ts';
import { type Period, type Weekday, weekdays } from '../schema.ts';
import { absolute } from './absolute.ts';
import { weekdayName } from './weekdays.ts';

/** A day said twice: "yesterday, Tuesday", "today (25 November)". Both must be the same day. */
const offset: Rule<number> = oneOf({ today: 0, yesterday: -1, tomorrow: 1 });
const opening = opt(word('(', '-', ','));
const closing = opt(word(')'));

export const apposed: Rule<Period> = alt<Period>(
  map(seq(offset, opening, weekdayName, closing), ([day, , name], phrase, from, to) =>
    onWeekday(day, name, phrase, from, to),
  ),
  map(seq(weekdayName, opening, offset, closing), ([name, , day], phrase, from, to) =>
    onWeekday(day, name, phrase, from, to),
  ),
  map(seq(offset, opening, absolute, closing), ([day, , date], phrase, from, to) =>
    onDate(day, date, phrase, from, to),
  ),
  map(seq(absolute, opening, offset, closing), ([date, , day], phrase, from, to) =>
    onDate(day, date, phrase, from, to),
  ),
);

const dayNames: Record<number, string> = { 0: 'today', [-1]: 'yesterday', 1: 'tomorrow' };

function onWeekday(day: number, name: Weekday, phrase: Phrase, from: number, to: number): Period | undefined {
  const date = phrase.calendar.today.add({ days: day });
  if (date.dayOfWeek === weekdayNumber(name)) return { kind: 'unit', unit: 'day', offset: day };
  const said = dayNames[day] ?? '';
  return refuse(phrase, from, to, `${capital(said)} is a ${capital(weekdays[date.dayOfWeek - 1] ?? '')}.`, [
    said,
    capital(name),
  ]);
}

function onDate(day: number, of: Period, phrase: Phrase, from: number, to: number): Period | undefined {
  if (of.kind !== 'date') return undefined;
  const date = phrase.calendar.today.add({ days: day });
  const on = (of as { on?: number }).on ?? date.dayOfWeek;
  const isYear = of.year === undefined || of.year === date.year;
  const isMonth = of.month === 0 || of.month === date.month;
  const found: Period = { kind: 'date', year: date.year, month: date.month, day: date.day };
  if (isYear && isMonth && of.day === date.day && on === date.dayOfWeek) return found;
  const said = dayNames[day] ?? '';
  const { kind, year, month } = of;
  const other = printTimeframe(
    year === undefined ? ({ kind, month, day: of.day } as Period) : { kind, year, month, day: of.day },
  );
  const message = `${capital(said)} is ${printTimeframe(found)}.`;
  return refuse(phrase, from, to, message, month === 0 ? [said] : [said, other]);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
