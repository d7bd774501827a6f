import type { Temporal } from 'temporal-polyfill';
import type { Clock } from './clock.ts';
import { date, only, plus, seek, through } from './clock.ts';
import type { Family } from './counted.ts';
import { choose } from './named.ts';
import type { Say } from './say.ts';
import { filled, month, ordinal, weekday } from './say.ts';

/** Families of days by date, and of ranges between them. */
const two = (n: number) => String(n).padStart(2, '0');
const someDay = (say: Say, { today }: Clock) => plus(today, say.int(-1500, 400));

/** A day with its year, the month as a word or the year first: certain in any workspace. */
export function written(say: Say, day: Temporal.PlainDate): string {
  const [y, m, d] = [day.year, month(say, day.month), day.day];
  return say.pick([
    `${d} ${m} ${y}`,
    `${m} ${d}, ${y}`,
    `${m} ${d} ${y}`,
    `${m} ${ordinalDigits(d)}, ${y}`,
    `the ${ordinalDigits(d)} of ${m} ${y}`,
    `${ordinalDigits(d)} ${m} ${y}`,
    `${d}-${m}-${y}`,
    `${d} ${m} '${String(y).slice(2)}`,
    `${y}-${two(day.month)}-${two(d)}`,
    `${y}/${two(day.month)}/${two(d)}`,
    `${y} ${m} ${d}`,
  ]);
}

function ordinalDigits(n: number): string {
  const last = n > 10 && n < 14 ? 0 : n % 10;
  return `${n}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`;
}

/** The numbers of a day in the workspace's order. */
function inFigures(say: Say, day: Temporal.PlainDate, clock: Clock, year: boolean): string {
  const sign = say.pick(['/', '.', '-']);
  const [d, m] = say.chance(0.5) ? [two(day.day), two(day.month)] : [String(day.day), String(day.month)];
  const order = clock.context.dateOrder === 'dmy' ? [d, m] : [m, d];
  return [...order, ...(year ? [String(day.year)] : [])].join(year ? say.pick([sign, sign, ' ']) : '/');
}

