import type { TopicSaying, Way } from '../../lib/topics.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';
import { takeBackRows } from './log.ts';

/** One statement about a topic for one person. */
export interface TopicFact {
  contactId: number;
  topicId: number;
  said: TopicSaying;
  at: Date;
  how: Way;
  /** The team member who said so; if left out, the person did. */
  by?: string;
  /** text: the label next to the switch; where: where they asked for it; campaign */
  details?: Record<string, string | number>;
  importId?: number;
}

/** One person's choice for a topic. Null: they never chose. */
export interface TopicChange {
  contactId: number;
  topicId: number;
  from: boolean | null;
  to: boolean | null;
}

/**
 * Adds to the consent log, and derives the choices. This is the only way in which choices change. Lock the
 * contacts in an earlier statement.
 *
 * @returns the new rows of the log, and the choices that changed
 */
export async function addTopicFacts(
  on: Runs,
  given: { workspaceId: number; facts: TopicFact[]; now: Date },
): Promise<{ logIds: string[]; changes: TopicChange[] }> {
  const { workspaceId, facts, now } = given;
  if (facts.length === 0) return { logIds: [], changes: [] };
  const rows = await runSql<{ id: string; contact: number; topic: number }>(on, addSql, [
    workspaceId,
    JSON.stringify(facts),
    now.toISOString(),
  ]);
  return { logIds: rows.map(({ id }) => id), changes: await workOut(on, workspaceId, rows) };
}

/** Undoes rows of the log, each with a row of its own, and derives the choices. */
export async function takeBackTopicFacts(
  on: Runs,
  workspaceId: number,
  which: { sql: string; params: unknown[] },
  undone: { now: Date; by?: string | undefined },
): Promise<TopicChange[]> {
  const rows = await takeBackRows(on, workspaceId, { ...which, what: 'topic' }, undone);
  return rows.length === 0 ? [] : workOut(on, workspaceId, rows);
}

const addSql = `
INSERT INTO consent_log (workspace_id, contact_id, what, said, topic_id, at, recorded_at, how, "by", details, import_id)
SELECT $1::int, "contactId", 'topic', said, "topicId", at, $3::timestamptz, how, "by", coalesce(details, '{}'), "importId"
FROM jsonb_to_recordset($2::jsonb) AS f ("contactId" int, "topicId" int, said text, at timestamptz(3), how text, "by" text,
  details jsonb, "importId" int)
RETURNING id::text, contact_id AS contact, topic_id AS topic`;

async function workOut(
  on: Runs,
  workspaceId: number,
  rows: { contact: number; topic: number | null }[],
): Promise<TopicChange[]> {
  return runSql<TopicChange & Record<string, unknown>>(on, workOutSql, [
    workspaceId,
    rows.map(({ contact }) => contact),
    rows.map(({ topic }) => topic),
  ]);
}

// Looked up one by one, each by its index: new rows have no statistics.
const workOutSql = `
WITH wanted AS MATERIALIZED (
  SELECT DISTINCT contact, topic FROM unnest($2::int[], $3::int[]) AS w (contact, topic)),
said AS MATERIALIZED (
  SELECT w.contact, w.topic, s.* FROM wanted w CROSS JOIN LATERAL (
    SELECT max(l.at) FILTER (WHERE l.said = 'on') AS on_at, max(l.at) FILTER (WHERE l.said = 'said-on') AS said_on_at,
      max(l.at) FILTER (WHERE l.said = 'off') AS off_at
    FROM consent_log l WHERE l.workspace_id = $1::int AND l.contact_id = w.contact AND l.topic_id = w.topic
      AND NOT EXISTS (SELECT FROM consent_log u
        WHERE u.workspace_id = $1::int AND u.contact_id = w.contact AND u.topic_id = w.topic AND u.undoes = l.id)) s),
decided AS MATERIALIZED (
  SELECT contact, topic, d.said, CASE d.said WHEN 'off' THEN off_at WHEN 'on' THEN on_at ELSE said_on_at END AS at
  FROM said CROSS JOIN LATERAL (
    SELECT CASE WHEN off_at >= coalesce(on_at, '-infinity') THEN 'off' WHEN on_at IS NOT NULL THEN 'on'
      WHEN said_on_at IS NOT NULL THEN 'said-on' END AS said) d),
before AS MATERIALIZED (
  SELECT d.contact, d.topic, k.is_on FROM decided d CROSS JOIN LATERAL (
    SELECT is_on FROM topic_choices k WHERE k.workspace_id = $1::int AND k.topic_id = d.topic AND k.contact_id = d.contact LIMIT 1) k),
gone AS (
  DELETE FROM topic_choices k USING decided d
  WHERE k.workspace_id = $1::int AND k.topic_id = d.topic AND k.contact_id = d.contact AND d.said IS NULL),
written AS (
  INSERT INTO topic_choices AS k (workspace_id, topic_id, contact_id, is_on, at, how, log_id)
  SELECT $1::int, d.topic, d.contact, d.said <> 'off', d.at, l.how, l.id
  FROM decided d CROSS JOIN LATERAL (
    SELECT l.id, l.how FROM consent_log l
    WHERE l.workspace_id = $1::int AND l.contact_id = d.contact AND l.topic_id = d.topic AND l.said = d.said AND l.at = d.at
      AND NOT EXISTS (SELECT FROM consent_log u
        WHERE u.workspace_id = $1::int AND u.contact_id = d.contact AND u.topic_id = d.topic AND u.undoes = l.id)
    ORDER BY l.id DESC LIMIT 1) l
  ON CONFLICT (workspace_id, topic_id, contact_id) DO UPDATE
    SET is_on = excluded.is_on, at = excluded.at, how = excluded.how, log_id = excluded.log_id
  WHERE (k.is_on, k.at, k.how, k.log_id) IS DISTINCT FROM (excluded.is_on, excluded.at, excluded.how, excluded.log_id))
SELECT d.contact AS "contactId", d.topic AS "topicId", b.is_on AS "from", d.said <> 'off' AS "to"
FROM decided d LEFT JOIN before b ON b.contact = d.contact AND b.topic = d.topic
WHERE b.is_on IS DISTINCT FROM (d.said <> 'off')`;

/** What a person chose. */
export interface Choice {
  topicId: number;
  isOn: boolean;
  at: Date;
  how: Way;
  details: Record<string, unknown>;
}

/** Everything that a person chose; leaves out topics that they never chose. */
export async function choicesOf(on: Runs, workspaceId: number, contactId: number): Promise<Choice[]> {
  return runSql<Choice & Record<string, unknown>>(
    on,
    `SELECT k.topic_id AS "topicId", k.is_on AS "isOn", k.at, k.how, l.details FROM topic_choices k
     JOIN consent_log l ON l.workspace_id = k.workspace_id AND l.id = k.log_id
     WHERE k.workspace_id = $1::int AND k.contact_id = $2::int`,
    [workspaceId, contactId],
  );
}
