import type pg from 'pg';
import { idsOfKeys, ofWorkspace } from '../database/of-workspace.ts';
import { addTopicFacts, type TopicFact } from '../topics/choices.ts';
import type { DecidedBatch } from './decide.ts';

/** What a file changes for one topic. */
export interface ImportedTopic {
  topicId: number;
  /** People for whom it is turned on, and off. */
  on: number;
  off: number;
  /** People who turned it off though the file would turn it on: it stays off. */
  stayOff: number;
}

/** What the rows of a batch say about topics: nothing in most files. */
function said({ contacts }: DecidedBatch): { key: string; topics: Record<string, boolean> }[] {
  return contacts.flatMap(({ key, topics }) =>
    topics === undefined || Object.keys(topics).length === 0 ? [] : [{ key, topics }],
  );
}

/** What would happen to topics. Writes nothing. */
export async function countTopics(
  database: pg.Pool | pg.PoolClient,
  batch: DecidedBatch,
): Promise<ImportedTopic[]> {
  const rows = said(batch);
  if (rows.length === 0) return [];
  const found = await database.query<ImportedTopic>(
    `SELECT t.id AS "topicId", count(*) FILTER (WHERE s.is_on AND k.is_on IS NULL AND NOT t.is_on AND (c.id IS NULL OR $3))::int AS "on",
       count(*) FILTER (WHERE NOT s.is_on AND coalesce(k.is_on, t.is_on))::int AS "off",
       count(*) FILTER (WHERE s.is_on AND k.is_on = false)::int AS "stayOff"
     FROM (
       SELECT r.key, each.key::int AS topic, each.value::boolean AS is_on
       FROM jsonb_to_recordset($2::jsonb) r (key text, topics jsonb), jsonb_each_text(r.topics) each) s
     JOIN topics t ON t.workspace_id = $1 AND t.id = s.topic
     LEFT JOIN LATERAL (
       SELECT c.id FROM contacts c WHERE c.workspace_id = ${ofWorkspace} AND c.email_key = s.key LIMIT 1) c ON true
     LEFT JOIN LATERAL (
       SELECT k.is_on FROM topic_choices k
       WHERE k.workspace_id = ${ofWorkspace} AND k.topic_id = s.topic AND k.contact_id = c.id LIMIT 1) k ON true
     GROUP BY t.id`,
    [batch.workspaceId, JSON.stringify(rows), batch.existing === 'update'],
  );
  return found.rows;
}

/**
 * Writes what a batch says about topics, after its contacts. An off always counts, even for people who are
 * otherwise left as they are; an on never outweighs one.
 *
 * @returns how many contacts changed
 */
export async function putTopics(client: pg.PoolClient, batch: DecidedBatch): Promise<number> {
  const rows = said(batch);
  if (rows.length === 0) return 0;
  const { workspaceId, importId, startedAt, now } = batch;
  const { rows: held } = await client.query<{ id: number; key: string; isNew: boolean }>(
    `SELECT id, email_key AS key, import_id = $3 AND created_at = updated_at AS "isNew" FROM contacts
     WHERE workspace_id = $1 AND id = ANY(${idsOfKeys('$2')}) ORDER BY id FOR NO KEY UPDATE`,
    [workspaceId, rows.map(({ key }) => key), importId],
  );
  const byKey = new Map(held.map((contact) => [contact.key, contact]));
  const facts = rows.flatMap(({ key, topics }): TopicFact[] => {
    const contact = byKey.get(key);
    if (contact === undefined) return [];
    return Object.entries(topics).flatMap(([topicId, isOn]): TopicFact[] => {
      if (isOn && batch.existing === 'keep' && !contact.isNew) return [];
      const said = isOn ? 'said-on' : 'off';
      const about = { contactId: contact.id, topicId: Number(topicId) };
      return [{ ...about, said, at: startedAt, how: 'import', importId }];
    });
  });
  const { changes } = await addTopicFacts(client, { workspaceId, facts, now });
  return new Set(changes.map(({ contactId }) => contactId)).size;
}
