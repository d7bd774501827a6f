import { mentionsOf } from '../../rules/mentions.ts';
import { compileRule } from '../../rules/sql/compile.ts';
import type { Database } from '../../storage/database/database.ts';
import { sizeOf } from '../../storage/queries/run-rule.ts';
import { listSegments } from '../../storage/segments/segments.ts';
import type { Tag } from '../../storage/tags/tags.ts';
import * as stored from '../../storage/tags/tags.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { hasRole, requireRole } from '../permissions.ts';
import { findTag, type TagRef } from './names.ts';

const SAMPLE = 3;

/** Everything about one tag. */
export interface TagCard {
  tag: Tag;
  contacts: number;
  /** Of these, subscribed and with an address not known to be invalid. */
  reachable: number;
  /** The moment at which it was counted. */
  at: Date;
  createdBy: string;
  createdAt: Date;
  /** When it was last added to someone; null if no one has it. */
  lastAdded: Date | null;
  /** Names of the segments whose rules use it. */
  segments: string[];
  /** Names of the contacts who got it most recently; none for viewers. */
  names: string[];
  namedDifferently: boolean;
}

/**
 * Shows everything about a tag.
 *
 * @throws RollcallError `not-found`, with the nearest names
 */
export async function showTag(deps: AudienceDeps, caller: Caller, ref: TagRef): Promise<TagCard> {
  requireRole(caller, 'viewer', 'see tags');
  const { workspaceId } = caller;
  const { storage, now } = deps;
  const { prisma } = storage;
  const tag = findTag(await stored.listTags(prisma, workspaceId), ref);
  const at = now();
  // Counted like a rule, so that "reachable" is defined in one place.
  const tree = { type: 'tagged', match: 'any', tags: [tag.id] } as const;
  const key = `tag ${tag.id} ${at.getTime()}`;
  const [size, making, uses, segments, names] = await Promise.all([
    sizeOf(storage, compileRule({ tree: { ...tree, tags: [...tree.tags] }, now: at, key }, { workspaceId })),
    stored.findTagMaking(prisma, workspaceId, tag.id),
    stored.usesOfTags(storage, workspaceId, [tag.id]),
    segmentsWith(prisma, workspaceId, tag.id),
    hasRole(caller, 'editor')
      ? stored.sampleNames(prisma, workspaceId, { tagId: tag.id, limit: SAMPLE })
      : [],
  ]);
  return {
    tag,
    contacts: size.members,
    reachable: size.reachable,
    at,
    createdBy: making?.createdBy ?? '',
    createdAt: making?.createdAt ?? at,
    lastAdded: uses.get(tag.id)?.lastAdded ?? null,
    segments,
    names,
    namedDifferently: 'name' in ref && ref.name !== tag.name,
  };
}

/** Names of the segments whose stored rules use a tag. */
export async function segmentsWith(
  database: Database,
  workspaceId: number,
  tagId: number,
): Promise<string[]> {
  const segments = await listSegments(database, workspaceId);
  return segments.filter(({ rule }) => mentionsOf(rule).tags.has(tagId)).map(({ name }) => name);
}
