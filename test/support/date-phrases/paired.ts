import { Temporal } from 'temporal-polyfill';
import type { Clock } from './clock.ts';
import { away, beginning, date, plus, seek, through } from './clock.ts';
import type { Family } from './counted.ts';
import { choose } from './named.ts';
import type { Say } from './say.ts';
import { month, number, ordinal, units, weekday } from './say.ts';

/** Families of names without a year, and of phrases in which one part says what another one means. */
const pastOf = (clock: Clock): Clock => ({ ...clock, context: { ...clock.context, direction: 'past' } });

/** A name that comes every year, and its days in a year. */
const yearly = (say: Say) => {
  const m = say.int(1, 12);
  const q = say.int(1, 4);
  const d = say.int(1, 28);
  return say.pick([
    {
      words: month(say, m),
      make: (year: number) => through(date(year, m, 1), plus(date(year, m, 1).add({ months: 1 }), -1)),
    },
    {
      words: `Q${q}`,
      make: (year: number) => {
        const from = date(year, 3 * q - 2, 1);
        return { from, to: from.add({ months: 3 }) };
      },
    },
    {
      words: `${month(say, m)} ${ordinal(say, d)}`,
      make: (year: number) => through(date(year, m, d), date(year, m, d)),
    },
    {
      words: `the first day of ${month(say, m)}`,
      make: (year: number) => through(date(year, m, 1), date(year, m, 1)),
    },
  ]);
};

const hourWords = (say: Say, h: number) =>
  say.pick([
    `${h % 12 === 0 ? 12 : h % 12}${h < 12 ? 'am' : 'pm'}`,
    `${String(h).padStart(2, '0')}:00`,
    `${h}h00`,
  ]);

