import { expect, test } from 'vitest';
import { seenLines } from '../../src/csv/seen.ts';

test('remembers the line of every key, and knows no other, however many there are', () => {
  const seen = seenLines();
  const key = (index: number): string => `person.${index}@example.org`;
  for (let index = 0; index < 200_000; index += 1) {
    expect(seen.find(key(index))).toBeUndefined();
    seen.add(key(index), index + 2);
  }
  for (let index = 0; index < 200_000; index += 1) {
    if (seen.find(key(index)) !== index + 2)
      expect(`${key(index)} is on line ${seen.find(key(index))}`).toBe(index + 2);
  }
});

test.each([
  ['ab', 'ba'],
  ['a@b.cc', 'a@b.cd'],
  ['', '\0'],
  ['ada@example.org', 'ada@example.orgada@example.org'],
])('tells %j from %j', (one, other) => {
  const seen = seenLines();
  seen.add(one, 7);
  expect([seen.find(one), seen.find(other)]).toEqual([7, undefined]);
});
