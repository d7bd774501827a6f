import type { Calendar } from '../calendar.ts';
import { dayOf } from '../calendar.ts';
import type { Rule } from '../grammar.ts';
import { alt, map, oneOf, opt, refuse, seq, word, words } from '../grammar.ts';
import { printTimeframe } from '../print.ts';
import type { Amount, Period } from '../schema.ts';
import { spanOf } from '../spans.ts';
import { agoWords } from './ago.ts';
import { amount, total, unit } from './amounts.ts';

/** The current month or quarter in another year: "this month last year", "the same quarter 2 years ago". */
const like = map(
  seq(
    opt(word('the')),
    alt<unknown>(word('this', 'same'), words('the same')),
    oneOf({ week: 'week', weekend: 'weekend', month: 'month', quarter: 'quarter' } as const),
  ),
  ([, , which]) => which,
);

/** A distance in whole years: "last year", "2 years ago", "in the previous year", "next year". */
const yearsAway: Rule<{ direction: 'past' | 'future'; amount: Amount }> = alt(
  map(
    seq(
      opt(word('of', 'in', 'as')),
      opt(word('the')),
      oneOf({ last: 'past', previous: 'past', next: 'future' } as const),
      unit,
    ),
    ([, , direction, scale]) => {
      const value = total([{ n: 1, scale }]);
      return value?.years === 1 ? { direction, amount: value } : undefined;
    },
  ),
  map(seq(amount, agoWords), ([value]) =>
    value.years ? { direction: 'past' as const, amount: value } : undefined,
  ),
);

export const same: Rule<Period> = map(
  seq(like, yearsAway),
  ([which, { direction, amount: value }], phrase, from, to) => {
    if (Object.keys(value).length > 1) return undefined;
    const there: Period = { kind: 'ago', direction, amount: value };
    if (which === 'month' || which === 'quarter') return { kind: 'containing', unit: which, of: there };
    // Weeks shift from year to year: the week of the same day, or the week with the same number?
    const { calendar } = phrase;
    const numbered =
      which === 'week' && value.years !== undefined
        ? sameNumber(direction === 'past' ? -value.years : value.years, calendar)
        : undefined;
    const containing: Period = { kind: 'containing', unit: which, of: there };
    const [day, other] = [spanOf(containing, calendar), numbered && spanOf(numbered, calendar)];
    if (day && other && dayOf(day.from, calendar.zone).equals(dayOf(other.from, calendar.zone)))
      return containing;
    return refuse(phrase, from, to, `The ${which} of that day, or the one with the same number?`, [
      ...[containing, numbered].flatMap((each) => (each === undefined ? [] : printTimeframe(each))),
    ]);
  },
);

/** The week with this week's number, that many years away. */
function sameNumber(offset: number, calendar: Calendar): Period | undefined {
  const { today, zone } = calendar;
  for (const around of [0, -1, 1]) {
    for (let week = 1; week <= 53; week += 1) {
      const span = spanOf({ kind: 'week', year: today.year + around, week }, calendar);
      if (span === null) continue;
      const days = dayOf(span.from, zone).until(today).days;
      if (days >= 0 && days < 7) return { kind: 'week', year: today.year + around + offset, week };
    }
  }
  return undefined;
}
