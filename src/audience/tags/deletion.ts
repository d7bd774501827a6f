import { RollcallError } from '../../errors.ts';
import { mentionsOf } from '../../rules/mentions.ts';
import { setsTimeout } from '../../storage/database/by-sets.ts';
import { lockSegments } from '../../storage/segments/segments.ts';
import { removeAllLinks } from '../../storage/tags/links.ts';
import type { Tag } from '../../storage/tags/tags.ts';
import * as stored from '../../storage/tags/tags.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { refuseUsedByCampaigns } from '../campaigns/users.ts';
import { asOneLongChange } from '../change.ts';
import { requireRole } from '../permissions.ts';
import { segmentsWith } from './card.ts';
import { findTag, type TagRef } from './names.ts';

/**
 * Checks what deleting a tag would do. Nothing is changed.
 *
 * @throws RollcallError `not-found` for the tag, `busy` while segments use it, naming them
 */
export async function previewDeletion(
  deps: AudienceDeps,
  caller: Caller,
  ref: TagRef,
): Promise<{ tag: Tag; contacts: number }> {
  requireRole(caller, 'admin', 'delete tags');
  const { workspaceId } = caller;
  const { prisma } = deps.storage;
  const tag = findTag(await stored.listTags(prisma, workspaceId), ref, { mayBeNew: false });
  const segments = await segmentsWith(prisma, workspaceId, tag.id);
  if (segments.length > 0) throw inUse(tag, segments);
  await refuseUsedByCampaigns(prisma, workspaceId, { things: 'tags', ...tag });
  const uses = await stored.usesOfTags(deps.storage, workspaceId, [tag.id]);
  return { tag, contacts: uses.get(tag.id)?.contacts ?? 0 };
}

/**
 * Deletes a tag: it disappears everywhere at once, and its name is free. Undo restores it on everyone who had
 * it.
 *
 * @throws RollcallError `not-found` if it is gone, `busy` while segments use it, naming them
 */
export async function deleteTag(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
): Promise<{ tag: Tag; contacts: number; undoId: number }> {
  requireRole(caller, 'admin', 'delete tags');
  return asOneLongChange(deps, caller, setsTimeout, async ({ database, workspaceId, audit, undoable }) => {
    const locked = await stored.lockTags(database, workspaceId, [id]);
    const tag = findTag(locked, { id });
    const segments = (await lockSegments(database, workspaceId)).filter(({ rule }) =>
      mentionsOf(rule).tags.has(id),
    );
    if (segments.length > 0) {
      throw inUse(
        tag,
        segments.map(({ name }) => name),
      );
    }
    await refuseUsedByCampaigns(database, workspaceId, { things: 'tags', ...tag });
    const undoId = await undoable('tag.deleted', tag.name, { going: locked[0] });
    const contacts = await removeAllLinks(database, { workspaceId, tagId: id, undoId });
    await stored.deleteTag(database, workspaceId, id);
    await audit('tag.deleted', tag.name, { contacts });
    return { tag: { id, name: tag.name }, contacts, undoId };
  });
}

/** How many segments a sentence names. */
const NAMED = 10;

function inUse({ name }: Tag, segments: string[]): RollcallError {
  const named = segments.slice(0, NAMED).map((segment) => `"${segment}"`);
  const rest = segments.length - named.length;
  const list = `${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  const uses = segments.length === 1 ? 'a segment uses' : `${segments.length} segments use`;
  return new RollcallError('busy', `The tag "${name}" can’t be deleted while ${uses} it: ${list}.`, {
    hint: `Change ${segments.length === 1 ? 'that segment' : 'those segments'} first, or merge this tag into another one: /tags merge ${name} into …`,
  });
}
