import { RollcallError } from '../../errors.ts';
import { findNamed, namedLike, spelledAlike } from '../../lib/names.ts';
import { tidy } from '../../lib/texts.ts';
import { withoutInvisible } from '../../lib/visible.ts';
import { clip, nearest } from '../../lib/words.ts';
import {
  findSegmentOfId,
  findSegmentOfName,
  listSegments,
  type StoredSegment,
} from '../../storage/segments/segments.ts';
import { listTags } from '../../storage/tags/tags.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { type AskedWhy, readWhy, splitTwo, type TwoParts } from '../two-parts.ts';

/** How someone refers to a segment: by its name in any case, or by its id, which a button contains. */
export type SegmentRef = { name: string } | { id: number };

/**
 * Finds the segment in the caller's workspace.
 *
 * @throws RollcallError `not-found`, with the nearest names, and the nearest one as an offer
 */
export async function lookUpSegment(
  deps: AudienceDeps,
  caller: Caller,
  ref: SegmentRef,
): Promise<StoredSegment> {
  const { prisma } = deps.storage;
  if ('id' in ref) {
    const found = await findSegmentOfId(prisma, caller.workspaceId, ref.id);
    if (found !== undefined) return found;
    throw new RollcallError('not-found', 'That segment no longer exists: someone deleted it.', {
      hint: 'A deletion can be undone for 30 minutes. To see all segments: /segments',
    });
  }
  const name = tidy(withoutInvisible(ref.name));
  const found = await findSegmentOfName(prisma, caller.workspaceId, name);
  if (found !== undefined) return found;
  const segments = await listSegments(prisma, caller.workspaceId);
  const like = namedLike(segments, name);
  if (like.length === 1 && like[0] !== undefined) return lookUpSegment(deps, caller, { id: like[0].id });
  const close = nearest(
    name,
    segments.map((segment) => segment.name),
  );
  const shown = clip(name, 80);
  const tag = close.length > 0 ? undefined : findNamed(await listTags(prisma, caller.workspaceId), name);
  if (tag !== undefined) {
    const line = `/tags show ${tag.name}`;
    throw new RollcallError('not-found', `"${shown}" is a tag, not a segment.`, {
      hint: `See it with ${line}, or create a segment: /segments new ${shown}: tagged "${tag.name}"`,
      lines: [line],
    });
  }
  const created = shown === name ? `, or create it with /segments new ${shown}: everyone` : '.';
  throw new RollcallError('not-found', `No segment "${shown}".`, {
    hint:
      close.length > 0
        ? `Did you mean ${close.map((other) => `"${other}"`).join(' or ')}?`
        : `See all segments with /segments${created}`,
    meant: { typed: name, names: close },
  });
}

/**
 * Splits `Lapsed VIPs to Old VIPs` at the point where the first half names a segment.
 *
 * @throws RollcallError `invalid-input` if it can be read in several ways
 */
export async function splitAtSegment(deps: AudienceDeps, caller: Caller, text: string): Promise<TwoParts> {
  const known = (await listSegments(deps.storage.prisma, caller.workspaceId)).map(({ name }) => name);
  return splitTwo(text, {
    word: 'to',
    named: 'before',
    isName: await segmentNames(deps, caller),
    near: (words) => nearest(words, known),
  });
}

/** Who is meant in `ada@x.org in Lapsed VIPs`, and which segment; either may be missing. */
export const askedWhySegment = async (deps: AudienceDeps, caller: Caller, text: string): Promise<AskedWhy> =>
  readWhy(text, await segmentNames(deps, caller));

/** Tells whether a segment has a name. */
export async function segmentNames(deps: AudienceDeps, caller: Caller): Promise<(name: string) => boolean> {
  const segments = await listSegments(deps.storage.prisma, caller.workspaceId);
  return (name) => spelledAlike(segments, name) !== undefined;
}
