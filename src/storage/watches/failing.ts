import { type Runs, runSql } from '../queries/run-sql.ts';

/**
 * Notes why Slack refused a message of a watch or a digest, or null if it took it. False if it was failing, or
 * wasn't, before.
 *
 * @param given.of its table
 */
export async function noteTrouble(
  on: Runs,
  workspaceId: number,
  { of, id, trouble }: { of: 'watches' | 'digests'; id: number; trouble: string | null },
): Promise<boolean> {
  const rows = await runSql(
    on,
    `UPDATE ${of} SET failing = $3::text
     WHERE workspace_id = $1::int AND id = $2::int AND (failing IS NULL) <> ($3::text IS NULL) RETURNING id`,
    [workspaceId, id, trouble],
  );
  return rows.length > 0;
}
