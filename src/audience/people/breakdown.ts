import { RollcallError } from '../../errors.ts';
import { withoutAddresses } from '../../lib/emails.ts';
import { compileBreakdown } from '../../rules/breakdown/compile.ts';
import type { BreakdownKey } from '../../rules/breakdown/key.ts';
import { breakdownKeyOfId } from '../../rules/breakdown/keys.ts';
import { namesPeople } from '../../rules/names-people.ts';
import type { Rule } from '../../rules/schema.ts';
import { type Group, groupsOf } from '../../storage/people/breakdown.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole, seesContacts } from '../permissions.ts';
import { type Known, resolvedRule } from '../segments/segments.ts';
import { sourceOfRule } from './named.ts';
import { type Crowd, openCrowd, type PeopleSource, referenceTo } from './source.ts';

/** How many values a breakdown names; the others are summed up. */
export const MOST_VALUES = 12;

/**
 * A typed value that fewer people share may tell who someone is: people who may not see contacts, and a
 * channel, see such values summed up.
 */
export const FEWEST_NAMED = 5;

/** The people who share a value, those without one, or those with all other values. */
export interface BreakdownRow {
  is: 'value' | 'none' | 'others';
  /** The value in people's words. */
  words: string;
  people: number;
  reachable: number;
  /** Exactly these people, if a rule selects them. */
  source?: PeopleSource;
}

/** People counted by what they have for something: a field, an attribute, a date's month, their tags. */
export interface Breakdown {
  crowd: Pick<Crowd, 'source' | 'name'>;
  by: Pick<BreakdownKey, 'id' | 'label' | 'kind'>;
  people: number;
  reachable: number;
  rows: BreakdownRow[];
  /** How many values are summed up, or, for tags, left out. */
  others: number;
  /** Whether the rule names people by address, name or phone: then it must not go to a channel unasked. */
  namesPeople: boolean;
  at: Date;
}

/**
 * Counts people by a value. Everyone who may count may ask, but not for rules that name people.
 *
 * @param options.by the id of a key: see rules/breakdown/keys.ts
 * @param options.isForAll a channel will see it
 * @throws RollcallError `not-found` if the attribute or the source is gone, `not-allowed`
 */
export async function breakDown(
  deps: AudienceDeps,
  caller: Caller,
  { source, by, isForAll = false }: { source: PeopleSource; by: string; isForAll?: boolean },
): Promise<Breakdown> {
  requireRole(caller, 'viewer', 'count contacts');
  const crowd = await openCrowd(deps, caller, source);
  const { known, name } = crowd;
  const key = breakdownKeyOfId(by, known.names);
  if (key === undefined) throw new RollcallError('not-found', 'That attribute no longer exists.');
  const whole = ruleOfCrowd(crowd);
  const resolution = resolvedRule(whole, known);
  const compiled = compileBreakdown(resolution, key, {
    workspaceId: caller.workspaceId,
    timeZone: known.dates.timeZone,
  });
  const counted = await groupsOf(deps.storage, compiled, {
    limit: MOST_VALUES + 2,
    latest: key.kind === 'times',
    writes: known.writes,
  });
  const isGuarded = key.isTyped && (isForAll || !seesContacts(caller));
  const valued = counted.groups.filter((group) => group.key !== null && !group.key.startsWith('?'));
  const shown = valued.slice(0, MOST_VALUES).filter((group) => !isGuarded || mayBeNamed(group));
  const none = counted.groups.find((group) => group.key === null);
  const base = referenceTo(crowd) ?? whole;
  const values = shown.map((group) => rowOf(group, key, { base, known }));
  const others = counted.values - shown.length;
  const rows = [
    ...(key.kind === 'times' ? values.toReversed() : values),
    ...othersRow([...shown, ...(none === undefined ? [] : [none])], { counted, others, key }),
    ...(none === undefined ? [] : [noneRow(none, key, base)]),
  ];
  const { people, reachable } = counted;
  return {
    crowd: { source, name },
    by: { id: key.id, label: key.label, kind: key.kind },
    ...{ people, reachable, rows, others, at: known.dates.now },
    namesPeople: namesPeople(resolution.tree),
  };
}

/** The rule of a crowd. @throws RollcallError `invalid-input` for a stored set, which has none */
export function ruleOfCrowd({ rule }: Pick<Crowd, 'rule'>): Rule {
  if (rule !== null) return rule;
  throw new RollcallError('invalid-input', 'No rule selects exactly these people.', {
    hint: 'Tag all of them first, then use the tag.',
  });
}

const mayBeNamed = ({ people, shown }: Group): boolean =>
  people >= FEWEST_NAMED && withoutAddresses(shown ?? '') === (shown ?? '');

function rowOf(
  { key, shown, people, reachable }: Group,
  by: BreakdownKey,
  { base, known }: { base: Rule; known: Known },
): BreakdownRow {
  const value = { key: key?.slice(1) ?? '', shown: shown ?? '' };
  const tag = by.kind === 'tags' ? known.names.tags.find(({ id }) => String(id) === value.key) : undefined;
  const rule = by.ruleOf(value, known);
  return {
    ...{ is: 'value', people, reachable },
    words: tag?.name ?? by.show(value),
    ...(rule === null ? {} : { source: sourceOfRule(bothOf(base, rule)) }),
  };
}

const noneRow = ({ people, reachable }: Group, by: BreakdownKey, base: Rule): BreakdownRow => ({
  ...{ is: 'none', words: '', people, reachable },
  ...(by.none === null ? {} : { source: sourceOfRule(bothOf(base, by.none)) }),
});

/** The values that are not named. Tags have no such sum: a contact may have several of them. */
function othersRow(
  named: readonly Group[],
  {
    counted,
    others,
    key,
  }: { counted: { people: number; reachable: number }; others: number; key: BreakdownKey },
): BreakdownRow[] {
  if (others === 0 || key.kind === 'tags') return [];
  const rest = (of: 'people' | 'reachable') => counted[of] - named.reduce((sum, each) => sum + each[of], 0);
  return [{ is: 'others', words: '', people: rest('people'), reachable: rest('reachable') }];
}

/** Both rules at once, as one list of conditions. */
export function bothOf(one: Rule, other: Rule): Rule {
  if (one.type === 'everyone') return other;
  const parts = (rule: Rule): Rule[] => (rule.type === 'all' ? rule.rules : [rule]);
  return { type: 'all', rules: [...parts(one), ...parts(other)] };
}
