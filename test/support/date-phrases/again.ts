import { Temporal } from 'temporal-polyfill';
import type { Clock } from './clock.ts';
import { away, beginning, date, only, plus, seek, through } from './clock.ts';
import type { Family } from './counted.ts';
import { written } from './dates.ts';
import type { Say } from './say.ts';
import { month, number, ordinal, units, weekday } from './say.ts';

/** Families of stretches with their length behind them, of days said twice, and of the standard's own spellings. */
const some = (say: Say, { today }: Clock) => plus(today, say.int(-900, 300));

/** A day, in words that another word can precede. */
const named = (say: Say, clock: Clock) => {
  const n = say.int(1, 7);
  const day = some(say, clock);
  const yesterday = plus(clock.today, -1);
  return say.pick([
    { words: written(say, day), day },
    { words: written(say, day), day },
    { words: 'yesterday', day: yesterday },
    { words: `last ${weekday(say, n)}`, day: seek(yesterday, -1, (each) => each.dayOfWeek === n) },
  ]);
};

const three = (n: number) => String(n).padStart(3, '0');
const two = (n: number) => String(n).padStart(2, '0');

export const again: Record<string, Family> = {
  'how long, after where it begins': (say, clock) => {
    const { words, day } = named(say, clock);
    const [n, unit] = [say.int(2, 30), say.pick(['day', 'week', 'month'])];
    const first = say.pick(['from', 'starting', 'starting on', 'beginning on', 'starting from']);
    return {
      phrase: `${first} ${words} for ${number(say, n)} ${units(say, n, unit)}`,
      from: day,
      to: away(day, n, unit),
    };
  },
  'months, after the month where they begin': (say) => {
    const from = date(say.int(2020, 2027), say.int(1, 12), 1);
    const n = say.int(2, 11);
    const first = say.pick(['from', 'starting in', 'starting', 'beginning in']);
    return {
      phrase: `${first} ${month(say, from.month)} ${from.year} for ${number(say, n)} ${units(say, n, 'month')}`,
      from,
      to: from.add({ months: n }),
    };
  },
  'hours, after the time where they begin': (say, clock) => {
    const day = plus(clock.today, say.int(-300, -2));
    const h = say.int(7, 11);
    const n = say.int(2, 9);
    const from = day.toPlainDateTime({ hour: h }).toZonedDateTime(clock.zone).toInstant();
    return {
      phrase: `${say.pick(['from', 'starting at'])} ${h}am ${written(say, day)} for ${n} hours`,
      from,
      to: from.add({ hours: n }),
    };
  },
  'starting one day and ending another': (say, clock) => {
    const from = some(say, clock);
    const last = plus(from, say.int(1, 300));
    const first = say.pick(['starting', 'starting on', 'beginning', 'beginning on', 'commencing']);
    const then = `${say.pick(['', ' and', ' but'])} ${say.pick(['ending', 'finishing'])}${say.pick(['', ' on'])}`;
    return { phrase: `${first} ${written(say, from)}${then} ${written(say, last)}`, ...through(from, last) };
  },
  'a day near today, said twice': (say, clock) => {
    const [word, by] = say.pick([
      ['today', 0],
      ['yesterday', -1],
      ['tomorrow', 1],
    ] as const);
    const day = plus(clock.today, by);
    const other = say.pick([
      weekday(say, day.dayOfWeek),
      `${month(say, day.month)} ${day.day}`,
      `the ${ordinal(say, day.day)}`,
      written(say, day),
    ]);
    const phrase = say.pick([
      `${word}, ${other}`,
      `${word} (${other})`,
      `${word} ${other}`,
      `${other}, ${word}`,
    ]);
    return { phrase, ...only(day) };
  },
  "today's date": (say, { today }) => {
    const [phrase, by] = say.pick([
      ["today's date", 0],
      ['the day of today', 0],
      ['the date of today', 0],
      ['the day of yesterday', -1],
      ['the date of yesterday', -1],
    ] as const);
    return { phrase, ...only(plus(today, by)) };
  },
  'a day by its number in the year': (say) => {
    const year = say.int(2019, 2027);
    // From 190 to 209 it may be a year with a figure missing: "2019-202".
    const n = say.chance(0.5) ? say.int(1, 189) : say.int(210, 365);
    const phrase = say.pick([`${year}-${three(n)}`, `day ${n} of ${year}`, `the day ${n} of ${year}`]);
    return { phrase, ...only(date(year, 1, 1).add({ days: n - 1 })) };
  },
  'a day by its number in an ISO week': (say) => {
    const day = plus(date(2019, 1, 1), say.int(0, 3200));
    const [year, week] = [day.yearOfWeek ?? 0, day.weekOfYear ?? 0];
    return { phrase: `${year}-W${two(week)}-${day.dayOfWeek}`, ...only(day) };
  },
  'hours in four digits': (say, clock) => {
    const n = say.int(1, 7);
    const yesterday = plus(clock.today, -1);
    const { words, day } = say.pick([
      { words: 'yesterday', day: yesterday },
      { words: `last ${weekday(say, n)}`, day: seek(yesterday, -1, (each) => each.dayOfWeek === n) },
    ]);
    const [a, b] = [say.int(6, 14), say.int(15, 22)];
    const [m, o] = [say.pick([0, 15, 30]), say.pick([0, 45])];
    const [first, last] = [`${two(a)}${two(m)}`, `${two(b)}${two(o)}`];
    const phrase = say.pick([
      `between ${first} and ${last} ${words}`,
      `from ${first} to ${last} ${words}`,
      `${words} from ${first} to ${last}`,
      `${words} between ${first} and ${last}`,
    ]);
    const at = (hour: number, minute: number) =>
      day.toPlainDateTime(Temporal.PlainTime.from({ hour, minute }));
    return { phrase, from: at(a, m), to: at(b, o) };
  },
  'what has passed of the current unit': (say, { today, weekStart }) => {
    const unit = say.pick(['week', 'month', 'quarter', 'year']);
    const phrase = `${say.pick(['', 'the '])}current ${unit} ${say.pick(['so far', 'to date', 'until now'])}`;
    return { phrase, ...through(beginning(unit, today, weekStart), today) };
  },
  'following a day': (say, clock) => {
    const day = some(say, clock);
    return { phrase: `following ${written(say, day)}`, from: plus(day, 1), to: null };
  },
  'the first week after a day, the last before it': (say, clock) => {
    const day = some(say, clock);
    return say.chance(0.5)
      ? { phrase: `the first week after ${written(say, day)}`, from: plus(day, 1), to: plus(day, 8) }
      : { phrase: `the last week before ${written(say, day)}`, from: plus(day, -7), to: day };
  },
};
