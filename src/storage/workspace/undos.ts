import type { Database } from '../database/database.ts';
import { Prisma } from '../generated/client.ts';

/** What a change leaves behind so that it can be taken back. */
export interface NewUndo {
  workspaceId: number;
  /** As the audit calls the change: tag.added. */
  kind: string;
  subject: string;
  /** What stood there before, in the shape of its kind. */
  before: object;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
}

export interface StoredUndo {
  id: number;
  kind: string;
  subject: string;
  before: unknown;
  expiresAt: Date;
  undoneAt: Date | null;
}

/** Keeps a before-image, in the transaction of the change itself; those that ran out by then are forgotten. */
export async function insertUndo(database: Database, undo: NewUndo): Promise<number> {
  const { workspaceId, createdAt } = undo;
  await database.undo.deleteMany({ where: { workspaceId, expiresAt: { lte: createdAt } } });
  const { id } = await database.undo.create({ data: undo, select: { id: true } });
  return id;
}

/** The undo of this id, held until the transaction ends: of two at once, the second sees what the first one did. */
export async function lockUndo(
  database: Database,
  workspaceId: number,
  id: number,
): Promise<StoredUndo | undefined> {
  const [row] = await database.$queryRaw<StoredUndo[]>`
    SELECT id, kind, subject, before, expires_at AS "expiresAt", undone_at AS "undoneAt" FROM undos
    WHERE workspace_id = ${workspaceId} AND id = ${id} FOR UPDATE`;
  return row;
}

/** Notes that it was taken back; the before-image is needed no more. */
export async function markUndone(
  database: Database,
  workspaceId: number,
  { id, at }: { id: number; at: Date },
): Promise<void> {
  await database.undo.update({
    where: { workspaceId_id: { workspaceId, id } },
    data: { undoneAt: at, before: Prisma.JsonNull },
  });
  await database.undoLink.deleteMany({ where: { workspaceId, undoId: id } });
}

/** Forgets an undo whose change turned out to change nothing. */
export async function dropUndo(database: Database, workspaceId: number, id: number): Promise<void> {
  await database.undo.delete({ where: { workspaceId_id: { workspaceId, id } } });
}
