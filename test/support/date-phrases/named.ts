import type { Temporal } from 'temporal-polyfill';
import type { Clock } from './clock.ts';
import { away, beginning, date, only, plus, seek, through } from './clock.ts';
import type { Family } from './counted.ts';
import type { Say } from './say.ts';
import { filled, inWords, month, number, ordinal, weekday } from './say.ts';

/** Families of names: months, quarters, seasons, weekdays, and parts of a period. */
const yearNear = (say: Say, { today }: Clock) => today.year + say.int(-9, 3);

/** A year in digits, in two digits, or in words. */
const yearWords = (say: Say, year: number) =>
  say.pick([String(year), String(year), `'${String(year).slice(2)}`, `of ${year}`, `in ${year}`]);

/**
 * The last two digits of a year that has begun: those of a future one may be of the century before, and are
 * asked about.
 */
const shortYear = (year: number, { today }: Clock) =>
  year > today.year ? String(year) : String(year).slice(2);

/** Of a period that repeats every year: the latest that has begun (past), or the first that isn't over. */
export function choose(
  clock: Clock,
  make: (year: number) => { from: Temporal.PlainDate; to: Temporal.PlainDate },
): { from: Temporal.PlainDate; to: Temporal.PlainDate } {
  const all = [-3, -2, -1, 0, 1, 2, 3].map((n) => make(clock.today.year + n));
  const found =
    clock.context.direction === 'past'
      ? all.filter(({ from }) => clock.today.until(from).days <= 0).at(-1)
      : all.find(({ to }) => clock.today.until(to).days > 0);
  return found ?? (all[0] as (typeof all)[0]);
}

/**
 * The first day of week 1: the one with the year's fourth of January if weeks begin on Monday, otherwise with
 * its first.
 */
const weekOne = (year: number, weekStart: number) =>
  beginning('week', date(year, 1, weekStart === 1 ? 4 : 1), weekStart);

const lastOf = (year: number, m: number) => plus(date(year, m, 1).add({ months: 1 }), -1);

/** A month with its year, or counted from this one. */
const someMonth = (say: Say, clock: Clock) => {
  if (say.chance(0.5)) {
    const [m, year] = [say.int(1, 12), yearNear(say, clock)];
    return { words: `${month(say, m)} ${year}`, first: date(year, m, 1) };
  }
  const [words, n] = say.pick([
    ['last month', -1],
    ['this month', 0],
    ['next month', 1],
    ['the month', 0],
  ] as const);
  return { words, first: beginning('month', clock.today, 1).add({ months: n }) };
};

