import { z } from 'zod';
import { RollcallError } from '../../errors.ts';
import { mentionsOf } from '../../rules/mentions.ts';
import type { Database } from '../../storage/database/database.ts';
import { listKeptRules, lockSegments, setRule } from '../../storage/segments/segments.ts';
import { insertTag, listTags, lockTags, renameTag, type Tag } from '../../storage/tags/tags.ts';
import {
  putBackLinks,
  type Restored,
  removeMade,
  removeMadeTag,
  takeBackLinks,
  takeMergeApart,
} from '../../storage/workspace/undo-links.ts';
import { putBackAudiences } from '../campaigns/users.ts';
import type { Undoer } from '../undo/keep.ts';
import { putBackWatchRules } from '../watches/merged.ts';
import { withTagReplaced } from './replaced.ts';

const id = z.int();
const goingSchema = z.object({ id, name: z.string(), createdBy: z.string(), createdAt: z.coerce.date() });
const taggingSchema = z.object({ id });
/** `made`: contacts that were added for it; `madeTag`: the tag's name, if the tag was made for it. */
const taggingOnSchema = z.object({ id, made: z.array(id).default([]), madeTag: z.string().optional() });
const renamingSchema = z.object({ id, from: z.string(), to: z.string() });
const createdSchema = z.object({ id, name: z.string() });
const deletionSchema = z.object({ going: goingSchema });
const mergeSchema = z.object({
  going: goingSchema,
  into: z.object({ id, name: z.string() }),
  segments: z.array(z.object({ id, name: z.string(), rule: z.looseObject({}), version: z.int() })),
  campaigns: z.array(z.object({ id, audience: z.unknown() })).default([]),
  watches: z.array(z.object({ id, rule: z.unknown() })).default([]),
});

/** How changes to tags are undone. */
export const tagUndoers: Record<string, Undoer> = {
  'tag.created': {
    role: 'editor',
    doing: 'create tags',
    async run(database, { caller: { workspaceId }, id: undoId, before, at }) {
      const { id: tagId, name } = createdSchema.parse(before);
      const tag = await existing(database, workspaceId, tagId);
      const isGone = tag.name === name && (await removeUnused(database, { workspaceId, undoId, tagId, at }));
      if (isGone) return { did: `Deleted the tag "${name}" again`, left: [] };
      throw new RollcallError('busy', `The tag "${tag.name}" is in use by now.`, {
        hint: 'Undo that first, or delete it: /tags delete',
      });
    },
  },
  'tag.added': {
    role: 'editor',
    doing: 'untag contacts',
    async run(database, { caller: { workspaceId }, id: undoId, before, at }) {
      const { id: tagId, made, madeTag } = taggingOnSchema.parse(before);
      const tag = await existing(database, workspaceId, tagId);
      const links = { workspaceId, undoId, tagId };
      const gone = made.length === 0 ? noneMade : await removeMade(database, { ...links, ids: made });
      const restored = await takeBackLinks(database, links);
      const removed = gone.removed === 0 ? '' : `, and removed ${contacts(gone.removed)} added along with it`;
      // It was renamed after the change, so someone means to use it.
      const isGone = madeTag === tag.name && (await removeUnused(database, { ...links, at }));
      const tagGone = isGone ? '; the tag created for this was deleted too' : '';
      return {
        did: `Removed "${tag.name}" from ${contacts(restored.contacts + gone.removed)} again${removed}${tagGone}`,
        left: [...leftContacts(restored), ...leftMade(gone.left)],
      };
    },
  },
  'tag.removed': {
    role: 'editor',
    doing: 'tag contacts',
    async run(database, { caller: { workspaceId }, id: undoId, before }) {
      const tag = await existing(database, workspaceId, taggingSchema.parse(before).id);
      const restored = await putBackLinks(database, { workspaceId, undoId, tagId: tag.id });
      return {
        did: `Tagged ${contacts(restored.contacts)} "${tag.name}" again`,
        left: leftContacts(restored),
      };
    },
  },
  'tag.renamed': {
    role: 'editor',
    doing: 'rename tags',
    async run(database, { caller: { workspaceId }, before }) {
      const { id: tagId, from, to } = renamingSchema.parse(before);
      const tag = await existing(database, workspaceId, tagId);
      if (tag.name !== to) {
        throw new RollcallError('busy', `Someone has since renamed the tag "${to}" to "${tag.name}".`, {
          hint: 'Undo that first, or rename it again.',
        });
      }
      await mustBeFree(database, workspaceId, from);
      await renameTag(database, workspaceId, { id: tagId, name: from });
      return { did: `Renamed the tag "${to}" back to "${from}"`, left: [] };
    },
  },
  'tag.deleted': {
    role: 'admin',
    doing: 'restore deleted tags',
    async run(database, { caller: { workspaceId }, id: undoId, before }) {
      const { going } = deletionSchema.parse(before);
      await bringBack(database, workspaceId, going);
      const restored = await putBackLinks(database, { workspaceId, undoId, tagId: going.id });
      return {
        did: `Restored the tag "${going.name}" on ${contacts(restored.contacts)}`,
        left: leftContacts(restored),
      };
    },
  },
  'tag.merged': {
    role: 'editor',
    doing: 'undo tag merges',
    async run(database, { caller: { workspaceId, actor }, id: undoId, before, at }) {
      const { going, into: kept, segments, campaigns, watches } = mergeSchema.parse(before);
      const into = await existing(database, workspaceId, kept.id);
      await bringBack(database, workspaceId, going);
      const links = { workspaceId, undoId, tagId: going.id, into: into.id };
      const restored = await takeMergeApart(database, links);
      const now = new Map(
        (await lockSegments(database, workspaceId)).map((segment) => [segment.id, segment]),
      );
      const changed: string[] = [];
      let using = 0;
      for (const segment of segments) {
        const stands = now.get(segment.id);
        if (stands?.version === segment.version) {
          await setRule(database, workspaceId, { id: segment.id, rule: segment.rule, by: actor, at });
          using += 1;
        } else if (stands !== undefined) changed.push(stands.name);
      }
      const audiences = await putBackAudiences(database, workspaceId, {
        before: campaigns,
        replaced: (rule) => withTagReplaced(rule, going.id, into.id),
      });
      const watching = await putBackWatchRules(database, workspaceId, {
        before: watches,
        replaced: (rule) => withTagReplaced(rule, going.id, into.id),
      });
      const still = (what: string) => (name: string) =>
        `The ${what} "${name}" was edited since, so it still uses "${into.name}".`;
      return {
        did: `Restored the tag "${going.name}" on ${contacts(restored.contacts)}${usingAgain({ segment: using, campaign: audiences.using, watch: watching })}`,
        left: [
          ...leftContacts(restored),
          ...changed.map(still('segment')),
          ...audiences.edited.map(still('campaign')),
        ],
      };
    },
  },
};

