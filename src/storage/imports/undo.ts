import type pg from 'pg';
import { perField } from '../contacts/fields.ts';
import { removeFacts } from '../contacts/status-facts.ts';
import type { Database } from '../database/database.ts';
import { takeBackTopicFacts } from '../topics/choices.ts';
import { type ImportState, stateColumns } from './import-state.ts';

// Undoing an import, by ranges of contacts' ids. The contact shows whether nobody changed it since: its
// updated_at is still the one that the import set. A contact that the import added has its import_id and no
// row in import_changes. So new contacts, most of any import, cost nothing that only undoing needs.

/** How far the undo of an import is. */
export interface UndoBatch {
  workspaceId: number;
  importId: number;
  /** How many contacts one transaction handles at most. */
  limit: number;
  now: Date;
}

/**
 * Undoes the next contacts, in the caller's transaction, and advances past them: added ones are removed,
 * others get their old values back; those that changed since are left, and noted with the reason.
 *
 * @returns `none` if there are no more; null if the import is not, or no longer, being undone
 */
export async function undoBatch(
  client: pg.PoolClient,
  batch: UndoBatch,
): Promise<ImportState | 'none' | null> {
  const { workspaceId, importId, limit, now } = batch;
  const held = await client.query<{ after: number }>(
    `SELECT undo_after AS after FROM imports WHERE workspace_id = $1 AND id = $2 AND state = 'undoing' FOR UPDATE`,
    [workspaceId, importId],
  );
  const after = held.rows[0]?.after;
  if (after === undefined) return null;
  const next = await client.query<Next>(nextSql, [workspaceId, importId, after, limit]);
  const { upto = null, hasFacts, hasTopics } = next.rows[0] ?? {};
  if (upto === null) return 'none';
  await client.query(
    `SELECT FROM contacts c WHERE workspace_id = $1 AND id > $3 AND id <= $4 AND (import_id = $2 OR EXISTS (
       SELECT 1 FROM import_changes ch WHERE ch.workspace_id = $1 AND ch.import_id = $2 AND ch.contact_id = c.id) OR EXISTS (
       SELECT 1 FROM status_facts f WHERE f.workspace_id = $1 AND f.import_id = $2 AND f.contact_id = c.id) OR EXISTS (
       SELECT 1 FROM consent_log l WHERE l.workspace_id = $1 AND l.import_id = $2 AND l.contact_id = c.id))
     ORDER BY id FOR UPDATE`,
    [workspaceId, importId, after, upto],
  );
  // As in by-sets.ts: rows that were just read have no statistics, and nested loops would cost the square of
  // a batch.
  await client.query('SET LOCAL enable_nestloop = off');
  const done = await client.query<{ removed: number; restored: number; kept: number }>(undoSql, [
    workspaceId,
    importId,
    after,
    upto,
    now,
  ]);
  await client.query('SET LOCAL enable_nestloop TO DEFAULT');
  const range = { params: [importId, after, upto] };
  // The file's statuses are always removed, even from contacts that are otherwise left as they are. What
  // others said stays.
  if (hasFacts)
    await removeFacts(
      client,
      workspaceId,
      { ...range, sql: 'f.import_id = $2 AND f.contact_id > $3 AND f.contact_id <= $4' },
      { now, importId },
    );
  if (hasTopics)
    await takeBackTopicFacts(
      client,
      workspaceId,
      { ...range, sql: 'l.import_id = $2::int AND l.contact_id > $3::int AND l.contact_id <= $4::int' },
      { now },
    );
  const { removed, restored, kept } = done.rows[0] ?? { removed: 0, restored: 0, kept: 0 };
  const { rows } = await client.query<ImportState>(
    `UPDATE imports SET undo_after = $3, removed = removed + $4, restored = restored + $5, kept = kept + $6
     WHERE workspace_id = $1 AND id = $2 RETURNING ${stateColumns}`,
    [workspaceId, importId, upto, removed, restored, kept],
  );
  return rows[0] ?? null;
}

interface Next {
  upto: number | null;
  /** Whether the import said something about statuses, or topics, of these contacts or later ones. */
  hasFacts: boolean;
  hasTopics: boolean;
}

/**
 * The last id of the next contacts: those that the import wrote last, and those that it found and changed, or
 * reported a status or topic for.
 */
