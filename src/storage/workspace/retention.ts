import type pg from 'pg';
import { rolledUpKinds } from '../../rules/sql/rollups.ts';
import { writeAudit } from '../audit.ts';

/** A workspace whose old data is to be looked for, by nobody else for a while. */
export interface Sweep {
  workspaceId: number;
  /** Days; null: for ever. */
  keepRejectedDays: number | null;
  keepEventsDays: number | null;
}

/**
 * Takes the workspace whose old data was not looked for the longest; null where all were within `everyMs`. Safe to call from
 * any number of processes at once. One that dies leaves the rest to the next time.
 */
export async function claimSweep(pool: pg.Pool, everyMs: number): Promise<Sweep | null> {
  const isDue = `(swept_at IS NULL OR swept_at <= rollcall_now() - $1::float8 * interval '1 ms')`;
  const { rows: due } = await pool.query<{ id: number }>(
    `SELECT id FROM workspaces WHERE ${isDue} ORDER BY swept_at NULLS FIRST, id LIMIT 20`,
    [everyMs],
  );
  // One by one: a distributed PostgreSQL locks rows of one workspace only.
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

/** Takes away rows that imports which ended before `before` did not take, at most `limit`; returns how many. */
export async function deleteOldRejections(
  client: pg.PoolClient,
  options: { workspaceId: number; before: Date; limit: number },
): Promise<number> {
  const { rowCount } = await client.query(
    `DELETE FROM import_rejections WHERE (workspace_id, import_id, line) IN (
       SELECT r.workspace_id, r.import_id, r.line FROM import_rejections r
       JOIN imports i ON i.workspace_id = r.workspace_id AND i.id = r.import_id
       WHERE r.workspace_id = $1 AND i.finished_at < $2 LIMIT $3)`,
    [options.workspaceId, options.before, options.limit],
  );
  return rowCount ?? 0;
}

/**
 * Takes away events that happened before `before`, at most `limit`; returns how many. Rollups keep what they came to, and
 * of the kinds that no rollup knows each contact's last event stays: so "never", "ever" and "last" mean what they meant.
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

/** Says in the audit what was deleted: in a new entry, or in one that was made by the batch before. Returns its id. */
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
