import type { ImportState } from '../../storage/imports/import-state.ts';
import type { JobHandler, JobWork } from '../jobs/handler.ts';
import { endImport, runImport } from './job.ts';

export interface ImportJobOptions {
  /**
   * Called after every batch and at the end, the last time with the final state; with rows per second. Not
   * awaited.
   */
  onProgress?: (state: ImportState, perSecond?: number) => void;
  /**
   * Rows per transaction, at most 5,000. Default 1,000: on the embedded database everyone else waits for each
   * transaction (80 ms), and larger ones are no faster.
   */
  batchRows?: number;
  /** How long after a runner's last sign of life another runner may take its job. Default 10,000. */
  leaseMs?: number;
  /** How long to wait after a failure, multiplied by the number of failures so far. Default 1,000. */
  retryMs?: number;
}

/** Runs imports and their undos: one at a time in each process, batch by batch. */
export function importHandler(options: ImportJobOptions): JobHandler<'import'> {
  const { retryMs = 1_000 } = options;
  const batchRows = Math.min(options.batchRows ?? 1_000, 5_000);

  /** What running an import needs to know about its job. */
  const partsOf = ({ job, lease, gotOn, log }: JobWork<'import'>) => {
    const { importId, actor = '' } = job.payload;
    const onProgress = (state: ImportState, perSecond?: number): void => {
      gotOn();
      try {
        options.onProgress?.(state, perSecond);
      } catch (error) {
        log(
          `showing the progress of import ${importId} failed: ${error instanceof Error ? error.message : error}`,
        );
      }
    };
    return { importId, actor, lease, onProgress };
  };

  return {
    doing: ({ payload }) => `import ${payload.importId}`,
    atOnce: 1,
    leaseMs: options.leaseMs ?? 10_000,
    mostAttempts: 3,
    retryMs: (failures) => retryMs * failures,
    async run(deps, work) {
      const outcome = await runImport(deps, { ...partsOf(work), batchRows, shouldStop: work.shouldStop });
      return { is: outcome === 'stopped' ? 'stopped' : 'ended' };
    },
    async giveUp(deps, work, problem = gaveUp) {
      await endImport(deps, partsOf(work), { state: 'failed', problem });
    },
  };
}

const gaveUp =
  'Writing the next rows failed three times. Everything before them is imported; try again when the database is healthy.';