export const dates: Record<string, Family> = {
  'a date with its month as a word': (say, clock) => {
    const day = someDay(say, clock);
    return { phrase: say.chance(0.2) ? `on ${written(say, day)}` : written(say, day), ...only(day) };
  },
  'a date in figures, the year first': (say, clock) => {
    const day = someDay(say, clock);
    const sign = say.pick(['-', '/', '.', ' ', '']);
    const phrase = [day.year, two(day.month), two(day.day)].join(sign);
    return { phrase, ...only(day) };
  },
  'a date in figures, in the order of the workspace': (say, clock) => {
    const day = someDay(say, clock);
    return { phrase: inFigures(say, day, clock, true), ...only(day) };
  },
  'a date in figures that is one in one order only': (say, clock) => {
    const day = seek(someDay(say, clock), 1, (each) => each.day > 12);
    const figures = say.chance(0.5) ? [day.day, day.month] : [day.month, day.day];
    return { phrase: [...figures, day.year].join(say.pick(['/', '.', '-', ' '])), ...only(day) };
  },
  'a date without its year': (say, clock) => {
    const { month: m, day: d } = seek(someDay(say, clock), 1, (day) => day.month !== 2 || day.day < 29);
    const phrase = say.pick([
      `${d} ${month(say, m)}`,
      `${month(say, m)} ${d}`,
      `${month(say, m)} ${ordinalDigits(d)}`,
      `the ${ordinalDigits(d)} of ${month(say, m)}`,
      `on ${d} ${month(say, m)}`,
      inFigures(say, date(2026, m, d), clock, false),
    ]);
    return { phrase, ...choose(clock, (year) => only(date(year, m, d))) };
  },
  'a day of the month': (say, clock) => {
    const n = say.int(1, 28);
    const step = clock.context.direction === 'past' ? -1 : 1;
    const phrase = say.pick([`the ${ordinalDigits(n)}`, `on the ${ordinalDigits(n)}`, ordinalDigits(n)]);
    return { phrase, ...only(seek(clock.today, step, (day) => day.day === n)) };
  },
  'a weekday and its date': (say, clock) => {
    const day = someDay(say, clock);
    const name = weekday(say, day.dayOfWeek);
    const phrase = say.pick([`${name} ${written(say, day)}`, `${name}, ${written(say, day)}`]);
    return { phrase, ...only(day) };
  },
  'a weekday and a number': (say, clock) => {
    const step = clock.context.direction === 'past' ? -1 : 1;
    const day = plus(clock.today, step * say.int(1, 27));
    const phrase = `${weekday(say, day.dayOfWeek)} ${say.pick([String(day.day), `the ${ordinalDigits(day.day)}`, ordinalDigits(day.day)])}`;
    return { phrase, ...only(day) };
  },
  'a range of dates': (say, clock) => {
    const from = someDay(say, clock);
    const last = plus(from, say.int(1, 300));
    const [a, b] = [written(say, from), written(say, last)];
    const phrase = say.pick([
      `from ${a} to ${b}`,
      `between ${a} and ${b}`,
      `${a} to ${b}`,
      `${a} – ${b}`,
      `${a} through ${b}`,
      `from ${a} until ${b}`,
      `since ${a} until ${b}`,
      `${a} … ${b}`,
    ]);
    return { phrase, ...through(from, last) };
  },
  'days of one month': (say, clock) => {
    const m = say.int(1, 12);
    const year = clock.today.year + say.int(-5, 1);
    const a = say.int(1, 20);
    const b = a + say.int(1, 8);
    const name = month(say, m);
    const phrase = say.pick([
      `${a}-${b} ${name} ${year}`,
      `${name} ${a}-${b}, ${year}`,
      `${name} ${a} to ${b}, ${year}`,
      `from the ${ordinalDigits(a)} to the ${ordinalDigits(b)} of ${name} ${year}`,
      `between ${a} and ${b} ${name} ${year}`,
      `${ordinalDigits(a)} to ${ordinalDigits(b)} ${name} ${year}`,
    ]);
    return { phrase, ...through(date(year, m, a), date(year, m, b)) };
  },
  'a range of months': (say, clock) => {
    const a = say.int(1, 11);
    const b = say.int(a + 1, 12);
    const year = clock.today.year + say.int(-5, 1);
    const [first, last] = [month(say, a), month(say, b)];
    const phrase = filled(
      say,
      say.pick([
        `${first} to ${last} ${year}`,
        `${first}–${last} ${year}`,
        `${first} ${year} to ${last} ${year}`,
        `${first} through ${last} ${year}`,
      ]),
    );
    return { phrase, from: date(year, a, 1), to: date(year, b, 1).add({ months: 1 }) };
  },
  'a range of years': (say, clock) => {
    const a = clock.today.year - say.int(1, 12);
    const b = a + say.int(1, 6);
    const phrase = say.pick([
      `${a}-${b}`,
      `${a} to ${b}`,
      `from ${a} to ${b}`,
      `between ${a} and ${b}`,
      `${a}–${b}`,
    ]);
    return { phrase, from: date(a, 1, 1), to: date(b + 1, 1, 1) };
  },
  'neighbours named together': (say, clock) => {
    const year = clock.today.year + say.int(-5, 0);
    const q = say.int(1, 3);
    const m = say.int(1, 11);
    return say.chance(0.5)
      ? {
          phrase: `Q${q} ${say.pick(['and', '&', '+', 'or'])} Q${q + 1} ${year}`.replace(
            `Q${q} `,
            `Q${q} ${year} `,
          ),
          from: date(year, 3 * q - 2, 1),
          to: date(year, 3 * q - 2, 1).add({ months: 6 }),
        }
      : {
          phrase: `${month(say, m)} ${year} and ${month(say, m + 1)} ${year}`,
          from: date(year, m, 1),
          to: date(year, m, 1).add({ months: 2 }),
        };
  },
  'from a day on': (say, clock) => {
    const day = someDay(say, clock);
    const words = written(say, day);
    const phrase = say.pick([
      `since ${words}`,
      `from ${words} on`,
      `${words} or later`,
      `on or after ${words}`,
      `after or on ${words}`,
      `later than or on ${words}`,
      `>= ${words}`,
      `> = ${words}`,
      `no earlier than ${words}`,
      `starting ${words}`,
      `as of ${words}`,
      `not before ${words}`,
    ]);
    return { phrase, from: day, to: null };
  },
  'after a day': (say, clock) => {
    const day = someDay(say, clock);
    const phrase = `${say.pick(['after', 'later than', '>', 'post'])} ${written(say, day)}`;
    return { phrase, from: plus(day, 1), to: null };
  },
  'before a day': (say, clock) => {
    const day = someDay(say, clock);
    const phrase = `${say.pick(['before', 'prior to', 'earlier than', '<', 'b4', 'pre'])} ${written(say, day)}`;
    return { phrase, from: null, to: day };
  },
  'up to a day': (say, clock) => {
    const day = someDay(say, clock);
    const words = written(say, day);
    const phrase = say.pick([
      `until ${words}`,
      `till ${words}`,
      `up to ${words}`,
      `by ${words}`,
      `no later than ${words}`,
      `on or before ${words}`,
      `before or on ${words}`,
      `earlier than or on ${words}`,
      `<= ${words}`,
      `${words} or earlier`,
      `${words} at the latest`,
    ]);
    return { phrase, from: null, to: plus(day, 1) };
  },
  'both ends with their own word': (say, clock) => {
    const from = someDay(say, clock);
    const to = plus(from, say.int(3, 300));
    const [a, b] = [written(say, from), written(say, to)];
    const [phrase, first, last] = say.pick([
      [`after ${a} and before ${b}`, plus(from, 1), to],
      [`since ${a} but before ${b}`, from, to],
      [`on or after ${a} and no later than ${b}`, from, plus(to, 1)],
      [`before ${b} but after ${a}`, plus(from, 1), to],
      [`>= ${a} and < ${b}`, from, to],
    ] as const);
    return { phrase, from: first, to: last };
  },
  'from a day without its month': (say, clock) => {
    const from = seek(someDay(say, clock), 1, (day) => day.day > 15);
    const n = say.int(1, 14);
    const last = seek(from, 1, (day) => day.day === n);
    const phrase = `from ${from.day} ${month(say, from.month)} ${from.year} to the ${ordinalDigits(n)}`;
    return { phrase, ...through(from, last) };
  },
  'the n-th day of a counted month': (say, { today }) => {
    const n = say.int(1, 28);
    const [words, months] = say.pick([
      ['last month', -1],
      ['this month', 0],
      ['next month', 1],
    ] as const);
    const there = today.add({ months: 0 }).with({ day: 1 }).add({ months });
    return {
      phrase: `${say.pick(['', 'the '])}${say.chance(0.5) ? ordinalDigits(n) : ordinal(say, n)} of ${words}`,
      ...only(plus(there, n - 1)),
    };
  },
};
