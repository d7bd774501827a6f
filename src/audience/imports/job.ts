import { repeatsIn } from '../../csv/rows/repeats.ts';
import { mappingSchema } from '../../csv/schema.ts';
import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { tidyUp } from '../../storage/database/tidy.ts';
import * as ends from '../../storage/imports/end.ts';
import * as stored from '../../storage/imports/imports.ts';
import { stopUndo } from '../../storage/imports/undo.ts';
import { bytesOfImport } from '../../storage/imports/uploads.ts';
import { endJob, renewLease, withLease } from '../../storage/jobs/jobs.ts';
import type { AudienceDeps } from '../caller.ts';
import { ahead, batchesOf, placeOf } from './batches.ts';
import { runUndo } from './undo-job.ts';
import { type ImportWork, speedometer } from './work.ts';
import { writeBatches } from './writing.ts';

/**
 * Runs an import or its undo, from after the last completed batch to the end. Each batch is one transaction
 * that also moves `rowsDone`: after a crash, the next runner continues exactly after the last batch.
 *
 * @param work.actor the person who started it
 * @returns `stopped` if it was asked to stop between two batches, `lost` if another runner has taken the job
 * @throws RollcallError `invalid-input` if the file can't be read to its end; any other error is worth a
 *   retry
 */
export async function runImport(
  deps: AudienceDeps,
  work: ImportWork & { actor: string },
): Promise<'done' | 'stopped' | 'lost'> {
  const { pool, prisma } = deps.storage;
  const { importId, lease } = work;
  const { workspaceId } = lease.job;
  const begun = await stored.findImport(prisma, workspaceId, importId);
  if (begun?.state === 'undoing') return runUndo(deps, work, work.actor);
  if (begun?.state !== 'running' || begun.newStatus === null) {
    const at = deps.now();
    const ended = await withLease(pool, lease, (client) => endJob(client, lease, { state: 'done', at }));
    return ended === null ? 'lost' : 'done';
  }
  const { newStatus, createdBy: actor, existing, resubscribe, askedWhere, askedAt, tagNames } = begun;
  if (begun.cancelledBy !== null)
    return (await endImport(deps, work, { state: 'cancelled' })) ? 'done' : 'lost';
  const mapping = mappingSchema.parse(await stored.findMapping(prisma, workspaceId, importId));
  const { timeZone, namer } = await placeOf(deps, workspaceId, {
    tagNames,
    isOwn: mapping.format.own === true,
    madeTags: await stored.findMadeTags(prisma, workspaceId, importId),
  });
  const source = work.source ?? (await bytesOfImport(prisma, workspaceId, importId));
  if (source === null) {
    throw new RollcallError('invalid-input', 'The file for this import no longer exists.', {
      hint: 'Upload it again.',
    });
  }

  const speed = speedometer(begun.rowsDone);
  const { rowsDone: from } = begun;
  let stopped = false;
  const shouldStop = (): boolean => {
    stopped ||= work.shouldStop();
    return stopped;
  };
  const turn = keptAlive(deps, work, shouldStop);
  const repeats = await repeatsIn(source, mapping, { timeZone, goOn: turn.goOn });
  if (turn.isLost()) return 'lost';
  if (stopped) return 'stopped';
  const batches = ahead(batchesOf(source, mapping, { skip: from, size: work.batchRows, namer, repeats }));
  const startedAt = begun.startedAt ?? deps.now();
  const asked = defined({ askedWhere, askedAt });
  const plan = { newStatus, timeZone, actor, existing, resubscribe, ...asked, tagNames, startedAt };
  for await (const { state, to } of writeBatches(deps, work, { batches, from, plan, shouldStop })) {
    if (state === null) return 'lost';
    work.onProgress(state, speed(to));
    if (state.cancelledBy !== null && to < state.rowsTotal) {
      return (await endImport(deps, work, { state: 'cancelled' })) ? 'done' : 'lost';
    }
  }
  if (stopped) return 'stopped';
  const isMine = await endImport(deps, work, { state: 'done' });
  // The first query about the new contacts must have statistics for its plan. If this fails, it is done
  // later.
  if (isMine) await tidyUp(deps.storage).catch(() => []);
  return isMine ? 'done' : 'lost';
}

/** For long work before anything is written: renews the lease, and stops if asked to. */
function keptAlive(
  deps: AudienceDeps,
  { lease }: Pick<ImportWork, 'lease'>,
  shouldStop: () => boolean,
): { goOn: () => Promise<boolean>; isLost: () => boolean } {
  let renewed = performance.now();
  let isMine = true;
  return {
    async goOn() {
      if (performance.now() - renewed > lease.leaseMs / 4) {
        isMine = await renewLease(deps.storage.pool, lease);
        renewed = performance.now();
      }
      return isMine && !shouldStop();
    },
    isLost: () => !isMine,
  };
}

const undoStopped =
  'Undoing the next rows failed three times. What is undone stays so; go on when the database is healthy.';

/** How an import ends: `failed` has a sentence that says why. */
export type ImportEnd = { state: 'done' | 'cancelled' } | { state: 'failed'; problem: string };

/** Ends an import, or its undo if that failed. False if another runner has it. */
export async function endImport(
  deps: AudienceDeps,
  work: Pick<ImportWork, 'importId' | 'lease' | 'onProgress'>,
  end: ImportEnd,
): Promise<boolean> {
  const { importId, lease } = work;
  const { workspaceId } = lease.job;
  const problem = end.state === 'failed' ? end.problem : null;
  const now = deps.now();
  const ended = await withLease(deps.storage.pool, lease, async (client) => {
    const state = problem === null ? 'done' : 'failed';
    await endJob(client, lease, { state, at: now, ...(problem === null ? {} : { problem }) });
    const imported = await ends.endImport(client, { workspaceId, importId, ...end, problem, now });
    if (imported !== null || problem === null) return { state: imported };
    return { state: await stopUndo(client, { workspaceId, importId, problem: undoStopped }) };
  });
  if (ended?.state) work.onProgress(ended.state);
  return ended !== null;
}
