import { fold, tidy } from '../../lib/texts.ts';
import { isUniqueViolation } from '../../storage/database/database.ts';
import type { Tag, TagUse } from '../../storage/tags/tags.ts';
import * as stored from '../../storage/tags/tags.ts';
import { findWorkspace } from '../../storage/workspace/workspaces.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneChange } from '../change.ts';
import { requireRole } from '../permissions.ts';
import { areNear } from './likeness.ts';
import { doubtAbout, findTag, type NameDoubt, nameTaken, newTagName, type TagRef } from './names.ts';

/** Either the new tag, with others that are easily mixed up with it, or why a person should look at the name first. */
export type NewTag = { tag: Tag; near: Tag[]; undoId: number } | NameDoubt;

/**
 * Makes a tag. If one with nearly the same name exists ("VIP" and "vip"), nothing is made and the similar
 * tags are returned, unless `despiteAlike` says that a second one is wanted. The same goes for a name that
 * doesn't fit the workspace's style.
 *
 * @throws RollcallError `invalid-input` for a name that can't be a tag's, `taken` if the tag exists
 */
export async function addTag(
  deps: AudienceDeps,
  caller: Caller,
  options: { name: string; despiteAlike?: boolean | undefined },
): Promise<NewTag> {
  requireRole(caller, 'editor', 'create tags');
  const name = newTagName(options.name);
  const { tagStyle: style } = await findWorkspace(deps.storage, caller.workspaceId);
  return orTaken(name, () =>
    asOneChange(deps, caller, async ({ database, workspaceId, actor, audit, undoable }) => {
      await stored.holdTagNames(database, workspaceId);
      const existing = await stored.listTags(database, workspaceId);
      if (existing.some((tag) => tag.name === name)) throw nameTaken(name);
      const doubt = doubtAbout(name, existing, { style, despiteAlike: options.despiteAlike });
      if (doubt !== undefined) return doubt;
      const tag = await stored.insertTag(database, { workspaceId, name, createdBy: actor });
      await audit('tag.created', name);
      const undoId = await undoable('tag.created', name, { id: tag.id, name });
      return { tag, near: existing.filter((other) => areNear(other.name, name)), undoId };
    }),
  );
}

/** Either the renamed tag, or why a person should look at the name first. */
export type Renaming = { tag: Tag; from: string; undoId: number } | (NameDoubt & { tag: Tag });

/**
 * Renames a tag. Rules know tags by id, so no segment changes. Doubts about the name are the same as for
 * addTag.
 *
 * @throws RollcallError `not-found` for the tag, `invalid-input` for the name, `taken` if another tag has it
 */
export async function renameTag(
  deps: AudienceDeps,
  caller: Caller,
  options: { tag: TagRef; name: string; despiteAlike?: boolean | undefined },
): Promise<Renaming> {
  requireRole(caller, 'editor', 'rename tags');
  const name = newTagName(options.name);
  const { tagStyle: style } = await findWorkspace(deps.storage, caller.workspaceId);
  return orTaken(name, () =>
    asOneChange(deps, caller, async ({ database, workspaceId, audit, undoable }) => {
      await stored.holdTagNames(database, workspaceId);
      const existing = await stored.listTags(database, workspaceId);
      const tag = findTag(existing, options.tag);
      if (existing.some((other) => other.name === name)) throw nameTaken(name);
      const others = existing.filter((other) => other.id !== tag.id);
      const doubt = doubtAbout(name, others, { style, despiteAlike: options.despiteAlike });
      if (doubt !== undefined) return { ...doubt, tag };
      const { name: from } = findTag(await stored.lockTags(database, workspaceId, [tag.id]), { id: tag.id });
      await stored.renameTag(database, workspaceId, { id: tag.id, name });
      await audit('tag.renamed', from, { name });
      const undoId = await undoable('tag.renamed', from, { id: tag.id, from, to: name });
      return { tag: { id: tag.id, name }, from, undoId };
    }),
  );
}

/** Two people gave two tags the same name at the same moment: the second one gets the error. */
async function orTaken<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken(name);
    throw error;
  }
}

/** One page of a workspace's tags by name. */
export interface TagPage {
  /** How many tags there are. */
  total: number;
  /** How many of these match the search. */
  found: number;
  search: string;
  /** From 1. */
  page: number;
  pages: number;
  tags: (Tag & TagUse)[];
}

/**
 * Tags by name, with how many contacts have each and when it was last added to someone.
 *
 * @param options.search part of the name, in any case; '' for all
 * @param options.page from 1; a number past the last page means the last
 */
export async function listTags(
  deps: AudienceDeps,
  caller: Caller,
  options: { search?: string; page?: number; perPage: number },
): Promise<TagPage> {
  requireRole(caller, 'viewer', 'see tags');
  const { prisma } = deps.storage;
  const all = await stored.listTags(prisma, caller.workspaceId);
  const search = tidy(options.search ?? '');
  const found = tagsLike(all, search);
  const pages = Math.max(1, Math.ceil(found.length / options.perPage));
  const page = Math.min(Math.max(1, options.page ?? 1), pages);
  const shown = found.slice((page - 1) * options.perPage, page * options.perPage);
  // Only the tags on the page are counted: ten thousand tags may be on millions of contacts.
  const uses = await stored.usesOfTags(
    deps.storage,
    caller.workspaceId,
    shown.map((tag) => tag.id),
  );
  const unused: TagUse = { contacts: 0, lastAdded: null };
  const tags = shown.map((tag) => ({ ...tag, ...(uses.get(tag.id) ?? unused) }));
  return { total: all.length, found: found.length, search, page, pages, tags };
}

/** The tag with this id. @throws RollcallError `not-found` if it is gone */
export async function tagOfId(deps: AudienceDeps, caller: Caller, id: number): Promise<Tag> {
  requireRole(caller, 'viewer', 'see tags');
  return findTag(await stored.listTags(deps.storage.prisma, caller.workspaceId), { id });
}

/** The tag with this name. @throws RollcallError `not-found`, with the nearest names */
export async function tagNamed(deps: AudienceDeps, caller: Caller, name: string): Promise<Tag> {
  requireRole(caller, 'viewer', 'see tags');
  return findTag(await stored.listTags(deps.storage.prisma, caller.workspaceId), { name });
}

/** The first tags with these letters in their name, for an autocomplete picker. */
export async function suggestTags(
  deps: AudienceDeps,
  caller: Caller,
  { search, limit }: { search: string; limit: number },
): Promise<Tag[]> {
  requireRole(caller, 'viewer', 'see tags');
  const all = await stored.listTags(deps.storage.prisma, caller.workspaceId);
  return tagsLike(all, search.trim()).slice(0, limit);
}

export async function countTags(deps: AudienceDeps, caller: Caller): Promise<number> {
  requireRole(caller, 'viewer', 'see tags');
  return stored.countTags(deps.storage.prisma, caller.workspaceId);
}

/** Names that begin with the search text are first. */
function tagsLike(tags: Tag[], search: string): Tag[] {
  const wanted = fold(search);
  if (wanted === '') return tags;
  const having = tags.map((tag) => ({ tag, at: fold(tag.name).indexOf(wanted) }));
  const found = having.filter(({ at }) => at >= 0);
  return [...found.filter(({ at }) => at === 0), ...found.filter(({ at }) => at > 0)].map(({ tag }) => tag);
}
