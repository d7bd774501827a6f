import { inTransaction } from '../../storage/database/transaction.ts';
import { deleteOldJobs } from '../../storage/jobs/jobs.ts';
import { dropSignUps } from '../../storage/topics/sign-ups.ts';
import { deleteOldDeliveries } from '../../storage/workspace/deliveries.ts';
import {
  auditDeletion,
  claimSweep,
  deleteOldEvents,
  deleteOldRejections,
  type Sweep,
} from '../../storage/workspace/retention.ts';
import type { AudienceDeps } from '../caller.ts';

/** How often the old data of a workspace is looked for: limits are in days. */
const EVERY_MS = 3_600_000;

/** Rows of one transaction: short enough that nobody waits for it. */
const AT_ONCE = 2_000;

const DAY_MS = 86_400_000;

/** Days for which background work that is over is kept, to be looked at. */
const JOBS_DAYS = 30;

/** Days for which a sign-up that nobody confirms is kept. */
const SIGN_UP_DAYS = 7;

/** What is deleted when it is old, by its name in the audit. */
const kinds = [
  { name: 'rejectedRows', days: (sweep: Sweep) => sweep.keepRejectedDays, delete: deleteOldRejections },
  { name: 'events', days: (sweep: Sweep) => sweep.keepEventsDays, delete: deleteOldEvents },
] as const;

/**
 * Deletes what is older than each workspace keeps it, in batches, with one audit entry for each workspace that had any.
 *
 * @param options.everyMs a workspace that was looked at within this time is left for later. Default an hour
 * @param options.shouldStop looked at between batches: what is left is done the next time
 * @returns how many rows went
 */
export async function deleteOldData(
  deps: AudienceDeps,
  options: { everyMs?: number; batch?: number; shouldStop?: () => boolean } = {},
): Promise<{ rejectedRows: number; events: number }> {
  const { everyMs = EVERY_MS, batch = AT_ONCE, shouldStop = () => false } = options;
  const { pool } = deps.storage;
  const all = { rejectedRows: 0, events: 0 };
  // Each is taken once: with no pause between, a workspace would come round again and again.
  const seen = new Set<number>();
  for (;;) {
    const sweep = shouldStop() ? null : await claimSweep(pool, everyMs);
    if (sweep === null || seen.has(sweep.workspaceId)) return all;
    seen.add(sweep.workspaceId);
    // Slack tries for an hour.
    const yesterday = new Date(deps.now().getTime() - DAY_MS);
    await deleteOldDeliveries(pool, { workspaceId: sweep.workspaceId, before: yesterday });
    const monthAgo = new Date(deps.now().getTime() - JOBS_DAYS * DAY_MS);
    await deleteOldJobs(pool, { workspaceId: sweep.workspaceId, before: monthAgo });
    const weekAgo = new Date(deps.now().getTime() - SIGN_UP_DAYS * DAY_MS);
    await dropSignUps(pool, { workspaceId: sweep.workspaceId, before: weekAgo });
    const gone = { rejectedRows: 0, events: 0 };
    let entry: bigint | undefined;
    for (const kind of kinds) {
      const days = kind.days(sweep);
      if (days === null) continue;
      const before = new Date(deps.now().getTime() - days * DAY_MS);
      for (let last = batch; last === batch && !shouldStop(); ) {
        last = await inTransaction(pool, async (client) => {
          const { workspaceId } = sweep;
          const count = await kind.delete(client, { workspaceId, before, limit: batch });
          const details = { ...gone, [kind.name]: gone[kind.name] + count };
          // One entry grows with every batch: killed between two, it still says what is gone.
          if (count > 0) entry = await auditDeletion(client, { workspaceId, at: deps.now(), details, entry });
          return count;
        });
        gone[kind.name] += last;
        all[kind.name] += last;
      }
    }
  }
}