export const paired: Record<string, Family> = {
  'since a name without its year': (say, clock) => {
    const { words, make } = yearly(say);
    const { from } = choose(pastOf(clock), make);
    return { phrase: `${say.pick(['since', 'ever since'])} ${words}`, from, to: null };
  },
  'from a name without its year': (say, clock) => {
    const { words, make } = yearly(say);
    const { from } = choose(clock, make);
    const phrase = say.pick([
      `from ${words} on`,
      `${words} onwards`,
      `${words} or later`,
      `starting ${words}`,
      `not before ${words}`,
    ]);
    return { phrase, from, to: null };
  },
  'months that end in a month': (say, clock) => {
    const [n, m] = [say.int(2, 18), say.int(1, 12)];
    const make = (year: number) => {
      const to = date(year, m, 1).add({ months: 1 });
      return { from: to.subtract({ months: n }), to };
    };
    const isPast = clock.context.direction === 'past';
    // In the past it is about a month that has come, however early its months begin.
    const came = choose(clock, (year) => through(date(year, m, 1), date(year, m, 1)));
    const { from, to } = isPast ? make(came.from.year) : choose(clock, make);
    const how = say.pick(['ending', 'ended', 'ending in', 'ending on']);
    return { phrase: `${number(say, n)} ${units(say, n, 'month')} ${how} ${month(say, m)}`, from, to };
  },
  'a week by its number alone': (say, clock) => {
    const n = say.int(1, 52);
    const make = (year: number) => {
      const one = beginning('week', date(year, 1, clock.weekStart === 1 ? 4 : 1), clock.weekStart);
      return { from: plus(one, 7 * n - 7), to: plus(one, 7 * n) };
    };
    // If either side may be meant, it is a week of this year.
    const isEither = clock.context.direction === 'any';
    const { from, to } = isEither ? make(clock.today.year) : choose(clock, make);
    return { phrase: `${say.pick(['week', 'wk', 'in week', 'W'])} ${n}`, from, to };
  },
  'from one weekday and time to another': (say, clock) => {
    const [a, b] = [say.int(1, 7), say.int(1, 7)];
    const [h, k] = [say.int(6, 12), say.int(13, 22)];
    const pairs = (clock.context.direction === 'past' ? [-1] : [-1, 1]).map((step) => {
      const start = seek(clock.today, step as 1 | -1, (day) => day.dayOfWeek === a);
      const last = a === b ? start : seek(plus(start, 1), 1, (day) => day.dayOfWeek === b);
      return { from: start.toPlainDateTime({ hour: h }), to: last.toPlainDateTime({ hour: k }) };
    });
    const found =
      pairs.find(({ to }) => {
        const end = to.toZonedDateTime(clock.zone).toInstant();
        return clock.context.direction === 'past' || Temporal.Instant.compare(end, clock.now) > 0;
      }) ?? pairs[0];
    const phrase = say.pick([
      `from ${weekday(say, a)} ${hourWords(say, h)} to ${weekday(say, b)} ${hourWords(say, k)}`,
      `${weekday(say, a)} ${hourWords(say, h)} to ${weekday(say, b)} ${hourWords(say, k)}`,
      `from ${weekday(say, a)} at ${hourWords(say, h)} until ${weekday(say, b)} at ${hourWords(say, k)}`,
    ]);
    return { phrase, from: found?.from ?? null, to: found?.to ?? null };
  },
  'from a date to some time later': (say) => {
    const [unit, n] = [say.pick(['day', 'week', 'month', 'year']), say.int(2, 20)];
    const day = date(say.int(2019, 2026), say.int(1, 12), say.int(1, 28));
    const written = say.pick([`${day.day} ${month(say, day.month)} ${day.year}`, day.toString()]);
    const phrase = say.pick([
      `from ${written} to ${number(say, n)} ${units(say, n, unit)} later`,
      `${written} until ${n} ${unit}s later`,
    ]);
    return { phrase, ...through(day, away(day, n, unit)) };
  },
  'a month to the quarter or half around it': (say, clock) => {
    const m = say.int(1, 12);
    const isQuarter = say.chance(0.5);
    const size = isQuarter ? 3 : 6;
    const nth = Math.ceil(m / size);
    const pair = choose(clock, (year) => ({
      from: date(year, m, 1),
      to: date(year, 1, 1).add({ months: nth * size }),
    }));
    const name = `${isQuarter ? 'Q' : 'H'}${nth}`;
    return {
      phrase: `${say.pick(['from ', ''])}${month(say, m)} ${say.pick(['to', 'until'])} ${name}`,
      ...pair,
    };
  },
  'a whole year to a month after it': (say, { today }) => {
    const [year, m] = [say.int(2015, 2025), say.int(1, 11)];
    const words = year === today.year - 1 && say.chance(0.7) ? 'last year' : String(year);
    const to = date(year + 1, m, 1).add({ months: 1 });
    return {
      phrase: `from ${words} ${say.pick(['to', 'until'])} ${month(say, m)}`,
      from: date(year, 1, 1),
      to,
    };
  },
  'a month to a day that may be in it': (say, { today }) => {
    const m = say.int(1, 12);
    const [words, last] = say.pick([
      ['yesterday', plus(today, -1)],
      ['today', today],
      ['3 days ago', plus(today, -3)],
    ] as const);
    const year = last.month >= m ? last.year : last.year - 1;
    return { phrase: `from ${month(say, m)} to ${words}`, ...through(date(year, m, 1), last) };
  },
  'days of a month in a row': (say) => {
    const [first, n, m, year] = [say.int(1, 20), say.int(3, 4), say.int(1, 12), say.int(2018, 2026)];
    const all = Array.from({ length: n }, (_, i) => first + i);
    const last = all.at(-1) as number;
    const join = say.pick([' and ', ', and ', ' & ']);
    const list = `${all.slice(0, -1).join(', ')}${join}${last}`;
    const phrase = say.pick([
      `${list} ${month(say, m)} ${year}`,
      `${month(say, m)} ${list}, ${year}`,
      `${all.slice(0, -1).join(', ')} and ${last} of ${month(say, m)} ${year}`,
    ]);
    return { phrase, ...through(date(year, m, first), date(year, m, last)) };
  },
  'years in a row': (say) => {
    const [first, n] = [say.int(2005, 2022), say.int(3, 4)];
    const all = Array.from({ length: n }, (_, i) => first + i);
    const phrase = `${say.pick(['', 'in ', 'during '])}${all.slice(0, -1).join(', ')} and ${first + n - 1}`;
    return { phrase, from: date(first, 1, 1), to: date(first + n, 1, 1) };
  },
  'hours in a part of a day': (say, clock) => {
    const [part, a, b, add] = say.pick([
      ['morning', say.int(6, 8), say.int(9, 11), 0],
      ['afternoon', say.int(1, 2), say.int(3, 5), 12],
      ['evening', say.int(5, 7), say.int(8, 11), 12],
    ] as const);
    const n = say.int(1, 7);
    const { name, day } = say.pick([
      { name: `yesterday ${part}`, day: plus(clock.today, -1) },
      { name: `this ${part}`, day: clock.today },
      {
        name: `last ${weekday(say, n)} ${part}`,
        day: seek(plus(clock.today, -1), -1, (each) => each.dayOfWeek === n),
      },
    ]);
    const phrase = say.pick([
      `${name} between ${a} and ${b}`,
      `${name} from ${a} to ${b}`,
      `between ${a} and ${b} ${name}`,
      `from ${a} to ${b} ${name}`,
    ]);
    const at = (h: number) => day.toPlainDateTime({ hour: h + add });
    return { phrase, from: at(a), to: at(b) };
  },
  'older than one distance, newer than another': (say, { today }) => {
    const [unit, n] = [say.pick(['day', 'week', 'month']), say.int(2, 30)];
    const m = n + say.int(2, 30);
    const [near, far] = [away(today, -n, unit), away(today, -m, unit)];
    const [older, newer] = [`older than ${n} ${unit}s`, `newer than ${m} ${unit}s`];
    const joint = say.pick(['but', 'and']);
    const phrase = say.chance(0.7) ? `${older} ${joint} ${newer}` : `${newer} ${joint} ${older}`;
    return { phrase, from: plus(far, 1), to: near };
  },
  'last year, then a name': (say, { today }) => {
    const { words, make } = yearly(say);
    if (!/^(?:Q\d|[A-Z][a-z]+)$/.test(words)) {
      const m = say.int(1, 12);
      const from = date(today.year - 1, m, 1);
      return { phrase: `last year in ${month(say, m)}`, from, to: from.add({ months: 1 }) };
    }
    return { phrase: `last year ${say.pick(['in ', ''])}${words}`, ...make(today.year - 1) };
  },
};
