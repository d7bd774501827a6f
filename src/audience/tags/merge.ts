import { RollcallError } from '../../errors.ts';
import { mentionsOf } from '../../rules/mentions.ts';
import { setsTimeout } from '../../storage/database/by-sets.ts';
import { lockSegments, setRule } from '../../storage/segments/segments.ts';
import { copyLinks, countOverlap, removeAllLinks } from '../../storage/tags/links.ts';
import type { Tag } from '../../storage/tags/tags.ts';
import * as stored from '../../storage/tags/tags.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { replaceTagInCampaigns } from '../campaigns/users.ts';
import { asOneLongChange } from '../change.ts';
import { requireRole } from '../permissions.ts';
import { replaceTagInWatches } from '../watches/merged.ts';
import { segmentsWith } from './card.ts';
import { findTag, type TagRef } from './names.ts';
import { withTagReplaced } from './replaced.ts';

/** The preview of a merge. */
export interface MergePreview {
  /** The tag that is merged, and the one that stays. */
  from: Tag;
  into: Tag;
  /** How many contacts have the first, the second, and both. */
  fromContacts: number;
  intoContacts: number;
  both: number;
  /** Names of the segments whose rules use the merged tag, and will use the other. */
  segments: string[];
}

/**
 * Previews merging one tag into another. Nothing is changed.
 *
 * @throws RollcallError `not-found` for either, `invalid-input` if they are the same tag
 */
export async function previewMerge(
  deps: AudienceDeps,
  caller: Caller,
  options: { from: TagRef; into: TagRef },
): Promise<MergePreview> {
  requireRole(caller, 'editor', 'merge tags');
  const { workspaceId } = caller;
  const { prisma } = deps.storage;
  const tags = await stored.listTags(prisma, workspaceId);
  const [from, into] = [findTag(tags, options.from, { mayBeNew: false }), findTag(tags, options.into)];
  if (from.id === into.id) throw sameTag(from);
  const { a, b, both } = await countOverlap(prisma, workspaceId, [from.id, into.id]);
  const segments = await segmentsWith(prisma, workspaceId, from.id);
  return { from, into, fromContacts: a, intoContacts: b, both, segments };
}

/** The result of a merge. */
export interface Merge {
  from: Tag;
  into: Tag;
  /** Contacts that got the tag that stays. */
  gained: number;
  /** Contacts that had both. */
  both: number;
  segments: string[];
  undoId: number;
}

/**
 * Merges a tag into another: contacts with the first get the second, rules that use the first use the second,
 * and the first is deleted. All or nothing.
 *
 * @throws RollcallError `not-found` if either is gone, `invalid-input` if they are the same tag
 */
export async function mergeTags(
  deps: AudienceDeps,
  caller: Caller,
  ids: { from: number; into: number },
): Promise<Merge> {
  requireRole(caller, 'editor', 'merge tags');
  return asOneLongChange(deps, caller, setsTimeout, async ({ database, workspaceId, audit, undoable }) => {
    const tags = await stored.lockTags(database, workspaceId, [ids.from, ids.into]);
    const going = tags.find((tag) => tag.id === ids.from);
    const { id, name } = findTag(tags, { id: ids.into });
    const into = { id, name };
    if (going === undefined) throw gone();
    if (going.id === into.id) throw sameTag(going);
    const at = deps.now();
    const asking = (await lockSegments(database, workspaceId)).filter(({ rule }) =>
      mentionsOf(rule).tags.has(going.id),
    );
    const segments = [];
    for (const segment of asking) {
      const rule = withTagReplaced(segment.rule, going.id, into.id) as object;
      const version = await setRule(database, workspaceId, { id: segment.id, rule, by: caller.actor, at });
      segments.push({ id: segment.id, name: segment.name, rule: segment.rule, version });
    }
    const campaigns = await replaceTagInCampaigns(database, workspaceId, {
      from: going.id,
      replaced: (rule) => withTagReplaced(rule, going.id, into.id),
    });
    const watches = await replaceTagInWatches(database, workspaceId, {
      from: going.id,
      replaced: (rule) => withTagReplaced(rule, going.id, into.id),
    });
    const undoId = await undoable('tag.merged', going.name, { going, into, segments, campaigns, watches });
    const gained = await copyLinks(database, { workspaceId, tagId: into.id, undoId, from: going.id });
    const carried = await removeAllLinks(database, { workspaceId, tagId: going.id, undoId });
    await stored.deleteTag(database, workspaceId, going.id);
    const details = { into: into.name, contacts: gained, segments: segments.length };
    await audit('tag.merged', going.name, details);
    return {
      from: { id: going.id, name: going.name },
      into,
      gained,
      both: carried - gained,
      segments: segments.map((segment) => segment.name),
      undoId,
    };
  });
}

const gone = (): RollcallError =>
  new RollcallError('not-found', 'That tag no longer exists: it was already merged or deleted.', {
    hint: 'See all tags with /tags.',
  });

const sameTag = ({ name }: Tag): RollcallError =>
  new RollcallError('invalid-input', `"${name}" can’t be merged into itself.`, {
    hint: 'Name two different tags: the one to merge, and the one to keep.',
  });
