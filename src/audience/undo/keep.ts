import type { Role } from '../../lib/roles.ts';
import type { Database } from '../../storage/database/database.ts';
import type { Runs } from '../../storage/queries/run-sql.ts';
import { insertUndo } from '../../storage/workspace/undos.ts';
import type { AudienceDeps, Caller } from '../caller.ts';

/** How long a change made in chat can be taken back. */
const UNDO_MS = 30 * 60_000;

/** What taking back came to. */
export interface Undone {
  /** What stands there again, as a sentence without its full stop: `"vip" is called "VIP" again`. */
  did: string;
  /** What was left as it is because somebody changed it since, each as a sentence. */
  left: string[];
  /** The import whose undoing has begun: a runner goes on with it. */
  importId?: number;
}

/** How changes of one kind are taken back: in one transaction, restoring only what nobody changed since. */
export interface Undoer {
  /** Who may: the role that the change itself takes. */
  role: Role;
  /** What this is, to fit "You need the editor role to …". */
  doing: string;
  run(database: Database, undo: { caller: Caller; id: number; before: unknown; at: Date }): Promise<Undone>;
}

/**
 * Keeps what is needed to take a change back, in the change's own transaction.
 *
 * @param change.kind as the audit calls it; one of the kinds in take-back.ts
 * @returns what the Undo button carries
 */
export async function keepUndo(
  database: Runs,
  deps: AudienceDeps,
  caller: Caller,
  change: { kind: string; subject: string; before: object },
): Promise<number> {
  const createdAt = deps.now();
  return insertUndo(database, {
    ...change,
    workspaceId: caller.workspaceId,
    createdBy: caller.actor,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + UNDO_MS),
  });
}
