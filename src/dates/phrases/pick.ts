import type { Calendar } from '../calendar.ts';
import { instantOf } from '../calendar.ts';
import type { Period, Year } from '../schema.ts';
import { spanOf } from '../spans.ts';

/** The one of a yearly name that "this", "last" or "next" means: in this year, the latest that is over, the first to come; `nth` counts on. */
export function pick(
  side: 'this' | 'last' | 'next',
  make: (year: Year | undefined) => Period,
  calendar: Calendar,
  nth = 1,
): Period | undefined {
  const now = calendar.now.epochMilliseconds;
  if (calendar.context.yearly) return make({ offset: { this: 0, last: -nth, next: nth }[side] });
  if (side === 'this') return make(calendar.today.year);
  const found: Period[] = [];
  for (let year = calendar.today.year - nth - 1; year <= calendar.today.year + nth + 1; year += 1) {
    const each = make(year);
    const span = spanOf(each, calendar);
    if (span === null) continue;
    if (side === 'last' && instantOf(span.to, calendar.zone) <= now) found.push(each);
    if (side === 'next' && instantOf(span.from, calendar.zone) > now) found.push(each);
  }
  return side === 'last' ? found.at(-nth) : found[nth - 1];
}
