import type { AuditAction } from '../lib/audit-actions.ts';
import { type AuditEntry, writeAudit } from '../storage/audit.ts';
import type { Database } from '../storage/database/database.ts';
import { setWriter } from '../storage/watches/writer.ts';
import type { AudienceDeps, Caller } from './caller.ts';
import { keepUndo } from './undo/keep.ts';
import { writerOf } from './writer.ts';

/** One transaction, and what it writes in the caller's name. */
export interface Change {
  database: Database;
  workspaceId: number;
  actor: string;
  /** Adds an entry to the history. */
  audit: (action: AuditAction, subject: string, details?: AuditEntry['details']) => Promise<void>;
  /** Stores what undoing the change takes, under the name that the history has for it: see `keepUndo`. */
  undoable: (kind: AuditAction, subject: string, before: object) => Promise<number>;
}

/** Changes things in the caller's name: all of it, its entry in the history and its undo, or nothing. */
export const asOneChange = <Result>(
  deps: AudienceDeps,
  caller: Caller,
  work: (change: Change) => Promise<Result>,
): Promise<Result> => asOneLongChange(deps, caller, {}, work);

/** The same, if waiting for its turn (`maxWait`) and the change itself may take longer than usual, in ms. */
export const asOneLongChange = <Result>(
  deps: AudienceDeps,
  caller: Caller,
  patience: { maxWait?: number; timeout?: number },
  work: (change: Change) => Promise<Result>,
): Promise<Result> => {
  const { workspaceId, actor } = caller;
  return deps.storage.prisma.$transaction(async (database) => {
    await setWriter(database, writerOf(caller));
    return work({
      database,
      workspaceId,
      actor,
      audit: async (action, subject, details = {}) => {
        await writeAudit(database, { workspaceId, actor, action, subject, details });
      },
      undoable: (kind, subject, before) => keepUndo(database, deps, caller, { kind, subject, before }),
    });
  }, patience);
};
