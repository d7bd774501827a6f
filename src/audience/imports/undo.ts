import { RollcallError } from '../../errors.ts';
import { UNDO_DAYS } from '../../storage/imports/end.ts';
import type { ImportState } from '../../storage/imports/import-state.ts';
import * as stored from '../../storage/imports/imports.ts';
import * as undos from '../../storage/imports/undo.ts';
import { addJob } from '../../storage/jobs/jobs.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';

import { undo } from '../undo/take-back.ts';
import { importState } from './imports.ts';

/**
 * Starts undoing a whole import, or resumes an undo that stopped. Contacts that it added are removed; others
 * get their earlier values, status and tags back; contacts that changed since are left alone.
 *
 * @throws RollcallError `not-found` more than 7 days after its end, `busy` while it runs or if it was already
 *   undone
 */
export async function undoImport(deps: AudienceDeps, caller: Caller, importId: number): Promise<ImportState> {
  requireRole(caller, 'editor', 'undo imports');
  const { workspaceId, actor } = caller;
  const { prisma } = deps.storage;
  const state = await importState(deps, caller, importId);
  if (state.state === 'undoing' && state.problem !== null) await goOn(deps, { state, actor });
  else if (state.state === 'undoing' || state.state === 'undone') {
    const how = state.state === 'undone' ? 'was already undone' : 'is being undone';
    throw new RollcallError('busy', `The import of ${state.fileName} ${how}.`);
  } else {
    const id = await undos.findImportUndo(prisma, workspaceId, importId);
    if (id === undefined) throw deps.now() <= lastMoment(state) ? nothingToUndo(state) : tooLate();
    await undo(deps, caller, { id });
  }
  return importState(deps, caller, importId);
}

async function goOn(
  deps: AudienceDeps,
  { state, actor }: { state: ImportState; actor: string },
): Promise<void> {
  const { workspaceId, id } = state;
  const at = deps.now();
  if (at > lastMoment(state)) throw tooLate();
  await deps.storage.prisma.$transaction(async (database) => {
    const moved = await stored.moveImport(
      database,
      { workspaceId, id, from: ['undoing'] },
      { state: 'undoing', problem: null },
    );
    if (!moved) return;
    await addJob(database, {
      workspaceId,
      kind: 'import' as const,
      createdAt: at,
      payload: { importId: id, actor },
    });
  });
}

/** The time until which an import can be undone; one that hasn't ended can't be. */
const lastMoment = ({ finishedAt }: ImportState): Date =>
  new Date((finishedAt?.getTime() ?? 0) + UNDO_DAYS * 86_400_000);

const nothingToUndo = ({ fileName }: ImportState): RollcallError =>
  new RollcallError('not-found', `The import of ${fileName} changed nothing, so there is nothing to undo.`);

const tooLate = (): RollcallError =>
  new RollcallError(
    'not-found',
    `It’s too late to undo this import: imports can be undone for ${UNDO_DAYS} days.`,
  );
