import type { Rule } from '../grammar.ts';
import { alt, digits, lazy, map, oneOf, opt, seq, withoutBlank, word } from '../grammar.ts';
import type { Amount, AmountUnit } from '../schema.ts';
import { amountLimits, amountUnits } from '../schema.ts';
import { count, some } from './numbers.ts';

export interface Scale {
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

export const workday: Rule<Scale> = map(
  alt(
    seq(word('business', 'working', 'work'), word('day')),
    map(word('workday', 'workdays', 'weekday', 'weekdays'), (each) => [each, each] as never),
  ),
  () => ({ unit: 'workdays' as const, times: 1 }),
);

/** "days", "calendar days", "business days". */
export const unit: Rule<Scale> = alt(
  oneOf(scales),
  map(seq(word('calendar'), word('day')), () => ({ unit: 'days' as const, times: 1 })),
  workday,
);

/** Letters right after a number: "30d". A lone m is refused, because it could mean months or minutes. */
const letter: Rule<Scale> = withoutBlank(
  oneOf<Scale>({
    d: { unit: 'days', times: 1 },
    w: { unit: 'weeks', times: 1 },
    y: { unit: 'years', times: 1 },
    q: { unit: 'quarters', times: 1 },
    h: { unit: 'hours', times: 1 },
  }),
);

/** One part: "30 days", "30d", "a week". */
const part: Rule<{ scale: Scale; n: number }> = alt(
  map(seq(count, letter), ([n, scale]) => ({ n, scale })),
  map(seq(some, opt(word('-')), unit), ([n, , scale]) => ({ n, scale })),
);

const joint = opt(word('and', ','));

/** The unit for parts of a unit. Half a week or month isn't whole days; half a day may mean noon. */
const smaller = oneOf<Scale>({
  year: { unit: 'months', times: 12 },
  hour: { unit: 'minutes', times: 60 },
  minute: { unit: 'seconds', times: 60 },
});

/** "half a year", "half an hour"; after "past" and "next" also "half year", "half-hour". */
export const halfOfUnit = (article: Rule<unknown>): Rule<Amount> =>
  map(seq(word('half'), article, smaller), ([, , scale]) => total([{ n: 1 / 2, scale }]));

/** "1.5", "two and a half". */
const broken: Rule<number> = alt(
  map(
    seq(digits(0, 10_000), withoutBlank(word('.')), withoutBlank(digits(0, 99, { min: 1, max: 2 }))),
    ([n], phrase, _, to) => Number(`${n}.${phrase.tokens[to - 1]?.text}`),
  ),
  map(seq(some, word('and'), opt(word('a')), word('half')), ([n]) => n + 0.5),
);

const andAHalf = seq(word('and'), word('a'), word('half'));

/** "1.5 years", "one and a half hours", "a year and a half". */
const halves: Rule<Amount> = alt<Amount>(
  halfOfUnit(word('a', 'an')),
  map(seq(word('half'), word('a'), word('day')), () => ({ hours: 12 })),
  map(seq(opt(word('a')), word('quarter'), opt(word('of')), opt(word('an')), word('hour')), () => ({
    minutes: 15,
  })),
  map(seq(word('a'), word('half'), opt(word('-')), word('hour')), () => ({ minutes: 30 })),
  map(seq(broken, opt(word('-')), smaller), ([n, , scale]) => total([{ n, scale }])),
  map(seq(some, smaller, andAHalf), ([n, scale]) => total([{ n: n + 0.5, scale }])),
);

/** "year and a half", after a word that says which. */
export const brokenUnit: Rule<Amount> = map(seq(smaller, andAHalf), ([scale]) => total([{ n: 1.5, scale }]));

/** Reads each position once, because two dozen families of phrases can begin with an amount. */
export const amount: Rule<Amount> = lazy(() => amounts);

/** "30 days", "2 years 1 month and 21 days": each unit at most once. */
const amounts: Rule<Amount> = alt<Amount>(
  halves,
  map(
    seq(part, opt(seq(joint, part)), opt(seq(joint, part)), opt(seq(joint, part))),
    ([first, second, third, fourth]) => total([first, second?.[1], third?.[1], fourth?.[1]]),
  ),
);

/** "30d", "6mo", "2w": short forms that mean "last …" on their own. */
export const shortAmount: Rule<Amount> = map(
  alt(seq(count, letter), seq(count, withoutBlank(oneOf(scales)))),
  ([n, scale]) => total([{ n, scale }]),
);

/** Adds up counts of units, longest first; undefined if a unit repeats, isn't whole, or exceeds all dates. */
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
    if (n > amountLimits[name] || n < 1 || !Number.isInteger(n)) return undefined;
    amounts[name] = n;
  }
  return amounts;
}
