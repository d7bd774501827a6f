import { compareRules } from '../../rules/sql/compare.ts';
import { comparisonOf, type Side } from '../../storage/queries/run-rule.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import type { SegmentRef } from './lookup.ts';
import { knownTo, resolved, storedSegment, understand } from './segments.ts';

const examples = 3;

/** Whom a rule gains and loses, as of one moment. */
export interface Difference {
  entering: Side;
  leaving: Side;
  at: Date;
}

/**
 * Whom a segment would gain and lose if its rule became this sentence: how many, and a few of them. Nothing is saved.
 * An editor's question: it names people.
 *
 * @throws RollcallError `not-found` for the segment, `invalid-input` for a sentence that is not fully understood
 */
export async function diffSegment(
  deps: AudienceDeps,
  caller: Caller,
  { sentence, ...ref }: SegmentRef & { sentence: string },
): Promise<Difference> {
  requireRole(caller, 'editor', 'change segments');
  const { segment, rule } = await storedSegment(deps, caller, ref);
  const known = await knownTo(deps, caller);
  const { workspaceId } = caller;
  const options = { segment: segment.id };
  const before = resolved(rule, known, { ...options, stored: true });
  const after = resolved(understand(sentence, known), known, options);
  const comparison = compareRules(before, after, { workspaceId });
  return { ...(await comparisonOf(deps.storage, comparison, { examples })), at: known.dates.now };
}
