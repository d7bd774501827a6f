import { Temporal } from 'temporal-polyfill';
import { dateOf, daysInMonth, weekdayNumber, yearOf } from '../calendar.ts';
import type { Phrase, Rule } from '../grammar.ts';
import { alt, digits, glued, lazy, map, opt, refuse, seq, word } from '../grammar.ts';
import { bare } from '../pin.ts';
import { monthNames } from '../print.ts';
import type { Period, Year } from '../schema.ts';
import { monthName } from './named.ts';
import { dayInWords, dayNumber, fullYear, ordinal, plainYear } from './numbers.ts';
import { weekdayName } from './weekdays.ts';
import { yearOfName } from './yearly.ts';

/** Days by date, in any order and spelling: "1 March 2026", "March 1st", "2026-03-01", "3/4/2026", "the 18th". */
interface Draft {
  year?: Year | undefined;
  month: number;
  day: number;
  /** How it was chosen. */
  note?: string;
}

const the = opt(word('the'));
const joint = opt(word('-', '/', ','));

/** "1 March", "the 1st of March", "fifteen august", "third day of October". */
const dayMonth: Rule<Draft> = map(
  seq(the, alt(dayNumber, dayInWords), opt(word('day')), opt(word('of', '-', '/', ',', '.')), monthName),
  ([, day, , , month]) => ({ day, month }),
);

/** "March 1st", "Oct2", "nov/2", "january twenty two", "october, the 1st". */
const monthDay: Rule<Draft> = map(
  seq(monthName, joint, the, alt(dayNumber, dayInWords)),
  ([month, , , day]) => ({ day, month }),
);

const idesOfMarch: Rule<Draft> = map(seq(the, word('ides'), word('of'), monthName), ([, , , month]) => ({
  month,
  day: [3, 5, 7, 10].includes(month) ? 15 : 13,
}));

const spelled: Rule<Draft> = alt<Draft>(
  map(seq(alt(dayMonth, monthDay, idesOfMarch), opt(yearOfName)), ([draft, year]) => ({ ...draft, year })),
  // "23/sep/20", "sep-23-20"
  map(
    seq(alt(dayMonth, monthDay), glued(word('/', '-')), glued(digits(0, 99, { min: 2, max: 2 }))),
    ([draft, , n]) => ({
      ...draft,
      year: fullYear(n),
    }),
  ),
  // "3 May 26": behind a month only a year can follow
  map(seq(dayMonth, digits(0, 99, { min: 2, max: 2 })), ([draft, n]) => ({ ...draft, year: fullYear(n) })),
  // "2020/sep/23", "2019 aug 1"
  map(seq(plainYear, joint, monthName, joint, dayNumber), ([year, , month, , day]) => ({ year, month, day })),
  map(
    seq(plainYear, joint, digits(1, 31, { min: 1, max: 2 }), joint, monthName),
    ([year, , day, , month]) => ({ year, month, day }),
  ),
);

const sign = alt(word('/', '-', '.'));
const short = digits(1, 31, { min: 1, max: 2 });
const twoDigits = digits(0, 99, { min: 2, max: 2 });

/** "2026-03-01", "2015/08/12": certain. */
const iso: Rule<Draft> = map(
  seq(digits(1000, 2999, { min: 4, max: 4 }), sign, short, sign, short),
  ([year, a, month, b, day]) => (a === b ? { year, month, day } : undefined),
);

const compact: Rule<Draft> = map(digits(19000101, 21001231, { min: 8, max: 8 }), (n) => ({
  year: Math.floor(n / 10000),
  month: Math.floor(n / 100) % 100,
  day: n % 100,
}));

/** "3/4/2026", "25.12.25", "2/15": by the workspace's order, unless only one reading is a date. */
const numeric: Rule<Draft> = alt<Draft>(
  map(
    seq(short, sign, short, sign, alt(plainYear, map(digits(0, 99, { min: 2, max: 2 }), fullYear))),
    ([a, s, b, t, year], phrase, from, to) => {
      if (s !== t) return undefined;
      // "25/03/13" of a workspace that writes the year first.
      if (phrase.calendar.context.dateOrder === 'ymd' && phrase.tokens[to - 1]?.text.length === 2)
        return undefined;
      return inOrder(a, b, year, phrase, from, to);
    },
  ),
  map(seq(twoDigits, sign, short, sign, short), ([year, s, month, t, day], phrase) =>
    s === t && phrase.calendar.context.dateOrder === 'ymd' ? { year: fullYear(year), month, day } : undefined,
  ),
  map(seq(short, sign, short), ([a, , b], phrase, from, to) => inOrder(a, b, undefined, phrase, from, to)),
);

