import type { Timeframe } from '../../../../dates/schema.ts';
import { defined } from '../../../../lib/defined.ts';
import type { CampaignCondition } from '../../../conditions/campaign.ts';
import type { EventConditionOver } from '../../../conditions/stored-event.ts';
import type { Rule } from '../../../schema.ts';
import type { StatusName } from '../../words.ts';

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
  condition: SpokenEvent | SpokenCampaign | Extract<Rule, { type: 'date' | 'has' | 'text' }>;
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
  /** Said as "sent": with campaigns and nothing else, it is about their outcome. */
  sent?: true;
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
type SpokenCampaign = CampaignCondition & { each?: true };

/** The rule for a spoken condition. */
export function spokenRule(spoken: Spoken): Rule {
  const { negated, status, sent } = spoken;
  const condition: Spoken['condition'] =
    status === undefined
      ? spoken.condition
      : { type: 'text', field: 'status', operator: 'is', values: [status.is] };
  if (condition.type !== 'event' && condition.type !== 'campaign')
    return negated ? { type: 'not', rule: condition } : condition;
  const { each, ...mail } = condition;
  if (!each) {
    const rule = sent ? asSent(mail) : mail;
    return negated ? { type: 'not', rule } : rule;
  }
  const rules = (mail.campaigns ?? []).map((campaign) => ({ ...mail, campaigns: [campaign] }));
  return { type: 'all', rules: sent ? rules.map(asSent) : rules };
}

/** "Was sent “A”" is about the outcome of "A"; "was sent an email this month" is an event. */
function asSent(
  mail: Omit<SpokenEvent, 'each'> | CampaignCondition,
): Omit<SpokenEvent, 'each'> | CampaignCondition {
  const { type: _, ...rest } = mail;
  const { event: __, campaigns, latest, ...others } = { event: '', ...rest };
  const isOnly = Object.keys(others).length === 0 && (campaigns !== undefined || latest !== undefined);
  return isOnly ? { type: 'campaign', was: 'sent', ...defined({ campaigns, latest }) } : mail;
}
