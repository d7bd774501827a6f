import type pg from 'pg';
import { writeAudit } from '../audit.ts';
import { keptRulesSql } from '../segments/segments.ts';
import { type ImportState, stateColumns, type Unmade, type UnmadeThings } from './import-state.ts';
import { laterSql } from './undo.ts';

/** The end of an undo: which import, and when. */
export interface UndoEnd {
  workspaceId: number;
  importId: number;
  now: Date;
}

/** What an import created besides contacts and that still exists. */
export interface MadeThings {
  tags: { id: number; name: string }[];
  attributes: { id: number; name: string }[];
}

/**
 * The tags and attributes that an import created, and all rules that may use them. Locked until the
 * transaction ends: tagging someone, writing values or saving a rule locks what it names, so it either
 * finished before, or waits and finds them deleted.
 */
export async function holdMade(
  client: pg.PoolClient,
  { workspaceId, importId, now }: UndoEnd,
): Promise<MadeThings & { rules: unknown[] }> {
  const tags = await client.query<{ id: number; name: string }>(
    `SELECT t.id, t.name FROM tags t JOIN imports i ON i.workspace_id = $1 AND i.id = $2 AND t.id = ANY(i.made_tags)
     WHERE t.workspace_id = $1 ORDER BY t.id FOR UPDATE OF t`,
    [workspaceId, importId],
  );
  const attributes = await client.query<{ id: number; name: string }>(
    `SELECT a.id, a.name FROM attributes a JOIN imports i ON i.workspace_id = $1 AND i.id = $2 AND a.id = ANY(i.made_attributes)
     WHERE a.workspace_id = $1 ORDER BY a.id FOR UPDATE OF a`,
    [workspaceId, importId],
  );
  const made = { tags: tags.rows, attributes: attributes.rows };
  if (tags.rows.length + attributes.rows.length === 0) return { ...made, rules: [] };
  const { rows } = await client.query<{ rule: unknown }>(keptRulesSql, [workspaceId, now]);
  return { ...made, rules: rows.map(({ rule }) => rule) };
}

/**
 * Ends the undo of an import: removes its tags and attributes that nobody uses, and writes the audit.
 * Contacts that a later import wrote are counted here as kept: they no longer belong to this import.
 *
 * @param given.made what it created; `given.asked`: those of it that a rule uses
 */
export async function endUndo(
  client: pg.PoolClient,
  given: UndoEnd & {
    made: MadeThings;
    asked: { tags: ReadonlySet<number>; attributes: ReadonlySet<number> };
    actor: string;
  },
): Promise<ImportState | null> {
  const { workspaceId, importId, made, asked, actor, now } = given;
  const free = (things: { id: number }[], inRules: ReadonlySet<number>) =>
    things.flatMap(({ id }) => (inRules.has(id) ? [] : [id]));
  const tags = free(made.tags, asked.tags);
  const attributes = free(made.attributes, asked.attributes);
  const goneTags = tags.length === 0 ? [] : await idsOf(client, goneTagsSql, [workspaceId, tags]);
  const goneAttributes =
    attributes.length === 0
      ? []
      : await idsOf(client, goneAttributesSql, [
          workspaceId,
          attributes,
          importId,
          now,
          attributes.map(String),
        ]);
  const unmade: UnmadeThings = {
    tags: outcome(made.tags, goneTags),
    attributes: outcome(made.attributes, goneAttributes),
  };
  const { rows } = await client.query<ImportState>(
    `UPDATE imports SET state = 'undone', problem = NULL, finished_at = $3, unmade = $4::jsonb, kept = kept + (
       SELECT count(DISTINCT x.contact_id) FROM import_changes x WHERE ${laterSql})
     WHERE workspace_id = $1 AND id = $2 AND state = 'undoing' RETURNING ${stateColumns}`,
    [workspaceId, importId, now, unmade],
  );
  const [ended] = rows;
  if (ended === undefined) return null;
  const { removed, restored, kept, fileName } = ended;
  const details = {
    removed,
    restored,
    kept,
    tags: goneTags.length,
    ...(goneAttributes.length === 0 ? {} : { attributes: goneAttributes.length }),
  };
  const action = 'import.taken-back';
  await writeAudit(client, { workspaceId, at: now, actor, action, subject: fileName, details });
  return ended;
}

const goneTagsSql = `
DELETE FROM tags t WHERE workspace_id = $1 AND id = ANY($2::int[]) AND NOT EXISTS (
  SELECT 1 FROM contact_tags l WHERE l.workspace_id = $1 AND l.tag_id = t.id)
RETURNING id`;

// Scans the contacts once, whatever the number of attributes: no index leads from an attribute to its values.
// All three are read at one moment: an edit that is undone meanwhile is either still among the undos, or
// already on its contact.
const goneAttributesSql = `
WITH used AS MATERIALIZED (
  SELECT key FROM contacts c CROSS JOIN unnest($5::text[]) AS key
  WHERE c.workspace_id = $1 AND jsonb_exists_any(c.attributes, $5::text[]) AND jsonb_exists(c.attributes, key)
  UNION
  SELECT key FROM undos u CROSS JOIN unnest($5::text[]) AS key
  WHERE u.workspace_id = $1 AND u.kind = 'contact.edited' AND u.undone_at IS NULL AND u.expires_at > $4
    AND jsonb_exists(u.before -> 'attributes', key)
  UNION
  SELECT key FROM imports i CROSS JOIN unnest($5::text[]) AS key
  WHERE i.workspace_id = $1 AND i.id <> $3 AND i.state IN ('running', 'done', 'failed', 'cancelled')
    AND i.mapping -> 'columns' @> jsonb_build_array(jsonb_build_object('attributeId', key::int)))
DELETE FROM attributes WHERE workspace_id = $1 AND id = ANY($2::int[]) AND id::text NOT IN (SELECT key FROM used)
RETURNING id`;

async function idsOf(client: pg.PoolClient, sql: string, params: unknown[]): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(sql, params);
  return rows.map(({ id }) => id);
}

/** How many names of kept things are stored. */
const NAMED = 5;

function outcome(made: { id: number; name: string }[], gone: number[]): Unmade {
  const ids = new Set(gone);
  const kept = made.filter(({ id }) => !ids.has(id)).map(({ name }) => name);
  return { gone: gone.length, kept: kept.length, names: kept.slice(0, NAMED) };
}
