import type { CompiledRule } from '../../rules/sql/compile.ts';
import { bySets } from '../database/by-sets.ts';
import type { Database } from '../database/database.ts';

// Which contacts have which tag, changed as sets: one statement each, whatever the number of contacts. The
// same statement stores the change in undo_links, so no list of ids ever reaches Node.

/** A change of one tag's links, and the undo that stores it. */
export interface LinkChange {
  workspaceId: number;
  tagId: number;
  undoId: number;
}

/** Contacts as a condition on a row `c` of contacts, with the workspace as $1. */
export type Chosen = Pick<CompiledRule, 'sql' | 'params'>;

/** The contacts with these ids. */
export const withIds = (workspaceId: number, ids: number[]): Chosen => ({
  sql: 'c.workspace_id = $1 AND c.id = ANY($2::int[])',
  params: [workspaceId, ids],
});

/** The result of a change. */
export interface LinkCounts {
  /** Contacts that were chosen. */
  chosen: number;
  /** Of these, those whose link was added or removed. */
  changed: number;
}

/** Adds a tag to the chosen contacts; those that already have it are left alone. */
export function addLinks(database: Database, change: LinkChange, chosen: Chosen): Promise<LinkCounts> {
  const statement = (tag: string) =>
    `INSERT INTO contact_tags (workspace_id, tag_id, contact_id)
     SELECT $1::int, ${tag}, id FROM chosen ON CONFLICT DO NOTHING RETURNING contact_id, added_at`;
  return run(database, change, chosen, statement);
}

/** Removes a tag from the chosen contacts. */
export function removeLinks(database: Database, change: LinkChange, chosen: Chosen): Promise<LinkCounts> {
  const statement = (tag: string) =>
    `DELETE FROM contact_tags t USING chosen
     WHERE t.workspace_id = $1::int AND t.tag_id = ${tag} AND t.contact_id = chosen.id
     RETURNING t.contact_id, t.added_at`;
  return bySets(database, () => run(database, change, chosen, statement));
}

/** @param statement makes the change for the rows of `chosen`, given the parameter with the tag's id */
async function run(
  database: Database,
  { tagId, undoId }: LinkChange,
  chosen: Chosen,
  statement: (tag: string) => string,
): Promise<LinkCounts> {
  const params = [...chosen.params, tagId, undoId];
  const tag = `$${params.length - 1}::int`;
  const undo = `$${params.length}::int`;
  const [counts] = await database.$queryRawUnsafe<LinkCounts[]>(
    `WITH chosen AS MATERIALIZED (SELECT c.id FROM contacts c WHERE ${chosen.sql}),
     changed AS (${statement(tag)}),
     kept AS (
       INSERT INTO undo_links (workspace_id, undo_id, tag_id, contact_id, added_at)
       SELECT $1::int, ${undo}, ${tag}, contact_id, added_at FROM changed)
     SELECT (SELECT count(*) FROM chosen)::int AS chosen, (SELECT count(*) FROM changed)::int AS changed`,
    ...params,
  );
  return counts ?? { chosen: 0, changed: 0 };
}

/** Stores all links of a tag in an undo and removes them. Returns how many there were. */
export function removeAllLinks(database: Database, change: LinkChange): Promise<number> {
  const { workspaceId, tagId, undoId } = change;
  return database.$executeRaw`
    WITH gone AS (
      DELETE FROM contact_tags WHERE workspace_id = ${workspaceId} AND tag_id = ${tagId}
      RETURNING contact_id, added_at)
    INSERT INTO undo_links (workspace_id, undo_id, tag_id, contact_id, added_at)
    SELECT ${workspaceId}, ${undoId}, ${tagId}, contact_id, added_at FROM gone`;
}

/**
 * Gives one tag's contacts another tag, with the moment at which they got the first; contacts with both keep
 * their own moment. Returns how many are new.
 */
export function copyLinks(
  database: Database,
  { workspaceId, tagId, undoId, from }: LinkChange & { from: number },
): Promise<number> {
  return database.$executeRaw`
    WITH made AS (
      INSERT INTO contact_tags (workspace_id, tag_id, contact_id, added_at)
      SELECT workspace_id, ${tagId}::int, contact_id, added_at FROM contact_tags
      WHERE workspace_id = ${workspaceId} AND tag_id = ${from}
      ON CONFLICT DO NOTHING RETURNING contact_id, added_at)
    INSERT INTO undo_links (workspace_id, undo_id, tag_id, contact_id, added_at)
    SELECT ${workspaceId}, ${undoId}, ${tagId}, contact_id, added_at FROM made`;
}

/** How many contacts have one tag, another, and both. */
export async function countOverlap(
  database: Database,
  workspaceId: number,
  [a, b]: [number, number],
): Promise<{ a: number; b: number; both: number }> {
  const [counts] = await database.$queryRaw<{ a: number; b: number; both: number }[]>`
    SELECT count(*) FILTER (WHERE has_a)::int AS a, count(*) FILTER (WHERE has_b)::int AS b,
      count(*) FILTER (WHERE has_a AND has_b)::int AS both
    FROM (SELECT bool_or(tag_id = ${a}) AS has_a, bool_or(tag_id = ${b}) AS has_b FROM contact_tags
      WHERE workspace_id = ${workspaceId} AND tag_id IN (${a}, ${b}) GROUP BY contact_id) each`;
  return counts ?? { a: 0, b: 0, both: 0 };
}
