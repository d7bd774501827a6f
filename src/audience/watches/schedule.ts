import { addJob, cancelJob } from '../../storage/jobs/jobs.ts';
import { plannedTooFar, workspacesWithout } from '../../storage/watches/schedule.ts';
import type { AudienceDeps } from '../caller.ts';
import { timeZoneOf } from '../segments/segments.ts';
import { replanDigests } from './digests.ts';
import { background } from './measure.ts';

/**
 * Adds the recurring jobs that a workspace lacks: it is new, or a job was given up. Those that a clock planned which
 * was days ahead are planned again: until then, nobody would hear of anything.
 */
export async function addRecurringJobs(deps: AudienceDeps): Promise<void> {
  const { pool } = deps.storage;
  for (const { kind, workspaceId, key } of await plannedTooFar(pool)) {
    if (kind === 'digest') {
      const timeZone = await timeZoneOf(deps, background(workspaceId));
      await replanDigests(pool, { workspaceId, timeZone, at: deps.now() });
    } else await cancelJob(pool, { workspaceId, kind, key });
  }
  for (const kind of ['sizes', 'watches'] as const)
    for (const workspaceId of await workspacesWithout(pool, kind))
      await addJob(pool, { workspaceId, kind, payload: {}, createdAt: deps.now(), key: kind });
}
