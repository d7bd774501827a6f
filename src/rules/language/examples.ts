import { fittingExamples } from '../../lib/offers.ts';
import type { Problem } from '../../lib/problem.ts';
import type { RuleContext } from '../context.ts';
import { quote, quoteName } from './quote.ts';
import { printToldApart } from './told-apart.ts';

const MOST = 3;

/**
 * What people can write in place of the words at fault: up to three examples of one kind, each of which makes
 * sense after the words before.
 *
 * @param isUnderstood whether a sentence is understood
 * @example examplesAt('tagged vpi', problem, …) // ['vip', 'beta']
 */
export function examplesAt(
  text: string,
  { at }: Problem,
  context: RuleContext,
  isUnderstood: (sentence: string) => boolean,
): string[] {
  const groups = groupsOf(context);
  const words = text.slice(0, at).trimEnd();
  const [, clause = words] = lastClause.exec(words) ?? [];
  // What fits after "opened" doesn't fit after "opened a". After an earlier fault only the last condition counts.
  for (const before of [
    words,
    ...shortened(words),
    ...(clause === words ? [] : [clause, ...shortened(clause)]),
  ]) {
    const examples = examplesBehind(before, groups, isUnderstood);
    if (examples.length > 0) return examples;
  }
  return groups.conditions;
}

function examplesBehind(
  before: string,
  { conditions, goingOn, values, events }: Groups,
  isUnderstood: (sentence: string) => boolean,
): string[] {
  if (before === '') return conditions;
  const brackets = before.replace(/"[^"]*"/g, '');
  const open = Math.max(0, brackets.split('(').length - brackets.split(')').length);
  const sentence = (example: string) => `${before} ${example}`.trim() + ')'.repeat(open);
  const groups = isUnderstood(sentence(''))
    ? goingOn
    : beginsEvent.test(before) && events.length > 0
      ? [events]
      : beginsCondition.test(before)
        ? [conditions, ...values]
        : [...values, conditions];
  return fittingExamples(groups, (example) => isUnderstood(sentence(example)));
}

/** The words without the last one, without the last two, and so on. */
function shortened(words: string): string[] {
  const shorter: string[] = [];
  for (let left = words; left !== '' && shorter.length < MOST_SHORTER; ) {
    left = left.replace(/\s*\S+$/, '');
    shorter.push(left);
  }
  return shorter;
}

const MOST_SHORTER = 4;

/** What follows the last connector: a condition. */
const lastClause = /.*(?:\s(?:and|or|but)\s+|,\s*)(.*)$/is;

/** What comes before a condition. */
const beginsCondition =
  /(?:^|[\s,(])(?:and|or|but|not|who|that|whose|everyone|contacts|people|of|[,(])$|[,(]$/i;
/** What comes before an own event. */
const beginsEvent = /(?:^|\s)(?:did|did not|didn['’]t)$/i;

type Groups = ReturnType<typeof groupsOf>;

/** Examples by kind: a condition, what can follow a complete sentence, and what can complete a condition. */
function groupsOf({ names, dates }: RuleContext) {
  const { events: _, ...things } = names;
  const year = dates.now.getUTCFullYear() + 1;
  const first = (things: readonly { name: string }[]) => things.slice(0, MOST).map(({ name }) => name);
  const [tag = 'vip'] = first(names.tags).map((name) => quoteName(name));
  const campaigns = first(names.campaigns).map((name) => quote(name));
  const times = ['in the last 30 days', 'at least 3 times', ...campaigns.slice(0, 1), 'this month'];
  return {
    conditions: [
      ...(names.tags.length > 0 ? [`tagged ${tag}`] : []),
      'opened in the last 30 days',
      'country is Norway',
      'signed up this month',
    ].slice(0, MOST),
    goingOn: [
      times,
      ['and opened in the last 30 days', 'and country is Norway', 'and signed up this month'],
      ['or opened in the last 30 days', 'or country is Norway', 'or signed up this month'],
      [', country is Norway', ', opened in the last 30 days', ', signed up this month'],
    ],
    events: first(names.events).map((name) => quoteName(name)),
    values: [
      ['Acme', '"Acme Corp"', 'Acme or Globex'],
      ['is Acme', 'contains acme', 'starts with a'],
      ['in the next 30 days', `before ${year}`, 'this month'],
      ['is in the next 30 days', `is before ${year}`, 'is this month'],
      ['7 days', '30 days', '3 months'],
      times,
      ['1 March', 'Monday', 'yesterday'],
      ['last 30 days', 'past 2 weeks', 'last 3 months'],
      ['contains acme', 'ends with @example.org', 'is ada@example.org'],
      ['phone', 'company', 'country'],
      ['Norway', 'US or Canada', 'Germany'],
      ['is Norway', 'is not US', 'is US or Canada'],
      first(names.events).map((name) => quoteName(name)),
      first(names.tags).map((name) => quoteName(name)),
      ['subscribed', 'unsubscribed', 'bounced'],
      ['is subscribed', 'is not bounced'],
      ['is true', 'is false'],
      ['true', 'false'],
      ['is more than 5', 'is 3', 'is between 5 and 10'],
      ['5', '10', '3 or 4'],
      ['5', '10', '100'],
      first(names.segments).map((name) => quote(name)),
      ['English', 'German', 'French or Spanish'],
      ['is German', 'is not English'],
      ['10%', '5%', '50%'],
      campaigns,
      ['gmail.com', 'example.org'],
      ['ada@example.org'],
      ['valid', 'risky', 'invalid'],
      ['1 March', '31 December', 'today'],
      first(names.events.flatMap(({ properties }) => properties)).map((name) => quoteName(name)),
      ...Object.values(things).map((all) => all.slice(-MOST).map((each) => printToldApart(each, all))),
    ],
  };
}
