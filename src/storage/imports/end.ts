import type pg from 'pg';
import { writeAudit } from '../audit.ts';
import { type ImportState, stateColumns } from './import-state.ts';

/** How many days after its end an import can be undone. The SQL of batch.ts says the same. */
export const UNDO_DAYS = 7;

/**
 * Ends an import, in the transaction of its last piece of work, with the audit's entry and what undoing it
 * needs. It frees the file, unless the import failed: then the file is kept for another try.
 */
export async function endImport(
  client: pg.PoolClient,
  given: {
    workspaceId: number;
    importId: number;
    state: 'done' | 'failed' | 'cancelled';
    problem: string | null;
    now: Date;
  },
): Promise<ImportState | null> {
  const { workspaceId, importId, state, problem, now } = given;
  const { rows } = await client.query<ImportState & { uploadId: number | null }>(
    `UPDATE imports SET state = $3, problem = $4, finished_at = $5
     WHERE workspace_id = $1 AND id = $2 AND state = 'running' RETURNING ${stateColumns}, upload_id AS "uploadId"`,
    [workspaceId, importId, state, problem, now],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { uploadId, ...ended } = row;
  if (state !== 'failed') {
    await client.query('UPDATE imports SET upload_id = NULL WHERE workspace_id = $1 AND id = $2', [
      workspaceId,
      importId,
    ]);
    await client.query('DELETE FROM uploads WHERE workspace_id = $1 AND id = $2', [workspaceId, uploadId]);
  }
  const details = {
    rows: ended.rowsDone,
    added: ended.added,
    updated: ended.updated,
    unchanged: ended.unchanged,
    rejected: ended.rejected,
    ...(ended.resubscribed === 0 ? {} : { resubscribed: ended.resubscribed }),
    ...(ended.repeated === 0 ? {} : { repeated: ended.repeated }),
    ...(ended.lowered === 0 ? {} : { lowered: ended.lowered }),
  };
  const action = endings[state];
  await writeAudit(client, {
    workspaceId,
    at: now,
    actor: ended.createdBy,
    action,
    subject: ended.fileName,
    details,
  });
  // Undo removes its statuses too, even if something else decided the current one.
  const { rows: said } = await client.query(
    'SELECT FROM status_facts WHERE workspace_id = $1 AND import_id = $2 LIMIT 1',
    [workspaceId, importId],
  );
  if (ended.added + ended.updated + ended.topics + said.length > 0) {
    await client.query(
      `INSERT INTO undos (workspace_id, kind, subject, before, created_by, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6::timestamptz + $7::int * interval '1 day')`,
      [workspaceId, action, ended.fileName, { importId }, ended.createdBy, now, UNDO_DAYS],
    );
  }
  return ended;
}

/** The audit's name for each end of an import, which undoing it also uses. */
const endings = { done: 'import.finished', failed: 'import.failed', cancelled: 'import.cancelled' } as const;
