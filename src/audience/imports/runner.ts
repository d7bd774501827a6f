import { RollcallError } from '../../errors.ts';
import type { ImportState } from '../../storage/imports/imports.ts';
import { claimJob, type Job, type Lease, releaseJob } from '../../storage/imports/jobs.ts';
import type { AudienceDeps } from '../caller.ts';
import { IMPORT_JOB } from './imports.ts';
import { endImport, runImport } from './job.ts';

export interface RunnerOptions {
  /** Called after every batch and at the end, the last time with the state in which it ended, and with rows per second. Not
   * waited for. */
  onProgress?: (state: ImportState, perSecond?: number) => void;
  log?: (line: string) => void;
  /** How often it looks for work. Default 500. */
  pollMs?: number;
  /** Rows per transaction, at most 5,000. Default 1,000: on the embedded database everybody else waits while one runs
   * (80 ms), and larger ones are no faster. */
  batchRows?: number;
  /** How long after its last sign of life a runner's job may be taken over. Default 10,000. */
  leaseMs?: number;
  /** How long after a failure the job is tried again, times the failures so far. Default 1,000. */
  retryMs?: number;
}

export interface JobRunner {
  /** Lets the batch that is being written end, and gives the job back for the next start. */
  stop(): Promise<void>;
  /** Resolves when it has looked for work and found none. */
  idle(): Promise<void>;
}

/** So many failures without a batch written in between, and an import is given up. */
const MOST_ATTEMPTS = 3;

/**
 * Starts the runner of imports. Every app process has one; they share the work by leases in the database, so that any of
 * them goes on with what another one left, also after `kill -9`. One runner writes one batch at a time.
 *
 * @example const runner = startJobRunner(deps, { onProgress: (state) => show(state) });
 */
export function startJobRunner(deps: AudienceDeps, options: RunnerOptions = {}): JobRunner {
  const { pollMs = 500, leaseMs = 10_000 } = options;
  const log = options.log ?? (() => {});
  const runner = crypto.randomUUID();
  let stopping = false;
  let wake = (): void => {};
  let waiting: (() => void)[] = [];
  let silent = false;

  /** Looks for one job and works on it; false when there is none to be had. */
  async function turn(): Promise<boolean> {
    let job: Job | null;
    try {
      job = await claimJob(deps.storage.pool, { kind: IMPORT_JOB, runner, leaseMs });
      silent = false;
    } catch (error) {
      // Said once per outage, not twice a second.
      if (!silent && !stopping) log(`looking for imports to run failed: ${reasonOf(error)}`);
      silent = true;
      return false;
    }
    if (job === null) return false;
    await work(job, { job, runner, leaseMs });
    return true;
  }

  async function work(job: Job, lease: Lease): Promise<void> {
    const { importId, actor = '' } = job.payload as { importId: number; actor?: string };
    let { attempts } = job;
    const onProgress = (state: ImportState, perSecond?: number): void => {
      attempts = 1;
      try {
        options.onProgress?.(state, perSecond);
      } catch (error) {
        log(`showing the progress of import ${importId} failed: ${reasonOf(error)}`);
      }
    };
    const shared = { importId, lease, onProgress };
    try {
      if (attempts > MOST_ATTEMPTS) {
        await endImport(deps, shared, { state: 'failed', problem: gaveUp });
        return;
      }
      const batchRows = Math.min(options.batchRows ?? 1000, 5000);
      const outcome = await runImport(deps, { ...shared, actor, batchRows, shouldStop: () => stopping });
      if (outcome === 'stopped') await releaseJob(deps.storage.pool, lease, { delayMs: 0, afresh: true });
    } catch (error) {
      log(`import ${importId} failed (attempt ${attempts}): ${reasonOf(error)}`);
      await afterFailure(error).catch((again: unknown) => {
        // The database is gone: the lease runs out, and whoever finds it back takes the job up.
        log(`import ${importId} could not be put aside: ${reasonOf(again)}`);
      });
    }

    async function afterFailure(error: unknown): Promise<void> {
      if (error instanceof RollcallError && error.code === 'invalid-input') {
        const problem = [error.message, error.hint].filter(Boolean).join(' ');
        await endImport(deps, shared, { state: 'failed', problem });
      } else if (attempts >= MOST_ATTEMPTS) {
        await endImport(deps, shared, { state: 'failed', problem: gaveUp });
      } else {
        const delayMs = (options.retryMs ?? 1000) * attempts;
        await releaseJob(deps.storage.pool, lease, { delayMs, afresh: false });
      }
    }
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      const asked = waiting;
      waiting = [];
      const worked = await turn();
      if (worked) waiting.unshift(...asked);
      else {
        for (const resolve of asked) resolve();
        if (!stopping && waiting.length === 0) await sleep(pollMs);
      }
    }
    for (const resolve of waiting) resolve();
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const ended = loop();
  return {
    async stop() {
      stopping = true;
      wake();
      await ended;
    },
    idle() {
      if (stopping) return ended;
      return new Promise((resolve) => {
        waiting.push(resolve);
        wake();
      });
    },
  };
}

const gaveUp =
  'Writing the next rows failed three times. Everything before them is imported; try again when the database is healthy.';

/** Without the details of a database error, which can hold people's data. */
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
