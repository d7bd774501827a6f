import { Temporal } from 'temporal-polyfill';
import { RollcallError } from '../../errors.ts';
import { compareRules } from '../../rules/sql/compare.ts';
import { comparisonOf } from '../../storage/queries/run-rule.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import type { SegmentRef } from './lookup.ts';
import { knownTo, resolvedRule, storedSegment } from './segments.ts';

/** How many contacts join and leave a segment just because time passes. */
export interface Forecast {
  segment: string;
  entering: number;
  leaving: number;
  from: Date;
  to: Date;
}

const longest = 400;

/**
 * Compares a segment's members now with its members a number of days later at the same time, on the same
 * data.
 *
 * @throws RollcallError `invalid-input` unless days is a whole number from 1 to 400, `not-found` for the
 *   segment
 */
export async function forecastSegment(
  deps: AudienceDeps,
  caller: Caller,
  { days, ...ref }: SegmentRef & { days: number },
): Promise<Forecast> {
  requireRole(caller, 'viewer', 'see segments');
  requireDays(days);
  const { segment, rule } = await storedSegment(deps, caller, ref);
  const known = await knownTo(deps, caller);
  const from = known.dates.now;
  const to = daysLater(from, days, known.dates.timeZone);
  const later = { ...known, dates: { ...known.dates, now: to } };
  const { workspaceId } = caller;
  const options = { segment: segment.id, stored: true } as const;
  const comparison = compareRules(resolvedRule(rule, known, options), resolvedRule(rule, later, options), {
    workspaceId,
  });
  const { entering, leaving } = await comparisonOf(deps.storage, comparison, { examples: 0 });
  return { segment: segment.name, entering: entering.count, leaving: leaving.count, from, to };
}

/** @throws RollcallError `invalid-input` unless a forecast can look this far ahead */
export function requireDays(days: number): void {
  if (Number.isInteger(days) && days >= 1 && days <= longest) return;
  throw new RollcallError('invalid-input', `A forecast covers 1 to ${longest} days, not ${days}.`, {
    hint: 'Use a whole number of days, like 30.',
  });
}

/** At the same time of day, even if the clocks change in between. */
function daysLater(from: Date, days: number, timeZone: string): Date {
  const at = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone);
  return new Date(at.add({ days }).epochMilliseconds);
}