/** Removes a tag, which is locked by now, if no contact has it and no rule uses it. */
async function removeUnused(
  database: Database,
  { at, ...links }: { workspaceId: number; undoId: number; tagId: number; at: Date },
): Promise<boolean> {
  const rules = await listKeptRules(database, links.workspaceId, at);
  if (mentionsOf(rules).tags.has(links.tagId)) return false;
  return removeMadeTag(database, { ...links, at });
}

/** Locks the tag with this id; throws if it is gone. */
async function existing(database: Database, workspaceId: number, tagId: number): Promise<Tag> {
  const [tag] = await lockTags(database, workspaceId, [tagId]);
  if (tag !== undefined) return tag;
  throw new RollcallError(
    'busy',
    'That tag no longer exists: someone deleted it or merged it into another one.',
    {
      hint: 'Undo that first, then this one.',
    },
  );
}

async function bringBack(
  database: Database,
  workspaceId: number,
  going: z.infer<typeof goingSchema>,
): Promise<void> {
  await mustBeFree(database, workspaceId, going.name);
  // With its old id, which other records may still refer to.
  await insertTag(database, { workspaceId, ...going });
}

async function mustBeFree(database: Database, workspaceId: number, name: string): Promise<void> {
  const tags = await listTags(database, workspaceId);
  if (!tags.some((tag) => tag.name === name)) return;
  throw new RollcallError('taken', `There’s another tag "${name}" now.`, {
    hint: 'Rename that one, then click Undo again.',
  });
}

/** "; 1 segment and 2 campaigns use it again" */
function usingAgain(counts: { segment: number; campaign: number; watch: number }): string {
  const plural = { segment: 'segments', campaign: 'campaigns', watch: 'watches' };
  const some = (['segment', 'campaign', 'watch'] as const).flatMap((what) =>
    counts[what] === 0 ? [] : [`${counts[what]} ${counts[what] === 1 ? what : plural[what]}`],
  );
  if (some.length === 0) return '';
  const all = counts.segment + counts.campaign + counts.watch;
  const listed = some.length < 3 ? some.join(' and ') : `${some.slice(0, -1).join(', ')} and ${some.at(-1)}`;
  return `; ${listed} ${all === 1 ? 'uses' : 'use'} it again`;
}

const contacts = (count: number): string =>
  `${count.toLocaleString('en-US')} contact${count === 1 ? '' : 's'}`;

const noneMade = { removed: 0, left: 0 };

const leftMade = (left: number): string[] =>
  left === 0
    ? []
    : [
        `${contacts(left)} added along with it ${left === 1 ? 'has' : 'have'} been changed since, so ${left === 1 ? 'it was' : 'they were'} kept.`,
      ];

function leftContacts({ left, leftNames }: Restored): string[] {
  if (left === 0) return [];
  const rest = left - leftNames.length;
  const named = [
    ...leftNames,
    ...(rest > 0 ? [leftNames.length === 0 ? contacts(rest) : `${rest} more`] : []),
  ];
  const last = named.pop();
  const list = named.length === 0 ? last : `${named.join(', ')} and ${last}`;
  return [`Left ${list} alone: edited since.`];
}
