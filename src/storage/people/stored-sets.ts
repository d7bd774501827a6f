import type pg from 'pg';
import type { CompiledRule } from '../../rules/sql/compile.ts';
import { laterSql } from '../imports/undo.ts';

/** Contacts that no rule selects, in the form of a compiled rule. */
export interface StoredSet extends CompiledRule {
  /** SQL: why a contact `c` is in the set, if a list should say so. */
  note?: string;
}

/** The contacts that an import changed, of those that existed before it. */
export const changedByImport = (workspaceId: number, importId: number): StoredSet => ({
  sql: `c.workspace_id = $1 AND EXISTS (SELECT 1 FROM import_changes h WHERE h.workspace_id = $1
    AND h.import_id = $2::int AND h.contact_id = c.id AND h.what IN ('tagged', 'written'))`,
  ...about(workspaceId, importId, 'changed'),
});

/** The contacts that undoing an import left as they were, each with the reason. */
export const keptByUndo = (workspaceId: number, importId: number): StoredSet => ({
  sql: `c.workspace_id = $1 AND c.id IN (
    SELECT h.contact_id FROM import_changes h WHERE h.workspace_id = $1 AND h.import_id = $2::int AND h.reason IS NOT NULL
    UNION ALL SELECT x.contact_id FROM import_changes x WHERE ${laterSql})`,
  ...about(workspaceId, importId, 'kept'),
  note: `coalesce((SELECT h.reason FROM import_changes h WHERE h.workspace_id = $1 AND h.import_id = $2::int
    AND h.contact_id = c.id), 'imported')`,
});

/** The people who joined, by the message of a watch. */
export const joinedByPost = (workspaceId: number, postId: number): StoredSet => ({
  sql: `c.workspace_id = $1 AND c.id IN (
    SELECT unnest(p.joined) FROM posts p WHERE p.workspace_id = $1 AND p.id = $2::int)`,
  params: [workspaceId, postId],
  key: `${workspaceId} joined ${postId}`,
  topics: ['contacts'],
});

/** What the message of a watch is about; undefined if it is gone. */
export async function nameOfPost(
  pool: pg.Pool,
  workspaceId: number,
  postId: number,
): Promise<string | undefined> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT content ->> 'name' AS name FROM posts WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, postId],
  );
  return rows[0]?.name;
}

const about = (workspaceId: number, importId: number, part: string) => ({
  params: [workspaceId, importId],
  key: `${workspaceId} import ${importId} ${part}`,
  topics: ['contacts'],
});
