import type pg from 'pg';
import type { RowContact } from '../../csv/rows/contact.ts';
import { arrayText } from '../database/array-text.ts';
import { ofWorkspace } from '../database/of-workspace.ts';
import type { ImportBatch } from './import-batch.ts';

/** Creates the missing tags. Returns their ids. */
export async function makeTags(client: pg.PoolClient, batch: ImportBatch): Promise<number[]> {
  const links = batch.contacts.flatMap(({ key, tags }: RowContact) => tags.map((tag) => ({ key, tag })));
  if (links.length === 0) return [];
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO tags (workspace_id, name, created_by, created_at)
     SELECT DISTINCT $1::int, name, $4::text, $5::timestamptz FROM unnest($2::text[], $3::text[]) AS row (email_key, name)
     WHERE NOT EXISTS (SELECT 1 FROM tags t WHERE t.workspace_id = $1 AND t.name = row.name)
       AND ($6 OR (SELECT true FROM contacts c WHERE c.workspace_id = ${ofWorkspace} AND c.email_key = row.email_key LIMIT 1) IS NULL)
     ORDER BY name ON CONFLICT (workspace_id, name) DO NOTHING RETURNING id`,
    [
      batch.workspaceId,
      arrayText(links.map(({ key }) => key)),
      arrayText(links.map(({ tag }) => tag)),
      batch.actor,
      batch.now,
      batch.existing === 'update',
    ],
  );
  return rows.map(({ id }) => id);
}

/** Adds the tags to the contacts: to existing ones only if these are updated. */
export async function putTags(client: pg.PoolClient, batch: ImportBatch): Promise<void> {
  const tagged = batch.contacts.filter(({ tags }) => tags.length > 0);
  if (tagged.length === 0) return;
  const { workspaceId, importId, now } = batch;
  await client.query(
    `INSERT INTO contact_tags (workspace_id, tag_id, contact_id, added_at)
     SELECT $1, t.id, c.id, $4 FROM unnest($5::text[], $6::jsonb[]) AS row (email_key, tags)
     CROSS JOIN LATERAL (
       SELECT id, import_id FROM contacts c WHERE c.workspace_id = ${ofWorkspace} AND c.email_key = row.email_key LIMIT 1) c
     CROSS JOIN LATERAL jsonb_array_elements_text(row.tags) AS wanted (name)
     JOIN tags t ON t.workspace_id = $1 AND t.name = wanted.name
     WHERE $3 OR c.import_id = $2
     ON CONFLICT DO NOTHING`,
    [
      workspaceId,
      importId,
      batch.existing === 'update',
      now,
      arrayText(tagged.map(({ key }) => key)),
      arrayText(tagged.map(({ tags }) => JSON.stringify(tags))),
    ],
  );
}
