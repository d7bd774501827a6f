import type { FactKind, Status } from '../../lib/consent.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';

/** One statement about a contact's status. */
export interface StatusFact {
  contactId: number;
  kind: FactKind;
  at: Date;
  /** import, slack, api, webhook, page, one-click, join, seed */
  source: string;
  /** What the consent log adds: which team member said so, and what else is known (where, text, campaign). */
  by?: string;
  details?: Record<string, string | number>;
  /** The import that said so, if one did. */
  importId?: number;
  /** Known about the address before it had a contact: added with the contact, and never later. */
  begins?: boolean;
}

/** The result of adding facts: a contact's status before and after, and whether anything visible changed. */
export interface StatusChange {
  id: number;
  from: Status;
  to: Status;
  changed: boolean;
}

/**
 * The latest opt-out of a contact `c`. If nothing was said since it was added, only its first status has it.
 */
export const latestOptOut = `coalesce(c.opted_out_at, CASE c.status WHEN 'unsubscribed' THEN c.status_at END)`;
/** The latest hard bounce, in the same way. */
export const latestBounce = `coalesce(c.bounced_at, CASE c.status WHEN 'bounced' THEN c.status_at END)`;
/** The latest fact of each kind about a contact `c`. */
export const knownMoments = `c.consented_at AS consented, ${latestOptOut} AS opted_out, ${latestBounce} AS bounced,
  c.withdrawn_at AS withdrawn, c.complained_at AS complained, c.confirmed_at AS confirmed`;
/** The arguments of contact_status() from a row that has these columns. */
const statusArguments = (row: string): string =>
  ['consented', 'opted_out', 'bounced', 'withdrawn', 'complained', 'confirmed']
    .map((column) => `${row}.${column}`)
    .join(', ');

/**
 * Adds facts, and derives the statuses that follow. This is the only way in which a status changes after a
 * contact was added. Lock the contacts in an earlier statement: the stored values must be the last that
 * others wrote.
 *
 * @returns the change of each contact that has facts, in no order
 */
export async function addFacts(
  on: Runs,
  given: { workspaceId: number; facts: StatusFact[]; now: Date },
): Promise<StatusChange[]> {
  const { workspaceId, facts, now } = given;
  if (facts.length === 0) return [];
  return runSql<StatusChange & Record<string, unknown>>(on, addSql, [
    workspaceId,
    JSON.stringify(facts),
    now.toISOString(),
  ]);
}

type Moment = 'consented' | 'opted_out' | 'bounced' | 'withdrawn' | 'complained' | 'confirmed';
/** The columns of contacts, and the kinds whose latest moment each one holds. */
const moments: Record<Moment, readonly FactKind[]> = {
  consented: ['consent', 'confirmation'],
  opted_out: ['opt-out', 'complaint'],
  bounced: ['bounce'],
  withdrawn: ['withdrawal'],
  complained: ['complaint'],
  confirmed: ['confirmation'],
};
const columns = Object.keys(moments) as Moment[];
/** Which of them decides a status. */
const deciding: Record<Status, 'consented' | 'opted_out' | 'bounced' | 'withdrawn'> = {
  subscribed: 'consented',
  unsubscribed: 'opted_out',
  bounced: 'bounced',
  'non-subscribed': 'withdrawn',
};
const isOf = (column: Moment): string => `kind IN (${moments[column].map((kind) => `'${kind}'`).join(', ')})`;
/** The latest moment of each kind, and its source. */
const latest = columns
  .map(
    (column) => `max(at) FILTER (WHERE ${isOf(column)}) AS ${column},
      (array_agg(source ORDER BY at DESC) FILTER (WHERE ${isOf(column)}))[1] AS ${column}_by`,
  )
  .join(', ');
/** The column of the kind that decided the status. */
const byStatus = (row: string, suffix: '' | '_by'): string =>
  `CASE ${row}.new_status ${Object.entries(deciding)
    .map(([status, column]) => `WHEN '${status}' THEN ${row}.${column}${suffix}`)
    .join(' ')} END`;
/** Whether the kind of a fact `f` decides a status. */
const decides = (fact: string, status: string): string =>
  `CASE ${status} ${Object.entries(deciding)
    .map(([each, column]) => `WHEN '${each}' THEN ${fact}.${isOf(column)}`)
    .join(' ')} END`;

