import { withoutAddresses } from '../../../lib/emails.ts';
import type { AudienceDeps } from '../../caller.ts';
import { createNap } from '../../jobs/nap.ts';
import { CLEAR_AFTER_MS, foldHits } from './fold.ts';
import { createRecorder, type NewHit, type RecorderOptions } from './recorder.ts';

/** Records opens and clicks in this process, and folds everyone's. */
export interface Tracker {
  record(hit: NewHit): void;
  /** Stores what was recorded, and lets what is being folded end. */
  stop(): Promise<void>;
}

/** @param options.pollMs how often it folds. Default two seconds */
export function startTracker(
  deps: AudienceDeps,
  options: RecorderOptions & { pollMs?: number } = {},
): Tracker {
  const { log = () => {}, pollMs = 2_000 } = options;
  const recorder = createRecorder(deps, options);
  const nap = createNap();
  let stopping = false;
  let silent = false;

  async function fold(): Promise<void> {
    await deps.storage.clock.refresh();
    // Taken before the batch is written: what was recorded by then is stored when its turn comes.
    const before = new Date(deps.now().getTime() - CLEAR_AFTER_MS);
    await recorder.flush();
    while (!stopping && (await foldHits(deps, before)) > 0);
  }

  async function loop(): Promise<void> {
    for (;;) {
      await nap.sleep(pollMs);
      if (stopping) return;
      try {
        await fold();
        silent = false;
      } catch (error) {
        // Logged once per outage.
        if (!silent) log(`counting opens and clicks failed: ${withoutAddresses(reasonOf(error))}`);
        silent = true;
      }
    }
  }

  const ended = loop();
  return {
    record: recorder.record,
    async stop() {
      stopping = true;
      nap.wake();
      // At the same time: if the database is away, folding ends late.
      await Promise.all([ended, recorder.stop()]);
    },
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
