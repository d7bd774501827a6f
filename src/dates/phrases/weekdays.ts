import type { Rule } from '../grammar.ts';
import { alt, lazy, map, oneOf, opt, refuse, seq, word, words } from '../grammar.ts';
import { bare } from '../leaf.ts';
import type { Period, Weekday } from '../schema.ts';
import { weekdays as names } from '../schema.ts';
import { calendarWeek } from './calendar.ts';

/** Weekdays: "Monday", "last Friday", "Friday next week", "Mon to Wed last week". */
export const weekdayName: Rule<Weekday> = oneOf(
  Object.fromEntries(names.map((name) => [name, name])) as Record<Weekday, Weekday>,
);

/** "2 Thursdays ago". Elsewhere the plural means every week, which is not a timeframe. */
export const weekdayNames: Rule<Weekday> = alt(
  weekdayName,
  oneOf(Object.fromEntries(names.map((name) => [`${name}s`, name])) as Record<string, Weekday>),
);

const week = lazy(() => calendarWeek);

export const weekday: Rule<Period> = alt<Period>(
  map(seq(opt(word('the')), word('last', 'past', 'previous'), weekdayName), ([, , day]) => ({
    kind: 'weekday',
    weekday: day,
    nth: -1,
  })),
  map(seq(opt(word('this')), word('past'), weekdayName), ([, , day]) => ({
    kind: 'weekday',
    weekday: day,
    nth: -1,
  })),
  map(seq(opt(word('the')), weekdayName, words('before last')), ([, day]) => ({
    kind: 'weekday',
    weekday: day,
    nth: -2,
  })),
  map(seq(word('this', 'current'), weekdayName), ([, day]) => ({ kind: 'weekday', weekday: day, week: 0 })),
  map(seq(opt(word('the')), word('next', 'following'), weekdayName), ([, , day]) => ({
    kind: 'weekday',
    weekday: day,
    week: 1,
  })),
  // Canonical words for what a bare weekday becomes.
  map(seq(words('the most recent'), weekdayName), ([, day]) => ({ kind: 'weekday', weekday: day, nth: 0 })),
  map(seq(opt(word('the', 'this')), word('coming', 'upcoming'), weekdayName), ([, , day]) => ({
    kind: 'weekday',
    weekday: day,
    nth: 1,
  })),
  map(seq(weekdayName, opt(alt(word('of', 'in', 'on', '-'), words('of the'))), week), ([day, , offset]) => ({
    kind: 'weekday',
    weekday: day,
    week: offset,
  })),
  map(seq(week, opt(word('on', '-')), weekdayName), ([offset, , day]) => ({
    kind: 'weekday',
    weekday: day,
    week: offset,
  })),
  map(weekdayName, (day) => bare({ kind: 'weekday', weekday: day })),
);

const to = word('to', '-', 'until', 'and');

/** Several weekdays in a row. */
export const weekdayRange: Rule<Period> = alt<Period>(
  map(
    seq(opt(word('from', 'between')), weekdayName, to, weekdayName, opt(word('of', 'in')), week),
    ([how, a, joint, b, , offset]) => row(how, { kind: 'weekday', weekday: a, week: offset }, joint, b),
  ),
  map(seq(week, opt(word('from', 'between')), weekdayName, to, weekdayName), ([offset, how, a, joint, b]) =>
    row(how, { kind: 'weekday', weekday: a, week: offset }, joint, b),
  ),
  map(
    seq(opt(word('from', 'between')), weekday, to, weekdayName),
    ([how, first, joint, last], phrase, start, end) => {
      if (first.kind !== 'weekday' || first.weekday !== last) return row(how, first, joint, last);
      const name = phrase.text.slice(phrase.tokens[end - 1]?.at, phrase.tokens[end - 1]?.end);
      return refuse(phrase, start, end, `This names ${name} twice: of which weeks?`, [
        `from last ${name} to this ${name}`,
      ]);
    },
  ),
);

/** "Monday and Friday" are two days, "Saturday and Sunday" are consecutive. */
function row(how: string | undefined, first: Period, joint: string, last: Weekday): Period | undefined {
  const a = first.kind === 'weekday' ? names.indexOf(first.weekday) : -1;
  if (a === names.indexOf(last)) return undefined;
  const isPair = joint === 'and' && how !== 'between' && (a + 1) % 7 !== names.indexOf(last);
  return isPair ? undefined : { kind: 'weekdays', first, last };
}
