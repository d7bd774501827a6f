import type { Way } from '../../lib/topics.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';
import { takeBackRows } from './log.ts';

/** A person asks to get no campaigns until a moment; null: to get them again. */
export interface PauseFact {
  contactId: number;
  until: Date | null;
  at: Date;
  how: Way;
  by?: string;
  details?: Record<string, string>;
}

/** Adds a pause to the consent log, and derives the result. Lock the contact first. Returns the log's row. */
export async function addPauseFact(
  on: Runs,
  workspaceId: number,
  fact: PauseFact,
  now: Date,
): Promise<string | undefined> {
  const { contactId, until, at, how, by = null, details = {} } = fact;
  const said = until === null ? details : { ...details, until: until.toISOString() };
  const [row] = await runSql<{ id: string }>(
    on,
    `INSERT INTO consent_log (workspace_id, contact_id, what, said, at, recorded_at, how, "by", details)
     VALUES ($1::int, $2::int, 'pause', $3::text, $4::timestamptz, $5::timestamptz, $6::text, $7::text, $8::jsonb) RETURNING id::text`,
    [
      workspaceId,
      contactId,
      until === null ? 'resumed' : 'paused',
      at.toISOString(),
      now.toISOString(),
      how,
      by,
      JSON.stringify(said),
    ],
  );
  await workOut(on, workspaceId, contactId);
  return row?.id;
}

/** Undoes rows about a pause, and derives the result. */
export async function takeBackPauseFacts(
  on: Runs,
  workspaceId: number,
  given: { contactId: number; logIds: readonly string[] },
  undone: { now: Date; by?: string | undefined },
): Promise<void> {
  const which = {
    sql: 'l.contact_id = $2::int AND l.id = ANY($3::bigint[])',
    params: [given.contactId, [...given.logIds]],
  };
  const rows = await takeBackRows(on, workspaceId, { ...which, what: 'pause' }, undone);
  if (rows.length > 0) await workOut(on, workspaceId, given.contactId);
}

/** The latest row counts; of two at the same moment, the pause, and of two pauses the longer one. */
async function workOut(on: Runs, workspaceId: number, contactId: number): Promise<void> {
  const said = `
    SELECT l.id, l.said, l.at, l.how, (l.details ->> 'until')::timestamptz AS until FROM consent_log l
    WHERE l.workspace_id = $1::int AND l.contact_id = $2::int AND l.topic_id IS NULL AND l.what = 'pause' AND l.said <> 'undone'
      AND NOT EXISTS (SELECT FROM consent_log u
        WHERE u.workspace_id = $1::int AND u.contact_id = $2::int AND u.topic_id IS NULL AND u.undoes = l.id)
    ORDER BY l.at DESC, l.said, until DESC, l.id DESC LIMIT 1`;
  const params = [workspaceId, contactId];
  await runSql(
    on,
    `WITH last AS (${said})
     INSERT INTO pauses (workspace_id, contact_id, at, until, how, log_id)
     SELECT $1::int, $2::int, at, until, how, id FROM last WHERE said = 'paused'
     ON CONFLICT (workspace_id, contact_id) DO UPDATE
       SET at = excluded.at, until = excluded.until, how = excluded.how, log_id = excluded.log_id`,
    params,
  );
  await runSql(
    on,
    `WITH last AS (${said})
     DELETE FROM pauses WHERE workspace_id = $1::int AND contact_id = $2::int
       AND NOT EXISTS (SELECT FROM last WHERE said = 'paused')`,
    params,
  );
}

/** Until when a person is paused, even if that is over; undefined: they are not. */
export async function pauseOf(
  on: Runs,
  workspaceId: number,
  contactId: number,
): Promise<{ at: Date; until: Date; how: Way } | undefined> {
  const [row] = await runSql<{ at: Date; until: Date; how: Way }>(
    on,
    'SELECT at, until, how FROM pauses WHERE workspace_id = $1::int AND contact_id = $2::int',
    [workspaceId, contactId],
  );
  return row;
}
