import { RollcallError } from '../../errors.ts';
import { namedLike } from '../../lib/names.ts';
import { halvesAt, unquote } from '../../lib/quotes.ts';
import { tidy } from '../../lib/texts.ts';
import { withoutInvisible } from '../../lib/visible.ts';
import { clip, nearest } from '../../lib/words.ts';
import {
  findSegmentOfId,
  findSegmentOfName,
  listSegments,
  type StoredSegment,
  segmentKey,
} from '../../storage/segments/segments.ts';
import type { AudienceDeps, Caller } from '../caller.ts';

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
  throw new RollcallError('not-found', `No segment "${shown}".`, {
    hint:
      close.length > 0
        ? `Did you mean ${close.map((other) => `"${other}"`).join(' or ')}?`
        : `See all segments with /segments, or create it with /segments new ${shown}: everyone`,
    ...(close[0] === undefined ? {} : { meant: { typed: name, name: close[0] } }),
  });
}

/**
 * Splits `ada@x.org in Lapsed VIPs`, or `Lapsed VIPs to Old VIPs`, at the point where one half names a
 * segment.
 *
 * @param options.names the half that names the segment
 * @returns undefined if the word is missing, or is part of a segment's name
 * @throws RollcallError `invalid-input` if it can be read in several ways
 */
export async function splitAtSegment(
  deps: AudienceDeps,
  caller: Caller,
  { text, word, names }: { text: string; word: 'in' | 'to'; names: 'left' | 'right' },
): Promise<[string, string] | undefined> {
  const pairs = halvesAt(text, word);
  if (pairs.length === 0) return undefined;
  const keys = new Set(
    (await listSegments(deps.storage.prisma, caller.workspaceId)).map(({ name }) => segmentKey(name)),
  );
  const fitting = pairs.filter((pair) => keys.has(segmentKey(pair[names === 'left' ? 0 : 1])));
  // A segment called "Welcome to Oslo" is one name.
  if (fitting.length === 0 && keys.has(segmentKey(unquote(text)))) return undefined;
  if (fitting.length > 1) {
    throw new RollcallError('invalid-input', `"${text}" can be read in ${fitting.length} ways.`, {
      hint: `Put the names in quotes: ${fitting.map(([left, right]) => `"${left}" ${word} "${right}"`).join(', or ')}`,
    });
  }
  return fitting[0] ?? pairs[0];
}
