import { findNamed } from '../names.ts';
import { listTags } from '../storage/tags.ts';
import type { AudienceDeps, Caller } from './caller.ts';
import { type ContactRef, lookUpContact } from './contact-lookup.ts';
import { requireRole } from './permissions.ts';
import type { NameDoubt } from './tag-names.ts';
import { changeTagging } from './tagging.ts';
import { addTag } from './tags.ts';

/** What came of putting tags on one contact. */
export interface TaggedContact {
  email: string;
  /** Tags that the contact carries now and did not before; those of them that were made for it. */
  tagged: string[];
  made: string[];
  /** Names that were not made into tags: much like another one, or not in the workspace's style. */
  doubts: NameDoubt[];
  undoIds: number[];
}

/**
 * Puts tags on a contact by name, and makes those that don't exist. A name that is doubtful is not made, and named.
 *
 * @throws RollcallError `not-found` for the contact, `invalid-input` for what can't be a tag's name
 */
export async function tagContact(
  deps: AudienceDeps,
  caller: Caller,
  { ref, tags }: { ref: ContactRef; tags: string[] },
): Promise<TaggedContact> {
  requireRole(caller, 'editor', 'tag contacts');
  const { email } = await lookUpContact(deps, caller, ref);
  const result: TaggedContact = { email, tagged: [], made: [], doubts: [], undoIds: [] };
  for (const name of new Set(tags)) {
    const known = findNamed(await listTags(deps.storage.prisma, caller.workspaceId), name);
    let tag: { id: number; name: string };
    if (known === undefined) {
      const made = await addTag(deps, caller, { name });
      if (!('tag' in made)) {
        result.doubts.push(made);
        continue;
      }
      tag = made.tag;
      result.made.push(tag.name);
    } else tag = known;
    const { changed, undoId } = await changeTagging(deps, caller, {
      way: 'on',
      tag: { id: tag.id },
      who: { emails: email },
      madeTag: known === undefined,
    });
    if (changed > 0) result.tagged.push(tag.name);
    if (undoId !== undefined) result.undoIds.push(undoId);
  }
  return result;
}
