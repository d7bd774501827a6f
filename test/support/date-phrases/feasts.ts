import type { Temporal } from 'temporal-polyfill';
import type { Clock } from './clock.ts';
import { away, beginning, date, only, plus, seek } from './clock.ts';
import type { Family } from './counted.ts';
import { written } from './dates.ts';
import { choose } from './named.ts';
import type { Say } from './say.ts';
import { number, units, weekday } from './say.ts';

/** Families of holidays, and of days counted from them or from a date. */

/** Easter Sunday from 2016 to 2032, copied from a printed calendar. */
const easterDays = '3-27 4-16 4-1 4-21 4-12 4-4 4-17 4-9 3-31 4-20 4-5 3-28 4-16 4-1 4-21 4-13 3-28'.split(
  ' ',
);
const easter = (year: number) => {
  const [m = 1, d = 1] = (easterDays[year - 2016] ?? '').split('-').map(Number);
  return date(year, m, d);
};
const nth = (year: number, m: number, name: number, n: number) =>
  plus(
    seek(date(year, m, 1), 1, (day) => day.dayOfWeek === name),
    7 * (n - 1),
  );
const lastIn = (year: number, m: number, name: number) =>
  seek(plus(date(year, m, 1).add({ months: 1 }), -1), -1, (day) => day.dayOfWeek === name);

const feasts: [names: string[], day: (year: number) => Temporal.PlainDate][] = [
  [['Christmas', 'Xmas', 'Christmas Day', 'chrismas', 'cristmas', 'christmass'], (y) => date(y, 12, 25)],
  [['Christmas Eve'], (y) => date(y, 12, 24)],
  [["New Year's Eve", 'NYE', 'new years eve'], (y) => date(y, 12, 31)],
  [['Halloween', 'haloween', 'hallowen'], (y) => date(y, 10, 31)],
  [["Valentine's Day", 'valentines', 'Valentine’s day', 'valentimes day'], (y) => date(y, 2, 14)],
  [['St Patrick’s Day', 'st patricks day', 'saint patricks day'], (y) => date(y, 3, 17)],
  [['Independence Day', 'independance day', 'the 4th of July'], (y) => date(y, 7, 4)],
  [['Juneteenth'], (y) => date(y, 6, 19)],
  [['Boxing Day'], (y) => date(y, 12, 26)],
  [['Thanksgiving', 'thanksgivng', 'Thanksgiving Day', 'thanskgiving'], (y) => nth(y, 11, 4, 4)],
  [['Black Friday', 'blackfriday', 'black firday'], (y) => plus(nth(y, 11, 4, 4), 1)],
  [['Cyber Monday', 'cybermonday', 'cyber mondy'], (y) => plus(nth(y, 11, 4, 4), 4)],
  [['Giving Tuesday'], (y) => plus(nth(y, 11, 4, 4), 5)],
  [['Labor Day'], (y) => nth(y, 9, 1, 1)],
  [['Memorial Day', 'memorail day'], (y) => lastIn(y, 5, 1)],
  [["Mother's Day", 'mothers day'], (y) => nth(y, 5, 7, 2)],
  [["Father's Day", 'fathers day'], (y) => nth(y, 6, 7, 3)],
  [['MLK Day', 'Martin Luther King Day'], (y) => nth(y, 1, 1, 3)],
  [['Easter', 'Easter Sunday'], easter],
  [['Good Friday'], (y) => plus(easter(y), -2)],
  [['Easter Monday'], (y) => plus(easter(y), 1)],
  [['Ash Wednesday'], (y) => plus(easter(y), -46)],
  [['Pentecost'], (y) => plus(easter(y), 49)],
];

const feast = (say: Say) => {
  const [names, day] = say.pick(feasts);
  return { name: say.pick(names), day };
};
const near = (say: Say, { today }: Clock) => today.year + say.int(-6, 2);

/** A day with its words: a holiday or a date, with its year. */
const anchor = (say: Say, clock: Clock) => {
  if (say.chance(0.5)) {
    const { name, day } = feast(say);
    const year = near(say, clock);
    return { words: `${name} ${year}`, day: day(year) };
  }
  const day = plus(clock.today, say.int(-900, 300));
  return { words: written(say, day), day };
};

