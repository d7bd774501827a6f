import type { Timeframe } from '../../../dates/schema.ts';
import type { EventConditionOver } from '../../conditions/event.ts';
import type { Rule } from '../../schema.ts';
import type { StatusName } from '../words.ts';

/** What stood before the verb of a condition. */
export interface Lead {
  from: number;
  /** The negating word as typed. */
  negation: string | undefined;
  auxiliaries: readonly string[];
  ever: boolean;
}

/** A condition that was said with a verb, and what was said: verbs side by side share what follows the last one. */
export interface Spoken {
  condition: SpokenEvent | Extract<Rule, { type: 'date' | 'has' | 'text' }>;
  negated: boolean;
  /** "has", "did" …: the verb stands for itself. */
  auxiliary: boolean;
  /**
   * A campaign, a timeframe, a count, properties, "ever", or "never" with nothing after it: a verb without any takes what
   * the next one has.
   */
  own: boolean;
  /** "It": of the campaign of the condition before. */
  it?: true;
  /** A count without an operator ("twice"): turned round, it could mean several things. */
  bareCount: boolean;
  /** The status that is meant if the verb has nothing of its own, and the one beside it gives it nothing: "unsubscribed". */
  status?: { is: StatusName /** Said so that no event can be meant: "is unsubscribed". */; now: boolean };
}

/** `each`: of each of the campaigns, not of any of them. */
type SpokenEvent = EventConditionOver<Timeframe> & { each?: true };

/** The rule that a spoken condition is. */
export function spokenRule(spoken: Spoken): Rule {
  const { negated, status } = spoken;
  const condition: Spoken['condition'] =
    status === undefined
      ? spoken.condition
      : { type: 'text', field: 'status', operator: 'is', values: [status.is] };
  if (condition.type === 'event' && condition.each) {
    const { each: _, ...event } = condition;
    const rules = (event.campaigns ?? []).map((campaign) => ({ ...event, campaigns: [campaign] }));
    return { type: 'all', rules };
  }
  return negated ? { type: 'not', rule: condition } : condition;
}
