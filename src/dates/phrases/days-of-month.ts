import { defined } from '../../lib/defined.ts';
import { dateOf } from '../calendar.ts';
import type { Phrase, Rule } from '../grammar.ts';
import { alt, map, opt, refuse, seq, word } from '../grammar.ts';
import { bare } from '../leaf.ts';
import type { Period, Timeframe, Year } from '../schema.ts';
import { period } from './any.ts';
import { monthName } from './named.ts';
import { dayNumber } from './numbers.ts';
import { between, to } from './ranges.ts';
import { yearOfName } from './yearly.ts';

const the = opt(word('the'));
const opening = opt(word('from', 'between'));
const inside = opt(word('of', 'in'));

/**
 * "1 to 15 May" (but "the 5th to 5 May" begins in April), "the 13th to the 15th of July", "May 1-15 2026",
 * "from 4 to 22 this month".
 */
export const daysOfMonth: Rule<Timeframe> = alt<Timeframe>(
  map(
    seq(opening, the, dayNumber, to, the, dayNumber, inside, monthName, opt(yearOfName)),
    ([how, , a, joint, , b, , month, year], phrase, start, end) =>
      isPair(joint, how, a, b) ? undefined : namedDays({ a, b, month, year }, { phrase, start, end }),
  ),
  map(
    seq(opening, monthName, opening, the, dayNumber, to, the, dayNumber, opt(yearOfName)),
    ([how, month, other, , a, joint, , b, year], phrase, start, end) =>
      isPair(joint, how ?? other, a, b)
        ? undefined
        : namedDays({ a, b, month, year }, { phrase, start, end }),
  ),
  map(
    seq(opening, the, dayNumber, to, the, dayNumber, inside, period),
    ([how, , a, joint, , b, , of], phrase, start, end) => {
      if (a === b || isPair(joint, how, a, b)) return undefined;
      if (of.kind !== 'unit' || of.unit !== 'month') return undefined;
      if (b < a) return refuse(phrase, start, end, 'This range ends before it begins.');
      const day = (n: number): Period => ({ kind: 'nth', nth: n, unit: 'day', of });
      return between(day(a), day(b));
    },
  ),
);

/** "5 and 15 May" are two days, "5 and 6 May" are consecutive. */
function isPair(joint: string, how: string | undefined, a: number, b: number): boolean {
  return joint === 'and' && how !== 'between' && a + 1 !== b;
}

/** From one day to another in a month with a name. */
function namedDays(
  { a, b, month, year }: { a: number; b: number; month: number; year: Year | undefined },
  { phrase, start, end }: { phrase: Phrase; start: number; end: number },
): Timeframe | undefined {
  if (a === b) return undefined;
  if (dateOf(2024, month, a) === null || dateOf(2024, month, b) === null)
    return refuse(phrase, start, end, 'There is no such date.');
  if (b < a) return refuse(phrase, start, end, 'This range ends before it begins.');
  const day = (n: number) => bare({ kind: 'date', ...defined({ year }), month, day: n });
  return between(day(a), day(b));
}
