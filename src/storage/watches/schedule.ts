import type pg from 'pg';

/**
 * Workspaces without an unfinished job of a kind that each of them should have, a few at a time. Read without
 * a lock: each job is then added by its workspace and key, so two processes add one.
 */
export async function workspacesWithout(pool: pg.Pool, kind: 'sizes'): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `SELECT w.id FROM workspaces w WHERE NOT EXISTS (
       SELECT 1 FROM jobs j WHERE j.workspace_id = w.id AND j.kind = $1 AND j.state IN ('waiting', 'running'))
     ORDER BY w.id LIMIT 200`,
    [kind],
  );
  return rows.map(({ id }) => id);
}
