import { addDays, dayIn, startOfDay } from '../../lib/days.ts';
import { segmentEdits } from '../../storage/segments/edits.ts';
import { tidyWatches } from '../../storage/watches/looks.ts';
import { listWatches } from '../../storage/watches/watches.ts';
import type { JobHandler } from '../jobs/handler.ts';
import { knownTo } from '../segments/segments.ts';
import { lookAtWatch } from './look.ts';
import { background } from './measure.ts';

/** How long after one round of looks the next one begins. In ms. */
const ROUND_MS = 4 * 60_000;
/** The same if a watch wasn’t looked at yet. In ms. */
const SOON_MS = 2_000;
/** Changes and messages are kept for so long: causes over a month, and their buttons. In ms. */
const KEPT_MS = 40 * 86_400_000;

/**
 * Looks at all watches of a workspace every few minutes. A look that finds nothing written costs a hash. Days
 * begin at the moment that a forecast names, so a round begins right then.
 */
export const watchesHandler: JobHandler<'watches'> = {
  doing: () => 'look at watches',
  atOnce: 1,
  leaseMs: 60_000,
  mostAttempts: 1_000,
  retryMs: (failures) => Math.min(failures, 10) * 60_000,
  async run(deps, { job, shouldStop, gotOn, log }) {
    const { workspaceId } = job;
    const known = await knownTo(deps, background(workspaceId));
    const { pool } = deps.storage;
    const watches = (await listWatches(pool, workspaceId)).filter(({ state }) => state === 'on');
    if (watches.length === 0) return { is: 'done' };
    const edits = await segmentEdits(pool, workspaceId);
    for (const watch of watches) {
      if (shouldStop()) return { is: 'stopped' };
      try {
        await lookAtWatch(deps, { known, edits }, watch);
        gotOn();
      } catch (error) {
        // The others are looked at anyway, and this one in the next round.
        log(`watch ${watch.id} was not looked at: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    const { now, timeZone } = known.dates;
    const before = new Date(now.getTime() - KEPT_MS);
    await tidyWatches(pool, { workspaceId, changesBefore: before, postsBefore: before });
    // Someone added a watch while this round was underway.
    const isOneNew = (await listWatches(pool, workspaceId)).some(
      ({ state, lookedAt, broken }) => state === 'on' && lookedAt === null && broken === null,
    );
    if (isOneNew) return { is: 'again', at: new Date(deps.now().getTime() + SOON_MS) };
    const midnight = startOfDay(addDays(dayIn(now, timeZone), 1), timeZone).getTime();
    return { is: 'again', at: new Date(Math.min(deps.now().getTime() + ROUND_MS, midnight)) };
  },
};
