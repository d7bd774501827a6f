import type { Role } from '../../lib/roles.ts';
import type { Database } from '../../storage/database/database.ts';
import type { Runs } from '../../storage/queries/run-sql.ts';
import { insertUndo } from '../../storage/workspace/undos.ts';
import type { AudienceDeps, Caller } from '../caller.ts';

/** How long a change made in chat can be undone, and how long an import. */
const UNDO_MS = { chat: 30 * 60_000, import: 7 * 24 * 3_600_000 };

/** The result of an undo. */
export interface Undone {
  /** What was restored, as a sentence without its period: `"vip" is called "VIP" again`. */
  did: string;
  /** What stayed because someone changed it after the change, each as a sentence. */
  left: string[];
  /** The import whose undo has started: a runner continues it. */
  importId?: number;
}

/** How changes of one kind are undone: in one transaction, restoring only what no one has changed since. */
export interface Undoer {
  /** The role that may undo it: the same as for the change itself. */
  role: Role;
  /** What this does, to fit "You need the editor role to …". */
  doing: string;
  run(
    database: Database,
    undo: { deps: AudienceDeps; caller: Caller; id: number; before: unknown; at: Date },
  ): Promise<Undone>;
}

/**
 * Stores what undo needs, in the change's own transaction.
 *
 * @param change.kind the audit's name for it; one of the kinds in take-back.ts
 * @param change.isImport it came as a file
 * @returns the id in the Undo button
 */
export async function keepUndo(
  database: Runs,
  deps: AudienceDeps,
  caller: Caller,
  change: { kind: string; subject: string; before: object; isImport?: boolean },
): Promise<number> {
  const { isImport = false, ...kept } = change;
  const createdAt = deps.now();
  return insertUndo(database, {
    ...kept,
    workspaceId: caller.workspaceId,
    createdBy: caller.actor,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + UNDO_MS[isImport ? 'import' : 'chat']),
  });
}
