import { setTimeout as sleep } from 'node:timers/promises';
import { tidyUp } from '../../storage/database/tidy.ts';
import type { AudienceDeps } from '../caller.ts';
import { deleteOldItems } from '../events/kept-items.ts';
import { addRecurringJobs } from '../watches/schedule.ts';
import { deleteOldData } from './retention.ts';

/**
 * Adds recurring jobs and deletes old data regularly, in every app process: they share the work by claims in the
 * database. Afterwards it cleans up the embedded database, which servers do on their own.
 */
export function startHousekeeping(
  deps: AudienceDeps,
  options: { pollMs?: number; log?: (line: string) => void } = {},
): { stop(): Promise<void> } {
  const { pollMs = 60_000, log = () => {} } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const shouldStop = () => signal.aborted;

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      // Not immediately: a start has more urgent work.
      await sleep(pollMs, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      await addRecurringJobs(deps).catch((error: unknown) => {
        log(`adding recurring jobs failed: ${error instanceof Error ? error.message : String(error)}`);
      });
      await deleteOldData(deps, { shouldStop }).catch((error: unknown) => {
        log(`deleting old data failed: ${error instanceof Error ? error.message : String(error)}`);
      });
      await deleteOldItems(deps).catch((error: unknown) => {
        log(`deleting what providers sent failed: ${error instanceof Error ? error.message : String(error)}`);
      });
      if (signal.aborted || deps.storage.kind !== 'embedded') continue;
      await tidyUp(deps.storage).catch((error: unknown) => {
        log(`tidying up the database failed: ${error instanceof Error ? error.message : String(error)}`);
      });
    }
  }

  const ended = loop();
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
