import type { Job, Lease } from '../../storage/jobs/jobs.ts';
import type { RunnerKind } from '../../storage/jobs/kinds.ts';
import type { AudienceDeps } from '../caller.ts';

/** A job that this process holds. */
export interface JobWork<K extends RunnerKind> {
  job: Job<K>;
  lease: Lease;
  /** Checked between two pieces of work: if true, the rest is left for the next start. */
  shouldStop: () => boolean;
  /** Marks progress: failures are counted from here again. */
  gotOn: () => void;
  log: (line: string) => void;
}

/** The result of a piece of work. */
export type JobOutcome =
  /** The runner marks the job done. */
  | { is: 'done' }
  /** The handler ended the job itself, in its last transaction; or another runner has it. */
  | { is: 'ended' }
  /** It was asked to stop: any runner may continue it immediately. */
  | { is: 'stopped' }
  /** The same job again, not before this moment by `deps.now()`: for recurring work. */
  | { is: 'again'; at: Date }
  /** Nothing is wrong with it, but it can't be done now. */
  | { is: 'later'; inMs: number; why: string }
  /** It can't be done; `problem` says why, in a sentence without anyone's address. */
  | { is: 'failed'; problem: string };

/** Does the work of one kind of job. */
export interface JobHandler<K extends RunnerKind> {
  /** What it does, after "Rollcall failed to": `run an import`. For the log and the history. */
  doing: (job: Job<K>) => string;
  /** How many of this kind may run at once in one process. */
  atOnce: number;
  /**
   * How long after the last sign of life another runner may take the job. The runner renews it while the
   * handler works.
   */
  leaseMs: number;
  /** After this many failures in a row, it is given up. */
  mostAttempts: number;
  /** How long to wait after the nth failure. */
  retryMs: (failures: number) => number;
  run(deps: AudienceDeps, work: JobWork<K>): Promise<JobOutcome>;
  /**
   * Gives up: ends the job, and the thing that it stands for, with a sentence.
   *
   * @param problem why, if it is for people; undefined after unexpected failures
   */
  giveUp?(deps: AudienceDeps, work: JobWork<K>, problem: string | undefined): Promise<void>;
}
