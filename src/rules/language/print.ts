import type { Condition } from '../conditions/kinds.ts';
import { kindOf } from '../conditions/kinds.ts';
import type { Names } from '../names.ts';
import { isMailEvent } from '../operators.ts';
import type { Rule } from '../schema.ts';
import { ofCampaign } from './print-event.ts';

/**
 * A rule as its canonical sentence: `parseRule(printRule(rule, names), { names, … })` gives the rule back. A
 * deleted tag is printed by its id.
 *
 * @example printRule({ type: 'tagged', match: 'any', tags: [1, 2] }, names) // 'tagged vip or beta-user'
 */
export function printRule(rule: Rule, names: Names): string {
  switch (rule.type) {
    case 'everyone':
      return 'everyone';
    case 'all':
    case 'any':
      return printJoined(rule, names);
    case 'not':
      return printNot(rule.rule, names);
    default:
      return printCondition(rule, names, false);
  }
}

/** A condition, or its complement, in words. */
export function printCondition(condition: Condition, names: Names, negated: boolean): string {
  return kindOf(condition).print(condition, names, negated);
}

function printNot(rule: Rule, names: Names): string {
  switch (rule.type) {
    case 'everyone':
      return 'not everyone';
    case 'any':
      return `none of (${rule.rules.map((each) => printPart(each, names)).join(', ')})`;
    case 'all':
    case 'not':
      return `not (${printRule(rule, names)})`;
    default:
      return printCondition(rule, names, true);
  }
}

function printJoined({ type, rules }: Extract<Rule, { rules: Rule[] }>, names: Names): string {
  const printed = rules.map((rule, index) => {
    const text = printPart(rule, names);
    // "never opened or clicked": the parser asks whether "never" applies to the second verb.
    const reaches = type === 'any' && rule.type === 'not' && hasVerb(rule.rule) && hasVerb(rules[index + 1]);
    const before = rules[index - 1];
    return reaches || isOfAnyCampaign(rule, before) || isLikeReason(rule, before) ? `(${text})` : text;
  });
  return printed.join(type === 'all' ? ' and ' : ' or ');
}

/** A rule inside another one: joined conditions are in brackets. */
export function printPart(rule: Rule, names: Names): string {
  const text = printRule(rule, names);
  return rule.type === 'all' || rule.type === 'any' ? `(${text})` : text;
}

const hasVerb = (rule: Rule | undefined): boolean =>
  rule?.type === 'event' || rule?.type === 'date' || rule?.type === 'campaign';

/** "left out of “A” because they bounced and paused": the parser asks whether that is another reason. */
function isLikeReason(rule: Rule, before: Rule | undefined): boolean {
  const one = before?.type === 'not' ? before.rule : before;
  return one?.type === 'campaign' && one.because !== undefined && rule.type === 'paused';
}

/** "received “A” and opened in March": the parser asks whether both are about the same campaign. */
function isOfAnyCampaign(rule: Rule, before: Rule | undefined): boolean {
  const [one, other] = [before, rule].map((each) => (each?.type === 'not' ? each.rule : each));
  return (
    (one?.type === 'event' || one?.type === 'campaign') &&
    ofCampaign(one) &&
    other?.type === 'event' &&
    isMailEvent(other.event) &&
    !ofCampaign(other)
  );
}
