import { fitting } from '../offers.ts';
import type { Problem } from '../problem.ts';
import type { RuleContext } from './parse.ts';
import { quote, quoteName } from './quote.ts';

const MOST = 3;

/**
 * What can be said where the words at fault stand: up to three examples of one kind, each of which is understood behind the
 * words before. None if the words have several meanings: then those are offered.
 *
 * @param isUnderstood whether a sentence is
 * @example examplesAt('tagged vpi', problem, …) // ['vip', 'beta']
 */
export function examplesAt(
  text: string,
  { at, asks }: Problem,
  context: RuleContext,
  isUnderstood: (sentence: string) => boolean,
): string[] {
  if (asks === true) return [];
  const before = text.slice(0, at).trimEnd();
  const brackets = before.replace(/"[^"]*"/g, '');
  const open = brackets.split('(').length - brackets.split(')').length;
  const sentence = (example: string) => `${before} ${example}${')'.repeat(Math.max(0, open))}`.trim();
  const { conditions, goingOn, values } = groupsOf(context);
  if (before === '') return conditions;
  return fitting(isUnderstood(sentence('')) ? goingOn : [conditions, ...values], (example) =>
    isUnderstood(sentence(example)),
  );
}

/** Examples by kind: what a condition can be, what can stand behind what is whole already, and what can complete it. */
function groupsOf({ names }: RuleContext) {
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
    values: [
      ['Acme', '"Acme Corp"', 'Acme or Globex'],
      ['is Acme', 'contains acme', 'starts with a'],
      ['in the next 30 days', 'before 2027', 'this month'],
      ['is in the next 30 days', 'is before 2027', 'is this month'],
      times,
      ['last 30 days', 'past 2 weeks', 'last 3 months'],
      first(names.tags).map((name) => quoteName(name)),
      ['Norway', 'US or Canada', 'Germany'],
      ['is Norway', 'is not US', 'is US or Canada'],
      ['subscribed', 'unsubscribed', 'bounced'],
      ['is subscribed', 'is not bounced'],
      ['is true', 'is false'],
      ['true', 'false'],
      ['is more than 5', 'is 3', 'is between 5 and 10'],
      ['5', '10', '3 or 4'],
      first(names.segments).map((name) => quote(name)),
      first(names.events).map((name) => quoteName(name)),
      ['English', 'German', 'French or Spanish'],
      ['is German', 'is not English'],
      ['10%', '5%', '50%'],
      campaigns,
      ['gmail.com', 'example.org'],
      ['ada@example.org'],
      ['valid', 'risky', 'invalid'],
      ['phone', 'company', 'country'],
    ],
  };
}
