import type { Calendar } from '../calendar.ts';
import { dayOf, instantOf } from '../calendar.ts';
import type { Period, Year } from '../schema.ts';
import { spanOf } from '../spans.ts';
import { isUnknownHoliday } from '../unsure.ts';

/**
 * Whether "this winter" is the one that began last year: until mid-July, that one is nearer. This applies
 * only to periods that cross New Year; all others are this year's.
 */
function isNearerBefore(before: Period, of: Period, calendar: Calendar): boolean {
  const [first, second] = [spanOf(before, calendar), spanOf(of, calendar)];
  if (first === null || second === null) return false;
  const { today, zone } = calendar;
  if (dayOf(first.from, zone).year === dayOf(first.to, zone, true).year) return false;
  return dayOf(first.to, zone).until(today).days < today.until(dayOf(second.from, zone)).days;
}

/**
 * The occurrence of a yearly name that "this", "last", or "next" means: the one in this year, the latest that
 * is over, or the first that has not begun. `nth` counts further.
 */
export function pick(
  side: 'this' | 'last' | 'next',
  make: (year: Year | undefined) => Period,
  calendar: Calendar,
  nth = 1,
): Period | undefined {
  const now = calendar.now.epochMilliseconds;
  const { year } = calendar.today;
  const present = isNearerBefore(make(year - 1), make(year), calendar) ? year - 1 : year;
  if (calendar.context.yearly)
    return make({ offset: present - year + { this: 0, last: -nth, next: nth }[side] });
  if (side === 'this') return make(present);
  // We can't say whether this year's is over: the reader refuses it.
  if (isUnknownHoliday(make(year), calendar)) return make(year);
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
