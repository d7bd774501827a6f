import { addDays, dayIn, startOfDay } from '../../lib/days.ts';
import { compileAsOf, looksBack } from '../../rules/past.ts';
import { sizeOf } from '../../storage/queries/run-rule.ts';
import { EVERYONE, type NewReading, putReadings } from '../../storage/watches/readings.ts';
import type { AudienceDeps } from '../caller.ts';
import { type Known, resolvedRule, ruleOf } from '../segments/segments.ts';

/** Estimates go back half a year, one a week. */
const WEEKS = 26;

/**
 * Estimates the sizes before a segment's first reading from sign-up dates, tags and events, if its rule allows
 * it. People who were deleted since, and tags that were removed, are not in it: it is shown as an estimate.
 *
 * @returns how many days were estimated; 0 if the rule doesn't allow it
 */
export async function estimatePast(
  deps: AudienceDeps,
  known: Known,
  { segmentId }: { segmentId: number },
): Promise<number> {
  const { now, timeZone } = known.dates;
  const workspaceId = known.workspace.id;
  const segment = known.names.segments.find(({ id }) => id === segmentId);
  if (segment === undefined && segmentId !== EVERYONE) return 0;
  const rule = segment === undefined ? ({ type: 'everyone' } as const) : ruleOf(segment);
  const origin = segment === undefined ? {} : ({ segment: segmentId, stored: true } as const);
  const today = dayIn(now, timeZone);
  const readings: NewReading[] = [];
  for (let week = WEEKS; week >= 1; week -= 1) {
    const day = addDays(today, -7 * week);
    const asOf = startOfDay(day, timeZone);
    const then = resolvedRule(rule, { ...known, dates: { ...known.dates, now: asOf } }, origin);
    if (!looksBack(then.tree)) return 0;
    const { members } = await sizeOf(deps.storage, compileAsOf({ ...then, now }, { workspaceId, asOf }));
    // Before anyone was here there is nothing to show.
    if (members > 0 || readings.length > 0)
      readings.push({ segmentId, day, members, reachable: null, estimated: true, state: '', at: now });
  }
  await putReadings(deps.storage.pool, workspaceId, readings);
  return readings.length;
}