export const named: Record<string, Family> = {
  'a month with its year': (say, clock) => {
    const [m, year] = [say.int(1, 12), yearNear(say, clock)];
    const phrase = filled(
      say,
      say.pick([
        `${month(say, m)} ${yearWords(say, year)}`,
        `${month(say, m)}, ${year}`,
        `${year} ${month(say, m)}`,
        `all of ${month(say, m)} ${year}`,
        `${m}/${year}`,
        `${year}-${String(m).padStart(2, '0')}`,
      ]),
    );
    return { phrase, from: date(year, m, 1), to: plus(lastOf(year, m), 1) };
  },
  'a month of last year': (say, { today }) => {
    const [m, n] = [say.int(1, 12), say.int(1, 4)];
    const phrase = n === 1 ? `${month(say, m)} last year` : `${month(say, m)} ${number(say, n)} years ago`;
    return { phrase, from: date(today.year - n, m, 1), to: plus(lastOf(today.year - n, m), 1) };
  },
  'a bare month': (say, clock) => {
    const m = say.int(1, 12);
    const phrase = say.chance(0.3) ? `in ${month(say, m)}` : month(say, m);
    return { phrase, ...choose(clock, (year) => through(date(year, m, 1), lastOf(year, m))) };
  },
  'back in a month': (say, clock) => {
    const m = say.int(1, 12);
    const past = { ...clock, context: { ...clock.context, direction: 'past' as const } };
    const phrase = `${say.pick(['back in', 'way back in'])} ${month(say, m)}`;
    return { phrase, ...choose(past, (year) => through(date(year, m, 1), lastOf(year, m))) };
  },
  'a quarter with its year': (say, clock) => {
    const [q, year] = [say.int(1, 4), yearNear(say, clock)];
    const two = shortYear(year, clock);
    const phrase = say.pick([
      `Q${q} ${year}`,
      `${year} Q${q}`,
      `${year}Q${q}`,
      `Q${q} ${two}`,
      `${q}Q${two}`,
      `${two}q${q}`,
      `Q${q} of ${year}`,
      `the ${ordinal(say, q)} quarter of ${year}`,
      `Q${q}/${year}`,
    ]);
    return { phrase, from: date(year, 3 * q - 2, 1), to: date(year, 3 * q - 2, 1).add({ months: 3 }) };
  },
  'a bare quarter': (say, clock) => {
    const q = say.int(1, 4);
    const make = (year: number) => through(date(year, 3 * q - 2, 1), lastOf(year, 3 * q));
    return { phrase: `Q${q}`, ...choose(clock, make) };
  },
  'half a year': (say, clock) => {
    const [h, year] = [say.int(1, 2), yearNear(say, clock)];
    const phrase = say.pick([
      `H${h} ${year}`,
      `${year} H${h}`,
      `${h}H ${year}`,
      `the ${h === 1 ? 'first' : 'second'} half of ${year}`,
    ]);
    return { phrase, from: date(year, 6 * h - 5, 1), to: date(year, 6 * h - 5, 1).add({ months: 6 }) };
  },
  'a year': (say, clock) => {
    const year = yearNear(say, clock);
    const two = shortYear(year, clock);
    const phrase = filled(
      say,
      say.pick([
        String(year),
        `the year ${year}`,
        `calendar year ${year}`,
        `CY${year}`,
        `CY ${two}`,
        `all of ${year}`,
        `twenty ${inWords(year - 2000)}`,
      ]),
    );
    return { phrase, from: date(year, 1, 1), to: date(year + 1, 1, 1) };
  },
  'a decade': (say) => {
    const n = say.pick([60, 70, 80, 90]);
    const phrase = say.pick([
      `the ${n}s`,
      `the ${n} s`,
      `the 19${n}s`,
      `19${n}s`,
      `${n}s`,
      `the ${inWords(n).slice(0, -1)}ies`,
    ]);
    return { phrase, from: date(1900 + n, 1, 1), to: date(1910 + n, 1, 1) };
  },
  'a season with its year': (say, clock) => {
    const year = yearNear(say, clock);
    const [name, m] = say.pick([
      ['spring', 3],
      ['summer', 6],
      ['autumn', 9],
      ['fall', 9],
      ['winter', 12],
    ] as const);
    const phrase = `${say.pick(['', 'the '])}${name} ${say.pick(['', 'of '])}${year}`;
    return { phrase, from: date(year, m, 1), to: date(year, m, 1).add({ months: 3 }) };
  },
  'a week by number': (say, clock) => {
    const [n, year] = [say.int(1, 52), yearNear(say, clock)];
    const phrase = say.pick([
      `week ${n} of ${year}`,
      `week ${n} ${year}`,
      `wk ${n}, ${year}`,
      `week no. ${n} of ${year}`,
    ]);
    const from = plus(weekOne(year, clock.weekStart), 7 * (n - 1));
    return { phrase, from, to: plus(from, 7) };
  },
  'the week of a day': (say, clock) => {
    const day = plus(clock.today, say.int(-400, 100));
    const phrase = `${say.pick(['', 'the '])}${say.pick(['week of', 'week containing', 'week starting'])} ${day.day} ${month(say, day.month)} ${day.year}`;
    const from = beginning('week', day, clock.weekStart);
    return { phrase, from, to: plus(from, 7) };
  },
  'last, this and next weekday': (say, clock) => {
    const n = say.int(1, 7);
    const week = beginning('week', clock.today, clock.weekStart);
    const inWeek = (offset: number) => seek(plus(week, 7 * offset), 1, (day) => day.dayOfWeek === n);
    const before = seek(plus(clock.today, -1), -1, (day) => day.dayOfWeek === n);
    const [words, day] = say.pick([
      [`last ${weekday(say, n)}`, before],
      [`the previous ${weekday(say, n)}`, before],
      [`${weekday(say, n)} before last`, plus(before, -7)],
      [`this ${weekday(say, n)}`, inWeek(0)],
      [`next ${weekday(say, n)}`, inWeek(1)],
      [`${weekday(say, n)} last week`, inWeek(-1)],
      [`${weekday(say, n)} of next week`, inWeek(1)],
      [`last week ${weekday(say, n)}`, inWeek(-1)],
    ] as const);
    return { phrase: words, ...only(day) };
  },
  'a bare weekday': (say, clock) => {
    const n = say.int(1, 7);
    const step = clock.context.direction === 'past' ? -1 : 1;
    const phrase = say.chance(0.4) ? `on ${weekday(say, n)}` : weekday(say, n);
    return { phrase, ...only(seek(clock.today, step, (day) => day.dayOfWeek === n)) };
  },
  'N weekdays ago': (say, clock) => {
    const [n, name] = [say.int(2, 9), say.int(1, 7)];
    const plural = 'Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays'.split(' ')[name - 1];
    const before = seek(plus(clock.today, -1), -1, (day) => day.dayOfWeek === name);
    const next = seek(plus(clock.today, 1), 1, (day) => day.dayOfWeek === name);
    return say.chance(0.5)
      ? { phrase: `${number(say, n)} ${plural} ago`, ...only(plus(before, -7 * (n - 1))) }
      : { phrase: `${number(say, n)} ${plural} from now`, ...only(plus(next, 7 * (n - 1))) };
  },
  'a weekday in a week': (say, clock) => {
    // On that very weekday, people mean either, and are asked.
    const n = say.int(1, 7);
    const name = n === clock.today.dayOfWeek ? (n % 7) + 1 : n;
    const coming = seek(clock.today, 1, (day) => day.dayOfWeek === name);
    const [words, day] = say.pick([
      [`${weekday(say, name)} week`, plus(coming, 7)],
      [`a week on ${weekday(say, name)}`, plus(coming, 7)],
      [`a fortnight on ${weekday(say, name)}`, plus(coming, 14)],
      ['tomorrow week', plus(clock.today, 8)],
      ['a week today', plus(clock.today, 7)],
    ] as const);
    return { phrase: words, ...only(day) };
  },
  'weekdays of a week': (say, clock) => {
    const offset = say.pick([-1, 0, 1]);
    const a = say.int(0, 5);
    const b = say.int(a + 1, 6);
    const week = plus(beginning('week', clock.today, clock.weekStart), 7 * offset);
    const [from, last] = [plus(week, a), plus(week, b)];
    const phrase = `${say.pick(['', 'from '])}${weekday(say, from.dayOfWeek)} ${say.pick(['to', '-', 'until', 'through'])} ${weekday(say, last.dayOfWeek)} ${['last', 'this', 'next'][offset + 1]} week`;
    return { phrase, ...through(from, last) };
  },
  'the n-th weekday of a month': (say, clock) => {
    const { words, first } = someMonth(say, clock);
    const [n, name] = [say.int(1, 4), say.int(1, 7)];
    const isLast = say.chance(0.3);
    const end = plus(first.add({ months: 1 }), -1);
    const day = isLast
      ? seek(end, -1, (each) => each.dayOfWeek === name)
      : plus(
          seek(first, 1, (each) => each.dayOfWeek === name),
          7 * (n - 1),
        );
    const phrase = `${say.pick(['', 'the '])}${isLast ? 'last' : ordinal(say, n)} ${weekday(say, name)} ${say.pick(['of', 'in'])} ${words}`;
    return { phrase, ...only(day) };
  },
  'the n-th business day of a month': (say, clock) => {
    const { words, first } = someMonth(say, clock);
    const n = say.int(1, 12);
    const isLast = say.chance(0.4);
    let day = isLast ? first.add({ months: 1 }) : plus(first, -1);
    for (let left = isLast ? 1 : n; left > 0; ) {
      day = plus(day, isLast ? -1 : 1);
      if (day.dayOfWeek < 6) left -= 1;
    }
    const name = say.pick(['business day', 'working day', 'workday', 'weekday']);
    const phrase = `${say.pick(['', 'the '])}${isLast ? 'last' : ordinal(say, n)} ${name} of ${words}`;
    return { phrase, ...only(day) };
  },
  'the first days of a month': (say, clock) => {
    const { words, first } = someMonth(say, clock);
    const n = say.int(2, 25);
    const end = first.add({ months: 1 });
    return say.chance(0.5)
      ? { phrase: `the first ${number(say, n)} days of ${words}`, from: first, to: plus(first, n) }
      : { phrase: `last ${number(say, n)} days of ${words}`, from: plus(end, -n), to: end };
  },
  'a third of a month': (say, clock) => {
    const { words, first } = someMonth(say, clock);
    const end = first.add({ months: 1 });
    const [part, from, to] = say.pick([
      [say.pick(['start of', 'beginning of', 'early', 'the start of']), first, plus(first, 10)],
      [say.pick(['middle of', 'mid', 'mid-', 'the middle of']), plus(first, 9), plus(first, 20)],
      [say.pick(['end of', 'late', 'the end of']), plus(first, 20), end],
    ] as const);
    const name = words === 'the month' ? 'this month' : words;
    return { phrase: part.endsWith('-') ? `${part}${name}` : `${part} ${name}`, from, to };
  },
  'a third of a year': (say, clock) => {
    const year = yearNear(say, clock);
    const [part, a, b] = say.pick([
      ['early', 1, 4],
      ['the start of', 1, 4],
      ['mid', 5, 9],
      ['late', 9, 13],
      ['the end of', 9, 13],
    ] as const);
    return { phrase: `${part} ${year}`, from: date(year, a, 1), to: date(year, 1, 1).add({ months: b - 1 }) };
  },
  'from one third to another': (say, clock) => {
    const { words, first } = someMonth(say, clock);
    const name = words === 'the month' ? 'this month' : words;
    const end = first.add({ months: 1 });
    const [how, from, to] = say.pick([
      ['early to mid', first, plus(first, 20)],
      ['mid to late', plus(first, 9), end],
      ['mid-to-late', plus(first, 9), end],
      ['early to late', first, end],
    ] as const);
    return { phrase: `${how} ${name}`, from, to };
  },
  'half a month': (say, clock) => {
    const { words, first } = someMonth(say, clock);
    return say.chance(0.5)
      ? { phrase: `first half of ${words}`, from: first, to: plus(first, 15) }
      : { phrase: `the second half of ${words}`, from: plus(first, 15), to: first.add({ months: 1 }) };
  },
};

