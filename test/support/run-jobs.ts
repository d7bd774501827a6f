import type { AudienceDeps } from '../../src/audience/caller.ts';
import { type RunnerOptions, startJobRunner } from '../../src/audience/jobs/runner.ts';

/** Runs the jobs that are due until none is left. */
export async function runJobs(deps: AudienceDeps, options: RunnerOptions = {}): Promise<void> {
  const runner = startJobRunner(deps, { pollMs: 20, ...options });
  await runner.idle();
  await runner.stop();
}
