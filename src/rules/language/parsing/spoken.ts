import type { Timeframe } from '../../../dates/schema.ts';
import type { EventConditionOver } from '../../conditions/stored-event.ts';
import type { Rule } from '../../schema.ts';
import type { StatusName } from '../words.ts';

/** The words before the verb of a condition. */
export interface Lead {
  from: number;
  /** The negating word as typed. */
  negation: string | undefined;
  auxiliaries: readonly string[];
  ever: boolean;
}

/** A condition with a verb, and its parts: verbs in a row share what follows the last one. */
export interface Spoken {
  condition: SpokenEvent | Extract<Rule, { type: 'date' | 'has' | 'text' }>;
  negated: boolean;
  /** "has", "did" …: the verb is independent of the next one. */
  auxiliary: boolean;
  /**
   * A campaign, a timeframe, a count, properties, "ever", or "never" with nothing after it: a verb without
   * any takes those of the next one.
   */
  own: boolean;
  /** "It": the campaign of the condition before. */
  it?: true;
  /** A count without an operator ("twice"): negated, it has several possible meanings. */
  bareCount: boolean;
  /**
   * The status that the verb means if it has no parts of its own and takes none from the next verb:
   * "unsubscribed".
   */
  status?: { is: StatusName /** Said so that no event can be meant: "is unsubscribed". */; now: boolean };
}

/** `each`: each of the campaigns, not any of them. */
type SpokenEvent = EventConditionOver<Timeframe> & { each?: true };

/** The rule for a spoken condition. */
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
