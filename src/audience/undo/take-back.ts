import { RollcallError } from '../../errors.ts';
import type { AuditAction } from '../../lib/audit-actions.ts';
import { writeAudit } from '../../storage/audit.ts';
import { setsTimeout } from '../../storage/database/by-sets.ts';
import { setWriter } from '../../storage/watches/writer.ts';
import { lockUndo, markUndone } from '../../storage/workspace/undos.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { attributeUndoers } from '../contacts/attribute-undo.ts';
import { suppressionUndoers } from '../contacts/suppress-undo.ts';
import { contactUndoers } from '../contacts/undo.ts';
import { importUndoers } from '../imports/undoers.ts';
import { requireRole } from '../permissions.ts';
import { segmentUndoers } from '../segments/undo.ts';
import { tagUndoers } from '../tags/undo.ts';
import { topicUndoers } from '../topics/undo.ts';
import { writerOf } from '../writer.ts';
import type { Undoer, Undone } from './keep.ts';

/** Every kind of change that can be undone; a new feature adds its own here. */
const undoers: Record<string, Undoer> = {
  ...attributeUndoers,
  ...contactUndoers,
  ...importUndoers,
  ...segmentUndoers,
  ...suppressionUndoers,
  ...tagUndoers,
  ...topicUndoers,
};

/**
 * Undoes a change, once, within 30 minutes (an import or a suppression list, within 7 days). Anything changed since stays, and is
 * reported.
 *
 * @throws RollcallError `not-found` if it can no longer be undone, `taken` and similar if something blocks
 *   it: then nothing is changed, and it can be tried again
 */
export async function undo(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
): Promise<Undone & { subject: string }> {
  requireRole(caller, 'editor', 'undo changes');
  const { workspaceId, actor } = caller;
  return deps.storage.prisma.$transaction(async (database) => {
    await setWriter(database, writerOf(caller));
    const at = deps.now();
    const kept = await lockUndo(database, workspaceId, id);
    const undoer = kept === undefined || !Object.hasOwn(undoers, kept.kind) ? undefined : undoers[kept.kind];
    if (kept === undefined || undoer === undefined || kept.expiresAt <= at) {
      throw new RollcallError(
        'not-found',
        'It’s too late to undo this: changes can be undone for 30 minutes, imports for 7 days.',
      );
    }
    if (kept.undoneAt !== null) throw new RollcallError('not-found', 'This was already undone.');
    requireRole(caller, undoer.role, undoer.doing);
    const undone = await undoer.run(database, { deps, caller, id, before: kept.before, at });
    await markUndone(database, workspaceId, { id, at });
    await writeAudit(database, {
      workspaceId,
      actor,
      action: `${kept.kind as AuditAction}.undone`,
      subject: kept.subject,
    });
    return { ...undone, subject: kept.subject };
  }, setsTimeout);
}
