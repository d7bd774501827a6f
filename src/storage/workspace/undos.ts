import type { Database } from '../database/database.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';

/** What a change stores so that it can be undone. */
export interface NewUndo {
  workspaceId: number;
  /** The audit's name for the change: tag.added. */
  kind: string;
  subject: string;
  /** The old values, in the shape of its kind. */
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

/**
 * Stores a before-image, in the transaction of the change itself; deletes those that have expired by then.
 */
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

/** The latest undo of a kind and subject that was stored after a moment, if it was not used yet. */
export async function latestUndo(
  on: Runs,
  workspaceId: number,
  { kind, subject, since }: { kind: string; subject: string; since: Date },
): Promise<number | undefined> {
  const [row] = await runSql<{ id: number }>(
    on,
    `SELECT id FROM undos WHERE workspace_id = $1::int AND kind = $2::text AND subject = $3::text
       AND created_at > $4::timestamptz AND undone_at IS NULL ORDER BY id DESC LIMIT 1`,
    [workspaceId, kind, subject, since.toISOString()],
  );
  return row?.id;
}

/**
 * The undo with this id, locked until the transaction ends: of two at once, the second sees the first one's
 * result.
 */
export async function lockUndo(on: Runs, workspaceId: number, id: number): Promise<StoredUndo | undefined> {
  const [row] = await runSql<StoredUndo & Record<string, unknown>>(
    on,
    `SELECT id, kind, subject, before, expires_at AS "expiresAt", undone_at AS "undoneAt" FROM undos
     WHERE workspace_id = $1::int AND id = $2::int FOR UPDATE`,
    [workspaceId, id],
  );
  return row;
}

/** Notes that it was undone; the before-image is no longer needed. */
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

/** Deletes an undo whose change turned out to change nothing. */
export async function dropUndo(database: Database, workspaceId: number, id: number): Promise<void> {
  await database.undo.delete({ where: { workspaceId_id: { workspaceId, id } } });
}
