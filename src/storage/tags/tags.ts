import type { Storage } from '../database/client.ts';
import type { Database } from '../database/database.ts';
import { cachedAnswers } from '../queries/answer-cache.ts';
import { readRows, shareAnswer } from '../queries/read-query.ts';
import { stateOf, writesNow } from '../queries/write-counters.ts';

export interface Tag {
  id: number;
  name: string;
}

/** How much a tag is used. */
export interface TagUse {
  contacts: number;
  /** When it was last added to someone; null if nobody has it. */
  lastAdded: Date | null;
}

/** All tags of a workspace by name, upper and lower case side by side. */
export async function listTags(database: Database, workspaceId: number): Promise<Tag[]> {
  const rows = await database.tag.findMany({ where: { workspaceId }, select: { id: true, name: true } });
  // A collator made once: localeCompare makes one for each of 10,000 comparisons.
  return rows.sort((a, b) => byName.compare(a.name, b.name));
}

const byName = new Intl.Collator('en');

export function countTags(database: Database, workspaceId: number): Promise<number> {
  return database.tag.count({ where: { workspaceId } });
}

/**
 * How much each of these tags is used, by id. Cached until someone gets or loses one, because counting reads
 * every contact that has the tag.
 */
export async function usesOfTags(
  storage: Storage,
  workspaceId: number,
  tagIds: number[],
): Promise<Map<number, TagUse>> {
  const { pool } = storage;
  const writes = await writesNow(storage.prisma, workspaceId);
  const questions = tagIds.map((id) => ({
    id,
    key: `uses of tag ${workspaceId} ${id}`,
    state: stateOf(writes, [`tag:${id}`]),
  }));
  const answers = await cachedAnswers(pool, questions, (changed) => {
    const ids = changed.map(({ id }) => id);
    const key = `uses of tags ${workspaceId} ${changed.map(({ id, state }) => `${id} ${state}`).join(', ')}`;
    return shareAnswer(pool, key, undefined, async (signal) => {
      const rows = await readRows<TagUse & { id: number }>(
        storage,
        `SELECT tag_id AS id, count(*)::int AS contacts, max(added_at) AS "lastAdded" FROM contact_tags
         WHERE workspace_id = $1 AND tag_id = ANY($2::int[]) GROUP BY tag_id`,
        [workspaceId, ids],
        { signal },
      );
      const uses = new Map(rows.map(({ id, ...use }) => [id, use]));
      return ids.map((id) => uses.get(id) ?? { contacts: 0, lastAdded: null });
    });
  });
  return new Map(tagIds.map((id, index) => [id, answers[index] as TagUse]));
}

/** When and by whom a tag was created; null if there is no such tag. */
export function findTagMaking(
  database: Database,
  workspaceId: number,
  id: number,
): Promise<{ createdBy: string; createdAt: Date } | null> {
  return database.tag.findUnique({
    where: { workspaceId_id: { workspaceId, id } },
    select: { createdBy: true, createdAt: true },
  });
}

/** Names of the contacts who got a tag last, without nameless ones. */
export async function sampleNames(
  database: Database,
  workspaceId: number,
  { tagId, limit }: { tagId: number; limit: number },
): Promise<string[]> {
  const rows = await database.contactTag.findMany({
    where: { workspaceId, tagId, contact: { name: { not: null } } },
    orderBy: [{ addedAt: 'desc' }, { contactId: 'asc' }],
    take: limit,
    select: { contact: { select: { name: true } } },
  });
  return rows.flatMap(({ contact }) => contact.name ?? []);
}

/** Locks tag names until the transaction ends: of two very similar new ones, the second sees the first. */
export async function holdTagNames(database: Database, workspaceId: number): Promise<void> {
  await database.$queryRaw`SELECT pg_advisory_xact_lock(${TAG_NAMES}::int, ${workspaceId}::int)::text AS held`;
}

/** A lock key that nothing else uses, below those of imports and suppressions. */
const TAG_NAMES = -17;

/** @param tag with its id and moment if a deleted tag is restored */
export async function insertTag(
  database: Database,
  tag: { workspaceId: number; name: string; createdBy: string; id?: number; createdAt?: Date },
): Promise<Tag> {
  return database.tag.create({ data: tag, select: { id: true, name: true } });
}

/**
 * The tags with these ids that exist, locked until the transaction ends: nobody tags, renames or deletes them
 * meanwhile.
 */
export function lockTags(
  database: Database,
  workspaceId: number,
  ids: number[],
): Promise<(Tag & { createdBy: string; createdAt: Date })[]> {
  // Always in the same order, so that two transactions never deadlock.
  return database.$queryRaw`
    SELECT id, name, created_by AS "createdBy", created_at AS "createdAt" FROM tags
    WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::int[]) ORDER BY id FOR UPDATE`;
}

export async function renameTag(
  database: Database,
  workspaceId: number,
  { id, name }: { id: number; name: string },
): Promise<void> {
  await database.tag.update({ where: { workspaceId_id: { workspaceId, id } }, data: { name } });
}

export async function deleteTag(database: Database, workspaceId: number, id: number): Promise<void> {
  await database.tag.delete({ where: { workspaceId_id: { workspaceId, id } } });
}
