import { describe, expect, it } from 'vitest';
import { explainRule } from '../../src/rules/language/explain.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';
import { context } from './context.ts';

const printed = (sentence: string): string => {
  const parsed = parseRule(sentence, context);
  return parsed.ok ? printRule(parsed.rule, context.names) : `refused: ${parsed.problems[0]?.message}`;
};

describe('rules about topics, pauses and ways of unsubscribing', () => {
  it.each([
    ['subscribed to "Product news"', 'subscribed to "Product news"'],
    ['subscribed to product news', 'subscribed to "Product news"'],
    ['everyone who is subscribed to the topic Events', 'subscribed to "Events"'],
    ['not subscribed to "Product news"', 'not subscribed to "Product news"'],
    ['people not subscribed to Events', 'not subscribed to "Events"'],
    ['subscribed to "Product news" or Events', 'subscribed to "Product news" or "Events"'],
    ['subscribed to Events and "Product news"', 'subscribed to "Events" and "Product news"'],
    ['subscribed to Events and tagged vip', 'subscribed to "Events" and tagged vip'],
    ['subscribers of "Product news" in Norway', 'subscribed to "Product news" and country is Norway'],
    ['paused', 'paused'],
    ['contacts who are paused', 'paused'],
    ['not paused and tagged vip', 'not paused and tagged vip'],
    ['tagged vip and not paused', 'tagged vip and not paused'],
    ['unsubscribed by one-click this month', 'unsubscribed by one-click this month'],
    ['people who unsubscribed by one click', 'unsubscribed by one-click'],
    ['who have not unsubscribed by one-click this year', 'not unsubscribed by one-click this year'],
    [
      'unsubscribed on their preference page in the last 30 days',
      'unsubscribed on the preference page in the last 30 days',
    ],
    // What was true before.
    ['subscribed', 'status is subscribed'],
    ['subscribed to our list', 'status is subscribed'],
    ['unsubscribed this month', 'unsubscribed this month'],
  ])('reads %s', (sentence, rule) => {
    expect(printed(sentence)).toBe(rule);
    expect(printed(rule)).toBe(rule);
  });

  it.each([
    ['subscribed to "Product new"', 'did you mean "Product news"?'],
    ['subscribed to', ''],
    ['not subscribed to Events and "Product news"', ''],
    ['never paused', 'not as they were before'],
  ])('refuses %s', (sentence, why) => {
    expect(printed(sentence)).toMatch(/^refused: /);
    expect(printed(sentence)).toContain(why);
  });

  it.each([
    ['subscribed to "Product news"', 'subscribed to "Product news"'],
    ['not subscribed to "Product news" or Events', 'subscribed to none of "Product news", "Events"'],
    ['not paused', 'not paused'],
    ['unsubscribed by one-click this month', 'unsubscribed from a topic or everything by one-click'],
    [
      'not unsubscribed by one-click',
      'did not unsubscribe from a topic or everything by one-click; includes those who never did',
    ],
  ])('reads %s back', (sentence, words) => {
    const parsed = parseRule(sentence, context);
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    expect(explainRule(parsed.rule, context)).toContain(words);
  });
});
