import { addJob } from '../../storage/jobs/jobs.ts';
import { workspacesWithout } from '../../storage/watches/schedule.ts';
import type { AudienceDeps } from '../caller.ts';

/** Adds the recurring jobs that a workspace lacks: it is new, or a job was given up. */
export async function addRecurringJobs(deps: AudienceDeps): Promise<void> {
  const { pool } = deps.storage;
  for (const kind of ['sizes', 'watches'] as const)
    for (const workspaceId of await workspacesWithout(pool, kind))
      await addJob(pool, { workspaceId, kind, payload: {}, createdAt: deps.now(), key: kind });
}
