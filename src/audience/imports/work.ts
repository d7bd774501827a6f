import type { CsvSource } from '../../csv/file/source.ts';
import type { ImportState } from '../../storage/imports/import-state.ts';
import type { Lease } from '../../storage/jobs/jobs.ts';

/** How one import, or its undo, is run. */
export interface ImportWork {
  importId: number;
  lease: Lease;
  /** The file, if it was not uploaded. */
  source?: CsvSource;
  /** Rows (in an undo, contacts) per transaction. */
  batchRows: number;
  /** Called after each batch, with the rows (contacts) per second since this runner started. */
  onProgress: (state: ImportState, perSecond?: number) => void;
  /** Checked between batches. */
  shouldStop: () => boolean;
}

/** Measures rows per second from now on, with the machine's monotonic clock, which no one can set. */
export function speedometer(from: number): (done: number) => number {
  const begun = performance.now();
  return (done) => ((done - from) * 1000) / Math.max(1, performance.now() - begun);
}
