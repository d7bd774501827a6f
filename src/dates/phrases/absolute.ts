import { Temporal } from 'temporal-polyfill';
import { defined } from '../../lib/defined.ts';
import { dateOf, daysInMonth, weekdayNumber, yearOf } from '../calendar.ts';
import type { Phrase, Rule } from '../grammar.ts';
import { alt, digits, lazy, map, oneOf, opt, refuse, seq, withoutBlank, word } from '../grammar.ts';
import { bare } from '../leaf.ts';
import { pinTimeframe } from '../pin.ts';
import { monthNames } from '../print.ts';
import type { Period } from '../schema.ts';
import { monthName } from './named.ts';
import { countsDays, dayInWords, dayNumber, ordinal, plainYear, shortYear } from './numbers.ts';
import type { Draft } from './numeric.ts';
import { eitherOrder, numericDate, refuseBoth } from './numeric.ts';
import { pick } from './pick.ts';
import { dateOfWeekday, otherWeekday } from './weekday-date.ts';
import { weekdayName } from './weekdays.ts';
import { yearOfName } from './yearly.ts';

/** Dates in any order and spelling: "1 March 2026", "March 1st", "2026-03-01", "3/4/2026", "the 18th". */
const the = opt(word('the'));
const joint = opt(word('-', '/', ','));

/** "1 March", "the 1st of March", "fifteen august", "third day of October". */
const dayMonth: Rule<Draft> = map(
  seq(the, alt(dayNumber, dayInWords), opt(word('day')), opt(word('of', '-', '/', ',', '.')), monthName),
  ([, day, , , month], phrase, from, to) => (countsDays(phrase, from, to) ? undefined : { day, month }),
);

/** "March 1st", "Oct2", "nov/2", "january twenty two", "october, the 1st". */
const monthDay: Rule<Draft> = map(
  seq(monthName, joint, the, alt(dayNumber, dayInWords)),
  ([month, , , day], phrase, from, to) =>
    isMonthOfYear(month, day, phrase, from, to) ? undefined : { day, month },
);

/** "Jan-25" is how spreadsheets write January 2025: does it mean the month or the day? */
function isMonthOfYear(month: number, day: number, phrase: Phrase, from: number, to: number): boolean {
  const { tokens, calendar } = phrase;
  const [, dash, figures] = tokens.slice(from, to);
  const year = 2000 + day;
  if (to !== from + 3 || to !== tokens.length || dash?.text !== '-' || !dash.glued) return false;
  if (figures?.text !== String(day) || !figures.glued || day < 10) return false;
  if (tokens.filter(({ kind }) => kind === 'number').length > 1) return false;
  if (year < calendar.today.year - 10 || year > calendar.today.year + 5) return false;
  if (dateOf(2024, month, day) === null) return false;
  const name = monthNames[month - 1];
  refuse(phrase, from, to, `${day} ${name}, or ${name} ${year}?`, [`${day} ${name}`, `${name} ${year}`]);
  return true;
}

const idesOfMarch: Rule<Draft> = map(seq(the, word('ides'), word('of'), monthName), ([, , , month]) => ({
  month,
  day: [3, 5, 7, 10].includes(month) ? 15 : 13,
}));

const spelled: Rule<Draft> = alt<Draft>(
  map(seq(alt(dayMonth, monthDay, idesOfMarch), opt(yearOfName)), ([draft, year]) => ({ ...draft, year })),
  // "23/sep/20", "sep-23-20"
  map(
    seq(alt(dayMonth, monthDay), withoutBlank(word('/', '-')), withoutBlank(shortYear)),
    ([draft, , year]) => ({
      ...draft,
      year,
    }),
  ),
  // "3 May 26": only a year can follow a month
  map(seq(dayMonth, shortYear), ([draft, year]) => ({ ...draft, year })),
  // "2020/sep/23", "2019 aug 1"
  map(seq(plainYear, joint, monthName, joint, dayNumber), ([year, , month, , day]) => ({ year, month, day })),
  map(
    seq(plainYear, joint, digits(1, 31, { min: 1, max: 2 }), joint, monthName),
    ([year, , day, , month]) => ({ year, month, day }),
  ),
);

/** Whether such a day is within two months of today, on the side that the caller means. */
function isNear(day: number, on: number, phrase: Phrase): boolean {
  const { today, context } = phrase.calendar;
  const { direction } = context;
  const [least, most] = [direction === 'future' ? 0 : -62, direction === 'past' ? 0 : 62];
  for (let i = least; i <= most; i += 1) {
    const each = today.add({ days: i });
    if (each.day === day && each.dayOfWeek === on) return true;
  }
  return false;
}

/** "Friday 9-5" names hours, not a date. */
function isHours(phrase: Phrase, to: number): boolean {
  const [before, first, sign, last] = phrase.tokens.slice(to - 4, to);
  return before?.kind === 'word' && first?.kind === 'number' && sign?.text === '-' && last?.kind === 'number';
}

