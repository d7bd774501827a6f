import type { Timeframe } from '../../dates/schema.ts';
import type { EventConditionOver, Rule } from '../schema.ts';

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
  condition: SpokenEvent | Extract<Rule, { type: 'date' | 'has' }>;
  negated: boolean;
  /** "has", "did" …: the verb stands for itself. */
  auxiliary: boolean;
  /**
   * A campaign, a timeframe, a count, properties, "ever", or "never" with nothing after it: a verb without any takes what
   * the next one has.
   */
  own: boolean;
  /** A count without an operator ("twice"): turned round, it could mean several things. */
  bareCount: boolean;
}

/** `each`: of each of the campaigns, not of any of them. */
type SpokenEvent = EventConditionOver<Timeframe> & { each?: true };

/** The rule that a spoken condition is. */
export function spokenRule({ condition, negated }: Spoken): Rule {
  if (condition.type === 'event' && condition.each) {
    const { each: _, ...event } = condition;
    const rules = (event.campaigns ?? []).map((campaign) => ({ ...event, campaigns: [campaign] }));
    return { type: 'all', rules };
  }
  return negated ? { type: 'not', rule: condition } : condition;
}