/** "2026-13-01" is no date at all, and not the year 2026 up to 13 January. */
function isTail(phrase: Phrase, from: number, same: string): boolean {
  const [year, sign] = [phrase.tokens[from - 2], phrase.tokens[from - 1]];
  return (
    year?.kind === 'number' &&
    year.text.length === 4 &&
    sign?.glued === true &&
    sign.text === same &&
    phrase.tokens[from]?.glued === true
  );
}

function inOrder(
  a: number,
  b: number,
  year: number | undefined,
  phrase: Phrase,
  from: number,
  to: number,
): Draft | undefined {
  if (isTail(phrase, from, phrase.tokens[from + 1]?.text ?? '')) return undefined;
  const check = year ?? 2024;
  const monthFirst = a <= 12 && dateOf(check, a, b) !== null;
  const dayFirst = b <= 12 && dateOf(check, b, a) !== null;
  if (!monthFirst && !dayFirst) return refuse(phrase, from, to, 'There is no such date.');
  const order = phrase.calendar.context.dateOrder;
  const asMonthFirst: Draft = { year, month: a, day: b };
  const asDayFirst: Draft = { year, month: b, day: a };
  if (monthFirst && dayFirst && a !== b) {
    if (order === undefined) {
      const words = [asDayFirst, asMonthFirst].map(
        (draft) => `${draft.day} ${monthNames[draft.month - 1]}${year === undefined ? '' : ` ${year}`}`,
      );
      return refuse(
        phrase,
        from,
        to,
        `This may be ${words[0]} or ${words[1]}: write the month as a word, or set the workspace's date order.`,
        words,
      );
    }
    return order === 'dmy' ? { ...asDayFirst, note: 'day first' } : { ...asMonthFirst, note: 'month first' };
  }
  return monthFirst ? asMonthFirst : asDayFirst;
}

/** "Friday 9-5" names hours and no date. */
function isHours(phrase: Phrase, to: number): boolean {
  const [before, first, sign, last] = phrase.tokens.slice(to - 4, to);
  return before?.kind === 'word' && first?.kind === 'number' && sign?.text === '-' && last?.kind === 'number';
}

/** The day, or a reason why there is none. */
function checked(draft: Draft, phrase: Phrase, from: number, to: number, on?: number): Period | undefined {
  const { year, month, day } = draft;
  // Next year's 29 February may exist or be taken as the 28th; a year by number has it or not.
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
  if (year === undefined)
    return noted(bare({ kind: 'date', month, day, ...(on === undefined ? {} : { on }) }));
  if (on !== undefined && number !== undefined) {
    const is = new Temporal.PlainDate(number, month, day).dayOfWeek;
    if (is !== on) {
      const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
      return refuse(phrase, from, to, `${day} ${monthNames[month - 1]} ${number} is a ${names[is - 1]}.`, [
        `${day} ${monthNames[month - 1]} ${number}`,
      ]);
    }
  }
  return noted({ kind: 'date', year, month, day });
}

const draft: Rule<Draft> = alt(iso, spelled, numeric, compact);

/** "the 18th", "on the first", "the 27": a day of the latest or next month that has it. */
const dayOnly: Rule<number> = alt(
  map(seq(word('the'), dayNumber), ([, day]) => day),
  map(seq(digits(1, 31), glued(word('st', 'nd', 'rd', 'th'))), ([day]) => day),
);

const dates: Rule<Period> = alt<Period>(
  map(draft, (value, phrase, from, to) => checked(value, phrase, from, to)),
  map(
    seq(opt(word('this', 'next', 'last')), weekdayName, joint, draft),
    ([, weekday, , value], phrase, from, to) =>
      isHours(phrase, to) ? undefined : checked(value, phrase, from, to, weekdayNumber(weekday)),
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