/** "Friday 5/12": the order that makes it a Friday, whatever the workspace's order is. */
function onWeekday(draft: Draft, on: number, phrase: Phrase, from: number, to: number): Draft | undefined {
  const { other } = draft;
  if (other === undefined) return draft;
  const { context } = phrase.calendar;
  const { year } = draft;
  const fits = ({ month, day }: Draft) =>
    typeof year === 'number'
      ? dateOf(year, month, day)?.dayOfWeek === on
      : pinTimeframe(bare({ kind: 'date', month, day, on }), phrase.calendar) !== null;
  const [asSaid, swapped] = [fits(draft), fits(other)];
  if (asSaid && swapped && context.dateOrder === undefined)
    return refuseBoth([draft, other], phrase, from, to);
  if (asSaid || !swapped) return draft;
  return { ...other, note: draft.note === 'day first' ? 'month first' : 'day first' };
}

/** The day, or the reason why it doesn't exist. */
function checked(draft: Draft, phrase: Phrase, from: number, to: number, on?: number): Period | undefined {
  const { year, month, day } = draft;
  // Next year's 29 February may exist or become the 28th; a year by number either has it or doesn't.
  const fixed = typeof year === 'number' ? year : undefined;
  if (month < 1 || month > 12 || dateOf(fixed ?? 2024, month, day) === null) {
    const name = monthNames[month - 1];
    const said = fixed === undefined ? name : `${name} ${fixed}`;
    const why = name && day > 28 ? `: ${said} has ${daysInMonth(fixed ?? 2024, month)} days.` : '.';
    return refuse(phrase, from, to, `There is no such date${why}`);
  }
  const number = year === undefined ? undefined : yearOf(year, phrase.calendar);
  const noted = (period: Period): Period => {
    if (draft.note !== undefined) phrase.notes.set(period, draft.note);
    return period;
  };
  if (year === undefined) return noted(bare({ kind: 'date', month, day, ...defined({ on }) }));
  if (on !== undefined && number !== undefined) {
    const is = new Temporal.PlainDate(number, month, day).dayOfWeek;
    if (is !== on) return otherWeekday(new Temporal.PlainDate(number, month, day), on, phrase, from, to);
  }
  return noted({ kind: 'date', year, month, day });
}

const draft: Rule<Draft> = alt(spelled, numericDate);

/** "the 18th", "on the first", "the 27": a day of the latest or next month that has such a day. */
const dayOnly: Rule<number> = alt(
  map(seq(word('the'), dayNumber), ([, day]) => day),
  map(seq(digits(1, 31), withoutBlank(word('st', 'nd', 'rd', 'th'))), ([day]) => day),
);

/** "last 4th of July", "next 3 March". */
const picked: Rule<Period> = map(
  seq(
    the,
    oneOf<'this' | 'last' | 'next'>({ this: 'this', last: 'last', next: 'next' }),
    the,
    alt(dayMonth, monthDay),
  ),
  ([, side, , { month, day }], phrase) =>
    pick(side, (year = { offset: 0 }) => ({ kind: 'date', year, month, day }), phrase.calendar),
);

const dates: Rule<Period> = alt<Period>(
  picked,
  map(draft, (value, phrase, from, to) => checked(value, phrase, from, to)),
  map(seq(weekdayName, joint, the, eitherOrder), ([weekday, , , value], phrase, from, to) => {
    const on = weekdayNumber(weekday);
    const draft = isHours(phrase, to) ? undefined : onWeekday(value, on, phrase, from, to);
    return draft && checked(draft, phrase, from, to, on);
  }),
  map(
    seq(opt(word('this', 'next', 'last')), weekdayName, joint, draft),
    ([which, weekday, , value], phrase, from, to) => {
      if (isHours(phrase, to)) return undefined;
      return which === undefined
        ? checked(value, phrase, from, to, weekdayNumber(weekday))
        : dateOfWeekday(which, weekday, value, phrase, from, to);
    },
  ),
  // "Monday 16": a day nearby, or a typo
  map(
    seq(weekdayName, joint, digits(1, 31, { min: 1, max: 2 })),
    ([weekday, , day], phrase, from, to): Period | undefined => {
      const on = weekdayNumber(weekday);
      // "Monday 8-9am" names hours.
      const [next, more] = phrase.tokens.slice(to, to + 2);
      if (/^(?:-|:|to|until|am|pm)$/.test(next?.text ?? '') && (more === undefined || more.kind === 'number'))
        return undefined;
      if (isNear(day, on, phrase)) return bare({ kind: 'date', month: 0, day, on });
      if (to < phrase.tokens.length) return undefined;
      return refuse(
        phrase,
        from,
        to,
        `No month near today has a ${phrase.text.slice(phrase.tokens[from]?.at, phrase.tokens[from]?.end)} the ${day}.`,
      );
    },
  ),
  map(seq(draft, joint, weekdayName), ([value, , weekday], phrase, from, to) =>
    checked(value, phrase, from, to, weekdayNumber(weekday)),
  ),
  map(seq(weekdayName, joint, dayOnly), ([weekday, , day]) =>
    bare({ kind: 'date', month: 0, day, on: weekdayNumber(weekday) }),
  ),
  map(seq(weekdayName, joint, word('the'), ordinal), ([weekday, , , day]) =>
    day <= 31 ? bare({ kind: 'date', month: 0, day, on: weekdayNumber(weekday) }) : undefined,
  ),
  map(dayOnly, (day) => bare({ kind: 'date', month: 0, day })),
);

export const absolute: Rule<Period> = lazy(() => dates);