// Contacts are looked up one by one, each by its key (LIMIT 1): new facts have no statistics.
const addSql = `
WITH given AS MATERIALIZED (
  SELECT "contactId" AS contact, kind, at, source, "importId" AS import, coalesce(begins, false) AS begins, "by" AS said_by,
    coalesce(details, '{}') AS details
  FROM jsonb_to_recordset($2::jsonb)
    AS f ("contactId" int, kind text, at timestamptz(3), source text, "importId" int, begins boolean, "by" text, details jsonb)),
grouped AS MATERIALIZED (
  SELECT contact, ${latest} FROM given GROUP BY contact),
here AS MATERIALIZED (
  SELECT c.id, c.status, c.status_at, c.status_source, c.created_at, ${columns.map((k) => `CASE WHEN g.${k} < c.${k} THEN NULL ELSE g.${k}_by END AS ${k}_by`).join(', ')},
    ${columns.map((k) => `greatest(c.${k}, g.${k}) AS ${k}`).join(', ')},
    c.consented AS consented_before,
    (SELECT true FROM status_facts f WHERE f.workspace_id = $1::int AND f.contact_id = c.id LIMIT 1) IS NULL AS bare
  FROM grouped g CROSS JOIN LATERAL (
    SELECT c.id, c.status, c.status_at, c.status_source, c.created_at, ${knownMoments}
    FROM contacts c WHERE c.workspace_id = $1::int AND c.id = g.contact LIMIT 1) c),
new AS MATERIALIZED (
  -- After the contact came, whatever the clock of this process says: undoing the import that brought it looks at that.
  SELECT DISTINCT g.contact, g.kind, g.at, g.source, g.import, g.said_by, g.details,
    CASE WHEN g.begins THEN c.created_at ELSE greatest($3::timestamptz, c.created_at + interval '1 ms') END AS recorded_at
  FROM given g CROSS JOIN LATERAL (
    SELECT c.created_at FROM contacts c WHERE c.workspace_id = $1::int AND c.id = g.contact LIMIT 1) c
  WHERE (SELECT true FROM status_facts f WHERE f.workspace_id = $1::int AND f.contact_id = g.contact AND f.kind = g.kind
      AND f.at = g.at AND f.source = g.source AND f.import_id IS NOT DISTINCT FROM g.import LIMIT 1) IS NULL),
judged AS MATERIALIZED (
  SELECT h.*, ${byStatus('h', '')} AS new_at
  FROM (SELECT *, contact_status(${statusArguments('here')}) AS new_status FROM here) AS h),
decided AS MATERIALIZED (
  SELECT j.*, (new_status, new_at) IS DISTINCT FROM (status, status_at) AS changed FROM judged j),
written AS (
  UPDATE contacts c SET consented_at = d.consented, opted_out_at = d.opted_out, bounced_at = d.bounced,
    withdrawn_at = d.withdrawn, complained_at = d.complained, confirmed_at = d.confirmed, status = d.new_status, status_at = d.new_at,
    status_source = CASE WHEN NOT d.changed THEN c.status_source ELSE coalesce(
      -- By the one who said it now; or, if an older fact decides again, by the one who said that.
      ${byStatus('d', '_by')},
      (SELECT f.source FROM status_facts f WHERE f.workspace_id = $1::int AND f.contact_id = d.id
        AND ${decides('f', 'd.new_status')} AND f.at = d.new_at ORDER BY f.id DESC LIMIT 1), c.status_source) END,
    updated_at = CASE WHEN d.changed THEN $3::timestamptz ELSE c.updated_at END
  FROM decided d WHERE c.workspace_id = $1::int AND c.id = d.id),
-- Behind what reads the earlier facts: a spread database runs each INSERT in its turn.
kept AS (
  INSERT INTO status_facts (workspace_id, contact_id, kind, at, source, recorded_at, import_id)
  -- The first status, so that it is there when all that was said later is undone.
  SELECT $1::int, id, CASE status WHEN 'unsubscribed' THEN 'opt-out' WHEN 'bounced' THEN 'bounce' WHEN 'subscribed'
      THEN CASE WHEN consented_before IS NULL THEN 'undated' ELSE 'consent' END ELSE 'none' END,
    status_at, status_source, created_at, NULL::int
  FROM here WHERE bare
  UNION ALL
  SELECT DISTINCT $1::int, contact, kind, at, source, recorded_at, import FROM new),
logged AS (
  INSERT INTO consent_log (workspace_id, contact_id, what, said, at, recorded_at, how, "by", details, import_id)
  SELECT $1::int, n.contact, 'status', n.kind, n.at, n.recorded_at, n.source, n.said_by,
    n.details || CASE WHEN d.status <> d.new_status THEN jsonb_build_object('from', d.status, 'to', d.new_status) ELSE '{}' END, n.import
  FROM new n JOIN decided d ON d.id = n.contact)
SELECT id, status AS "from", new_status AS "to", changed FROM decided`;

