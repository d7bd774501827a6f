import type { Job, Lease } from '../../storage/jobs/jobs.ts';
import type { RunnerKind } from '../../storage/jobs/kinds.ts';
import type { AudienceDeps } from '../caller.ts';

/** A job that this process holds. */
export interface JobWork<K extends RunnerKind> {
  job: Job<K>;
  lease: Lease;
  /** Asked between two pieces of work: then the rest is left to the next start. */
  shouldStop: () => boolean;
  /** It got somewhere: failures are counted from here again. */
  gotOn: () => void;
  log: (line: string) => void;
}

/** How a piece of work went. */
export type JobOutcome =
  /** The runner marks the job done. */
  | { is: 'done' }
  /** The handler ended the job itself, in its last transaction; or another runner has it. */
  | { is: 'ended' }
  /** Asked to stop: anyone goes on with it, at once. */
  | { is: 'stopped' }
  /** The same job again, not before this moment by `deps.now()`: for what comes round. */
  | { is: 'again'; at: Date }
  /** Nothing is wrong with it, but it can't be done now. */
  | { is: 'later'; inMs: number; why: string }
  /** It can't be done; `problem` says why, in a sentence without anybody's address. */
  | { is: 'failed'; problem: string };

/** What does the work of one kind of job. */
export interface JobHandler<K extends RunnerKind> {
  /** What it is, after "Rollcall failed to": `run an import`. For the log and the history. */
  doing: (job: Job<K>) => string;
  /** So many of this kind at once in one process. */
  atOnce: number;
  /** How long after the last sign of life another runner may take it over. The runner renews it while the handler works. */
  leaseMs: number;
  /** So many failures in a row, and it is given up. */
  mostAttempts: number;
  /** How long after the nth failure it is tried again. */
  retryMs: (failures: number) => number;
  run(deps: AudienceDeps, work: JobWork<K>): Promise<JobOutcome>;
  /**
   * Gives it up: ends the job, and whatever it stands for, with a sentence.
   *
   * @param problem why, if it is for people; undefined after failures that nobody expected
   */
  giveUp?(deps: AudienceDeps, work: JobWork<K>, problem: string | undefined): Promise<void>;
}
