import { dayOf, moveDay } from '../calendar.ts';
import type { Phrase } from '../grammar.ts';
import { refuse } from '../grammar.ts';
import { printAmount, printTimeframe } from '../print.ts';
import type { Amount, Period, Year } from '../schema.ts';
import { spanOf } from '../spans.ts';
import { pick } from './pick.ts';

type Make = (year: Year | undefined) => Period;

/** "two Christmases ago": the second one back, or the one two years ago? Refused while the two differ. */
export function timesAgo(
  n: number,
  make: Make,
  phrase: Phrase,
  from: number,
  to: number,
): Period | undefined {
  if (n > 100) return undefined;
  const { calendar } = phrase;
  if (calendar.context.yearly) return make({ offset: -n });
  const counted = pick('last', make, calendar, n);
  const byYear = make(calendar.today.year - n);
  if (counted === undefined) return undefined;
  const names = [counted, byYear].map(printTimeframe);
  return names[0] === names[1]
    ? counted
    : refuse(phrase, from, to, `This may be ${names[0]} or ${names[1]}.`, names);
}

/** "Black Friday 3 months ago": refused, with the one nearest to that day as the suggestion. */
export function nearest(make: Make, value: Amount, phrase: Phrase, from: number, to: number): undefined {
  const { calendar } = phrase;
  const day = moveDay(calendar.today, value, -1);
  let best: { period: Period; far: number } | undefined;
  for (let year = day.year - 1; year <= Math.min(day.year + 1, calendar.today.year); year += 1) {
    const period = make(year);
    const span = spanOf(period, calendar);
    if (span === null) continue;
    const start = dayOf(span.from, calendar.zone);
    const far = Math.abs(day.until(start).days);
    const isBegun = calendar.today.until(start).days <= 0;
    if (isBegun && (best === undefined || far < best.far)) best = { period, far };
  }
  if (best === undefined) return undefined;
  const name = printTimeframe(best.period);
  return refuse(phrase, from, to, `The nearest to ${printAmount(value)} ago is ${name}.`, [name]);
}
