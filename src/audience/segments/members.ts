import { compileRule } from '../../rules/sql/compile.ts';
import { type Member, membersOf } from '../../storage/queries/run-rule.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import type { SegmentRef } from './lookup.ts';
import { knownTo, resolved, storedSegment } from './segments.ts';

/** A page of members by id; pass `next` as `after` for the next page. It is undefined at the end. */
export interface MemberPage {
  members: Member[];
  next?: number;
}

/**
 * Lists a segment's members, page by page. Editors only: it names people.
 *
 * @throws RollcallError `not-found` for the segment, `invalid-input` if its rule is broken
 */
export async function membersOfSegment(
  deps: AudienceDeps,
  caller: Caller,
  { after = 0, limit, ...ref }: SegmentRef & { after?: number; limit: number },
): Promise<MemberPage> {
  requireRole(caller, 'editor', 'see who is in a segment');
  const { segment, rule } = await storedSegment(deps, caller, ref);
  const known = await knownTo(deps, caller);
  const compiled = compileRule(resolved(rule, known, { segment: segment.id, stored: true }), {
    workspaceId: caller.workspaceId,
  });
  // One more than the page shows, to know whether there is a next page.
  const found = await membersOf(deps.storage, compiled, { after, limit: limit + 1 });
  const members = found.slice(0, limit);
  const last = members.at(-1);
  return found.length > limit && last !== undefined ? { members, next: last.id } : { members };
}
