import { type Calendar, dayOf, type Edge } from './calendar.ts';
import { isBare, leafOf } from './leaf.ts';
import { printTimeframe } from './print.ts';
import type { Timeframe } from './schema.ts';
import { spanOf } from './spans.ts';

/**
 * "From last month to week 40", in November, would end more than a year after it begins because this year's
 * week 40 is over. Few people mean that, so we ask. "From 2025 to March" is as long as it says.
 *
 * @param named as it was read
 * @param pinned the same with the years that its names have
 */
export function longRange(
  named: Timeframe,
  pinned: Timeframe,
  calendar: Calendar,
): { message: string; suggestions: string[] } | undefined {
  if (named.kind !== 'between' || pinned.kind !== 'between' || calendar.context.yearly) return undefined;
  const [first, last] = [leafOf(named.from), leafOf(named.to)];
  if (!isBare(first) && !isBare(last)) return undefined;
  // "From 2 years before Christmas to Christmas"
  if (JSON.stringify(first) === JSON.stringify(last)) return undefined;
  const [a, b] = [spanOf(pinned.from, calendar), spanOf(pinned.to, calendar)];
  if (a === null || b === null) return undefined;
  const day = (edge: Edge) => dayOf(edge, calendar.zone);
  const begins = day(a.from);
  const isYear = begins.until(day(a.to)).days >= 365;
  if (begins.until(day(b.to)).days <= 366 || isYear) return undefined;
  const message = 'This would be longer than a year: write the year that you mean.';
  return { message, suggestions: [printTimeframe(pinned)] };
}
