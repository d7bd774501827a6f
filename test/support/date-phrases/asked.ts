import type { Clock } from './clock.ts';
import { plus } from './clock.ts';
import { written } from './dates.ts';
import type { Say } from './say.ts';
import { monthNames, number, units, weekdayNames } from './say.ts';

/** Families of phrases that have two meanings or none: none of them may be answered. */
export type Unanswered = (say: Say, clock: Clock) => string;

const pair = (say: Say) => {
  const a = say.int(1, 11);
  return [a, say.int(a + 1, 12)] as const;
};

export const unanswered: Record<string, Unanswered> = {
  'a length without a side': (say) => {
    const [n, unit] = [say.int(2, 90), say.pick(['day', 'week', 'month', 'year'])];
    return `${number(say, n)} ${units(say, n, unit)}`;
  },
  'months or minutes': (say) => `${say.pick(['', 'last ', 'past '])}${say.int(1, 59)}m`,
  'a set of days': (say) =>
    say.pick(['', 'on ', 'every ', 'all ']) + say.pick(weekdayNames) + say.pick(['s', 's in May']),
  'how many': (say) =>
    `${say.pick(['last', 'past', 'the next', 'the coming'])} ${say.pick(['days', 'weeks', 'months', 'years'])}`,
  'a day that its month does not have': (say) => {
    const [m, d] = say.pick([
      [2, 30],
      [4, 31],
      [6, 31],
      [9, 31],
      [11, 31],
      [1, 32],
      [12, 40],
    ] as const);
    const name = monthNames[m - 1];
    return say.pick([
      `${d} ${name}`,
      `${name} ${d}, 2026`,
      `since ${d} ${name} 2025`,
      `2026-${String(m).padStart(2, '0')}-${d}`,
    ]);
  },
  'an end before its beginning': (say, { today }) => {
    const from = plus(today, say.int(-200, 200));
    return `from ${written(say, from)} to ${written(say, plus(from, -say.int(2, 200)))}`;
  },
  'a weekday that its date is not': (say, { today }) => {
    const day = plus(today, say.int(-400, -1));
    const other = weekdayNames[day.dayOfWeek % 7];
    return `${other} ${day.day} ${monthNames[day.month - 1]} ${day.year}`;
  },
  'farther than how far': (say) => {
    const [n, unit] = [say.int(2, 90), say.pick(['day', 'week', 'month'])];
    return `${say.pick(['more than', 'over', 'at least', '>', '<', 'less than', 'under'])} ${n} ${unit}s`;
  },
  'around a day': (say, { today }) =>
    `within ${say.int(2, 30)} ${say.pick(['days', 'weeks'])} of ${written(say, plus(today, say.int(-300, 300)))}`,
  'months counted from a month': (say) =>
    `${say.int(2, 12)} ${say.pick(['weeks', 'months'])} from ${say.pick(monthNames)}`,
  'hours outside their part of the day': (say) =>
    `${say.pick(['yesterday', 'this', 'Monday'])} afternoon from ${say.int(6, 8)} to ${say.int(9, 11)}`,
  'some time later than a stretch': (say) =>
    `from ${say.pick(['last month', '2025', ...monthNames])} to ${say.int(2, 9)} ${say.pick(['days', 'weeks'])} later`,
  'a day of the month at the end of a stretch': (say) =>
    `from ${say.pick(['Q1', 'H2', 'summer', ...monthNames])} to the ${say.int(4, 20)}th`,
  'an open end and a length': (say, { today }) =>
    `${say.pick(['since', 'after', 'before', 'until'])} ${written(say, plus(today, say.int(-300, -1)))} for ${say.int(2, 20)} ${say.pick(['days', 'weeks'])}`,
  'since two times': (say) =>
    `since ${say.int(7, 11)}am ${say.pick(['to', 'until', '-'])} ${say.int(1, 9)}pm ${say.pick(['yesterday', 'last Friday'])}`,
  'days of one month, the later one first': (say) => {
    const [a, b] = pair(say);
    const name = say.pick(monthNames);
    return say.pick([
      `from ${name} ${b} to ${name} ${a}`,
      `between ${b} ${name} and ${a} ${name}`,
      `${b} ${name} - ${a} ${name}`,
      `since ${name} ${b} and before ${name} ${a}`,
    ]);
  },
  'two days that are not one': (say, { today }) => {
    const [name, by] = say.pick([
      ['today', 0],
      ['yesterday', -1],
      ['tomorrow', 1],
    ] as const);
    const other = plus(today, by + say.pick([-3, -2, -1, 1, 2, 3]));
    const said = say.pick([weekdayNames[other.dayOfWeek - 1], `${monthNames[other.month - 1]} ${other.day}`]);
    return say.pick([`${name}, ${said}`, `${name} (${said})`, `${said}, ${name}`]);
  },
  'a day of a year, or years with a figure missing': (say) => `${say.int(2015, 2019)}-20${say.int(1, 9)}`,
  'after a name, or the next of that name': (say) =>
    `following ${say.pick(['Easter', 'Christmas', 'Black Friday', 'summer', 'Q3', ...monthNames])}`,
  'vague words': (say) =>
    `${say.pick(['around', 'about', 'roughly', 'approximately', 'nearly'])} ${say.int(2, 40)} ${say.pick(['days', 'weeks', 'months'])} ago`,
  'more words than a timeframe has': (say) =>
    `${say.pick(['last 30 days', 'last month', 'since 1 March 2025', 'yesterday', 'Q3 2025'])} ${say.pick(['please', 'or so', 'for them', 'and', 'bananas', 'of'])}`,
  'days that do not follow on each other': (say) => {
    const [a, b] = pair(say);
    return `${a} and ${b + 2} ${say.pick(monthNames)}`;
  },
  'another language': (say) =>
    say.pick([
      'letzte 30 Tage',
      'le mois dernier',
      'el mes pasado',
      'ieri',
      'ontem',
      'vorige week',
      'senaste 30 dagarna',
      'i går',
      'wczoraj',
    ]),
};

/** Numbers that are a date in two orders, for a workspace that has set none. */
export function twoOrders(say: Say): string {
  const [a, b] = pair(say);
  const sign = say.pick(['/', '.', '-', ' ']);
  return [a, b, say.int(2015, 2027)].join(sign);
}