/**
 * Removes facts, and derives the statuses again from the rest. It doesn't change updated_at: undo sets that.
 *
 * @param which SQL that is true for the facts `f` to remove, with its parameters from $2 on
 * @param undone what the consent log says about it
 * @returns the contacts that had such facts
 */
export async function removeFacts(
  on: Runs,
  workspaceId: number,
  which: { sql: string; params: unknown[] },
  undone: { now: Date; by?: string; importId?: number },
): Promise<number[]> {
  const gone = await runSql<{ id: number }>(
    on,
    `DELETE FROM status_facts f WHERE f.workspace_id = $1::int AND ${which.sql} RETURNING f.contact_id AS id`,
    [workspaceId, ...which.params],
  );
  const ids = [...new Set(gone.map(({ id }) => id))];
  const { now, by = null, importId = null } = undone;
  if (ids.length > 0) await runSql(on, againSql, [workspaceId, ids, now.toISOString(), by, importId, '{}']);
  return ids;
}

/**
 * Removes every hard bounce of a contact, and derives the status again from what is left. Lock the contact
 * first.
 */
export async function dropBounces(
  on: Runs,
  workspaceId: number,
  contactId: number,
  undone: { now: Date; by: string },
): Promise<void> {
  await runSql(
    on,
    `DELETE FROM status_facts f WHERE f.workspace_id = $1::int AND f.contact_id = $2::int AND f.kind = 'bounce'
     RETURNING f.id::text`,
    [workspaceId, contactId],
  );
  // Someone who came as bounced has nothing else said about them.
  await runSql(
    on,
    `INSERT INTO status_facts (workspace_id, contact_id, kind, at, source, recorded_at, import_id)
     SELECT $1::int, c.id, 'none', c.created_at, c.source, c.created_at, NULL FROM contacts c
     WHERE c.workspace_id = $1::int AND c.id = $2::int
       AND NOT EXISTS (SELECT FROM status_facts f WHERE f.workspace_id = $1::int AND f.contact_id = $2::int)`,
    [workspaceId, contactId],
  );
  const { now, by } = undone;
  const details = JSON.stringify({ reason: 'the address was corrected' });
  await runSql(on, againSql, [workspaceId, [contactId], now.toISOString(), by, null, details]);
}

// If a contact has only its first fact left, it is again only in the status, as before anything was said.
const againSql = `
WITH left_over AS MATERIALIZED (
  SELECT m.* FROM unnest($2::int[]) AS wanted (id) CROSS JOIN LATERAL (
    SELECT wanted.id, count(*) AS facts, max(kind) AS only_kind, max(at) AS only_at, max(source) AS only_source,
      bool_or(kind = 'undated') AS undated, min(at) FILTER (WHERE kind IN ('undated', 'none')) AS first_at,
      min(source) FILTER (WHERE kind IN ('undated', 'none')) AS first_source, ${latest}
    FROM status_facts f WHERE f.workspace_id = $1::int AND f.contact_id = wanted.id) AS m
  WHERE m.facts > 0),
judged AS MATERIALIZED (
  SELECT l.*, facts = 1 AND only_kind NOT IN ('withdrawal', 'complaint', 'confirmation') AS is_first,
    CASE WHEN coalesce(consented, opted_out, bounced, withdrawn) IS NOT NULL
      THEN contact_status(${statusArguments('l')})
      WHEN undated THEN 'subscribed' ELSE 'non-subscribed' END AS new_status
  FROM left_over l),
forgotten AS (
  DELETE FROM status_facts f USING judged j WHERE f.workspace_id = $1::int AND f.contact_id = j.id AND j.is_first),
logged AS (
  INSERT INTO consent_log (workspace_id, contact_id, what, said, at, recorded_at, how, "by", details, import_id)
  SELECT $1::int, j.id, 'status', 'undone', $3::timestamptz, $3::timestamptz, 'undo', $4::text,
    $6::jsonb || CASE WHEN c.status <> j.new_status THEN jsonb_build_object('from', c.status, 'to', j.new_status) ELSE '{}' END, $5::int
  FROM judged j JOIN contacts c ON c.workspace_id = $1::int AND c.id = j.id)
UPDATE contacts c SET status = j.new_status, status_at = coalesce(${byStatus('j', '')}, j.first_at),
  status_source = coalesce(${byStatus('j', '_by')}, j.first_source),
  consented_at = j.consented, opted_out_at = CASE WHEN NOT j.is_first THEN j.opted_out END,
  bounced_at = CASE WHEN NOT j.is_first THEN j.bounced END, withdrawn_at = j.withdrawn,
  complained_at = j.complained, confirmed_at = j.confirmed
FROM judged j WHERE c.workspace_id = $1::int AND c.id = j.id`;
