import type { Way } from '../../lib/topics.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';

/** A row of the consent log. */
export interface LogRow {
  id: string;
  what: 'status' | 'topic' | 'pause' | 'suppression' | 'address';
  said: string;
  topicId: number | null;
  topic: string | null;
  at: Date;
  recordedAt: Date;
  how: Way | 'request';
  by: string | null;
  details: Record<string, string | number>;
  /** The file that said so. */
  file: string | null;
  /** The row that this one undoes. */
  undoes: string | null;
}

/** All log rows about a contact and its address, newest first; only those before `before`. */
export async function listLog(
  on: Runs,
  given: {
    workspaceId: number;
    contactId: number;
    hashes: readonly string[];
    before?: string | undefined;
    limit: number;
  },
): Promise<LogRow[]> {
  const { workspaceId, contactId, hashes, before = null, limit } = given;
  return runSql<LogRow & Record<string, unknown>>(
    on,
    `SELECT l.id::text, l.what, l.said, l.topic_id AS "topicId", t.name AS topic, l.at, l.recorded_at AS "recordedAt", l.how, l."by",
       l.details, i.file_name AS file, l.undoes::text
     FROM consent_log l
     LEFT JOIN topics t ON t.workspace_id = l.workspace_id AND t.id = l.topic_id
     LEFT JOIN imports i ON i.workspace_id = l.workspace_id AND i.id = l.import_id
     WHERE l.workspace_id = $1::int AND (l.contact_id = $2::int OR l.contact_id IS NULL AND l.email_hash = ANY($3::text[]))
       AND ($4::bigint IS NULL OR l.id < $4::bigint)
     ORDER BY l.id DESC LIMIT $5::int`,
    [workspaceId, contactId, [...hashes], before, limit],
  );
}

/** Logs suppressions that were added or lifted, for an address or for the contact that has it. */
export async function logSuppressions(
  on: Runs,
  workspaceId: number,
  rows: {
    contactId?: number | undefined;
    hash: string;
    said: 'suppressed' | 'lifted';
    at: Date;
    how: Way;
    by?: string | undefined;
    details: Record<string, string>;
  }[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  await runSql(
    on,
    `INSERT INTO consent_log (workspace_id, contact_id, email_hash, what, said, at, recorded_at, how, "by", details)
     SELECT $1::int, "contactId", CASE WHEN "contactId" IS NULL THEN hash END, 'suppression', said, at, $3::timestamptz, how, "by", details
     FROM jsonb_to_recordset($2::jsonb)
       AS f ("contactId" int, hash text, said text, at timestamptz(3), how text, "by" text, details jsonb)`,
    [workspaceId, JSON.stringify(rows), now.toISOString()],
  );
}

/** Logs that a contact got another address. The log has no addresses. */
export async function logAddressChange(
  on: Runs,
  workspaceId: number,
  { contactId, by, at, how }: { contactId: number; by: string; at: Date; how: Way },
): Promise<void> {
  await runSql(
    on,
    `INSERT INTO consent_log (workspace_id, contact_id, what, said, at, recorded_at, how, "by")
     VALUES ($1::int, $2::int, 'address', 'changed', $3::timestamptz, $3::timestamptz, $5::text, $4::text)`,
    [workspaceId, contactId, at.toISOString(), by, how],
  );
}

/** Undoes the suppressions that were logged at one moment, each with a row of its own. */
export async function takeBackSuppressions(
  on: Runs,
  workspaceId: number,
  { at, how }: { at: string; how: Way },
  undone: { now: Date; by: string },
): Promise<void> {
  await runSql(
    on,
    `INSERT INTO consent_log (workspace_id, contact_id, email_hash, what, said, at, recorded_at, how, "by", undoes)
     SELECT l.workspace_id, l.contact_id, l.email_hash, 'suppression', 'undone', $4::timestamptz, $4::timestamptz, 'undo', $5::text, l.id
     FROM consent_log l WHERE l.workspace_id = $1::int AND l.what = 'suppression' AND l.said = 'suppressed'
       AND l.at = $2::timestamptz AND l.how = $3::text`,
    [workspaceId, at, how, undone.now.toISOString(), undone.by],
  );
}

/**
 * Undoes rows `l` of the log that were not yet undone, each with a row of its own.
 *
 * @param which SQL that is true for them, with its parameters from $2 on
 */
export async function takeBackRows(
  on: Runs,
  workspaceId: number,
  which: { sql: string; params: unknown[]; what: 'topic' | 'pause' },
  undone: { now: Date; by?: string | undefined },
): Promise<{ contact: number; topic: number | null }[]> {
  const next = which.params.length + 2;
  return runSql<{ contact: number; topic: number | null }>(
    on,
    `INSERT INTO consent_log (workspace_id, contact_id, what, said, topic_id, at, recorded_at, how, "by", import_id, undoes)
     SELECT l.workspace_id, l.contact_id, l.what, 'undone', l.topic_id, $${next}::timestamptz, $${next}::timestamptz, 'undo',
       $${next + 1}::text, NULL, l.id
     FROM consent_log l WHERE l.workspace_id = $1::int AND l.what = $${next + 2}::text AND l.said <> 'undone' AND ${which.sql}
       AND NOT EXISTS (SELECT FROM consent_log u
         WHERE u.workspace_id = $1::int AND u.contact_id = l.contact_id AND u.undoes = l.id)
     RETURNING contact_id AS contact, topic_id AS topic`,
    [workspaceId, ...which.params, undone.now.toISOString(), undone.by ?? null, which.what],
  );
}
