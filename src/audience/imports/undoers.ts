import { z } from 'zod';
import { RollcallError } from '../../errors.ts';
import type { Database } from '../../storage/database/database.ts';
import type { ImportState } from '../../storage/imports/import-state.ts';
import * as stored from '../../storage/imports/imports.ts';

import { addJob } from '../../storage/jobs/jobs.ts';
import type { Undoer } from '../undo/keep.ts';

const beforeSchema = z.object({ importId: z.int() });

/** Starts the undo of an import; a runner (jobs/runner.ts) does the work. */
const importUndoer: Undoer = {
  role: 'editor',
  doing: 'undo imports',
  async run(database, { caller: { workspaceId, actor }, before, at }) {
    const { importId } = beforeSchema.parse(before);
    const state = await stored.findImport(database, workspaceId, importId);
    if (state === null) throw new RollcallError('not-found', 'That import no longer exists.');
    await begin(database, { state, actor, at });
    return { did: `Undoing the import of ${state.fileName}`, left: [], importId };
  },
};

/** An import can end in three ways, and can be undone after each. */
export const importUndoers: Record<string, Undoer> = {
  'import.finished': importUndoer,
  'import.failed': importUndoer,
  'import.cancelled': importUndoer,
};

async function begin(
  database: Database,
  { state, actor, at }: { state: ImportState; actor: string; at: Date },
): Promise<void> {
  const { workspaceId, id, fileName } = state;
  const from: ImportState['state'][] = ['done', 'failed', 'cancelled'];
  const moved = await stored.moveImport(
    database,
    { workspaceId, id, from },
    { state: 'undoing', problem: null },
  );
  if (!moved) {
    const how = state.state === 'running' ? 'is running: cancel it first' : 'was already undone';
    throw new RollcallError('busy', `The import of ${fileName} ${how}.`);
  }
  // The file of a failed import was kept for a retry, which can't happen now.
  await stored.freeUploads(database, workspaceId, [id]);
  await addJob(database, {
    workspaceId,
    kind: 'import' as const,
    createdAt: at,
    payload: { importId: id, actor },
  });
}
