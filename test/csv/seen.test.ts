import { expect, test } from 'vitest';
import { seenKeys } from '../../src/csv/rows/seen.ts';

test('remembers every key, and knows no other, however many it has seen', () => {
  const seen = seenKeys();
  const key = (index: number): string => `person.${index}@example.org`;
  const news: boolean[] = [];
  for (let index = 0; index < 200_000; index += 1) news.push(seen.add(key(index)));
  expect(news.indexOf(false)).toBe(-1);
  const olds = news.map((_, index) => seen.add(key(index)));
  expect(olds.indexOf(true)).toBe(-1);
});

test.each([
  ['ab', 'ba'],
  ['a@b.cc', 'a@b.cd'],
  ['', '\0'],
  ['ada@example.org', 'ada@example.orgada@example.org'],
])('distinguishes %j from %j', (one, other) => {
  const seen = seenKeys();
  expect([seen.add(one), seen.add(other), seen.add(one), seen.add(other)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
