import { parseTimeframe } from '../dates/parse.ts';
import { printTimeframe } from '../dates/print.ts';
import type { Timeframe } from '../dates/schema.ts';
import { dateFields, textField } from './fields.ts';
import { countOperators, eventKinds } from './operators.ts';
import type { RuleContext } from './parse.ts';
import { fieldWords, printCondition, printCount } from './print.ts';
import type { Condition, Rule } from './schema.ts';

/**
 * A rule in plain English, for a card: every bracket as a list of its own, timeframes with their dates, and who is in by
 * having nothing at all.
 *
 * @example
 * explainRule(rule, context) // tagged vip and not opened in the last 60 days
 * // Contacts for whom all of this is true:
 * // • tagged vip
 * // • have not opened an email: last 60 days → since Thu 24 Sep 2026, rolling (Europe/London); those who never did are in
 */
export function explainRule(rule: Rule, context: RuleContext): string {
  if (rule.type === 'everyone') return 'All contacts';
  if (rule.type === 'not' && rule.rule.type === 'everyone') return 'Nobody';
  const lines = explain(rule, context);
  return lines.length === 1 ? `Contacts who ${lines[0]}` : `Contacts for whom ${lines.join('\n')}`;
}

const headings = {
  all: ['all of this is true:', 'not all of this is true:'],
  any: ['any of this is true:', 'none of this is true:'],
} as const;

/** A rule as lines; all but the first stand under it. */
function explain(rule: Rule, context: RuleContext, negated = false): string[] {
  switch (rule.type) {
    case 'everyone':
      return [negated ? 'nobody' : 'everyone'];
    case 'all':
    case 'any': {
      const under = rule.rules.flatMap((each) => bullet(explain(each, context)));
      return [headings[rule.type][negated ? 1 : 0], ...under];
    }
    case 'not':
      return explain(rule.rule, context, !negated);
    default:
      return [explainCondition(rule, context, negated)];
  }
}

const bullet = (lines: string[]): string[] =>
  lines.map((line, index) => (index === 0 ? `• ${line}` : `  ${line}`));

function explainCondition(condition: Condition, context: RuleContext, negated: boolean): string {
  switch (condition.type) {
    case 'tagged': {
      const names = printCondition({ ...condition, match: 'any' }, context.names, false).replace(
        /^tagged /,
        '',
      );
      const [one, all] = [condition.tags.length === 1, condition.match === 'all'];
      if (one) return negated ? `are not tagged ${names}` : `are tagged ${names}`;
      const list = names.replaceAll(' or ', ', ');
      if (all) return negated ? `are not tagged with all of ${list}` : `are tagged with all of ${list}`;
      return negated ? `are tagged with none of ${list}` : `are tagged with any of ${list}`;
    }
    case 'text': {
      const missing = negated && textField(condition.field).optional;
      const without = missing ? `; those without a ${fieldWords(condition.field)} are in` : '';
      return `have: ${printCondition(condition, context.names, negated)}${without}`;
    }
    case 'has':
      return `have ${negated ? 'no' : 'a'} ${fieldWords(condition.field)}`;
    case 'date': {
      const { words, verbs, optional } = dateFields[condition.field];
      const verb = condition.field === 'signup date' ? verbs[0] : `were ${verbs[0]}`;
      const without = negated && optional ? `; those without a ${words[0]} are in` : '';
      const said = negated
        ? verb === 'signed up'
          ? 'did not sign up'
          : verb.replace('were', 'were not')
        : verb;
      return `${said}: ${dated(condition.timeframe, context)}${without}`;
    }
    case 'event':
      return explainEvent(condition, context, negated);
    default:
      throw condition satisfies never;
  }
}

function explainEvent(
  condition: Extract<Condition, { type: 'event' }>,
  context: RuleContext,
  negated: boolean,
): string {
  const { event, count, which, timeframe } = condition;
  const { said } = eventKinds[event];
  const time = timeframe === undefined ? '' : `: ${dated(timeframe, context)}`;
  if (which !== undefined) {
    const not = negated ? 'do not have it that they ' : '';
    const never = negated ? '; those who never did are in' : '';
    return `${not}${which} ${said}${time}${never}`;
  }
  if (count === undefined) {
    if (timeframe === undefined) return negated ? `have never ${said}` : `have ever ${said}`;
    return negated ? `have not ${said}${time}; those who never did are in` : `${said}${time}`;
  }
  const often = printCount(count);
  const none = countOperators[count.operator].range(count.n).least === 0 ? !negated : negated;
  const never = none ? '; those who never did are in' : '';
  return `${negated ? 'have not ' : ''}${said} ${often}${time}${never}`;
}

/** A timeframe with its dates: `last 30 days → since Sat 24 Oct 2026, rolling (Europe/London)`. */
function dated(timeframe: Timeframe, { dates }: RuleContext): string {
  const words = printTimeframe(timeframe);
  const parsed = parseTimeframe(words, { ...dates, direction: 'past' });
  return parsed.ok ? parsed.readBack : words;
}
