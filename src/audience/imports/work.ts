import type { CsvSource } from '../../csv/source.ts';
import type { ImportState } from '../../storage/imports/imports.ts';
import type { Lease } from '../../storage/jobs/jobs.ts';

/** How one import, or its undoing, is worked on. */
export interface ImportWork {
  importId: number;
  lease: Lease;
  /** The file, where it was not handed in. */
  source?: CsvSource;
  /** Rows (in an undo, contacts) dealt with in one transaction. */
  batchRows: number;
  /** Told after each batch, with the rows (contacts) per second since this runner took it up. */
  onProgress: (state: ImportState, perSecond?: number) => void;
  /** Asked between batches. */
  shouldStop: () => boolean;
}

/** How many are done per second since now; by the machine's own clock, which nobody sets. */
export function speedometer(from: number): (done: number) => number {
  const begun = performance.now();
  return (done) => ((done - from) * 1000) / Math.max(1, performance.now() - begun);
}
