import type pg from 'pg';
import { rolledUpKinds } from '../../rules/sql/rollups.ts';
import { writeAudit } from '../audit.ts';

/** A workspace whose old data is due for deletion, claimed for a while. */
export interface Sweep {
  workspaceId: number;
  /** Days; null: forever. */
  keepRejectedDays: number | null;
  keepEventsDays: number | null;
}

/**
 * Claims the workspace whose last sweep is the longest ago; null if all were swept within `everyMs`. Safe to
 * call from any number of processes at once. If a process dies, the next sweep does the rest.
 */
export async function claimSweep(pool: pg.Pool, everyMs: number): Promise<Sweep | null> {
  const isDue = `(swept_at IS NULL OR swept_at <= rollcall_now() - $1::float8 * interval '1 ms')`;
  const { rows: due } = await pool.query<{ id: number }>(
    `SELECT id FROM workspaces WHERE ${isDue} ORDER BY swept_at NULLS FIRST, id LIMIT 20`,
    [everyMs],
  );
  // One by one: a distributed PostgreSQL locks rows of only one workspace.
  for (const { id } of due) {
    const { rows } = await pool.query<Sweep>(
      `UPDATE workspaces SET swept_at = rollcall_now()
       WHERE id = (SELECT id FROM workspaces WHERE id = $2 AND ${isDue} FOR NO KEY UPDATE SKIP LOCKED)
       RETURNING id AS "workspaceId", keep_rejected_days AS "keepRejectedDays", keep_events_days AS "keepEventsDays"`,
      [everyMs, id],
    );
    if (rows[0] !== undefined) return rows[0];
  }
  return null;
}

/**
 * Deletes rows that were rejected by imports which ended before `before`, at most `limit`; returns how many.
 */
export async function deleteOldRejections(
  client: pg.PoolClient,
  options: { workspaceId: number; before: Date; limit: number },
): Promise<number> {
  const { rowCount } = await client.query(
    `DELETE FROM import_rejections WHERE workspace_id = $1 AND (import_id, line) IN (
       SELECT r.import_id, r.line FROM import_rejections r
       JOIN imports i ON i.workspace_id = r.workspace_id AND i.id = r.import_id
       WHERE r.workspace_id = $1 AND i.finished_at < $2 LIMIT $3)`,
    [options.workspaceId, options.before, options.limit],
  );
  return rowCount ?? 0;
}

/**
 * Deletes events that happened before `before`, at most `limit`; returns how many. Rollups keep their sums,
 * and for kinds without a rollup each contact's last event stays: so "never", "ever" and "last" keep their
 * meaning.
 */
export async function deleteOldEvents(
  client: pg.PoolClient,
  options: { workspaceId: number; before: Date; limit: number },
): Promise<number> {
  const { rowCount } = await client.query(
    `DELETE FROM events WHERE workspace_id = $1 AND id IN (
       SELECT e.id FROM events e
       WHERE e.workspace_id = $1 AND e.occurred_at < $2 AND (e.machine OR e.kind = ANY($4) OR EXISTS (
         SELECT 1 FROM events later
         WHERE later.workspace_id = e.workspace_id AND later.contact_id = e.contact_id AND later.kind = e.kind
           AND NOT later.machine AND (later.occurred_at, later.id) > (e.occurred_at, e.id)))
       LIMIT $3)`,
    [options.workspaceId, options.before, options.limit, rolledUpKinds],
  );
  return rowCount ?? 0;
}

/** Writes to the audit what was deleted: a new entry, or the one from the previous batch. Returns its id. */
export async function auditDeletion(
  client: pg.PoolClient,
  options: { workspaceId: number; at: Date; details: Record<string, number>; entry: bigint | undefined },
): Promise<bigint> {
  const { workspaceId, at, details, entry } = options;
  if (entry !== undefined) {
    await client.query('UPDATE audit_entries SET details = $3 WHERE workspace_id = $1 AND id = $2', [
      workspaceId,
      entry,
      details,
    ]);
    return entry;
  }
  const said = { actor: 'Rollcall', action: 'old-data.deleted', subject: 'old data' } as const;
  return writeAudit(client, { workspaceId, at, ...said, details });
}
