import type { Rule } from '../grammar.ts';
import { alt, map, opt, refuse, seq, word } from '../grammar.ts';
import { printAmount } from '../print.ts';
import { type Amount, isExact, type Period, type Timeframe } from '../schema.ts';
import { fits } from '../shape.ts';
import { amount, total, unit } from './amounts.ts';
import { period } from './any.ts';
import { beforeOrAfter } from './beside.ts';
import type { Comparison } from './compared.ts';
import { compares, isOneNumber, orBoth } from './compared.ts';
import { count } from './numbers.ts';

/**
 * Farther or nearer than a distance from a named day. Nearer is the stretch between that day and the named
 * one: "within 3 days after Easter", "less than 2 weeks before Christmas", "within 30 days from 1 March".
 * Farther is open on the far side: "more than 2 weeks after Easter", "at least 3 days before Christmas".
 */
type Direction = Extract<Period, { kind: 'within' }>['direction'];

const direction = alt<Direction | 'of'>(
  beforeOrAfter,
  map(word('from'), () => 'from'),
  map(word('of'), () => 'of'),
);

/** A period and the words that name it, for suggestions. */
const named: Rule<{ of: Period; name: string }> = map(period, (of, phrase, from, to) => ({
  of,
  name: phrase.text.slice(phrase.tokens[from]?.at, phrase.tokens[to - 1]?.end),
}));

const beside: Rule<Timeframe> = map(
  seq(compares, amount, direction, named),
  ([how, value, toward, { of, name }], phrase, start, end) => {
    const offer = (message: string, ...sides: string[]) =>
      end === phrase.tokens.length
        ? refuse(
            phrase,
            start,
            end,
            message,
            sides.map((side) => `${words[how]} ${printAmount(value)} ${side} ${name}`),
          )
        : undefined;
    if (toward === 'of') return offer(`Before ${name}, or after it?`, 'before', 'after');
    if (how === 'more' || how === 'least') return farther(how, value, toward, of);
    const near = nearer(how, value, toward, of);
    if (near !== undefined || !isExact(value)) return near;
    return (
      nearer(how, value, 'after', of) &&
      offer(`From the beginning of ${name} on, or from its end?`, 'from 00:00 on', 'after')
    );
  },
);

/** "3+ days after Easter", "2 weeks or less before Christmas". */
const behind: Rule<Timeframe> = map(
  seq(
    alt<[Comparison, Amount | undefined]>(
      map(seq(amount, orBoth), ([value, how]) => [how, value]),
      map(seq(count, orBoth, unit), ([n, how, scale]) => [how, total([{ n, scale }])]),
    ),
    beforeOrAfter,
    period,
  ),
  ([[how, value], toward, of]) => {
    if (value === undefined || how === 'more' || how === 'less') return undefined;
    return how === 'least' ? farther(how, value, toward, of) : nearer(how, value, toward, of);
  },
);

/** "between 1 and 3 days after Easter", "2-3 weeks before Christmas": from one day to the other. */
const between: Rule<Timeframe> = map(
  seq(opt(word('between', 'from')), count, word('and', 'to', '-'), count, unit, beforeOrAfter, period),
  ([how, a, joint, b, scale, direction, of], phrase, start) => {
    if (joint === '-' && isOneNumber(phrase, how === undefined ? start : start + 1)) return undefined;
    // "From 1990 to 1 quarter before Easter" begins with a year.
    if (a >= 1900 && a <= 2100) return undefined;
    const [near, far] = [Math.min(a, b), Math.max(a, b)].map((n) => total([{ n, scale }]));
    if (near === undefined || far === undefined || a === b || (joint === 'and' && how !== 'between'))
      return undefined;
    const day = (value: Amount): Period => ({ kind: 'shift', amount: value, direction, of });
    if (isExact(near) || !fits(day(near))) return undefined;
    const [first, last] = direction === 'before' ? [far, near] : [near, far];
    return { kind: 'between', from: day(first), to: day(last) };
  },
);

export const within: Rule<Timeframe> = alt(beside, behind, between);

const words: Record<Comparison, string> = {
  more: 'more than',
  least: 'at least',
  less: 'less than',
  most: 'within',
};

function farther(how: 'more' | 'least', value: Amount, toward: Direction, of: Period): Timeframe | undefined {
  const side = toward === 'before' ? 'before' : 'after';
  const day: Period = { kind: 'shift', amount: value, direction: side, of };
  if (!fits(day)) return undefined;
  if (how === 'more') return { kind: side, of: day };
  return { kind: side === 'before' ? 'until' : 'since', of: day };
}

function nearer(how: 'less' | 'most', value: Amount, toward: Direction, of: Period): Timeframe | undefined {
  const isToday = of.kind === 'unit' && of.unit === 'day' && of.offset === 0;
  if (isToday && toward === 'from')
    return { kind: how === 'less' ? 'nearer' : 'rolling', direction: 'future', amount: value };
  const less = how === 'less' && !isExact(value) ? { less: true as const } : {};
  const stretch: Timeframe = { kind: 'within', amount: value, direction: toward, ...less, of };
  return fits(stretch) ? stretch : undefined;
}
