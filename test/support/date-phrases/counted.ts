import type { Temporal } from 'temporal-polyfill';
import type { Case, Clock } from './clock.ts';
import { away, beginning, date, monthsIn, only, plus, seek } from './clock.ts';
import type { Say } from './say.ts';
import { filled, number, units, weekday } from './say.ts';

/** Families of phrases that are counted from now. */
export type Family = (say: Say, clock: Clock) => Case;

const long = ['day', 'day', 'week', 'month', 'quarter', 'year'];
const amount = (say: Say) => {
  const unit = say.pick(long);
  return { unit, n: say.int(2, unit === 'day' ? 120 : unit === 'year' ? 9 : 30) };
};
const past = 'last|past|previous|the last|the past|the previous|these last|most recent|trailing'.split('|');

const ofUnit = (say: Say, clock: Clock) => {
  const unit = say.pick(['week', 'month', 'quarter', 'year']);
  return { unit, start: beginning(unit, clock.today, clock.weekStart) };
};

const sinceMidnight = (clock: Clock, hours: number) => clock.now.subtract({ seconds: 3600 * hours });

const rest = (unit: string, clock: Clock): Temporal.PlainDate =>
  away(beginning(unit, clock.today, clock.weekStart), 1, unit);

export const counted: Record<string, Family> = {
  'the last N units': (say, { today }) => {
    const { unit, n } = amount(say);
    const phrase = filled(say, `${say.pick(past)} ${number(say, n)} ${units(say, n, unit)}`);
    return { phrase, from: away(today, -n, unit), to: plus(today, 1) };
  },
  'N units in one word': (say, { today }) => {
    const unit = say.pick(['day', 'week', 'month', 'year', 'quarter']);
    const n = say.int(1, 60);
    const letters = { day: ['d', 'D', 'days'], week: ['w', 'wk', 'weeks'], month: ['mo', 'months'] }[unit];
    const phrase = say.chance(0.3)
      ? `${say.pick(['L', 'T'])}${n}${unit[0]?.toUpperCase()}`
      : `${n}${say.pick(letters ?? [unit[0] as string])}`;
    return { phrase, from: away(today, -n, unit), to: plus(today, 1) };
  },
  'the next N units': (say, { today }) => {
    const { unit, n } = amount(say);
    const which = say.pick(['next', 'the next', 'coming', 'the coming', 'upcoming', 'following']);
    const phrase = `${say.pick(['', 'in ', 'within '])}${which} ${number(say, n)} ${units(say, n, unit)}`;
    return { phrase, from: today, to: plus(away(today, n, unit), 1) };
  },
  'the last N days, with today or without': (say, { today }) => {
    const { unit, n } = amount(say);
    const words = `${say.pick(['last', 'past', 'the last'])} ${number(say, n)} ${units(say, n, unit)}`;
    const isWith = say.chance(0.4);
    const how = isWith
      ? say.pick(['including today', '(including today)', 'up to today', 'to today'])
      : say.pick([
          'excluding today',
          '(excluding today)',
          'up to yesterday',
          'not including today',
          'to yesterday',
        ]);
    const phrase = `${words} ${how}`;
    if (isWith) return { phrase, from: away(today, -n, unit), to: plus(today, 1) };
    return { phrase, from: away(today, -n, unit), to: today };
  },
  'rolling N units': (say, { today }) => {
    const { unit, n } = amount(say);
    const phrase = say.pick([
      `rolling ${n} ${unit}s`,
      `${n} ${unit} rolling window`,
      `last ${n}-${unit} period`,
      `the ${n} ${unit}s before now`,
      `last_${n}_${unit}s`,
      `last-${n}-${unit}s`,
      `${n} past ${unit}s`,
    ]);
    return { phrase, from: away(today, -n, unit), to: plus(today, 1) };
  },
  'the past unit': (say, { today }) => {
    const unit = say.pick(['week', 'month', 'quarter', 'year']);
    const phrase = say.pick([
      `past ${unit}`,
      `in the past ${unit}`,
      `last 1 ${unit}`,
      `rolling ${unit}`,
      `within the past ${unit}`,
    ]);
    return { phrase, from: away(today, -1, unit), to: plus(today, 1) };
  },
  'weeks from a weekday': (say, { today }) => {
    // On that very weekday, people mean either, and are asked.
    const chosen = say.int(1, 7);
    const name = chosen === today.dayOfWeek ? (chosen % 7) + 1 : chosen;
    const coming = seek(today, 1, (day) => day.dayOfWeek === name);
    const unit = say.pick(['day', 'week']);
    const n = say.int(2, 9);
    const phrase = `${number(say, n)} ${units(say, n, unit)} from ${weekday(say, name)}`;
    return { phrase, ...only(away(coming, n, unit)) };
  },
  'the coming weekend': (say, { today }) => {
    const saturday = seek(plus(today, 1), 1, (day) => day.dayOfWeek === 6);
    const phrase = say.pick([
      'the coming weekend',
      'this coming weekend',
      'coming weekend',
      'the upcoming weekend',
    ]);
    return { phrase, from: saturday, to: plus(saturday, 2) };
  },
  'the last N hours': (say, clock) => {
    const n = say.int(2, 100);
    const phrase = filled(say, `${say.pick(past)} ${number(say, n)} ${units(say, n, 'hour')}`);
    return { phrase, from: sinceMidnight(clock, n), to: clock.now };
  },
  'N units ago': (say, { today }) => {
    const { unit, n } = amount(say);
    const phrase = `${number(say, n)} ${units(say, n, unit)} ${say.pick(['ago', 'back', 'before now', 'earlier'])}`;
    return { phrase, ...only(away(today, -n, unit)) };
  },
  'two units ago': (say, { today }) => {
    const [a, b] = [say.int(1, 9), say.int(2, 28)];
    const joint = say.pick([' and ', ', ', ' ']);
    const phrase = `${number(say, a)} ${units(say, a, 'month')}${joint}${number(say, b)} ${units(say, b, 'day')} ago`;
    return { phrase, ...only(today.add({ months: -a }).add({ days: -b })) };
  },
  'N units from now': (say, { today }) => {
    const { unit, n } = amount(say);
    const words = `${number(say, n)} ${units(say, n, unit)}`;
    const phrase = say.pick([`in ${words}`, `${words} from now`, `${words} later`, `${words} from today`]);
    return { phrase, ...only(away(today, n, unit)) };
  },
  'farther than N units ago': (say, { today }) => {
    const { unit, n } = amount(say);
    const words = `${number(say, n)} ${units(say, n, unit)}`;
    const phrase = say.pick([
      `more than ${words} ago`,
      `over ${words} ago`,
      `older than ${words}`,
      `longer than ${words} ago`,
      `>${words} ago`,
      `> ${words} ago`,
    ]);
    return { phrase, from: null, to: away(today, -n, unit) };
  },
  'at least N units ago': (say, { today }) => {
    const { unit, n } = amount(say);
    const words = `${number(say, n)} ${units(say, n, unit)}`;
    const phrase = say.pick([
      `at least ${words} ago`,
      `${n}+ ${unit}s ago`,
      `${words} or more ago`,
      `${words} ago or more`,
      `no less than ${words} ago`,
      `>= ${words} ago`,
      `> = ${words} ago`,
    ]);
    return { phrase, from: null, to: plus(away(today, -n, unit), 1) };
  },
  'nearer than N units ago': (say, { today }) => {
    const { unit, n } = amount(say);
    const words = `${number(say, n)} ${units(say, n, unit)}`;
    const phrase = say.pick([
      `less than ${words} ago`,
      `under ${words} ago`,
      `newer than ${words}`,
      `fewer than ${words} ago`,
    ]);
    return { phrase, from: plus(away(today, -n, unit), 1), to: plus(today, 1) };
  },
  'at most N units ago': (say, { today }) => {
    const { unit, n } = amount(say);
    const words = `${number(say, n)} ${units(say, n, unit)}`;
    const phrase = say.pick([
      `at most ${words} ago`,
      `no more than ${words} ago`,
      `not older than ${words}`,
      `no older than ${words}`,
      `${words} or less ago`,
    ]);
    return { phrase, from: away(today, -n, unit), to: plus(today, 1) };
  },
  'between N and M units ago': (say, { today }) => {
    const unit = say.pick(['day', 'week', 'month']);
    const a = say.int(2, 20);
    const b = a + say.int(1, 30);
    const [first, last] = say.chance(0.7) ? [a, b] : [b, a];
    const phrase = say.pick([
      `between ${number(say, first)} and ${number(say, last)} ${unit}s ago`,
      `${first} to ${last} ${unit}s ago`,
      `${first}-${last} ${unit}s ago`,
      `from ${first} to ${last} ${unit}s ago`,
      `between ${first} ${unit}s and ${last} ${unit}s ago`,
    ]);
    return { phrase, from: away(today, -b, unit), to: plus(away(today, -a, unit), 1) };
  },
  'this, last and next unit': (say, clock) => {
    const { unit, start } = ofUnit(say, clock);
    const [words, n] = say.pick([
      ['this', 0],
      ['the current', 0],
      ['all', 0],
      ['last', -1],
      ['the previous', -1],
      ['prior', -1],
      ['next', 1],
      ['the coming', 1],
      ['all of last', -1],
      ['the whole of last', -1],
    ] as const);
    const phrase = say.chance(0.2) ? `during ${words} ${unit}` : `${words} ${unit}`;
    return { phrase, from: away(start, n, unit), to: away(start, n + 1, unit) };
  },
  'the unit before last': (say, clock) => {
    const { unit, start } = ofUnit(say, clock);
    const n = say.pick([-2, 2]);
    const phrase = `${say.pick(['', 'the '])}${unit} ${n < 0 ? 'before last' : 'after next'}`;
    return { phrase, from: away(start, n, unit), to: away(start, n + 1, unit) };
  },
  'N full units': (say, clock) => {
    const { unit, start } = ofUnit(say, clock);
    const n = say.int(2, 12);
    const phrase = `${say.pick(['last', 'the past'])} ${number(say, n)} ${say.pick(['full', 'complete', 'calendar', 'whole'])} ${unit}s`;
    return { phrase, from: away(start, -n, unit), to: start };
  },
  'unit to date': (say, clock) => {
    const { unit, start } = ofUnit(say, clock);
    const phrase = say.pick([
      `${unit} to date`,
      `${unit}-to-date`,
      `${unit[0]}td`,
      `this ${unit} so far`,
      `so far this ${unit}`,
    ]);
    return { phrase, from: start, to: plus(clock.today, 1) };
  },
  'rest of the unit': (say, clock) => {
    const { unit } = ofUnit(say, clock);
    const phrase = `${say.pick(['', 'the '])}${say.pick(['rest', 'remainder'])} of ${say.pick(['the', 'this'])} ${unit}`;
    return { phrase, from: clock.today, to: rest(unit, clock) };
  },
  'near days': (say, { today }) => {
    const [phrase, n] = say.pick([
      ['today', 0],
      ['today so far', 0],
      ['yesterday', -1],
      ['tomorrow', 1],
      ['the day before yesterday', -2],
      ['the day after tomorrow', 2],
      ['yestrday', -1],
      ['tmrw', 1],
      ['all day', 0],
    ] as const);
    return { phrase, ...only(plus(today, n)) };
  },
  'this month in another year': (say, { today }) => {
    const unit = say.pick(['month', 'quarter']);
    const n = say.int(1, 5);
    const there = today.add({ years: -n });
    const start = date(there.year, there.month - ((there.month - 1) % monthsIn(unit)), 1);
    const which = say.pick(['this', 'the same', 'same']);
    const phrase = n === 1 ? `${which} ${unit} last year` : `${which} ${unit} ${number(say, n)} years ago`;
    return { phrase, from: start, to: away(start, 1, unit) };
  },
  'last N business days': (say, { today }) => {
    const n = say.int(2, 20);
    let day = today;
    for (let left = n; left > 0; ) {
      day = plus(day, -1);
      if (day.dayOfWeek < 6) left -= 1;
    }
    const phrase = `${say.pick(past.slice(0, 5))} ${number(say, n)} ${say.pick(['business', 'working', 'work'])} days`;
    return { phrase, from: day, to: plus(today, 1) };
  },
  'last N weekdays of a name': (say, { today }) => {
    const [n, name] = [say.int(2, 8), say.int(1, 7)];
    const words = 'Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays'.split(' ')[name - 1];
    const last = seek(plus(today, -1), -1, (day) => day.dayOfWeek === name);
    const phrase = `${say.pick(past.slice(0, 5))} ${number(say, n)} ${words}`;
    return { phrase, from: plus(last, -7 * (n - 1)), to: plus(last, 1) };
  },
  'last N weekends': (say, { today }) => {
    const n = say.int(2, 8);
    const saturday = plus(beginning('week', today, 1), -2);
    const phrase = `${say.pick(past.slice(0, 5))} ${number(say, n)} weekends`;
    return { phrase, from: plus(saturday, -7 * (n - 1)), to: plus(saturday, 2) };
  },
};
