import type pg from 'pg';
import type { RowContact } from '../csv/rows.ts';
import type { ImportState, Rejection } from './imports.ts';

/** One batch of rows, and where in the file it stands. */
export interface ImportBatch {
  workspaceId: number;
  importId: number;
  /** Rows of the file dealt with before this batch, and after it. */
  from: number;
  to: number;
  /** No two with the same key. */
  contacts: RowContact[];
  rejections: Rejection[];
  newStatus: 'subscribed' | 'non-subscribed';
  /** Where days begin. */
  timeZone: string;
  /** Whom new tags are made by. */
  actor: string;
  now: Date;
}

/**
 * Writes a batch and moves the import on, in the caller's transaction: both happen or neither. A cell that is empty
 * changes nothing; the status of a contact that exists is never touched.
 *
 * @returns null where the import is not at `from` (any more): the caller rolls back
 */
export async function writeBatch(client: pg.PoolClient, batch: ImportBatch): Promise<ImportState | null> {
  const { added, updated } = await upsertContacts(client, batch);
  await addTags(client, batch);
  await client.query(
    `INSERT INTO import_rejections (workspace_id, import_id, line, reason, cells)
     SELECT $1, $2, row.* FROM unnest($3::int[], $4::text[], $5::jsonb[]) AS row (line, reason, cells)`,
    [
      batch.workspaceId,
      batch.importId,
      batch.rejections.map((row) => row.line),
      batch.rejections.map((row) => row.reason),
      batch.rejections.map((row) => JSON.stringify(row.cells)),
    ],
  );
  const { rows } = await client.query<ImportState>(
    `UPDATE imports SET rows_done = $4, added = added + $5, updated = updated + $6, unchanged = unchanged + $7,
       rejected = rejected + $8
     WHERE workspace_id = $1 AND id = $2 AND rows_done = $3 AND state = 'running' RETURNING ${stateColumns}`,
    [
      batch.workspaceId,
      batch.importId,
      batch.from,
      batch.to,
      added,
      updated,
      batch.contacts.length - added - updated,
      batch.rejections.length,
    ],
  );
  return rows[0] ?? null;
}

