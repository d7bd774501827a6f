import { dayOf, moveDay } from '../calendar.ts';
import type { Rule } from '../grammar.ts';
import { map, opt, refuse, seq, word } from '../grammar.ts';
import { monthNames } from '../print.ts';
import type { Period } from '../schema.ts';
import { spanOf } from '../spans.ts';
import { agoWords } from './ago.ts';
import { amount } from './amounts.ts';
import { weekdayName } from './weekdays.ts';

/**
 * "Monday two weeks ago": the Monday of that week, or two weeks before the latest Monday? Early in the week
 * they are the same day; later they differ, and we suggest both.
 */
export const weekdayWeeksAgo: Rule<Period> = map(
  seq(opt(word('on')), weekdayName, amount, agoWords),
  ([, weekday, value], phrase, from, to) => {
    const { weeks } = value;
    if (weeks === undefined || Object.keys(value).length > 1 || weeks > 1000) return undefined;
    const { calendar } = phrase;
    const ofWeek: Period = { kind: 'weekday', weekday, week: -weeks };
    const there = spanOf(ofWeek, calendar);
    const latest = spanOf({ kind: 'weekday', weekday, nth: -1 }, calendar);
    if (there === null || latest === null) return undefined;
    const days = [dayOf(there.from, calendar.zone), moveDay(dayOf(latest.from, calendar.zone), value, -1)];
    const names = days.map((day) => `${day.day} ${monthNames[day.month - 1]} ${day.year}`);
    if (names[0] === names[1]) return ofWeek;
    return refuse(phrase, from, to, `This may be ${names[0]} or ${names[1]}.`, names);
  },
);
