import { RollcallError } from '../../errors.ts';
import { addDays, dayIn, startOfDay } from '../../lib/days.ts';
import { noteInJob } from '../../storage/jobs/jobs.ts';
import {
  dropOrphanReadings,
  EVERYONE,
  latestReadings,
  type NewReading,
  putReadings,
  thinReadings,
} from '../../storage/watches/readings.ts';
import type { AudienceDeps } from '../caller.ts';
import type { JobHandler } from '../jobs/handler.ts';
import { type Known, knownTo } from '../segments/segments.ts';
import { estimatePast } from './estimate.ts';
import { background, measurable, measuredSize, ruleOfReading } from './measure.ts';

/** A day's readings are spread over this time, so that commands hardly notice. In ms. */
const SPREAD_MS = 32 * 60_000;
/** So few are read in one go. */
const FEW = 20;
/** Readings are thinned to one a week after this many days. */
const DAILY_FOR = 366;

/**
 * Reads the size of every segment of a workspace, and of the whole audience, once a day: as soon as the day
 * begins in its zone, or when the app runs again. A day without the app stays a gap.
 */
export const sizesHandler: JobHandler<'sizes'> = {
  doing: () => 'read the sizes of segments',
  atOnce: 1,
  leaseMs: 60_000,
  mostAttempts: 1_000,
  retryMs: (failures) => Math.min(failures, 60) * 60_000,
  async run(deps, { job, lease, shouldStop, log }) {
    const { workspaceId } = job;
    const known = await knownTo(deps, background(workspaceId));
    const { now, timeZone } = known.dates;
    const today = dayIn(now, timeZone);
    const after = job.payload.day === today ? (job.payload.after ?? -1) : -1;
    if (job.payload.day === undefined) await estimatePast(deps, known, { segmentId: EVERYONE });
    const all = [EVERYONE, ...known.names.segments.map(({ id }) => id)];
    const left = all.filter((id) => id > after);
    const pieces = all.length <= FEW ? 1 : Math.ceil(all.length / Math.ceil(all.length / 100));
    const piece = left.slice(0, Math.ceil(all.length / pieces));
    const last = await readSizes(deps, known, piece, { today, shouldStop, log });
    const isDone = last === left.at(-1) || left.length === 0;
    await noteInJob(deps.storage.pool, lease, { day: today, after: last ?? after });
    if (shouldStop() && !isDone) return { is: 'stopped' };
    if (!isDone) return { is: 'again', at: new Date(deps.now().getTime() + SPREAD_MS / pieces) };
    await thinReadings(deps.storage.pool, workspaceId, addDays(today, -DAILY_FOR));
    await dropOrphanReadings(deps.storage.pool, workspaceId, addDays(today, -7));
    return { is: 'again', at: startOfDay(addDays(today, 1), timeZone) };
  },
};

/** Reads these segments' sizes. Returns the last one that was read. */
export async function readSizes(
  deps: AudienceDeps,
  known: Known,
  segmentIds: readonly number[],
  { today, shouldStop, log }: { today: string; shouldStop: () => boolean; log: (line: string) => void },
): Promise<number | undefined> {
  const { pool } = deps.storage;
  const workspaceId = known.workspace.id;
  const before = await latestReadings(pool, workspaceId, segmentIds);
  const readings: NewReading[] = [];
  let last: number | undefined;
  for (const segmentId of segmentIds) {
    if (shouldStop()) break;
    last = segmentId;
    const latest = before.get(segmentId);
    if (latest?.day === today) continue;
    try {
      const origin = segmentId === EVERYONE ? {} : ({ segment: segmentId, stored: true } as const);
      const rule = measurable(known, ruleOfReading(known, segmentId), origin);
      const { members, reachable } = await measuredSize(deps, rule, latest);
      const { state } = rule;
      readings.push({ segmentId, day: today, members, reachable, estimated: false, state, at: deps.now() });
    } catch (error) {
      // A broken rule has no size, and one that takes too long none today: the day stays a gap.
      if (!(error instanceof RollcallError)) throw error;
      if (error.code === 'unavailable')
        log(`the size of segment ${segmentId} was not read: ${error.message}`);
    }
  }
  await putReadings(pool, workspaceId, readings);
  return last;
}
