import { expect, it } from 'vitest';
import { tokenize } from '../../../src/rules/language/tokens.ts';

const cut = (text: string) => {
  const read = tokenize(text);
  if (!read.ok) return `not closed at ${read.problem.at}`;
  return read.tokens.map((token) => (token.kind === 'quoted' ? `<${token.text}>` : token.lower)).join(' | ');
};

it.each([
  ['', ''],
  ['Tagged VIP', 'tagged | vip'],
  ['country=US', 'country | = | us'],
  ['opened>=3 times', 'opened | >= | 3 | times'],
  ['a!=b', 'a | != | b'],
  ['(a,b)', '( | a | , | b | )'],
  ['beta-user 10% x@y.org 3/4/2026', 'beta-user | 10% | x@y.org | 3/4/2026'],
  ["hasn't didn’t ISNT don't", 'has | not | did | not | is | not | do | not'],
  ["can't O'Brien’s", "can't | o'brien's"],
  ['"a b" “a b” „a b“ «a b»', '<a b> | <a b> | <a b> | <a b>'],
  ["'a b' ‘a b’ 'Bob's list'", "<a b> | <a b> | <Bob's list>"],
  ['“mixed" and "mixed”', '<mixed> | and | <mixed>'],
  ['"say \\"hi\\"" "back\\\\slash" "C:\\temp"', '<say "hi"> | <back\\slash> | <C:\\temp>'],
  ['tagged"vip"', 'tagged | <vip>'],
  ['""', '<>'],
  ['tagged "vip', 'not closed at 7'],
  ["tagged 'vip", 'not closed at 7'],
  ['tagged "vip\\"', 'not closed at 7'],
])('splits %s', (text, tokens) => {
  expect(cut(text)).toBe(tokens);
});

it('knows where each token is', () => {
  const read = tokenize(' “a”  isn’t\tb');
  expect(read.ok && read.tokens.map(({ text, at, length }) => [text, at, length])).toEqual([
    ['a', 1, 3],
    ['is', 6, 2],
    ['n’t', 8, 3],
    ['b', 12, 1],
  ]);
});
