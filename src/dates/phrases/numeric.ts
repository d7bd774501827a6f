import { Temporal } from 'temporal-polyfill';
import { dateOf } from '../calendar.ts';
import type { Phrase, Rule } from '../grammar.ts';
import { alt, digits, map, opt, refuse, seq, withoutBlank, word } from '../grammar.ts';
import { monthNames } from '../print.ts';
import type { DateContext, Year } from '../schema.ts';
import { certainOrders } from './date-order.ts';
import { fullYear, plainYear, shortYear } from './numbers.ts';

/** Numeric dates: "2026-03-01", "1974 10 31", "3/4/2026" by the workspace's order, "30.11.". */
export interface Draft {
  year?: Year | undefined;
  month: number;
  day: number;
  /** How this reading was chosen. */
  note?: string;
  /** The same figures in the other order, if that is a date too. */
  other?: Draft;
}

const sign = alt(word('/', '-', '.'));
const short = digits(1, 31, { min: 1, max: 2 });
const longYear = digits(1000, 2999, { min: 4, max: 4 });

/** "2026-03-01", "2015/08/12", "1974 10 31": certain. */
const iso: Rule<Draft> = alt<Draft>(
  map(seq(longYear, sign, short, sign, short), ([year, a, month, b, day]) =>
    a === b ? { year, month, day } : undefined,
  ),
  map(seq(plainYear, short, short), ([year, month, day]) => ({ year, month, day })),
  // "2025-212": the 212th day
  map(
    seq(longYear, withoutBlank(word('-')), withoutBlank(digits(1, 366, { min: 3, max: 3 }))),
    ([year, , n], phrase, from, to) => {
      const day = new Temporal.PlainDate(year, 1, 1).add({ days: n - 1 });
      if (day.year !== year) return undefined;
      // "2019-202" may be "2019-2022" with a figure missing.
      return n >= 190 && n < 210
        ? refuse(phrase, from, to, `Day ${n} of ${year}, or several years?`, [`day ${n} of ${year}`])
        : { year, month: day.month, day: day.day };
    },
  ),
  // "2025-W30-3": the Wednesday of that week
  map(
    seq(
      longYear,
      opt(withoutBlank(word('-'))),
      withoutBlank(word('w')),
      withoutBlank(digits(1, 53, { min: 2, max: 2 })),
      withoutBlank(word('-')),
      withoutBlank(digits(1, 7, { min: 1, max: 1 })),
    ),
    ([year, , , week, , weekday]) => {
      // 4 January is always in week 1, and ISO's weeks begin on Monday, whatever the workspace's begin on.
      const first = new Temporal.PlainDate(year, 1, 4);
      const monday = first.subtract({ days: first.dayOfWeek - 1 }).add({ weeks: week - 1 });
      const day = monday.add({ days: weekday - 1 });
      // Not every year has a week 53.
      return monday.add({ days: 3 }).year === year
        ? { year: day.year, month: day.month, day: day.day }
        : undefined;
    },
  ),
);

const compact: Rule<Draft> = map(digits(19000101, 21001231, { min: 8, max: 8 }), (n) => ({
  year: Math.floor(n / 10000),
  month: Math.floor(n / 100) % 100,
  day: n % 100,
}));

type Order = DateContext['dateOrder'];

