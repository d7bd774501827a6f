import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromCompactJson, toCompactJson } from '../../../src/slack/core/compact-json.ts';

it('returns what was put in, compressed or not', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), fc.nat(600), (sentence, room) => {
      expect(fromCompactJson(toCompactJson({ sentence }, room))).toEqual({ sentence });
    }),
  );
});

it('leaves what fits unchanged, and makes a long rule fit', () => {
  expect(toCompactJson({ id: 1 }, 100)).toBe('{"id":1}');
  const tags = Array.from({ length: 150 }, (_, index) => `"met at fair ${(index * 7919) % 997}"`);
  const rule = { sentence: `tagged ${tags.join(' or ')}` };
  expect(JSON.stringify(rule).length).toBeGreaterThan(3000);
  expect(toCompactJson(rule, 3000).length).toBeLessThan(1500);
});
