import { bySets } from '../database/by-sets.ts';
import type { Database } from '../database/database.ts';
import { Prisma } from '../generated/client.ts';

/** The links of one tag that an undo holds. */
export interface KeptLinks {
  workspaceId: number;
  undoId: number;
  tagId: number;
}

/** The result of an undo. */
export interface Restored {
  contacts: number;
  /** Contacts left as they are because someone changed them since. */
  left: number;
  /** Names of some of these, without nameless ones. */
  leftNames: string[];
}

const NAMED = 5;

/**
 * Removes the contacts that were created for a change, if the link from that change is still all that was
 * added to them. Call it while that link exists.
 *
 * @param made.ids the created contacts
 */
export async function removeMade(
  database: Database,
  made: KeptLinks & { ids: number[] },
): Promise<{ removed: number; left: number }> {
  const { workspaceId, undoId, tagId, ids } = made;
  // Lock them first: this waits for concurrent additions, and the next statement sees them.
  const held = await database.$queryRaw<{ id: number }[]>`
    SELECT id FROM contacts WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::int[]) ORDER BY id FOR UPDATE`;
  const removed = await database.$executeRaw`
    DELETE FROM contacts c WHERE c.workspace_id = ${workspaceId} AND c.id = ANY(${ids}::int[])
      AND c.updated_at = c.created_at
      AND EXISTS (SELECT 1 FROM undo_links k JOIN contact_tags t
        ON t.workspace_id = k.workspace_id AND t.tag_id = k.tag_id AND t.contact_id = k.contact_id AND t.added_at = k.added_at
        WHERE k.workspace_id = ${workspaceId} AND k.undo_id = ${undoId} AND k.tag_id = ${tagId} AND k.contact_id = c.id)
      AND NOT EXISTS (SELECT 1 FROM contact_tags t
        WHERE t.workspace_id = ${workspaceId} AND t.contact_id = c.id AND t.tag_id <> ${tagId})
      AND NOT EXISTS (SELECT 1 FROM events e WHERE e.workspace_id = ${workspaceId} AND e.contact_id = c.id)`;
  return { removed, left: held.length - removed };
}

/**
 * Removes the tag that was created for a change, if nobody has it and no other undo could put it back on
 * someone. Call it after undoing the links, with the tag locked.
 *
 * @returns whether it was removed
 */
export async function removeMadeTag(
  database: Database,
  { workspaceId, undoId, tagId, at }: KeptLinks & { at: Date },
): Promise<boolean> {
  const removed = await database.$executeRaw`
    DELETE FROM tags WHERE workspace_id = ${workspaceId} AND id = ${tagId}
      AND NOT EXISTS (SELECT 1 FROM contact_tags WHERE workspace_id = ${workspaceId} AND tag_id = ${tagId})
      AND NOT EXISTS (SELECT 1 FROM undo_links k
        JOIN undos u ON u.workspace_id = k.workspace_id AND u.id = k.undo_id AND u.undone_at IS NULL AND u.expires_at > ${at}
        WHERE k.workspace_id = ${workspaceId} AND k.tag_id = ${tagId} AND k.undo_id <> ${undoId})`;
  return removed > 0;
}

/** The links of a change, as `kept`. */
const thoseKept = ({ workspaceId, undoId, tagId }: KeptLinks) => Prisma.sql`
    WITH kept AS (
      SELECT contact_id, added_at FROM undo_links
      WHERE workspace_id = ${workspaceId} AND undo_id = ${undoId} AND tag_id = ${tagId})`;

/** Removes the links that a change created, if they are still the ones that it created. */
export function takeBackLinks(database: Database, kept: KeptLinks): Promise<Restored> {
  const { workspaceId, tagId } = kept;
  return restored(
    database,
    Prisma.sql`
    ${thoseKept(kept)}, done AS (
      DELETE FROM contact_tags t USING kept
      WHERE t.workspace_id = ${workspaceId} AND t.tag_id = ${tagId} AND t.contact_id = kept.contact_id
        AND t.added_at = kept.added_at
      RETURNING t.contact_id) ${outcome(workspaceId)}`,
  );
}

/** Restores the links that a change removed; contacts who have the tag again are left alone. */
export function putBackLinks(database: Database, kept: KeptLinks): Promise<Restored> {
  const { workspaceId, tagId } = kept;
  return restored(
    database,
    Prisma.sql`
    ${thoseKept(kept)}, done AS (
      INSERT INTO contact_tags (workspace_id, tag_id, contact_id, added_at)
      SELECT ${workspaceId}, ${tagId}, contact_id, added_at FROM kept ON CONFLICT DO NOTHING RETURNING contact_id) ${outcome(workspaceId)}`,
  );
}

/**
 * Undoes a merge: contacts who had the deleted tag get it back, and lose the other one if they only got it
 * from the merge. Contacts who were untagged or tagged again since then are left alone.
 */
export function takeMergeApart(database: Database, kept: KeptLinks & { into: number }): Promise<Restored> {
  const { workspaceId, undoId, tagId, into } = kept;
  return restored(
    database,
    Prisma.sql`
    WITH kept AS (
      SELECT contact_id, max(added_at) FILTER (WHERE tag_id = ${tagId}) AS added_at,
        max(added_at) FILTER (WHERE tag_id = ${into}) AS given_at
      FROM undo_links WHERE workspace_id = ${workspaceId} AND undo_id = ${undoId} GROUP BY contact_id),
    same AS (
      SELECT kept.* FROM kept JOIN contact_tags t ON t.workspace_id = ${workspaceId} AND t.tag_id = ${into}
        AND t.contact_id = kept.contact_id AND t.added_at = coalesce(kept.given_at, t.added_at)),
    taken AS (
      DELETE FROM contact_tags t USING same
      WHERE t.workspace_id = ${workspaceId} AND t.tag_id = ${into} AND t.contact_id = same.contact_id
        AND same.given_at IS NOT NULL),
    done AS (
      INSERT INTO contact_tags (workspace_id, tag_id, contact_id, added_at)
      SELECT ${workspaceId}, ${tagId}, contact_id, added_at FROM same ON CONFLICT DO NOTHING RETURNING contact_id) ${outcome(workspaceId)}`,
  );
}

/** The result for the contacts in `kept`; `done` has those that were restored. */
const outcome = (workspaceId: number): Prisma.Sql => Prisma.sql`,
    others AS (SELECT contact_id FROM kept EXCEPT SELECT contact_id FROM done)
    SELECT (SELECT count(*) FROM done)::int AS contacts, (SELECT count(*) FROM others)::int AS left,
      ARRAY(SELECT c.name FROM others JOIN contacts c ON c.workspace_id = ${workspaceId} AND c.id = others.contact_id
        WHERE c.name IS NOT NULL ORDER BY c.id LIMIT ${NAMED}) AS "leftNames"`;

async function restored(database: Database, statement: Prisma.Sql): Promise<Restored> {
  const [row] = await bySets(database, () => database.$queryRaw<Restored[]>(statement));
  return row ?? { contacts: 0, left: 0, leftNames: [] };
}