const distance = (say: Say) => {
  const unit = say.pick(['day', 'day', 'week', 'month']);
  const n = say.int(2, unit === 'day' ? 60 : 10);
  return { unit, n, words: `${number(say, n)} ${units(say, n, unit)}` };
};

export const holidays: Record<string, Family> = {
  'a holiday with its year': (say, clock) => {
    const { name, day } = feast(say);
    const year = near(say, clock);
    const words = say.pick([
      `${name} ${year}`,
      `${name} of ${year}`,
      `${name}, ${year}`,
      `${name} in ${year}`,
    ]);
    return { phrase: say.chance(0.2) ? `on ${words}` : words, ...only(day(year)) };
  },
  'a bare holiday': (say, clock) => {
    const { name, day } = feast(say);
    return { phrase: name, ...choose(clock, (year) => only(day(year))) };
  },
  'a holiday of last year': (say, { today }) => {
    const { name, day } = feast(say);
    const [words, n] = say.pick([
      [`${name} last year`, -1],
      [`${name} this year`, 0],
      [`last year's ${name}`, -1],
      [`${name} two years ago`, -2],
    ] as const);
    return { phrase: words, ...only(day(today.year + n)) };
  },
  'last, next and the one before last': (say, { today }) => {
    const { name, day } = feast(say);
    const bare = name.replace('the ', '');
    const years = [-3, -2, -1, 0, 1, 2, 3].map((n) => day(today.year + n));
    const over = years.filter((each) => each.until(today).days > 0);
    const ahead = years.filter((each) => today.until(each).days > 0);
    const [words, found] = say.pick([
      [`last ${bare}`, over.at(-1)],
      [`the last ${bare}`, over.at(-1)],
      [`next ${bare}`, ahead[0]],
      [`the ${bare} before last`, over.at(-2)],
      [`the ${bare} after next`, ahead[1]],
    ] as const);
    return { phrase: words, ...only(found as Temporal.PlainDate) };
  },
  'the weekend of a holiday': (say, clock) => {
    // Saturday and Sunday, and the holiday with them if it touches; Easter's has four days and its own row.
    const year = near(say, clock);
    const [name, day] = say.pick([
      ['Labor Day', nth(year, 9, 1, 1)],
      ['Memorial Day', lastIn(year, 5, 1)],
      ['Thanksgiving', nth(year, 11, 4, 4)],
      ['Black Friday', plus(nth(year, 11, 4, 4), 1)],
      ["Mother's Day", nth(year, 5, 7, 2)],
      ['Easter', easter(year)],
    ] as const);
    const phrase = say.pick([
      `${name} weekend ${year}`,
      `${name} weekend of ${year}`,
      ...(year === clock.today.year - 1 ? [`${name} weekend last year`] : []),
    ]);
    if (name === 'Easter') return { phrase, from: plus(day, -2), to: plus(day, 2) };
    if (day.dayOfWeek === 1) return { phrase, from: plus(day, -2), to: plus(day, 1) };
    const sunday = seek(day, 1, (each) => each.dayOfWeek === 7);
    return { phrase, from: day.dayOfWeek === 7 ? plus(day, -1) : day, to: plus(sunday, 1) };
  },
  'a day counted from a day': (say, clock) => {
    const { words, day } = anchor(say, clock);
    const { unit, n, words: far } = distance(say);
    const [how, sign] = say.pick([
      ['before', -1],
      ['after', 1],
      ['prior to', -1],
      ['from', 1],
    ] as const);
    return { phrase: `${far} ${how} ${words}`, ...only(away(day, sign * n, unit)) };
  },
  'the stretch beside a day': (say, clock) => {
    const { words, day } = anchor(say, clock);
    const { unit, n, words: far } = distance(say);
    return say.chance(0.5)
      ? {
          phrase: `${say.pick(['the', 'in the'])} ${far} before ${words}`,
          from: away(day, -n, unit),
          to: day,
        }
      : {
          phrase: `${say.pick(['the', 'in the'])} ${far} after ${words}`,
          from: plus(day, 1),
          to: away(plus(day, 1), n, unit),
        };
  },
  'up to a distance before a day': (say, clock) => {
    const { words, day } = anchor(say, clock);
    const { n } = distance(say);
    const far = `${number(say, n)} ${units(say, n, 'day')}`;
    const [how, less] = say.pick([
      ['up to', 0],
      ['within', 0],
      ['less than', 1],
      ['at most', 0],
    ] as const);
    return { phrase: `${how} ${far} before ${words}`, from: plus(day, less - n), to: day };
  },
  'up to a distance after a day': (say, clock) => {
    const { words, day } = anchor(say, clock);
    const { n } = distance(say);
    const far = `${number(say, n)} ${units(say, n, 'day')}`;
    const [how, less] = say.pick([
      ['up to', 0],
      ['within', 0],
      ['less than', 1],
      ['at most', 0],
    ] as const);
    return { phrase: `${how} ${far} after ${words}`, from: plus(day, 1), to: plus(day, 1 + n - less) };
  },
  'farther than a distance from a day': (say, clock) => {
    const { words, day } = anchor(say, clock);
    const { unit, n, words: far } = distance(say);
    return say.chance(0.5)
      ? { phrase: `more than ${far} before ${words}`, from: null, to: away(day, -n, unit) }
      : { phrase: `more than ${far} after ${words}`, from: plus(away(day, n, unit), 1), to: null };
  },
  'a stretch that ends or starts on a day': (say, clock) => {
    const { words, day } = anchor(say, clock);
    const { unit, n, words: far } = distance(say);
    return say.chance(0.5)
      ? {
          phrase: `${say.pick(['', 'the '])}${far} ending ${words}`,
          from: away(plus(day, 1), -n, unit),
          to: plus(day, 1),
        }
      : {
          phrase: `${far} ${say.pick(['starting', 'beginning', 'commencing'])} ${words}`,
          from: day,
          to: away(day, n, unit),
        };
  },
  'the weekday beside a day': (say, clock) => {
    const { words, day } = anchor(say, clock);
    const name = say.int(1, 7);
    const step = say.pick([-1, 1] as const);
    const found = seek(plus(day, step), step, (each) => each.dayOfWeek === name);
    return { phrase: `the ${weekday(say, name)} ${step < 0 ? 'before' : 'after'} ${words}`, ...only(found) };
  },
  'the business day beside a day': (say, clock) => {
    const { words, day } = anchor(say, clock);
    const step = say.pick([-1, 1] as const);
    const found = seek(plus(day, step), step, (each) => each.dayOfWeek < 6);
    const phrase =
      step < 0 ? `the last working day before ${words}` : `the first business day after ${words}`;
    return { phrase, ...only(found) };
  },
  'since and before a holiday': (say, clock) => {
    const { name, day } = feast(say);
    const year = near(say, clock);
    const [words, from, to] = say.pick([
      [`since ${name} ${year}`, day(year), null],
      [`after ${name} ${year}`, plus(day(year), 1), null],
      [`before ${name} ${year}`, null, day(year)],
      [`until ${name} ${year}`, null, plus(day(year), 1)],
    ] as const);
    return { phrase: words, from, to };
  },
  'from the start or to the end of something': (say, clock) => {
    const year = near(say, clock);
    const m = say.int(1, 12);
    const first = date(year, m, 1);
    const name = `${'January February March April May June July August September October November December'.split(' ')[m - 1]} ${year}`;
    const [words, from, to] = say.pick([
      [`since the start of ${name}`, first, null],
      [`since the end of ${name}`, first.add({ months: 1 }), null],
      [`until the start of ${name}`, null, first],
      [`until the end of ${name}`, null, first.add({ months: 1 })],
      [`before the end of ${name}`, null, first.add({ months: 1 })],
      [`since the end of ${year}`, date(year + 1, 1, 1), null],
      [`since the start of last year`, date(clock.today.year - 1, 1, 1), null],
      [`since the beginning of the year`, date(clock.today.year, 1, 1), null],
      [`since the end of last month`, beginning('month', clock.today, 1), null],
    ] as const);
    return { phrase: words, from, to };
  },
};
