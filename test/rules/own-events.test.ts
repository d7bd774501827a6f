import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../../src/rules/context.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';
import { context as workspace } from './context.ts';

const kinds = (...names: string[]): RuleContext => ({
  ...workspace,
  names: {
    ...workspace.names,
    attributes: [
      { id: 1, name: 'trial', type: 'boolean', yearly: false },
      { id: 2, name: 'ordered', type: 'number', yearly: false },
    ],
    events: names.map((name) => ({ name, properties: [] })),
  },
});

/** The canonical sentence, or the words at fault and what is suggested. */
function read(sentence: string, context: RuleContext): string {
  const parsed = parseRule(sentence, context);
  if (parsed.ok) return printRule(parsed.rule, context.names);
  const [problem] = parsed.problems;
  const { at = 0, length = 0, suggestions = [] } = problem ?? {};
  return [`[${sentence.slice(at, at + length)}]`, ...suggestions].join(' → ');
}

describe('own events by their verbs', () => {
  it.each<[recorded: string, sentence: string, meaning: string]>([
    ['purchase', 'purchased in the last 90 days', 'did purchase in the last 90 days'],
    ['purchased', 'purchased in the last 90 days', 'did purchased in the last 90 days'],
    ['purchased', 'did not purchase this year', 'did not purchased this year'],
    ['purchase', 'Customers who PURCHASED', 'did purchase ever'],
    ['purchase', 'never purchased', 'never did purchase'],
    ['purchase', 'hasn’t purchased anything in 90 days', 'did not purchase in the last 90 days'],
    ['purchase', 'bought', 'did purchase ever'],
    ['purchase', 'has never bought anything from us', 'never did purchase'],
    ['purchase', 'bought nothing this year', 'did not purchase this year'],
    ['purchase', 'last purchased more than 6 months ago', 'last did purchase more than 6 months ago'],
    ['purchase', 'last bought more than a year ago', 'last did purchase more than 1 year ago'],
    [
      'purchase',
      'never purchased, or last purchased over a year ago',
      '(never did purchase) or last did purchase more than 1 year ago',
    ],
    ['purchase', 'first purchased this month', 'first did purchase this month'],
    ['purchase', 'made a purchase in March 2026', 'did purchase in March 2026'],
    ['purchase', 'has not made any purchases this year', 'did not purchase this year'],
    ['purchase', 'tagged vip and purchased twice', 'tagged vip and did purchase exactly twice'],
    ['purchase', 'tagged vip or beta and bought this week', 'tagged vip or beta and did purchase this week'],
    ['buy', 'purchased yesterday', 'did buy yesterday'],
    ['order', 'ordered this week', 'did order this week'],
    ['ordered', 'placed an order this week', 'did ordered this week'],
    ['order', 'never ordered', 'never did order'],
    ['order placed', 'placed an order this week', 'did "order placed" this week'],
    ['sign in', 'signed in this week', 'did "sign in" this week'],
    ['sign_in', 'signed in this week', 'did sign_in this week'],
    ['signed-in', 'has not signed in for 30 days', 'did not signed-in in the last 30 days'],
    ['login', 'logged in today', 'did login today'],
    ['checkout', 'checked out twice', 'did checkout exactly twice'],
    ['trial started', 'trial started in the last 7 days', 'did "trial started" in the last 7 days'],
    ['trial started', 'started a trial this month', 'did "trial started" this month'],
    ['download', 'downloaded in March 2026', 'did download in March 2026'],
    ['reply', 'replied this week', 'did reply this week'],
    ['upgrade plan', 'upgraded their plan this month', 'did "upgrade plan" this month'],
    ['ship', 'shipped', 'did ship ever'],
    // "Did" always means the event; an attribute whose name begins the same way doesn't interfere.
    ['trial started', 'did trial started in the last 30 days', 'did "trial started" in the last 30 days'],
    ['trial', 'did trial', 'did trial ever'],
    ['ordered', 'ordered > 5', 'ordered > 5'],
  ])('are read if %s is recorded: %s', (recorded, sentence, meaning) => {
    const context = kinds(recorded, 'webinar joined');
    expect(read(sentence, context)).toBe(meaning);
    expect(read(meaning, context)).toBe(meaning);
  });

  it.each<[recorded: string, sentence: string, refusal: string]>([
    [
      'purchase,purchased',
      'purchased this week',
      '[purchased] → did purchase this week → did purchased this week',
    ],
    ['purchase,purchased', 'never bought', '[never bought] → did not purchase → did not purchased'],
    [
      'order,ordered',
      'last ordered this year',
      '[last ordered] → last did order this year → last did ordered this year',
    ],
    ['purchase', 'purchase twice', '[purchase] → did purchase twice'],
    ['purchase', 'purchsed this week', '[purchsed] → purchased this week'],
    ['purchase', 'did purchse', '[purchse] → did purchase'],
    ['purchase', 'ordered this week', '[this]'],
    ['purchase', 'never not bought', '[never not]'],
    ['purchase', 'has not bought nothing', '[has not bought nothing]'],
  ])('are refused if %s are recorded: %s', (recorded, sentence, refusal) => {
    expect(read(sentence, kinds(...recorded.split(',')))).toBe(refusal);
  });

  it('leave a word to the tag with that name, in a list of tags', () => {
    const context = kinds('beta', 'churned');
    expect(read('tagged vip or churned', context)).toBe('tagged vip or churned');
  });

  it('leave the verbs of mail and of sign-up to them', () => {
    const context = kinds('open', 'sign up', 'opened app');
    expect(read('opened this week', context)).toBe('opened this week');
    expect(read('signed up this week', context)).toBe('signed up this week');
    expect(read('opened app this week', context)).toBe('did "opened app" this week');
  });
});
