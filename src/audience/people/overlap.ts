import { RollcallError } from '../../errors.ts';
import { namesPeople } from '../../rules/names-people.ts';
import type { Rule } from '../../rules/schema.ts';
import { compileOverlap } from '../../rules/sql/overlap.ts';
import { overlapOf } from '../../storage/people/overlap.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { resolvedRule } from '../segments/segments.ts';
import { bothOf, ruleOfCrowd } from './breakdown.ts';
import { sourceOfRule } from './named.ts';
import { type Crowd, openCrowd, type PeopleSource, referenceTo } from './source.ts';

/** People in one part of a comparison, and the rule that selects exactly them. */
export interface OverlapPart {
  people: number;
  reachable: number;
  source: PeopleSource;
}

/** Two groups of people, and who is in both, or in only one of them. */
export interface Overlap {
  one: OverlapPart & { name: string };
  other: OverlapPart & { name: string };
  both: OverlapPart;
  onlyOne: OverlapPart;
  onlyOther: OverlapPart;
  /** Whether one of the rules names people by address, name or phone. */
  namesPeople: boolean;
  at: Date;
}

/**
 * Compares two groups at one moment. Everyone who may count may ask, but not for rules that name people.
 *
 * @throws RollcallError as `openCrowd` does, `invalid-input` for one group twice
 */
export async function comparePeople(
  deps: AudienceDeps,
  caller: Caller,
  sources: { one: PeopleSource; other: PeopleSource },
): Promise<Overlap> {
  requireRole(caller, 'viewer', 'count contacts');
  if (JSON.stringify(sources.one) === JSON.stringify(sources.other)) {
    throw new RollcallError('invalid-input', 'That compares a group with itself.', {
      hint: 'Name two different groups, for example: /segments compare Lapsed VIPs with Beta testers',
    });
  }
  const [one, other] = await Promise.all([
    openCrowd(deps, caller, sources.one),
    openCrowd(deps, caller, sources.other),
  ]);
  const { known } = one;
  const whole = [resolvedRule(ruleOfCrowd(one), known), resolvedRule(ruleOfCrowd(other), known)] as const;
  const compiled = compileOverlap(...whole, { workspaceId: caller.workspaceId });
  const sizes = await overlapOf(deps.storage, compiled, { writes: known.writes });
  const [ruleOne, ruleOther] = [partOf(one), partOf(other)];
  const not = (rule: Rule): Rule => ({ type: 'not', rule });
  const of = ({ members, reachable }: typeof sizes.one, source: PeopleSource): OverlapPart => ({
    ...{ people: members, reachable, source },
  });
  const less = (all: typeof sizes.one) => ({
    members: all.members - sizes.both.members,
    reachable: all.reachable - sizes.both.reachable,
  });
  return {
    one: { ...of(sizes.one, one.source), name: one.name },
    other: { ...of(sizes.other, other.source), name: other.name },
    both: of(sizes.both, sourceOfRule(bothOf(ruleOne, ruleOther))),
    onlyOne: of(less(sizes.one), sourceOfRule(bothOf(ruleOne, not(ruleOther)))),
    onlyOther: of(less(sizes.other), sourceOfRule(bothOf(ruleOther, not(ruleOne)))),
    namesPeople: whole.some(({ tree }) => namesPeople(tree)),
    at: known.dates.now,
  };
}

const partOf = (crowd: Crowd): Rule => referenceTo(crowd) ?? ruleOfCrowd(crowd);
