import { Temporal } from 'temporal-polyfill';
import type { Clock } from './clock.ts';
import { plus, seek } from './clock.ts';
import type { Family } from './counted.ts';
import { written } from './dates.ts';
import type { Say } from './say.ts';
import { weekday } from './say.ts';

/** Families of times beside their day. */
const near = (say: Say, clock: Clock) => {
  const n = say.int(1, 7);
  const before = seek(plus(clock.today, -1), -1, (day) => day.dayOfWeek === n);
  const some = plus(clock.today, say.int(-300, -2));
  return say.pick([
    { words: 'yesterday', day: plus(clock.today, -1) },
    { words: `last ${weekday(say, n)}`, day: before },
    { words: written(say, some), day: some },
  ]);
};

/**
 * An hour from 6 to 22 in one of its spellings: clocks change at night, and skipped hours have their own row.
 */
const hour = (say: Say) => {
  const h = say.int(6, 22);
  const minute = say.pick([0, 0, 15, 30]);
  const pad = (n: number) => String(n).padStart(2, '0');
  const half = h < 12 ? 'am' : 'pm';
  const twelve = h % 12 === 0 ? 12 : h % 12;
  const short = minute ? `${twelve}:${pad(minute)}` : String(twelve);
  const words = say.pick([
    `${short}${half}`,
    `${short} ${half}`,
    `${pad(h)}:${pad(minute)}`,
    `${short}${half[0]}.m.`,
  ]);
  return { words, time: Temporal.PlainTime.from({ hour: h, minute }) };
};

export const times: Record<string, Family> = {
  'since a time of a day': (say, clock) => {
    const [{ words, time }, { words: name, day }] = [hour(say), near(say, clock)];
    const on = /^(?:yesterday|last)/.test(name) ? '' : say.pick(['on ', '']);
    const phrase = say.chance(0.6) ? `since ${words} ${on}${name}` : `since ${name} at ${words}`;
    return { phrase, from: day.toPlainDateTime(time), to: null };
  },
  'between two times of a day': (say, clock) => {
    const { words: name, day } = near(say, clock);
    const a = say.int(1, 10);
    const b = say.int(a + 1, 11);
    const half = say.pick(['am', 'pm']);
    const add = half === 'pm' ? 12 : 0;
    const phrase = say.pick([
      `between ${a}${half} and ${b}${half} ${name}`,
      `from ${a}${half} to ${b}${half} ${name}`,
      `${a}-${b}${half} ${name}`,
      `${name} ${a}${half} to ${b}${half}`,
      `${name} between ${a}${half} and ${b}${half}`,
    ]);
    const at = (h: number) => day.toPlainDateTime({ hour: h + add });
    return { phrase, from: at(a), to: at(b) };
  },
  'a part of a day': (say, clock) => {
    const { words: name, day } = near(say, clock);
    const [part, a, b] = say.pick([
      ['morning', 8, 12],
      ['afternoon', 12, 16],
      ['evening', 16, 20],
    ] as const);
    const phrase = say.pick([`${name} ${part}`, `the ${part} of ${name}`.replace('the ', '')]);
    const at = (h: number) => day.toPlainDateTime({ hour: h });
    return { phrase, from: at(a), to: at(b) };
  },
  'the time of a day before or after': (say, clock) => {
    const { words: name, day } = near(say, clock);
    const { words, time } = hour(say);
    const at = day.toPlainDateTime(time);
    return say.chance(0.5)
      ? { phrase: `${name} before ${words}`, from: day, to: at }
      : { phrase: `${name} after ${words}`, from: at, to: plus(day, 1) };
  },
  'hours before a time': (say, clock) => {
    const { words: name, day } = near(say, clock);
    const { words, time } = hour(say);
    const n = say.int(2, 30);
    const at = day.toPlainDateTime(time).toZonedDateTime(clock.zone).toInstant();
    return say.chance(0.5)
      ? { phrase: `the ${n} hours before ${words} ${name}`, from: at.subtract({ hours: n }), to: at }
      : { phrase: `the ${n} hours after ${words} ${name}`, from: at, to: at.add({ hours: n }) };
  },
};
