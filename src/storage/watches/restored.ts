import type pg from 'pg';

/**
 * After a restore: nobody knows which messages were posted since the backup was made. None of those that waited is
 * posted by itself, and every watch begins again with a silent first look.
 */
export async function quietRestoredWatches(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ id: number }>('SELECT id FROM workspaces ORDER BY id');
  for (const { id } of rows) {
    await pool.query(
      `UPDATE posts SET state = 'uncertain' WHERE workspace_id = $1 AND state IN ('waiting', 'posting')`,
      [id],
    );
    await pool.query(
      `UPDATE watches SET armed = NULL, look_state = '', joined = '{}', look = look + 1 WHERE workspace_id = $1`,
      [id],
    );
  }
}
