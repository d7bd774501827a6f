import type pg from 'pg';

/** Notes that this process handles a delivery from Slack; false if any process has already taken it. */
export async function takeDelivery(
  pool: pg.Pool,
  { workspaceId, id, at }: { workspaceId: number; id: string; at: Date },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    'INSERT INTO deliveries (workspace_id, id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [workspaceId, id, at],
  );
  return rowCount === 1;
}

/**
 * Deletes those from before `before`. A shared file stays: Rollcall asks about it once, also if someone shares it again months later.
 */
export async function deleteOldDeliveries(
  pool: pg.Pool,
  { workspaceId, before }: { workspaceId: number; before: Date },
): Promise<void> {
  await pool.query(
    "DELETE FROM deliveries WHERE workspace_id = $1 AND at < $2 AND id NOT LIKE 'event:file:%'",
    [workspaceId, before],
  );
}
