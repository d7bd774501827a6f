import type { Rule } from '../grammar.ts';
import { alt, glued, map, oneOf, opt, seq, word } from '../grammar.ts';
import type { Amount, AmountUnit } from '../schema.ts';
import { amountLimits, amountUnits } from '../schema.ts';
import { count, some } from './numbers.ts';

interface Scale {
  unit: AmountUnit;
  times: number;
}

const scales: Record<string, Scale> = {
  second: { unit: 'seconds', times: 1 },
  minute: { unit: 'minutes', times: 1 },
  hour: { unit: 'hours', times: 1 },
  day: { unit: 'days', times: 1 },
  week: { unit: 'weeks', times: 1 },
  fortnight: { unit: 'weeks', times: 2 },
  month: { unit: 'months', times: 1 },
  quarter: { unit: 'quarters', times: 1 },
  year: { unit: 'years', times: 1 },
  decade: { unit: 'years', times: 10 },
  century: { unit: 'years', times: 100 },
};

const workday: Rule<Scale> = map(
  alt(
    seq(word('business', 'working', 'work'), word('day')),
    map(word('workday', 'workdays', 'weekday', 'weekdays'), (each) => [each, each] as never),
  ),
  () => ({ unit: 'workdays' as const, times: 1 }),
);

/** "days", "calendar days", "business days". */
export const unit: Rule<Scale> = alt(
  map(seq(opt(word('calendar', 'full', 'whole')), oneOf(scales)), ([, scale]) => scale),
  workday,
);

/** Letters right behind a number: "30d". A lone m is refused: months or minutes? */
const letter: Rule<Scale> = glued(
  oneOf<Scale>({
    d: { unit: 'days', times: 1 },
    w: { unit: 'weeks', times: 1 },
    y: { unit: 'years', times: 1 },
    q: { unit: 'quarters', times: 1 },
    h: { unit: 'hours', times: 1 },
  }),
);

/** One part: "30 days", "30d", "a week", "one and a half" is not known. */
const part: Rule<{ scale: Scale; n: number }> = alt(
  map(seq(count, letter), ([n, scale]) => ({ n, scale })),
  map(seq(some, opt(word('-')), unit), ([n, , scale]) => ({ n, scale })),
);

const joint = opt(word('and', ','));

/** "half a year", "half an hour", "a year and a half". */
const halves: Rule<Amount> = alt<Amount>(
  map(
    seq(
      word('half'),
      word('a', 'an'),
      oneOf({ year: { months: 6 }, day: { hours: 12 }, hour: { minutes: 30 } }),
    ),
    ([, , each]) => each,
  ),
  map(seq(some, word('year'), word('and'), word('a'), word('half')), ([n]) =>
    n <= 500 ? { months: 12 * n + 6 } : undefined,
  ),
  map(seq(some, word('hour'), word('and'), word('a'), word('half')), ([n]) =>
    n <= 10_000 ? { minutes: 60 * n + 30 } : undefined,
  ),
);

/** "30 days", "2 years 1 month and 21 days": each unit once. */
export const amount: Rule<Amount> = alt<Amount>(
  halves,
  map(
    seq(part, opt(seq(joint, part)), opt(seq(joint, part)), opt(seq(joint, part))),
    ([first, second, third, fourth]) => total([first, second?.[1], third?.[1], fourth?.[1]]),
  ),
);

/** "30d", "6mo", "2w": short forms that mean "last …" by themselves. */
export const shortAmount: Rule<Amount> = map(
  alt(seq(count, letter), seq(count, glued(oneOf(scales)))),
  ([n, scale]) => total([{ n, scale }]),
);

/** Puts counts of units together, longest first; undefined where a unit comes twice or is beyond all dates. */
export function total(parts: ({ scale: Scale; n: number } | undefined)[]): Amount | undefined {
  const sums = new Map<AmountUnit, number>();
  for (const each of parts) {
    if (each === undefined) continue;
    if (sums.has(each.scale.unit)) return undefined;
    sums.set(each.scale.unit, each.n * each.scale.times);
  }
  const amounts: Amount = {};
  for (const name of amountUnits) {
    const n = sums.get(name);
    if (n === undefined) continue;
    if (n > amountLimits[name]) return undefined;
    amounts[name] = n;
  }
  return amounts;
}