const nextSql = `
SELECT max(id) AS upto,
  (SELECT true FROM status_facts WHERE workspace_id = $1 AND import_id = $2 AND contact_id > $3
    ORDER BY contact_id LIMIT 1) IS NOT NULL AS "hasFacts",
  (SELECT true FROM consent_log WHERE workspace_id = $1 AND import_id = $2 AND contact_id > $3 AND what = 'topic'
    ORDER BY contact_id LIMIT 1) IS NOT NULL AS "hasTopics"
FROM (
  SELECT id FROM (
    (SELECT id FROM contacts WHERE workspace_id = $1 AND import_id = $2 AND id > $3 ORDER BY id LIMIT $4)
    UNION
    (SELECT contact_id FROM import_changes WHERE workspace_id = $1 AND import_id = $2 AND contact_id > $3
      AND what IN ('tagged', 'written') ORDER BY contact_id LIMIT $4)
    UNION
    (SELECT contact_id FROM status_facts WHERE workspace_id = $1 AND import_id = $2 AND contact_id > $3
      ORDER BY contact_id LIMIT $4)
    UNION
    (SELECT contact_id FROM consent_log WHERE workspace_id = $1 AND import_id = $2 AND contact_id > $3 AND what = 'topic'
      ORDER BY contact_id LIMIT $4)) AS either
  ORDER BY id LIMIT $4) AS next`;

/**
 * Whether a table has a row about any contact in the range of ids. Read once per batch, in the index's order
 * (a table that grew in one import has no statistics, and without the order all of it might be read). Most
 * batches have none, and then nothing is looked up for each contact.
 */
const inRange = (table: string, more = ''): string => `(
      SELECT true FROM ${table} r WHERE r.workspace_id = $1 AND r.contact_id > $3 AND r.contact_id <= $4${more}
      ORDER BY r.contact_id LIMIT 1) IS NOT NULL`;

// Each table is limited to the range of ids, and each look at one contact to its index (LIMIT 1): a table
// that grew in one import has no statistics yet, and scanning all of it for each batch would cost the square
// of its size.
// `what` is null for a contact that the import added.
const undoSql = `
WITH judged AS MATERIALIZED (
  SELECT ch.*, c.id, CASE
    WHEN ${inRange('import_changes', ' AND r.import_id <> $2')} AND (
      SELECT true FROM import_changes x JOIN imports i ON i.workspace_id = $1 AND i.id = x.import_id
      WHERE x.workspace_id = $1 AND x.contact_id = c.id AND x.import_id <> $2 AND x.what <> 'kept' AND i.state <> 'undone'
        AND (ch.at IS NULL OR x.at >= ch.at) LIMIT 1) THEN 'imported'
    WHEN c.updated_at <> coalesce(ch.updated_at, c.created_at) THEN 'changed'
    WHEN ch.what IS NULL AND ${inRange('contact_tags')} AND (
      SELECT true FROM contact_tags l
      WHERE l.workspace_id = $1 AND l.contact_id = c.id AND l.added_at <> c.created_at LIMIT 1) THEN 'tagged'
    -- Every fact that others added has its moment on the contact.
    WHEN ch.what IS NULL AND coalesce(c.consented_at, c.opted_out_at, c.bounced_at, c.withdrawn_at) IS NOT NULL AND (
      SELECT true FROM status_facts f WHERE f.workspace_id = $1 AND f.contact_id = c.id AND f.import_id IS DISTINCT FROM $2
        AND f.recorded_at > c.created_at LIMIT 1) THEN 'changed'
    WHEN ch.what IS NULL AND ${inRange('consent_log', ' AND r.import_id IS DISTINCT FROM $2')} AND (
      SELECT true FROM consent_log l WHERE l.workspace_id = $1 AND l.contact_id = c.id AND l.what IN ('topic', 'pause')
        AND l.import_id IS DISTINCT FROM $2 LIMIT 1) THEN 'changed'
    WHEN ch.what IS NULL AND ${inRange('events')} AND (
      SELECT true FROM events e WHERE e.workspace_id = $1 AND e.contact_id = c.id LIMIT 1) THEN 'event'
    END AS why
  FROM contacts c
  LEFT JOIN import_changes ch ON ch.workspace_id = $1 AND ch.import_id = $2 AND ch.contact_id = c.id
    AND ch.contact_id > $3 AND ch.contact_id <= $4
  WHERE c.workspace_id = $1 AND c.id > $3 AND c.id <= $4
    AND (ch.what IN ('tagged', 'written') OR (ch.what IS NULL AND c.import_id = $2))),
removed AS (
  DELETE FROM contacts c USING judged j
  WHERE c.workspace_id = $1 AND c.id > $3 AND c.id <= $4 AND c.id = j.id AND j.what IS NULL AND j.why IS NULL),
restored AS (
  UPDATE contacts c SET ${perField((column) => `${column} = b.${column}`)},
    signed_up_at = b.signed_up_at, signed_up_on = b.signed_up_on, attributes = b.attributes, import_id = b.prior_import_id, import_line = b.prior_line,
    updated_at = b.prior_updated_at
  FROM judged b
  WHERE c.workspace_id = $1 AND c.id > $3 AND c.id <= $4 AND c.id = b.id AND b.what = 'written' AND b.why IS NULL),
untagged AS (
  DELETE FROM contact_tags l USING judged j
  WHERE l.workspace_id = $1 AND l.contact_id > $3 AND l.contact_id <= $4 AND l.contact_id = j.id
    AND l.tag_id = ANY(j.tag_ids) AND l.added_at = j.at AND j.why IS NULL),
dropped AS (
  DELETE FROM import_changes ch USING judged j
  WHERE ch.workspace_id = $1 AND ch.import_id = $2 AND ch.contact_id > $3 AND ch.contact_id <= $4
    AND ch.contact_id = j.id AND j.why IS NULL),
noted AS (
  INSERT INTO import_changes (workspace_id, import_id, contact_id, at, what, updated_at, reason)
  SELECT $1, $2, j.id, $5, 'kept', $5, j.why FROM judged j WHERE j.why IS NOT NULL
  ON CONFLICT (workspace_id, import_id, contact_id) DO UPDATE SET what = 'kept', reason = excluded.reason)
SELECT (SELECT count(*)::int FROM judged WHERE what IS NULL AND why IS NULL) AS removed,
  (SELECT count(*)::int FROM judged WHERE what IS NOT NULL AND why IS NULL) AS restored,
  (SELECT count(*)::int FROM judged WHERE why IS NOT NULL) AS kept`;

