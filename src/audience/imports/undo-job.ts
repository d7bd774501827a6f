import { mentionsOf } from '../../rules/mentions.ts';
import { undoBatch } from '../../storage/imports/undo.ts';
import { endUndo, holdMade } from '../../storage/imports/undo-end.ts';
import { endJob, withLease } from '../../storage/jobs/jobs.ts';
import { setWriter } from '../../storage/watches/writer.ts';
import type { AudienceDeps } from '../caller.ts';
import { type ImportWork, speedometer } from './work.ts';

/**
 * Runs the undo of an import, from after the last contacts that were handled. As in an import, each batch is
 * one transaction: after a crash, the next runner continues after the last batch.
 */
export async function runUndo(
  deps: AudienceDeps,
  work: ImportWork,
  actor: string,
): Promise<'done' | 'stopped' | 'lost'> {
  const { importId, lease } = work;
  const { workspaceId } = lease.job;
  const speed = speedometer(0);
  let dealtWith = 0;
  for (;;) {
    if (work.shouldStop()) return 'stopped';
    const step = await withLease(deps.storage.pool, lease, async (client) => {
      await setWriter(client, `import-undo ${importId}`);
      const now = deps.now();
      const batch = { workspaceId, importId, limit: work.batchRows, now };
      const state = await undoBatch(client, batch);
      if (state !== 'none' && state !== null) return { state, ended: false };
      await endJob(client, lease, { state: 'done', at: now });
      if (state === null) return { state: null, ended: true };
      const { rules, ...made } = await holdMade(client, { workspaceId, importId, now });
      const end = { workspaceId, importId, made, asked: mentionsOf(rules), actor, now };
      return { state: await endUndo(client, end), ended: true };
    });
    if (step === null) return 'lost';
    if (step.ended) {
      if (step.state !== null) work.onProgress(step.state);
      return 'done';
    }
    dealtWith += work.batchRows;
    if (step.state !== null) work.onProgress(step.state, speed(dealtWith));
  }
}