/** "3/4/2026", "25.12.25", "2/15", "13 12 2016": in the given order, unless only one reading is a date. */
const inOrderOf = (order: (context: DateContext) => Order): Rule<Draft> =>
  alt<Draft>(
    map(seq(short, sign, short, sign, alt(plainYear, shortYear)), ([a, s, b, t, year], phrase, from, to) => {
      const { context } = phrase.calendar;
      if (s !== t) return undefined;
      // "25/03/13" in a workspace that writes the year first.
      const isShort = phrase.tokens[to - 1]?.text.length === 2;
      if (context.dateOrder === 'ymd' && isShort) return undefined;
      // "26-11-20" may also have the year first, as in 2026-11-20.
      const yearFirst = { year: fullYear(a), month: b, day: year % 100 };
      if (s === '-' && isShort && a > 12 && context.dateOrder !== 'dmy' && isLikely(yearFirst, phrase))
        return refuseBoth([{ year, month: b, day: a }, yearFirst], phrase, from, to);
      return read(a, b, year, phrase, from, to, order(context));
    }),
    map(seq(shortYear, sign, short, sign, short), ([year, s, month, t, day], phrase) =>
      s === t && phrase.calendar.context.dateOrder === 'ymd' ? { year, month, day } : undefined,
    ),
    map(seq(short, short, plainYear), ([a, b, year], phrase, from, to) =>
      read(a, b, year, phrase, from, to, order(phrase.calendar.context)),
    ),
    map(seq(short, sign, short), ([a, , b], phrase, from, to) =>
      read(a, b, undefined, phrase, from, to, order(phrase.calendar.context)),
    ),
    // "30.11.": countries that write the day first write this dot; elsewhere it may end a sentence.
    map(
      seq(short, withoutBlank(word('.')), withoutBlank(short), withoutBlank(word('.'))),
      ([a, , b], phrase, from, to) =>
        read(a, b, undefined, phrase, from, to, order(phrase.calendar.context) === 'dmy' ? 'dmy' : undefined),
    ),
  );

export const numericDate: Rule<Draft> = alt(
  iso,
  inOrderOf(({ dateOrder }) => dateOrder),
  compact,
);

/** The same next to something that may decide the order: `other` is set if both readings are dates. */
export const eitherOrder: Rule<Draft> = inOrderOf(({ dateOrder }) => dateOrder ?? 'mdy');

/** A date that exists, in a year that people ask about. */
function isLikely(
  { year, month, day }: { year: number; month: number; day: number },
  phrase: Phrase,
): boolean {
  const { today, context } = phrase.calendar;
  const latest = today.year + (context.direction === 'past' ? 0 : 5);
  return year > today.year - 30 && year <= latest && dateOf(year, month, day) !== null;
}

/** "2026-13-01" is not a date, and not the year 2026 up to 13 January either. */
function isTail(phrase: Phrase, from: number, same: string): boolean {
  const [year, before] = [phrase.tokens[from - 2], phrase.tokens[from - 1]];
  return (
    year?.kind === 'number' &&
    year.text.length === 4 &&
    before?.glued === true &&
    before.text === same &&
    phrase.tokens[from]?.glued === true
  );
}

function read(
  a: number,
  b: number,
  year: number | undefined,
  phrase: Phrase,
  from: number,
  to: number,
  order: Order,
): Draft | undefined {
  if (isTail(phrase, from, phrase.tokens[from + 1]?.text ?? '')) return undefined;
  const check = year ?? 2024;
  const monthFirst = a <= 12 && dateOf(check, a, b) !== null;
  const dayFirst = b <= 12 && dateOf(check, b, a) !== null;
  if (!monthFirst && !dayFirst) return refuse(phrase, from, to, 'There is no such date.');
  const certain = [...certainOrders(phrase)];
  if (certain.length > 1) {
    const message =
      'One of these dates begins with the day and one with the month: write the months as words.';
    return refuse(phrase, from, to, message);
  }
  const asMonthFirst: Draft = { year, month: a, day: b };
  const asDayFirst: Draft = { year, month: b, day: a };
  if (!monthFirst || !dayFirst || a === b) return monthFirst ? asMonthFirst : asDayFirst;
  if (certain[0] === 'dmy') return { ...asDayFirst, note: 'day first' };
  if (certain[0] === 'mdy') return { ...asMonthFirst, note: 'month first' };
  if (order === undefined) return refuseBoth([asDayFirst, asMonthFirst], phrase, from, to);
  return order === 'dmy'
    ? { ...asDayFirst, note: 'day first', other: asMonthFirst }
    : { ...asMonthFirst, note: 'month first', other: asDayFirst };
}

/** The same figures give two dates: suggest both. */
export function refuseBoth(drafts: Draft[], phrase: Phrase, from: number, to: number): undefined {
  const words = drafts.map(
    ({ day, month, year }) => `${day} ${monthNames[month - 1]}${typeof year === 'number' ? ` ${year}` : ''}`,
  );
  return refuse(
    phrase,
    from,
    to,
    `This may be ${words[0]} or ${words[1]}: write the month as a word, or set the workspace's date order.`,
    words,
  );
}
