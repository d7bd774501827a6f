import { withoutAddresses } from '../../lib/emails.ts';
import { writeAudit } from '../../storage/audit.ts';
import { endJob, withLease } from '../../storage/jobs/jobs.ts';
import type { RunnerKind } from '../../storage/jobs/kinds.ts';
import type { AudienceDeps } from '../caller.ts';
import type { JobHandler, JobWork } from './handler.ts';

/**
 * Gives up a job. Its handler decides what that means; without its own way, the job is marked as failed, and
 * the history (`/audience history`) says so.
 */
export async function giveUpJob<K extends RunnerKind>(
  deps: AudienceDeps,
  handler: JobHandler<K>,
  work: JobWork<K>,
  problem: string | undefined,
): Promise<void> {
  if (handler.giveUp !== undefined) return handler.giveUp(deps, work, problem);
  const { job, lease } = work;
  const { workspaceId } = job;
  const why = withoutAddresses(problem ?? unexpected);
  await withLease(deps.storage.pool, lease, async (client) => {
    const at = deps.now();
    await endJob(client, lease, { state: 'failed', problem: why, at });
    const subject = handler.doing(job);
    const details = { problem: why };
    await writeAudit(client, { workspaceId, at, actor: 'Rollcall', action: 'job.failed', subject, details });
  });
}

const unexpected = 'It failed several times. The log says why.';