/** Families of a fiscal year, by the month in which it begins; named after the year in which it ends. */
export const fiscal: Record<string, Family> = {
  'a fiscal year': (say, clock) => {
    const { year, from } = fiscalYear(clock, say.int(-3, 1));
    const two = shortYear(year, clock);
    const phrase = say.pick([
      `FY${year}`,
      `FY${two}`,
      `FY ${year}`,
      `FY'${two}`,
      `fiscal year ${year}`,
      `financial year ${year}`,
    ]);
    return { phrase, from, to: from.add({ months: 12 }) };
  },
  'a fiscal quarter': (say, clock) => {
    const { year, from } = fiscalYear(clock, say.int(-3, 1));
    const q = say.int(1, 4);
    const two = shortYear(year, clock);
    const phrase = say.pick([
      `Q${q} FY${two}`,
      `FY${year} Q${q}`,
      `fiscal Q${q} ${year}`,
      `FQ${q} ${year}`,
      `the ${ordinal(say, q)} quarter of FY${year}`,
    ]);
    const start = from.add({ months: 3 * q - 3 });
    return { phrase, from: start, to: start.add({ months: 3 }) };
  },
  'half a fiscal year': (say, clock) => {
    const { year, from } = fiscalYear(clock, say.int(-3, 1));
    const h = say.int(1, 2);
    const phrase = say.pick([
      `H${h} FY${year}`,
      `the ${h === 1 ? 'first' : 'second'} half of FY${year}`,
      `FY${year} H${h}`,
    ]);
    const start = from.add({ months: 6 * h - 6 });
    return { phrase, from: start, to: start.add({ months: 6 }) };
  },
  'this, last and next fiscal year and quarter': (say, clock) => {
    const n = say.pick([-1, 0, 1]);
    const which = say.pick(
      n < 0 ? ['last', 'the previous'] : n > 0 ? ['next', 'the coming'] : ['this', 'the current'],
    );
    const { from } = fiscalYear(clock, n);
    if (say.chance(0.5))
      return {
        phrase: `${which} ${say.pick(['fiscal', 'financial'])} year`,
        from,
        to: from.add({ months: 12 }),
      };
    const current = fiscalYear(clock, 0).from;
    const quarters = Math.floor(current.until(clock.today, { largestUnit: 'month' }).months / 3);
    const start = current.add({ months: 3 * (quarters + n) });
    return { phrase: `${which} fiscal quarter`, from: start, to: start.add({ months: 3 }) };
  },
  'a fiscal year to date': (say, clock) => {
    const phrase = say.pick(['FYTD', 'fiscal year to date', 'this fiscal year so far', 'fiscal YTD']);
    return { phrase, from: fiscalYear(clock, 0).from, to: plus(clock.today, 1) };
  },
};

function fiscalYear({ today, context }: Clock, offset: number): { year: number; from: Temporal.PlainDate } {
  const start = context.fiscalYearStart ?? 1;
  const latest = date(today.year, start, 1);
  const from = away(today.until(latest).days > 0 ? latest.add({ years: -1 }) : latest, offset, 'year');
  return { year: plus(from.add({ months: 12 }), -1).year, from };
}
