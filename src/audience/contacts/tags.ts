import { RollcallError } from '../../errors.ts';
import { fold, tidy } from '../../lib/texts.ts';
import { listTags, type Tag } from '../../storage/tags/tags.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import type { NameDoubt } from '../tags/names.ts';
import { changeTagging } from '../tags/tagging.ts';
import { addTag } from '../tags/tags.ts';
import { type ContactRef, lookUpContact } from './lookup.ts';

/** The result of adding tags to one contact. */
export interface TaggedContact {
  email: string;
  /** Tags that the contact had before. */
  had: string[];
  /** Tags that are new on the contact; and those of them that were made for it. */
  tagged: string[];
  made: string[];
  /**
   * Names that were not made into tags: they are similar to an existing tag, or don't fit the workspace's
   * style.
   */
  doubts: NameDoubt[];
  undoIds: number[];
}

/**
 * Adds tags to a contact by name, and makes the missing ones. A doubtful name is not made but reported.
 *
 * @throws RollcallError `not-found` for the contact, `invalid-input` for a name that can't be a tag's
 */
export async function tagContact(
  deps: AudienceDeps,
  caller: Caller,
  { ref, tags }: { ref: ContactRef; tags: string[] },
): Promise<TaggedContact> {
  requireRole(caller, 'editor', 'tag contacts');
  const { email } = await lookUpContact(deps, caller, ref);
  const result: TaggedContact = { email, had: [], tagged: [], made: [], doubts: [], undoIds: [] };
  for (const name of new Set(tags)) {
    const found = await tagFor(deps, caller, name);
    if (!('tag' in found)) {
      result.doubts.push(found);
      continue;
    }
    const { tag, made } = found;
    if (made) result.made.push(tag.name);
    const { changed, undoId } = await changeTagging(deps, caller, {
      way: 'on',
      tag: { id: tag.id },
      who: { emails: email },
      madeTag: made,
    });
    (changed > 0 ? result.tagged : result.had).push(tag.name);
    if (undoId !== undefined) result.undoIds.push(undoId);
  }
  return result;
}

/** The tag with this name, made if it is missing; or why it was not made. */
async function tagFor(
  deps: AudienceDeps,
  caller: Caller,
  name: string,
): Promise<{ tag: Tag; made: boolean } | NameDoubt> {
  const find = async () => {
    const all = await listTags(deps.storage.prisma, caller.workspaceId);
    const same = all.filter((tag) => fold(tag.name) === fold(name));
    return all.find((tag) => tag.name === tidy(name)) ?? (same.length === 1 ? same[0] : undefined);
  };
  const known = await find();
  if (known !== undefined) return { tag: known, made: false };
  try {
    const made = await addTag(deps, caller, { name });
    return 'tag' in made ? { tag: made.tag, made: true } : made;
  } catch (error) {
    // Someone else made it a moment ago.
    const other = error instanceof RollcallError && error.code === 'taken' ? await find() : undefined;
    if (other === undefined) throw error;
    return { tag: other, made: false };
  }
}
