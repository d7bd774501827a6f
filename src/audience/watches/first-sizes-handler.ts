import { RollcallError } from '../../errors.ts';
import { dayIn } from '../../lib/days.ts';
import { putReadings } from '../../storage/watches/readings.ts';
import type { JobHandler } from '../jobs/handler.ts';
import { knownTo } from '../segments/segments.ts';
import { estimatePast } from './estimate.ts';
import { background, measurable, measuredSize, ruleOfReading } from './measure.ts';

/** Begins the history of a new segment: its size today, and estimates for the time before. */
export const firstSizesHandler: JobHandler<'first-sizes'> = {
  doing: () => 'read the first size of a segment',
  atOnce: 1,
  leaseMs: 60_000,
  mostAttempts: 3,
  retryMs: () => 60_000,
  async run(deps, { job }) {
    const { workspaceId } = job;
    const { segmentId } = job.payload;
    const known = await knownTo(deps, background(workspaceId));
    try {
      const rule = measurable(known, ruleOfReading(known, segmentId), { segment: segmentId, stored: true });
      const size = await measuredSize(deps, rule, undefined);
      const { now, timeZone } = known.dates;
      const first = { segmentId, day: dayIn(now, timeZone), ...size, estimated: false, state: rule.state };
      await putReadings(deps.storage.pool, workspaceId, [{ ...first, at: now }]);
      await estimatePast(deps, known, { segmentId });
    } catch (error) {
      // Deleted or changed since: the daily reading goes on without it.
      if (!(error instanceof RollcallError) || error.code === 'unavailable') throw error;
    }
    return { is: 'done' };
  },
};
