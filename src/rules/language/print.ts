import { dateFields, textField } from '../fields.ts';
import { isMailEvent, textOperators } from '../operators.ts';
import type { Condition, Names, Rule } from '../schema.ts';
import { seesAsYesNo } from './ambiguous.ts';
import { ofCampaign, printEvent } from './print-event.ts';
import { printTest } from './print-test.ts';
import { printNamed, quote, quoteName, quoteValue } from './quote.ts';
import { timeInSentence } from './time-in-sentence.ts';

/**
 * A rule as its canonical sentence: `parseRule(printRule(rule, names), { names, … })` gives the rule. A tag that is gone
 * is printed by its id.
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
  const not = negated ? 'not ' : '';
  switch (condition.type) {
    case 'tagged':
      return printList('tagged', condition.match, tagNames(condition.tags, names), negated);
    case 'has-tags':
      return negated ? 'has no tags' : 'has tags';
    case 'segment':
      return printList(
        'in segment',
        condition.match,
        condition.segments.map((id) => printNamed(id, names.segments)),
        negated,
      );
    case 'random':
      return `${not}random ${condition.percent}%`;
    case 'text': {
      const { words, negated: turned } = textOperators[condition.operator];
      const field = textField(condition.field);
      const values = condition.values.map((value) => {
        const isFree = field.choices().length === 0;
        return isFree && seesAsYesNo(value, names) ? quote(value) : quoteValue(field, field.show(value));
      });
      return `${field.words[0]} ${(negated ? turned : words)[0]} ${values.join(' or ')}`;
    }
    case 'has':
      return `has ${negated ? 'no ' : ''}${fieldWords(condition.field)}`;
    case 'date':
      return `${not}${dateFields[condition.field].verbs[0]} ${timeInSentence(condition.timeframe)}`;
    case 'attribute':
      return printTest(attributeName(condition.attribute, names), condition.test, negated, (value) =>
        seesAsYesNo(value, names),
      );
    case 'event':
      return printEvent(condition, names, negated);
    default:
      throw condition satisfies never;
  }
}

/** A field's name as it is printed. */
export function fieldWords(name: Extract<Condition, { type: 'has' }>['field']): string {
  return (
    (name in dateFields ? dateFields[name as keyof typeof dateFields] : textField(name as never)).words[0] ??
    name
  );
}

/** An attribute's name as it is printed. */
export function attributeName(id: number, names: Names): string {
  const attribute = names.attributes.find((each) => each.id === id);
  return attribute === undefined ? `#${id}` : quoteName(attribute.name);
}

function printList(lead: string, match: 'any' | 'all', names: string[], negated: boolean): string {
  const list = `${lead} ${names.join(match === 'all' ? ' and ' : ' or ')}`;
  if (!negated) return list;
  return match === 'all' ? `not (${list})` : `not ${list}`;
}

/** Tags' names as they are printed. */
export function tagNames(ids: readonly number[], names: Names): string[] {
  const byId = new Map(names.tags.map((tag) => [tag.id, quoteName(tag.name)]));
  return ids.map((id) => byId.get(id) ?? `#${id}`);
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
    // "never opened or clicked": the parser asks whether the not reaches the second verb.
    const reaches = type === 'any' && rule.type === 'not' && hasVerb(rule.rule) && hasVerb(rules[index + 1]);
    return reaches || isOfAnyCampaign(rule, rules[index - 1]) ? `(${text})` : text;
  });
  return printed.join(type === 'all' ? ' and ' : ' or ');
}

/** A rule that stands in another: joined conditions come in brackets. */
function printPart(rule: Rule, names: Names): string {
  const text = printRule(rule, names);
  return rule.type === 'all' || rule.type === 'any' ? `(${text})` : text;
}

const hasVerb = (rule: Rule | undefined): boolean => rule?.type === 'event' || rule?.type === 'date';

/** "received “A” and opened in March": the parser asks whether that is of the same campaign. */
function isOfAnyCampaign(rule: Rule, before: Rule | undefined): boolean {
  const [one, other] = [before, rule].map((each) => (each?.type === 'not' ? each.rule : each));
  return (
    one?.type === 'event' &&
    ofCampaign(one) &&
    other?.type === 'event' &&
    isMailEvent(other.event) &&
    !ofCampaign(other)
  );
}
