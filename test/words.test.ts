import { expect, it } from 'vitest';
import { nearest } from '../src/words.ts';

const known = ['vip', 'VIP Customer', 'beta-user', 'newsletter', 'churned'];

it.each([
  ['vpi', ['vip']],
  ['VIP', ['vip']],
  ['beta user', ['beta-user']],
  ['newsleter', ['newsletter']],
  ['chruned', ['churned']],
  ['partner', []],
  ['', []],
])('takes %j for %j', (typed, meant) => {
  expect(nearest(typed, known)).toEqual(meant);
});

it('names at most three, the nearest first', () => {
  expect(nearest('tag1', ['tag9', 'tag8', 'tag7', 'tag6', 'tag1'])).toEqual(['tag1', 'tag6', 'tag7']);
});
