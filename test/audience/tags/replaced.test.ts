import { describe, expect, it } from 'vitest';
import { withTagReplaced } from '../../../src/audience/tags/replaced.ts';
import { mentionsOf } from '../../../src/rules/mentions.ts';
import { type Rule, ruleSchema } from '../../../src/rules/schema.ts';

const tagged = (match: 'any' | 'all', ...tags: number[]): Rule => ({ type: 'tagged', match, tags });

describe('a stored rule', () => {
  it.each<[string, Rule, boolean]>([
    ['a condition', tagged('any', 7), true],
    ['one of several tags', tagged('all', 3, 7), true],
    [
      'deep inside',
      { type: 'not', rule: { type: 'any', rules: [tagged('any', 1), tagged('any', 7)] } },
      true,
    ],
    ['another tag', tagged('any', 77), false],
    ['a segment of the same id', { type: 'segment', match: 'any', segments: [7] }, false],
    ['any tag at all', { type: 'has-tags' }, false],
    ['a count of seven', { type: 'event', event: 'opened', count: { operator: 'at least', n: 7 } }, false],
  ])('uses tag 7 or doesn’t: %s', (_, rule, expected) => {
    expect(ruleSchema.safeParse(rule).success).toBe(true);
    expect(mentionsOf(rule).tags.has(7)).toBe(expected);
  });

  it.each<[Rule, Rule]>([
    [tagged('any', 7), tagged('any', 9)],
    [tagged('all', 7, 9), tagged('any', 9)],
    [tagged('any', 9, 7, 3), tagged('any', 9, 3)],
    [tagged('all', 7, 3), tagged('all', 9, 3)],
    [tagged('any', 1), tagged('any', 1)],
    [
      {
        type: 'all',
        rules: [
          { type: 'not', rule: tagged('any', 7) },
          { type: 'segment', match: 'any', segments: [7] },
        ],
      },
      {
        type: 'all',
        rules: [
          { type: 'not', rule: tagged('any', 9) },
          { type: 'segment', match: 'any', segments: [7] },
        ],
      },
    ],
  ])('gets tag 9 in place of 7: %j', (rule, expected) => {
    const replaced = withTagReplaced(rule, 7, 9);
    expect(replaced).toEqual(expected);
    expect(ruleSchema.safeParse(replaced).success).toBe(true);
  });

  it('that a later version wrote is searched anyway', () => {
    const rule = { type: 'most of', parts: [{ weight: 7, what: tagged('any', 7) }], note: null };
    expect(mentionsOf(rule).tags.has(7)).toBe(true);
    expect(withTagReplaced(rule, 7, 9)).toEqual({
      type: 'most of',
      parts: [{ weight: 7, what: tagged('any', 9) }],
      note: null,
    });
  });
});
