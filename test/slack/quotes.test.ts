import { expect, it } from 'vitest';
import { unquote } from '../../src/slack/quotes.ts';

it.each([
  ['vip', 'vip'],
  ['  "VIP Customer" ', 'VIP Customer'],
  ['“Recent VIPs”', 'Recent VIPs'],
  ['“Recent VIPs“', 'Recent VIPs'],
  ["'a'", 'a'],
  ['"a', '"a'],
  ['the "a"', 'the "a"'],
  ['"', '"'],
  ['', ''],
])('reads %j as %j', (typed, name) => {
  expect(unquote(typed)).toBe(name);
});
