import type { Temporal } from 'temporal-polyfill';
import { date, plus, through } from './clock.ts';
import type { Family } from './counted.ts';
import type { Say } from './say.ts';
import { month, ordinal } from './say.ts';

/** Families of ranges in which one end says what the other means. */
const year = (say: Say) => say.int(2019, 2027);

/** A day that every month has, with its month and its year. */
const someDay = (say: Say) => date(year(say), say.int(1, 12), say.int(1, 28));

const named = (say: Say, day: Temporal.PlainDate) =>
  say.pick([
    `${day.day} ${month(say, day.month)} ${day.year}`,
    `${month(say, day.month)} ${day.day}, ${day.year}`,
    day.toString(),
  ]);

/** The nearest other day with a number in a month. */
function nearest(from: Temporal.PlainDate, number: number, step: 1 | -1): Temporal.PlainDate {
  const here = from.with({ day: number });
  const isThere = step > 0 ? number > from.day : number < from.day;
  return isThere ? here : here.add({ months: step });
}

export const joined: Record<string, Family> = {
  'a day of the month behind a date': (say) => {
    const first = someDay(say);
    const last = nearest(first, say.int(1, 28), 1);
    const to = say.pick(['to', 'until', 'through', 'till']);
    return {
      phrase: `from ${named(say, first)} ${to} the ${ordinal(say, last.day)}`,
      ...through(first, last),
    };
  },
  'a day of the month before a date': (say) => {
    const last = someDay(say);
    const first = nearest(last, say.int(1, 28), -1);
    const to = say.pick(['to', 'until', 'through']);
    return {
      phrase: `from the ${ordinal(say, first.day)} ${to} ${named(say, last)}`,
      ...through(first, last),
    };
  },
  'dates in the order that one of them tells': (say) => {
    const isDayFirst = say.chance(0.5);
    const first = date(year(say), say.int(1, 12), say.int(1, 12));
    // Its day is above 12, so that only one order is possible.
    const last = nearest(first.add({ months: say.int(1, 9) }), say.int(13, 28), 1);
    const sign = say.pick(['/', '/', '.', '-']);
    const written = ({ year, month, day }: Temporal.PlainDate) =>
      [...(isDayFirst ? [day, month] : [month, day]), year].join(sign);
    const phrase = say.pick([
      `from ${written(first)} to ${written(last)}`,
      `between ${written(first)} and ${written(last)}`,
    ]);
    return { phrase, ...through(first, last) };
  },
  'the last day as 24 hours': (say, clock) => {
    const phrase = `${say.pick(['in the ', 'within the ', 'over the ', 'the '])}${say.pick(['last', 'past'])} day`;
    return { phrase, from: clock.now.subtract({ hours: 24 }), to: clock.now };
  },
  'from the last of a name to this one': (say, clock) => {
    const m = say.int(1, 12);
    const { today } = clock;
    const here = date(today.year, m, 1);
    // Once this year's is over, it is the last one as well: then they are a year apart.
    const phrase = `${say.pick(['from', 'between'])} last ${month(say, m)} `;
    const to = phrase.startsWith('from') ? say.pick(['to', 'until']) : 'and';
    return {
      phrase: `${phrase}${to} this ${month(say, m)}`,
      from: here.subtract({ years: 1 }),
      to: here.add({ months: 1 }),
    };
  },
  'a winter': (say, clock) => {
    const { today } = clock;
    // There are 275 days from 1 March to 1 December: up to the 137th, the winter before is nearer.
    const isBefore = date(today.year, 3, 1).until(today).days < 138;
    const [which, begins] = say.pick([
      ['this', isBefore ? today.year - 1 : today.year],
      ['last', today.month < 3 ? today.year - 2 : today.year - 1],
    ] as const);
    const from = date(begins, 12, 1);
    return { phrase: `${which} winter`, from, to: from.add({ months: 3 }) };
  },
  'hours around an exact time': (say, clock) => {
    const day = plus(clock.today, say.int(-200, -3));
    const at = day.toPlainDateTime({ hour: say.int(6, 22) }).toZonedDateTime(clock.zone);
    const n = say.int(2, 60);
    const time = `${String(at.hour).padStart(2, '0')}:00 on ${named(say, day)}`;
    const how = say.pick(['within', 'up to', 'less than', 'no more than']);
    const [from, to] = [at.subtract({ hours: n }).toInstant(), at.add({ hours: n }).toInstant()];
    return say.chance(0.5)
      ? { phrase: `${how} ${n} hours before ${time}`, from, to: at.toInstant() }
      : { phrase: `${how} ${n} hours after ${time}`, from: at.toInstant(), to };
  },
};
