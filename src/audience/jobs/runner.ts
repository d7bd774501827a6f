import { RollcallError } from '../../errors.ts';
import { claimJob, endJob, type Job, type Lease, releaseJob, renewLease } from '../../storage/jobs/jobs.ts';
import type { RunnerKind } from '../../storage/jobs/kinds.ts';
import type { AudienceDeps } from '../caller.ts';
import { giveUpJob } from './give-up.ts';
import type { JobHandler, JobOutcome, JobWork } from './handler.ts';
import { type HandlerOptions, jobHandlers } from './handlers.ts';
import { createNap } from './nap.ts';

export interface RunnerOptions extends HandlerOptions {
  log?: (line: string) => void;
  /** How often it looks for work. Default 500. */
  pollMs?: number;
}

export interface JobRunner {
  /** Lets the current work finish, and releases the jobs for the next start. */
  stop(): Promise<void>;
  /** Resolves when it has looked for work and found none, and none is in progress. */
  idle(): Promise<void>;
}

/**
 * Starts the runner of background work. Every app process has one. They share the work by leases in the
 * database, so that any of them can continue what another left, even after `kill -9`. Jobs of different kinds
 * run in parallel: a mail doesn't wait for an import.
 *
 * @example const runner = startJobRunner(deps, { onProgress: (state) => show(state) });
 */
export function startJobRunner(deps: AudienceDeps, options: RunnerOptions = {}): JobRunner {
  const { pollMs = 500, log = () => {} } = options;
  const { pool } = deps.storage;
  const handlers = jobHandlers(options);
  const kinds = Object.keys(handlers) as RunnerKind[];
  const runner = crypto.randomUUID();
  const underWay = new Map<Promise<void>, RunnerKind>();
  let stopping = false;
  let woken = false;
  const nap = createNap();
  let waiting: (() => void)[] = [];
  let silent = false;

  const handlerOf = <K extends RunnerKind>(kind: K): JobHandler<K> => handlers[kind];

  function wake(): void {
    woken = true;
    nap.wake();
  }

  /** Looks for one job and starts it; false if none is available. */
  async function takeOne(): Promise<boolean> {
    const busy = [...underWay.values()];
    const free = kinds.filter((kind) => busy.filter((one) => one === kind).length < handlers[kind].atOnce);
    if (free.length === 0) return false;
    let job: Job<RunnerKind> | null;
    try {
      await deps.storage.clock.refresh();
      job = await claimJob(pool, { kinds: free, runner, leaseMs: (kind) => handlers[kind].leaseMs });
      silent = false;
    } catch (error) {
      // Logged once per outage, not twice a second.
      if (!silent && !stopping) log(`looking for jobs failed: ${reasonOf(error)}`);
      silent = true;
      return false;
    }
    if (job === null) return false;
    const working: Promise<void> = work(job).finally(() => {
      underWay.delete(working);
      wake();
    });
    underWay.set(working, job.kind);
    return true;
  }

  async function work<K extends RunnerKind>(job: Job<K>): Promise<void> {
    const handler = handlerOf(job.kind);
    const lease: Lease = { job, runner, leaseMs: handler.leaseMs };
    const what = handler.doing(job);
    let { attempts } = job;
    const gotOn = () => {
      attempts = 1;
    };
    const held: JobWork<K> = { job, lease, shouldStop: () => stopping, gotOn, log };
    const renewing = setInterval(
      () => {
        // If this fails, the next one may succeed; if all fail, another runner takes the job.
        void renewLease(pool, lease).catch(() => {});
      },
      Math.max(lease.leaseMs / 3, 100),
    );
    try {
      // A process died of it each time: not even a failure could be recorded.
      if (attempts > handler.mostAttempts) return await giveUpJob(deps, handler, held, undefined);
      await afterwards(await handler.run(deps, held));
    } catch (error) {
      log(`${what} failed (attempt ${attempts}): ${reasonOf(error)}`);
      await afterFailure(error).catch((again: unknown) => {
        // The database is away: the lease expires, and the first runner that reaches the database again takes
        // the job.
        log(`${what} could not be set aside: ${reasonOf(again)}`);
      });
    } finally {
      clearInterval(renewing);
    }

    async function afterwards(outcome: JobOutcome): Promise<void> {
      if (outcome.is === 'ended') return;
      if (outcome.is === 'done') return endJob(pool, lease, { state: 'done', at: deps.now() });
      if (outcome.is === 'failed') return giveUpJob(deps, handler, held, outcome.problem);
      if (outcome.is === 'later') {
        if (attempts >= handler.mostAttempts) return giveUpJob(deps, handler, held, outcome.why);
        log(`${what} is postponed: ${outcome.why}`);
        return releaseJob(pool, lease, { delayMs: outcome.inMs, afresh: false });
      }
      const due = outcome.is === 'again' ? { dueAt: outcome.at } : {};
      return releaseJob(pool, lease, { delayMs: 0, afresh: true, ...due });
    }

    async function afterFailure(error: unknown): Promise<void> {
      if (error instanceof RollcallError && error.code === 'invalid-input') {
        await giveUpJob(deps, handler, held, [error.message, error.hint].filter(Boolean).join(' '));
      } else if (attempts >= handler.mostAttempts) {
        await giveUpJob(deps, handler, held, undefined);
      } else await releaseJob(pool, lease, { delayMs: handler.retryMs(attempts), afresh: false });
    }
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      const asked = waiting;
      waiting = [];
      woken = false;
      // A job that ends during this look may be available again: only a look with nothing in progress has
      // seen everything.
      const seesAll = underWay.size === 0;
      if (await takeOne()) {
        waiting.unshift(...asked);
        continue;
      }
      if (seesAll) for (const resolve of asked) resolve();
      else waiting.unshift(...asked);
      if (!stopping && !woken) await nap.sleep(pollMs);
    }
    await Promise.all(underWay.keys());
    for (const resolve of waiting) resolve();
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

/** Leaves out the details of a database error, which can contain people's data. */
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
