import { dayOf, weekdayNumber } from '../calendar.ts';
import type { Phrase, Rule } from '../grammar.ts';
import { alt, map, opt, refuse, seq, word, words } from '../grammar.ts';
import { monthNames } from '../print.ts';
import type { Period, Weekday } from '../schema.ts';
import { spanOf } from '../spans.ts';
import { count } from './numbers.ts';
import { weekdayName, weekdayNames } from './weekdays.ts';

/** Future days named from a weekday: "Monday week", "a week on Friday", "2 Sundays from now". */
const today: Period = { kind: 'unit', unit: 'day', offset: 0 };
const tomorrow: Period = { kind: 'unit', unit: 'day', offset: 1 };

const day: Rule<Weekday | 'today' | 'tomorrow'> = alt<Weekday | 'today' | 'tomorrow'>(
  weekdayName,
  word('today', 'tomorrow'),
);
const weeks = alt<number>(
  map(word('week'), () => 1),
  map(word('fortnight'), () => 2),
);

/** This many weeks after the coming weekday. On that weekday, it could count from today or from next week. */
function weeksOn(
  n: number,
  from: Weekday | 'today' | 'tomorrow',
  phrase: Phrase,
  start: number,
  end: number,
) {
  if (from === 'today' || from === 'tomorrow')
    return {
      kind: 'shift',
      amount: { weeks: n },
      direction: 'after',
      of: from === 'today' ? today : tomorrow,
    } as const;
  if (phrase.calendar.today.dayOfWeek !== weekdayNumber(from))
    return { kind: 'weekday', weekday: from, nth: n + 1 } as const;
  return refuse(phrase, start, end, 'Counted from today, or from next week?', [
    `${n} ${n === 1 ? 'week' : 'weeks'} from now`,
    `${n + 1} weeks from now`,
  ]);
}

/** "Monday week", "tomorrow week", "a week on Monday", "a fortnight today". */
const weekOn: Rule<Period> = alt<Period>(
  map(seq(opt(word('on')), day, weeks), ([, from, n], phrase, start, end) =>
    phrase.tokens[end - 1]?.plural ? undefined : weeksOn(n, from, phrase, start, end),
  ),
  map(seq(opt(word('a', 'one')), weeks, word('on'), weekdayName), ([, n, , from], phrase, start, end) =>
    weeksOn(n, from, phrase, start, end),
  ),
  map(seq(opt(word('a', 'one')), weeks, word('today', 'tomorrow')), ([, n, from], phrase, start, end) =>
    weeksOn(n, from, phrase, start, end),
  ),
);

/** "2 Sundays from now": the second one after today. */
const fromNow: Rule<Period> = map(
  seq(
    count,
    alt<Weekday | 'weekend'>(
      weekdayNames,
      map(word('weekend', 'weekends'), () => 'weekend'),
    ),
    alt(words('from now'), words('from today'), words('after today')),
  ),
  ([n, unit]) => (n <= 60 ? { kind: 'nearby', nth: n, unit, direction: 'after', of: today } : undefined),
);

/** "Friday after next": after the coming one, or after next week's? From Friday on they are the same. */
const afterNext: Rule<Period> = map(
  seq(opt(word('the')), weekdayName, alt(words('after next'), words('after the next'))),
  ([, weekday], phrase, start, end) => {
    const near: Period = { kind: 'nearby', nth: 2, unit: weekday, direction: 'after', of: today };
    const far: Period = { kind: 'weekday', weekday, week: 2 };
    const [a, b] = [near, far].map((each) => {
      const span = spanOf(each, phrase.calendar);
      return span && dayOf(span.from, phrase.calendar.zone);
    });
    if (!a || !b || a.equals(b)) return near;
    const written = [a, b].map((each) => `${each.day} ${monthNames[each.month - 1]} ${each.year}`);
    return refuse(phrase, start, end, `This may be ${written[0]} or ${written[1]}.`, written);
  },
);

export const aheadDays: Rule<Period> = alt<Period>(weekOn, fromNow, afterNext);
