import { expect, it } from 'vitest';
import { parseRule } from '../../src/rules/language/parse.ts';
import { context, read } from './context.ts';

it.each<[sentence: string, meaning: string]>([
  [
    'neither opened nor clicked in the last 30 days',
    'not opened in the last 30 days and not clicked in the last 30 days',
  ],
  ['has neither opened nor clicked', 'never opened and never clicked'],
  ['not opened nor clicked in 60 days', 'not opened in the last 60 days and not clicked in the last 60 days'],
  ['neither tagged vip nor beta', 'not tagged vip or beta'],
  ['tagged neither vip nor beta', 'not tagged vip or beta'],
  ['not tagged vip nor beta', 'not tagged vip or beta'],
  ['not tagged vip nor opened', 'not tagged vip and never opened'],
  ['neither tagged vip nor opened this month', 'not tagged vip and not opened this month'],
  ['country is neither US nor GB', 'country is not United States or United Kingdom'],
  ['tagged vip and neither opened nor clicked', 'tagged vip and never opened and never clicked'],
])('reads "nor": %s', (sentence, meaning) => {
  expect(read(sentence)).toBe(meaning);
  expect(read(meaning)).toBe(meaning);
});

it.each<[sentence: string, ...offers: string[]]>([
  ['tagged vip nor beta', 'tagged vip or beta', 'tagged vip and not tagged beta'],
  ['opened nor clicked', 'opened or clicked', 'opened and not clicked'],
  ['country is US nor GB', 'country is US or GB', 'country is US and country is not GB'],
  ['tagged vip nor opened', 'tagged vip or opened', 'tagged vip and not opened'],
])('asks about "nor" with nothing negated before it: %s', (sentence, ...offers) => {
  const parsed = parseRule(sentence, context);
  expect(parsed.ok ? [] : parsed.problems[0]?.suggestions).toEqual(offers);
});
