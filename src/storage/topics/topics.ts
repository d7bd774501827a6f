import type { Topic, TopicCounts, TopicFields } from '../../lib/topics.ts';
import type { Database } from '../database/database.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';

const columns = {
  id: true,
  name: true,
  description: true,
  isOn: true,
  isShown: true,
  confirms: true,
  position: true,
  archivedAt: true,
} as const;

/** All topics of a workspace in order, archived ones last. */
export async function listTopics(on: Runs, workspaceId: number): Promise<Topic[]> {
  return runSql<Topic & Record<string, unknown>>(
    on,
    `SELECT id, name, description, is_on AS "isOn", is_shown AS "isShown", confirms, position, archived_at AS "archivedAt"
     FROM topics WHERE workspace_id = $1::int ORDER BY archived_at IS NOT NULL, position, id`,
    [workspaceId],
  );
}

/** The same, locked until the transaction ends: names, order and defaults stay the same. */
export async function lockTopics(database: Database, workspaceId: number): Promise<Topic[]> {
  await database.$queryRaw`
    SELECT 1 AS held FROM workspaces WHERE id = ${workspaceId} FOR NO KEY UPDATE`;
  return listTopics(database, workspaceId);
}

export async function insertTopic(
  database: Database,
  topic: TopicFields & { workspaceId: number; nameKey: string; createdBy: string; now: Date },
): Promise<Topic> {
  const { now, ...data } = topic;
  const last = await database.topic.aggregate({
    where: { workspaceId: topic.workspaceId },
    _max: { position: true },
  });
  return database.topic.create({
    data: { ...data, position: (last._max.position ?? 0) + 1, createdAt: now, updatedAt: now },
    select: columns,
  });
}

export async function updateTopic(
  database: Database,
  workspaceId: number,
  { id, ...data }: Partial<Omit<Topic, 'id'> & { nameKey: string }> & { id: number; updatedAt: Date },
): Promise<void> {
  await database.topic.update({ where: { workspaceId_id: { workspaceId, id } }, data });
}

/** The counts of every topic, by its id. */
export async function countTopics(on: Runs, workspaceId: number): Promise<Map<number, TopicCounts>> {
  const rows = await runSql<TopicCounts & { id: number }>(on, countSql, [workspaceId]);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

const countSql = `
WITH subscribed AS MATERIALIZED (
  SELECT count(*)::int AS people FROM contacts WHERE workspace_id = $1::int AND status = 'subscribed'),
chosen AS MATERIALIZED (
  SELECT k.topic_id, count(*) FILTER (WHERE k.is_on)::int AS on_all, count(*) FILTER (WHERE NOT k.is_on)::int AS off_all,
    count(*) FILTER (WHERE k.is_on AND c.status = 'subscribed')::int AS on_here,
    count(*) FILTER (WHERE NOT k.is_on AND c.status = 'subscribed')::int AS off_here
  FROM topic_choices k JOIN contacts c ON c.workspace_id = k.workspace_id AND c.id = k.contact_id
  WHERE k.workspace_id = $1::int GROUP BY k.topic_id)
SELECT t.id, CASE WHEN t.is_on THEN s.people - coalesce(off_here, 0) ELSE coalesce(on_here, 0) END AS "on",
  CASE WHEN t.is_on THEN coalesce(off_here, 0) ELSE s.people - coalesce(on_here, 0) END AS "off",
  coalesce(on_all, 0) AS "choseOn", coalesce(off_all, 0) AS "choseOff",
  s.people - coalesce(on_here, 0) - coalesce(off_here, 0) AS unchosen
FROM topics t CROSS JOIN subscribed s LEFT JOIN chosen k ON k.topic_id = t.id WHERE t.workspace_id = $1::int`;
