import type { EventConditionOver } from '../../rules/conditions/stored-event.ts';
import type { Range } from '../../rules/range.ts';
import type { ResolvedTree, Rule } from '../../rules/schema.ts';
import { counted } from '../../rules/sql/compile-events.ts';
import { type CampaignsAskedFor, countUnrecorded } from '../../storage/campaigns/unrecorded.ts';
import { cachedAnswer } from '../../storage/queries/answer-cache.ts';
import { stateOf, type Writes } from '../../storage/queries/write-counters.ts';
import type { AudienceDeps } from '../caller.ts';

/** What a rule says that someone didn't do. */
type Undone = 'opened' | 'clicked';

/**
 * A rule asks who didn't open or click, and some campaigns recorded nothing about people: everyone who got only those
 * counts as someone who didn't.
 */
export interface Unrecorded {
  did: Undone;
  /** Campaigns that recorded nothing about people. */
  campaigns: number;
  /** Campaigns that were sent in the time of the condition, or that it names. */
  of: number;
  /** The condition has no time: all campaigns count. */
  isEver: boolean;
  /** The same rule about something that is known. None if the condition is in a segment that the rule uses. */
  instead: { did: 'clicked' | 'received'; rule: Rule }[];
}

/**
 * What a rule asks for that isn't known of some campaigns, the most unknown first.
 *
 * @param given.rule as stored
 * @param given.tree resolved, with the rules of its segments
 * @param given.writes the writes until now: if no event was written since the last answer, nothing is counted, and a
 *   campaign that starts without recording anything shows within a minute
 */
export async function unrecordedIn(
  { storage }: Pick<AudienceDeps, 'storage'>,
  workspaceId: number,
  { rule, tree, writes }: { rule: Rule; tree: ResolvedTree; writes?: Writes },
): Promise<Unrecorded[]> {
  const count = (asked: CampaignsAskedFor) => {
    const counted = () => countUnrecorded(storage.pool, asked);
    if (writes === undefined) return counted();
    const question = {
      key: `unrecorded ${JSON.stringify(asked)}`,
      state: stateOf(writes, ['events', 'recipients']),
    };
    return cachedAnswer(storage.pool, question, counted);
  };
  const found: Unrecorded[] = [];
  for (const { event, timeframe, campaigns: ids = null } of undoneIn(tree, false)) {
    const { from, to } = timeframe ?? always;
    const asked = { workspaceId, from, to, ids };
    const { campaigns, of } = await count({ ...asked, kind: event });
    if (campaigns === 0) continue;
    const clicks = event === 'opened' ? await count({ ...asked, kind: 'clicked' }) : undefined;
    const others = [
      ...(clicks !== undefined && clicks.campaigns < campaigns ? (['clicked'] as const) : []),
      'received' as const,
    ];
    const instead = others.flatMap((did) => {
      const changed = withInstead(rule, { from: event, to: did }, false);
      return changed === rule ? [] : [{ did, rule: changed }];
    });
    found.push({ did: event, campaigns, of, isEver: timeframe === undefined && ids === null, instead });
  }
  return found
    .sort((one, other) => other.campaigns - one.campaigns)
    .filter(({ did }, index, all) => all.findIndex((each) => each.did === did) === index);
}

const always: Range = { from: null, to: null };

type Asked = EventConditionOver<Range, unknown> & { event: Undone };

/** The conditions that are true of people who didn't open, or click. */
function undoneIn(tree: ResolvedTree, negated: boolean): Asked[] {
  switch (tree.type) {
    case 'all':
    case 'any':
      return tree.rules.flatMap((each) => undoneIn(each, negated));
    case 'not':
      return undoneIn(tree.rule, !negated);
    case 'event':
      return isUndone(tree, negated) ? [tree as Asked] : [];
    default:
      return [];
  }
}

function isUndone(
  { event, count }: Pick<EventConditionOver<unknown>, 'event' | 'count'>,
  negated: boolean,
): boolean {
  return (event === 'opened' || event === 'clicked') && counted(count).turned !== negated;
}

/** A rule whose conditions about what people didn't do ask for something else; the same object if it has none. */
function withInstead(
  rule: Rule,
  change: { from: Undone; to: 'clicked' | 'received' },
  negated: boolean,
): Rule {
  switch (rule.type) {
    case 'all':
    case 'any': {
      const rules = rule.rules.map((each) => withInstead(each, change, negated));
      return rules.every((each, index) => each === rule.rules[index]) ? rule : { ...rule, rules };
    }
    case 'not': {
      const inside = withInstead(rule.rule, change, !negated);
      return inside === rule.rule ? rule : { ...rule, rule: inside };
    }
    case 'event': {
      if (rule.event !== change.from || !isUndone(rule, negated) || rule.properties !== undefined)
        return rule;
      const { machines: _, ...kept } = rule;
      return { ...kept, event: change.to };
    }
    default:
      return rule;
  }
}
