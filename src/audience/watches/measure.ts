import { RollcallError } from '../../errors.ts';
import type { Rule } from '../../rules/schema.ts';
import { type CompiledRule, compileRule } from '../../rules/sql/compile.ts';
import { type Size, sizeOf } from '../../storage/queries/run-rule.ts';
import { stateHash } from '../../storage/queries/state-hash.ts';
import { EVERYONE } from '../../storage/watches/readings.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { type Known, type RuleOrigin, resolvedRule, ruleOf } from '../segments/segments.ts';

// Sizes that are read in the background. A size depends on the statement, whose parameters hold the moments of its
// timeframes, and on what was written to the tables it reads: while both stay the same, nothing is counted.

/** The caller that reads sizes in the background. Nobody is told more than the number. */
export const background = (workspaceId: number): Caller => ({
  workspaceId,
  actor: 'Rollcall',
  role: 'admin',
});

/** A rule that is ready to be counted, and a hash of all that its size depends on. */
export interface Measurable {
  compiled: CompiledRule;
  state: string;
}

/** @throws RollcallError as `resolved` does */
export function measurable(known: Known, rule: Rule, origin: RuleOrigin = {}): Measurable {
  const compiled = compileRule(resolvedRule(rule, known, origin), { workspaceId: known.workspace.id });
  return { compiled, state: stateHash(compiled, known.writes) };
}

/** The rule of a segment by its number, or everyone. @throws RollcallError if it can’t be read */
export function ruleOfReading(known: Known, segmentId: number): Rule {
  if (segmentId === EVERYONE) return { type: 'everyone' };
  const segment = known.names.segments.find(({ id }) => id === segmentId);
  if (segment !== undefined) return ruleOf(segment);
  throw new RollcallError('not-found', 'That segment no longer exists: someone deleted it.');
}

/** Counts it, unless a size in the same state is known. */
export async function measuredSize(
  deps: AudienceDeps,
  { compiled, state }: Measurable,
  before: { state: string; members: number; reachable: number | null } | undefined,
): Promise<Size> {
  if (before?.state === state && before.reachable !== null)
    return { members: before.members, reachable: before.reachable };
  return sizeOf(deps.storage, compiled);
}