/**
 * Contacts that this import ($2) had added and a later one wrote: this import has no row of its own for them.
 */
export const laterSql = `x.workspace_id = $1 AND x.prior_import_id = $2 AND NOT EXISTS (
  SELECT 1 FROM import_changes own WHERE own.workspace_id = $1 AND own.import_id = $2 AND own.contact_id = x.contact_id)`;

/** Notes that undoing stopped, and why; it can be continued. */
export async function stopUndo(
  client: pg.PoolClient,
  given: { workspaceId: number; importId: number; problem: string },
): Promise<ImportState | null> {
  const { rows } = await client.query<ImportState>(
    `UPDATE imports SET problem = $3 WHERE workspace_id = $1 AND id = $2 AND state = 'undoing' RETURNING ${stateColumns}`,
    [given.workspaceId, given.importId, given.problem],
  );
  return rows[0] ?? null;
}

/** The undo of an import, while it is kept. */
export async function findImportUndo(
  database: Database,
  workspaceId: number,
  importId: number,
): Promise<number | undefined> {
  const row = await database.undo.findFirst({
    where: { workspaceId, kind: { startsWith: 'import.' }, before: { equals: { importId } } },
    select: { id: true },
    orderBy: { id: 'desc' },
  });
  return row?.id;
}

/**
 * Deletes what undoing needs for imports that ended before a moment. In small steps: there can be a million
 * rows.
 */
export async function dropOldChanges(
  pool: pg.Pool,
  { workspaceId, before }: { workspaceId: number; before: Date },
): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query(
      `DELETE FROM import_changes WHERE workspace_id = $1 AND (import_id, contact_id) IN (
         SELECT ch.import_id, ch.contact_id FROM imports i
         JOIN import_changes ch ON ch.workspace_id = $1 AND ch.import_id = i.id
         WHERE i.workspace_id = $1 AND i.finished_at < $2 AND NOT (i.state = 'undoing' AND i.problem IS NULL) LIMIT 10000)`,
      [workspaceId, before],
    );
    if ((rowCount ?? 0) === 0) return;
  }
}
