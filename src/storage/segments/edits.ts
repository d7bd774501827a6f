import type pg from 'pg';

/** The latest change of a segment, and who made it. */
export interface SegmentEdit {
  at: Date;
  by: string;
}

/** The latest change of each segment of a workspace. */
export async function segmentEdits(pool: pg.Pool, workspaceId: number): Promise<Map<number, SegmentEdit>> {
  const { rows } = await pool.query<SegmentEdit & { id: number }>(
    'SELECT id, updated_at AS at, updated_by AS by FROM segments WHERE workspace_id = $1',
    [workspaceId],
  );
  return new Map(rows.map(({ id, ...edit }) => [id, edit]));
}
