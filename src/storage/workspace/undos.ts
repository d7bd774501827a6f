import type { Database } from '../database/database.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';

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
export async function insertUndo(on: Runs, undo: NewUndo): Promise<number> {
  const { workspaceId, kind, subject, before, createdBy, createdAt, expiresAt } = undo;
  await runSql(on, 'DELETE FROM undos WHERE workspace_id = $1::int AND expires_at <= $2::timestamptz', [
    workspaceId,
    createdAt.toISOString(),
  ]);
  const [row] = await runSql<{ id: number }>(
    on,
    `INSERT INTO undos (workspace_id, kind, subject, before, created_by, created_at, expires_at)
     VALUES ($1::int, $2::text, $3::text, $4::jsonb, $5::text, $6::timestamptz, $7::timestamptz) RETURNING id`,
    [
      ...[workspaceId, kind, subject, JSON.stringify(before), createdBy],
      ...[createdAt.toISOString(), expiresAt.toISOString()],
    ],
  );
  return row?.id ?? 0;
}

/** The undo of this id, held until the transaction ends: of two at once, the second sees what the first one did. */
export async function lockUndo(on: Runs, workspaceId: number, id: number): Promise<StoredUndo | undefined> {
  const [row] = await runSql<StoredUndo & Record<string, unknown>>(
    on,
    `SELECT id, kind, subject, before, expires_at AS "expiresAt", undone_at AS "undoneAt" FROM undos
     WHERE workspace_id = $1::int AND id = $2::int FOR UPDATE`,
    [workspaceId, id],
  );
  return row;
}

/** Notes that it was taken back; the before-image is needed no more. */
export async function markUndone(
  on: Runs,
  workspaceId: number,
  { id, at }: { id: number; at: Date },
): Promise<void> {
  await runSql(
    on,
    `UPDATE undos SET undone_at = $3::timestamptz, before = 'null' WHERE workspace_id = $1::int AND id = $2::int`,
    [workspaceId, id, at.toISOString()],
  );
  await runSql(on, 'DELETE FROM undo_links WHERE workspace_id = $1::int AND undo_id = $2::int', [
    workspaceId,
    id,
  ]);
}

/** Forgets an undo whose change turned out to change nothing. */
export async function dropUndo(database: Database, workspaceId: number, id: number): Promise<void> {
  await database.undo.delete({ where: { workspaceId_id: { workspaceId, id } } });
}