/** Ends an import: its file is freed when it is done, and kept for another try when it failed. */
export async function endImport(
  client: pg.PoolClient,
  given: {
    workspaceId: number;
    importId: number;
    state: 'done' | 'failed';
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
  if (state === 'done') {
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
  };
  await client.query(
    'INSERT INTO audit_entries (workspace_id, at, actor, action, subject, details) VALUES ($1, $2, $3, $4, $5, $6)',
    [
      workspaceId,
      now,
      ended.createdBy,
      state === 'done' ? 'import.finished' : 'import.failed',
      ended.fileName,
      details,
    ],
  );
  return ended;
}

const stateColumns = `workspace_id AS "workspaceId", id, file_name AS "fileName", state, new_status AS "newStatus",
  rows_total AS "rowsTotal", rows_done AS "rowsDone", added, updated, unchanged, rejected, problem,
  created_by AS "createdBy", report, started_at AS "startedAt", finished_at AS "finishedAt"`;

async function upsertContacts(
  client: pg.PoolClient,
  batch: ImportBatch,
): Promise<{ added: number; updated: number }> {
  const { workspaceId, importId, contacts, newStatus, timeZone, now } = batch;
  const column = <T>(value: (contact: RowContact) => T): T[] => contacts.map(value);
  const { rows } = await client.query<{ added: number; updated: number }>(upsertSql, [
    workspaceId,
    importId,
    timeZone,
    now,
    column((contact) => contact.line),
    column((contact) => contact.email),
    column((contact) => contact.key),
    column((contact) => contact.name),
    column((contact) => contact.country),
    column((contact) => contact.language),
    column((contact) => contact.phone),
    column((contact) => contact.company),
    column((contact) => (contact.status === 'as-chosen' ? newStatus : contact.status)),
    column(({ signedUp }) => (signedUp?.time === null ? signedUp.day : null)),
    column(({ signedUp }) =>
      signedUp?.time && signedUp.offset === null ? `${signedUp.day} ${signedUp.time}` : null,
    ),
    column(({ signedUp }) =>
      signedUp?.offset ? `${signedUp.day} ${signedUp.time}${signedUp.offset}` : null,
    ),
    column((contact) => JSON.stringify(contact.attributes)),
    column((contact) => contact.validation),
  ]);
  return rows[0] ?? { added: 0, updated: 0 };
}

// `xmax = 0` tells a row that was inserted from one that was updated: PostgreSQL 15 has no other way to say it.
const upsertSql = `
WITH written AS (
  INSERT INTO contacts AS c (workspace_id, import_id, import_line, email, email_key, name, country, language, phone, company,
    status, status_source, status_at, source, signed_up_on, signed_up_at, attributes, email_validation, created_at, updated_at)
  SELECT $1, $2, line, email, email_key, name, country, language, phone, company, status, 'import', $4, 'import',
    day, coalesce(instant, coalesce(wall, day::timestamp) AT TIME ZONE $3), attributes, validation, $4, $4
  FROM unnest($5::int[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
    $14::date[], $15::timestamp[], $16::timestamptz[], $17::jsonb[], $18::text[])
    AS row (line, email, email_key, name, country, language, phone, company, status, day, wall, instant, attributes, validation)
  ON CONFLICT (workspace_id, email_key) DO UPDATE SET
    import_id = excluded.import_id,
    import_line = excluded.import_line,
    name = coalesce(excluded.name, c.name),
    country = coalesce(excluded.country, c.country),
    language = coalesce(excluded.language, c.language),
    phone = coalesce(excluded.phone, c.phone),
    company = coalesce(excluded.company, c.company),
    signed_up_at = coalesce(excluded.signed_up_at, c.signed_up_at),
    signed_up_on = CASE WHEN excluded.signed_up_at IS NULL THEN c.signed_up_on ELSE excluded.signed_up_on END,
    attributes = c.attributes || excluded.attributes,
    updated_at = excluded.updated_at
  WHERE (c.name, c.country, c.language, c.phone, c.company, c.signed_up_at, c.signed_up_on, c.attributes)
    IS DISTINCT FROM (
      coalesce(excluded.name, c.name), coalesce(excluded.country, c.country), coalesce(excluded.language, c.language),
      coalesce(excluded.phone, c.phone), coalesce(excluded.company, c.company),
      coalesce(excluded.signed_up_at, c.signed_up_at),
      CASE WHEN excluded.signed_up_at IS NULL THEN c.signed_up_on ELSE excluded.signed_up_on END,
      c.attributes || excluded.attributes)
  RETURNING c.xmax = 0 AS added
)
SELECT count(*) FILTER (WHERE added)::int AS added, count(*) FILTER (WHERE NOT added)::int AS updated FROM written`;

async function addTags(client: pg.PoolClient, batch: ImportBatch): Promise<void> {
  const links = batch.contacts.flatMap(({ key, tags }) => tags.map((tag) => ({ key, tag })));
  if (links.length === 0) return;
  const { workspaceId, actor, now } = batch;
  const names = [...new Set(links.map((link) => link.tag))];
  await client.query(
    `INSERT INTO tags (workspace_id, name, created_by, created_at)
     SELECT $1, name, $3, $4 FROM unnest($2::text[]) AS row (name) ON CONFLICT (workspace_id, name) DO NOTHING`,
    [workspaceId, names, actor, now],
  );
  await client.query(
    `INSERT INTO contact_tags (workspace_id, tag_id, contact_id, added_at)
     SELECT $1, t.id, c.id, $4 FROM unnest($2::text[], $3::text[]) AS row (email_key, name)
     JOIN contacts c ON c.workspace_id = $1 AND c.email_key = row.email_key
     JOIN tags t ON t.workspace_id = $1 AND t.name = row.name
     ON CONFLICT DO NOTHING`,
    [workspaceId, links.map((link) => link.key), links.map((link) => link.tag), now],
  );
}
