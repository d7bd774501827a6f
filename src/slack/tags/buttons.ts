import { z } from 'zod';
import type { Caller } from '../../audience/caller.ts';
import { requireRole } from '../../audience/permissions.ts';
import { showTag } from '../../audience/tags/card.ts';
import { deleteTag, previewDeletion } from '../../audience/tags/deletion.ts';
import { mergeTags } from '../../audience/tags/merge.ts';
import { addTag, listTags, renameTag, tagOfId } from '../../audience/tags/tags.ts';
import { answering, opening, replacing } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import {
  deleteTagModal,
  mergeTagModal,
  newTagModal,
  peopleModal,
  renameTagModal,
  tagMetadata,
} from './forms.ts';
import { TAGS_PER_PAGE, tagList, tagMade, tagRenamed } from './messages.ts';
import { tagCard } from './messages-card.ts';
import { nameDoubt } from './messages-doubts.ts';
import { deleted, merged } from './messages-endings.ts';

const idValue = z.coerce.number().pipe(z.int());
const listPlace = z.object({ search: z.string(), page: z.int() });
const newName = z.object({ id: z.int(), name: z.string() });
const pair = z.object({ from: z.int(), into: z.int() });

/** The buttons in lists, cards and questions about tags. Every id is looked up in the caller's workspace. */
export function tagActions(deps: SlackDeps) {
  const { audience } = deps;
  const tagOf = (caller: Caller, value: string) => tagOfId(audience, caller, idValue.parse(value));

  return {
    listTags: answering(deps, async (caller, value) => {
      const place = listPlace.parse(JSON.parse(value));
      return tagList(await listTags(audience, caller, { ...place, perPage: TAGS_PER_PAGE }));
    }),

    showTag: answering(deps, async (caller, value) =>
      tagCard(await showTag(audience, caller, { id: idValue.parse(value) })),
    ),

    newTag: opening(deps, 'New tag', async (caller, _value, to) => {
      requireRole(caller, 'editor', 'create tags');
      return newTagModal(to);
    }),

    /** "Make it anyway", under the warning that a name is very similar to an existing one. */
    makeTagAnyway: answering(deps, async (caller, name) => {
      const made = await addTag(audience, caller, { name, despiteAlike: true });
      return 'tag' in made ? tagMade(made) : nameDoubt(made, { for: 'new' });
    }),

    renameTagAnyway: answering(deps, async (caller, value) => {
      const { id, name } = newName.parse(JSON.parse(value));
      const renamed = await renameTag(audience, caller, { tag: { id }, name, despiteAlike: true });
      return 'undoId' in renamed
        ? tagRenamed(renamed)
        : nameDoubt(renamed, { for: 'rename', tag: renamed.tag });
    }),

    /** In the modal of a new tag: uses the existing tag, and asks for the people to add. */
    useTag: replacing(deps, 'Add people', async (caller, value, metadata) =>
      peopleModal(tagMetadata.parse(JSON.parse(metadata)).to, await tagOf(caller, value)),
    ),

    addPeople: opening(deps, 'Add people', async (caller, value, to) => {
      requireRole(caller, 'editor', 'tag contacts');
      return peopleModal(to, await tagOf(caller, value));
    }),

    renameTag: opening(deps, 'Rename tag', async (caller, value, to) => {
      requireRole(caller, 'editor', 'rename tags');
      return renameTagModal(to, await tagOf(caller, value));
    }),

    mergeTag: opening(deps, 'Merge tag', async (caller, value, to) => {
      requireRole(caller, 'editor', 'merge tags');
      return mergeTagModal(to, await tagOf(caller, value));
    }),

    confirmMerge: answering(deps, async (caller, value) =>
      merged(await mergeTags(audience, caller, pair.parse(JSON.parse(value)))),
    ),

    deleteTag: opening(deps, 'Delete tag', async (caller, value, to) =>
      deleteTagModal(to, await previewDeletion(audience, caller, { id: idValue.parse(value) })),
    ),

    confirmDeletion: answering(deps, async (caller, value) =>
      deleted(await deleteTag(audience, caller, { id: idValue.parse(value) })),
    ),
  };
}
