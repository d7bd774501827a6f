import type { Calendar } from '../calendar.ts';
import { instantOf } from '../calendar.ts';
import type { Period, Year } from '../schema.ts';
import { spanOf } from '../spans.ts';

/** The one of a yearly name that "this", "last" or "next" means: in this year, the latest that is over, the first to come. */
export function pick(
  side: 'this' | 'last' | 'next',
  make: (year: Year | undefined) => Period,
  calendar: Calendar,
): Period | undefined {
  const now = calendar.now.epochMilliseconds;
  if (calendar.context.yearly) return make({ offset: { this: 0, last: -1, next: 1 }[side] });
  if (side === 'this') return make(calendar.today.year);
  const found: Period[] = [];
  for (let year = calendar.today.year - 2; year <= calendar.today.year + 2; year += 1) {
    const each = make(year);
    const span = spanOf(each, calendar);
    if (span === null) continue;
    if (side === 'last' && instantOf(span.to, calendar.zone) <= now) found.push(each);
    if (side === 'next' && instantOf(span.from, calendar.zone) > now) found.push(each);
  }
  return side === 'last' ? found.at(-1) : found[0];
}
