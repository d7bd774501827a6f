import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { firstPage, type ListedPerson, type PageEdge, peoplePage } from '../../storage/people/pages.ts';
import { sizeOf } from '../../storage/queries/run-rule.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { type Crowd, openCrowd, type PeopleSource } from './source.ts';

export type { ListedPerson, PageEdge };

/** How many people a page lists. */
export const PEOPLE_PER_PAGE = 25;

/** A page of a list of people, the newest first. */
export interface PeoplePage {
  crowd: Pick<Crowd, 'source' | 'name' | 'rule'>;
  people: ListedPerson[];
  /** The place of the first one in the whole list, from 1; 0 if no one is on the page. */
  first: number;
  /** How many are in the list, and how many of them can be mailed; unknown if counting took too long. */
  size?: { people: number; reachable: number };
  /** How many people the results of a campaign count besides them: their contacts were deleted since. */
  gone?: number;
  /** The edges of the pages before and after this one; undefined at the ends. */
  newer?: PageEdge;
  older?: PageEdge;
  at: Date;
}

/** Counting everyone in a list may take this long; the page itself doesn't wait for more. In ms. */
const PATIENCE = 8_000;

/**
 * Lists people, page by page in both directions. Editors only: it names people.
 *
 * @param options.edge none for the first page
 * @throws RollcallError as `openCrowd` does
 */
export async function listPeople(
  deps: AudienceDeps,
  caller: Caller,
  { source, edge }: { source: PeopleSource; edge?: PageEdge | undefined },
): Promise<PeoplePage> {
  requireRole(caller, 'editor', 'see who contacts are');
  const crowd = await openCrowd(deps, caller, source);
  const isSearched = source.of === 'search' && edge === undefined;
  const [size, { people: found, above, edge: at }] = isSearched
    ? await searched(deps, crowd)
    : await Promise.all([sizeOfCrowd(deps, crowd), pageAt(deps, crowd, edge)]);
  const isBackwards = at !== undefined && 'before' in at;
  // The one more than a page shows is at the far end of the direction.
  const spare = found.length > PEOPLE_PER_PAGE;
  const people = isBackwards ? found.slice(-PEOPLE_PER_PAGE) : found.slice(0, PEOPLE_PER_PAGE);
  const [top, last] = [people[0], people.at(-1)];
  const first = above + 1 + (isBackwards && spare ? 1 : 0);
  const hasOlder = isBackwards || spare;
  const gone = size === undefined || crowd.counted === undefined ? 0 : crowd.counted - size.people;
  return {
    crowd,
    people,
    first: top === undefined ? 0 : first,
    ...defined({
      // Counted a moment apart: people may have come in between.
      size: size && { ...size, people: Math.max(size.people, top === undefined ? 0 : above + found.length) },
      gone: gone > 0 ? gone : undefined,
      newer: top !== undefined && first > 1 ? { before: top.id } : undefined,
      older: last !== undefined && hasOlder ? { after: last.id } : undefined,
    }),
    at: crowd.known.dates.now,
  };
}

/** The number of people of a crowd, and of those who can be mailed; undefined if counting takes too long. */
async function sizeOfCrowd(
  deps: AudienceDeps,
  { compiled, rule, known: { writes } }: Crowd,
): Promise<{ people: number; reachable: number } | undefined> {
  try {
    // No write counter covers what only an import's undo changes.
    const options = { timeout: PATIENCE, ...(rule === null ? {} : { writes }) };
    const { members, reachable } = await sizeOf(deps.storage, compiled, options);
    return { people: members, reachable };
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'unavailable') return undefined;
    throw error;
  }
}

/** Both for the first page of a search, which reads every contact; the page alone if that takes too long. */
async function searched(
  deps: AudienceDeps,
  crowd: Crowd,
): Promise<[Awaited<ReturnType<typeof sizeOfCrowd>>, Awaited<ReturnType<typeof pageAt>>]> {
  const { writes } = crowd.known;
  const options = { limit: PEOPLE_PER_PAGE + 1, writes, timeout: PATIENCE };
  try {
    const { people, size } = await firstPage(deps.storage, crowd.compiled, options);
    return [
      { people: size.members, reachable: size.reachable },
      { people, above: 0, edge: undefined },
    ];
  } catch (error) {
    if (!(error instanceof RollcallError) || error.code !== 'unavailable') throw error;
    return [undefined, await pageAt(deps, crowd, undefined)];
  }
}

/** A page with one person more; the first page if fewer people than a page are left before an edge. */
async function pageAt(
  { storage }: AudienceDeps,
  { compiled }: Crowd,
  edge: PageEdge | undefined,
): Promise<{ people: ListedPerson[]; above: number; edge: PageEdge | undefined }> {
  const limit = PEOPLE_PER_PAGE + 1;
  const page = await peoplePage(storage, compiled, { edge, limit });
  const isShort = edge !== undefined && 'before' in edge && page.people.length < PEOPLE_PER_PAGE;
  const isEmpty = edge !== undefined && page.people.length === 0;
  if (!isShort && !isEmpty) return { ...page, edge };
  return { ...(await peoplePage(storage, compiled, { limit })), edge: undefined };
}
