import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { nameHas } from '../../lib/names.ts';
import { printRule } from '../../rules/language/print.ts';
import type { Segment } from '../../storage/segments/segments.ts';
import * as stored from '../../storage/segments/segments.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole, seesContacts } from '../permissions.ts';
import { type Trend, trendsOf } from '../watches/trend.ts';
import { knownTo, resolvedRule, ruleOf, type Size, sizeOfRule } from './segments.ts';

export const segmentSorts = ['name', 'newest', 'largest'] as const;
export type SegmentSort = (typeof segmentSorts)[number];

/** A line of the list: a segment with a broken rule stays in it, with the reason instead of a size. */
export type SegmentLine = Pick<Segment, 'id' | 'name'> &
  ({ size: Size; trend?: Trend } | { problem: string });

/** A page of segments with their sizes at one moment. */
export interface SegmentPage {
  /** How many segments exist, and how many of them match the search. */
  total: number;
  found: number;
  search: string;
  sort: SegmentSort;
  page: number;
  pages: number;
  at: Date;
  segments: SegmentLine[];
}

/** How many segments are counted in parallel: a list must not keep everyone else waiting. */
const AT_ONCE = 3;

/** With more segments, finding the largest would mean counting too many. */
export const LARGEST_OF = 60;

/**
 * The segments of a workspace, page by page, each with its size now.
 *
 * @param options.search letters in the name, in any case
 * @param options.sort `largest` counts all segments found, and is refused for more than 60
 * @throws RollcallError `invalid-input` if too many would have to be counted
 */
export async function listSegments(
  deps: AudienceDeps,
  caller: Caller,
  options: { search?: string; sort?: SegmentSort; page?: number; perPage: number },
): Promise<SegmentPage> {
  requireRole(caller, 'viewer', 'see segments');
  const { search = '', sort = 'name', perPage } = options;
  const [all, known] = await Promise.all([
    stored.listSegments(deps.storage.prisma, caller.workspaceId),
    knownTo(deps, caller),
  ]);
  const found = all.filter(({ name }) => nameHas(name, search));
  if (sort === 'newest') found.sort((a, b) => b.id - a.id);
  if (sort === 'largest' && found.length > LARGEST_OF) {
    throw new RollcallError(
      'invalid-input',
      `Sorting ${found.length} segments by size would mean counting every one of them.`,
      { hint: `Search for fewer than ${LARGEST_OF + 1} first: /segments list <part of a name>` },
    );
  }
  const pages = Math.max(1, Math.ceil(found.length / perPage));
  const page = Math.min(Math.max(1, options.page ?? 1), pages);
  const lineOf = async (segment: Segment): Promise<SegmentLine> => {
    const { id, name } = segment;
    try {
      return {
        id,
        name,
        size: await sizeOfRule(deps, known, ruleOf(segment), { segment: id, stored: true }),
      };
    } catch (error) {
      if (error instanceof RollcallError) return { id, name, problem: error.message };
      throw error;
    }
  };
  const shown = (from: Segment[] | SegmentLine[]) => from.slice((page - 1) * perPage, page * perPage);
  const segments =
    sort === 'largest'
      ? (shown((await mapFew(found, lineOf)).sort((a, b) => membersOf(b) - membersOf(a))) as SegmentLine[])
      : await mapFew(shown(found) as Segment[], lineOf);
  const sizes = new Map(
    segments.flatMap((line) => ('size' in line ? [[line.id, line.size.members] as const] : [])),
  );
  const trends = await trendsOf(deps, known, sizes);
  return {
    total: all.length,
    found: found.length,
    search: search.trim(),
    sort,
    page,
    pages,
    at: known.dates.now,
    segments: segments.map((line) => ({ ...line, ...defined({ trend: trends.get(line.id) }) })),
  };
}

const membersOf = (line: SegmentLine): number => ('size' in line ? line.size.members : -1);

/** Maps a few items in parallel, keeping their order. */
async function mapFew<From, To>(list: readonly From[], map: (each: From) => Promise<To>): Promise<To[]> {
  const mapped: To[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < list.length; at = next++) mapped[at] = await map(list[at] as From);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return mapped;
}

/**
 * All segments by name, without sizes. `rule` is null if it can't be read, uses something deleted, or names
 * people whom the caller may not see.
 */
export async function allSegments(
  deps: AudienceDeps,
  caller: Caller,
): Promise<{ id: number; name: string; rule: string | null }[]> {
  requireRole(caller, 'viewer', 'see segments');
  const known = await knownTo(deps, caller);
  const segments = await stored.listSegments(deps.storage.prisma, caller.workspaceId);
  return segments.map((segment) => {
    const { id, name } = segment;
    try {
      const rule = ruleOf(segment);
      if (!seesContacts(caller)) resolvedRule(rule, known, { segment: id });
      return { id, name, rule: printRule(rule, known.names) };
    } catch {
      return { id, name, rule: null };
    }
  });
}
