import { mergeLongDomains } from '../../storage/campaigns/domains.ts';
import { freezeResults } from '../../storage/campaigns/freeze.ts';
import { mergeLongCounts } from '../../storage/campaigns/sums.ts';
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

/** How often each workspace is checked for old data: limits are in days. */
const EVERY_MS = 3_600_000;

/** Rows per transaction: small enough that no one waits for it. */
const AT_ONCE = 2_000;

const DAY_MS = 86_400_000;

/** Days to keep finished background work, for inspection. */
const JOBS_DAYS = 30;

/** Days to keep a sign-up that no one confirms. */
const SIGN_UP_DAYS = 7;

/** What is deleted when it gets old, by its name in the audit. */
const kinds = [
  { name: 'rejectedRows', days: (sweep: Sweep) => sweep.keepRejectedDays, delete: deleteOldRejections },
  { name: 'events', days: (sweep: Sweep) => sweep.keepEventsDays, delete: deleteOldEvents },
] as const;

/**
 * Deletes data older than each workspace's limits, in batches, with one audit entry per affected workspace.
 *
 * @param options.everyMs skips workspaces that were checked within this time. Default an hour
 * @param options.shouldStop checked between batches: the rest is done next time
 * @returns how many rows were deleted
 */
export async function deleteOldData(
  deps: AudienceDeps,
  options: { everyMs?: number; batch?: number; shouldStop?: () => boolean } = {},
): Promise<{ rejectedRows: number; events: number }> {
  const { everyMs = EVERY_MS, batch = AT_ONCE, shouldStop = () => false } = options;
  const { pool } = deps.storage;
  const all = { rejectedRows: 0, events: 0 };
  // Each workspace is swept once: without a pause, the same one could be claimed again and again.
  const seen = new Set<number>();
  for (;;) {
    const sweep = shouldStop() ? null : await claimSweep(pool, everyMs);
    if (sweep === null || seen.has(sweep.workspaceId)) return all;
    seen.add(sweep.workspaceId);
    // Slack retries for an hour.
    const yesterday = new Date(deps.now().getTime() - DAY_MS);
    await deleteOldDeliveries(pool, { workspaceId: sweep.workspaceId, before: yesterday });
    const monthAgo = new Date(deps.now().getTime() - JOBS_DAYS * DAY_MS);
    await deleteOldJobs(pool, { workspaceId: sweep.workspaceId, before: monthAgo });
    const weekAgo = new Date(deps.now().getTime() - SIGN_UP_DAYS * DAY_MS);
    await dropSignUps(pool, { workspaceId: sweep.workspaceId, before: weekAgo });
    await mergeLongCounts(pool, sweep.workspaceId);
    await mergeLongDomains(pool, sweep.workspaceId);
    const gone = { rejectedRows: 0, events: 0 };
    let entry: bigint | undefined;
    for (const kind of kinds) {
      const days = kind.days(sweep);
      if (days === null) continue;
      const before = new Date(deps.now().getTime() - days * DAY_MS);
      if (kind.name === 'events') await freezeResults(pool, { workspaceId: sweep.workspaceId, before });
      for (let last = batch; last === batch && !shouldStop(); ) {
        last = await inTransaction(pool, async (client) => {
          const { workspaceId } = sweep;
          const count = await kind.delete(client, { workspaceId, before, limit: batch });
          const details = { ...gone, [kind.name]: gone[kind.name] + count };
          // The entry is updated with every batch: if the process is killed between two, it still says what
          // was deleted.
          if (count > 0) entry = await auditDeletion(client, { workspaceId, at: deps.now(), details, entry });
          return count;
        });
        gone[kind.name] += last;
        all[kind.name] += last;
      }
    }
  }
}
