import type { Database } from './database.ts';

export interface Tag {
  id: number;
  name: string;
}

export type TagWithCount = Tag & { contacts: number };

/** All tags of a workspace by name, upper and lower case side by side. */
export async function listTags(database: Database, workspaceId: number): Promise<Tag[]> {
  const rows = await database.tag.findMany({ where: { workspaceId }, select: { id: true, name: true } });
  return rows.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** As listTags, with how many contacts carry each. */
export async function listTagsWithCounts(database: Database, workspaceId: number): Promise<TagWithCount[]> {
  const [tags, counts] = await Promise.all([
    listTags(database, workspaceId),
    database.contactTag.groupBy({ by: ['tagId'], where: { workspaceId }, _count: true }),
  ]);
  const byTag = new Map(counts.map((row) => [row.tagId, row._count]));
  return tags.map((tag) => ({ ...tag, contacts: byTag.get(tag.id) ?? 0 }));
}

export async function insertTag(
  database: Database,
  tag: { workspaceId: number; name: string; createdBy: string },
): Promise<Tag> {
  return database.tag.create({ data: tag, select: { id: true, name: true } });
}

/** Puts a tag on contacts; those that carry it already are left alone. Returns how many are new. */
export async function tagContacts(
  database: Database,
  link: { workspaceId: number; tagId: number; contactIds: number[] },
): Promise<number> {
  const { workspaceId, tagId, contactIds } = link;
  const rows = contactIds.map((contactId) => ({ workspaceId, tagId, contactId }));
  const { count } = await database.contactTag.createMany({ data: rows, skipDuplicates: true });
  return count;
}

/** Takes a tag off contacts. Returns how many carried it. */
export async function untagContacts(
  database: Database,
  link: { workspaceId: number; tagId: number; contactIds: number[] },
): Promise<number> {
  const { workspaceId, tagId, contactIds } = link;
  const { count } = await database.contactTag.deleteMany({
    where: { workspaceId, tagId, contactId: { in: contactIds } },
  });
  return count;
}
