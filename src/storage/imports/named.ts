import type pg from 'pg';

/** The files of some imports, and who ran them, by id. */
export async function importsById(
  on: pg.Pool | pg.PoolClient,
  workspaceId: number,
  ids: readonly number[],
): Promise<Map<number, { fileName: string; createdBy: string }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await on.query<{ id: number; fileName: string; createdBy: string }>(
    `SELECT id, file_name AS "fileName", created_by AS "createdBy" FROM imports WHERE workspace_id = $1 AND id = ANY($2::int[])`,
    [workspaceId, ids],
  );
  return new Map(rows.map(({ id, ...rest }) => [id, rest]));
}
