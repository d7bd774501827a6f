import { addDays, dayIn, daysBetween } from '../../lib/days.ts';
import { readingsToCompare } from '../../storage/watches/readings.ts';
import type { AudienceDeps } from '../caller.ts';
import type { Known } from '../segments/segments.ts';

/** How a size changed: `+31 in 7 days`. */
export interface Trend {
  change: number;
  days: number;
}

const DAYS = 7;

/**
 * How the sizes of segments changed in a week, or since their first reading if that is younger. None for a
 * segment without an earlier reading.
 *
 * @param members the sizes now, by segment; `EVERYONE` for the whole audience
 */
export async function trendsOf(
  deps: AudienceDeps,
  {
    workspace,
    dates,
  }: { workspace: Pick<Known['workspace'], 'id'>; dates: Pick<Known['dates'], 'now' | 'timeZone'> },
  members: ReadonlyMap<number, number>,
): Promise<Map<number, Trend>> {
  const today = dayIn(dates.now, dates.timeZone);
  const before = await readingsToCompare(deps.storage.pool, {
    workspaceId: workspace.id,
    segmentIds: [...members.keys()],
    day: addDays(today, -DAYS),
    today,
  });
  return new Map(
    [...before].map(([id, reading]) => [
      id,
      { change: (members.get(id) ?? 0) - reading.members, days: daysBetween(reading.day, today) },
    ]),
  );
}
