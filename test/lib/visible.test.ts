import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutInvisible } from '../../src/lib/visible.ts';

describe('a name without invisible characters', () => {
  it.each([
    ['v\u200bi\ufeffp\u00ad', 'vip'],
    ['\u202epiv\u202c', 'piv'],
    ['vip\u2066\u2069\u200e\u061c', 'vip'],
    ['vip\u3164\u115f\u2800\ufff9', 'vip'],
    // A variation selector behind a letter or a digit, a joiner between Latin letters: all twins of "vip1".
    ['v\ufe0fi\u200dp1\ufe0f', 'vip1'],
    ['vip\u{e0041}\u{e0042}', 'vip'],
  ])('is what is left of %j', (typed, seen) => {
    expect(withoutInvisible(typed)).toBe(seen);
  });

  it.each([
    'vip',
    'café ☕',
    '❤️ fans',
    '👩‍💻 👨‍👩‍👧 🏳️‍🌈 👍🏽',
    '1️⃣ first',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿 England',
    // "I want" in Persian, a conjunct in Hindi, Sri Lanka's own name.
    'می\u200cخواهم',
    'क्\u200dष',
    'ශ්\u200dරී',
  ])('is %j itself', (name) => {
    expect(withoutInvisible(name)).toBe(name);
  });

  it('has no direction controls, and stays the same the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const seen = withoutInvisible(text);
        expect(seen).not.toMatch(/\p{Bidi_Control}/u);
        expect(withoutInvisible(seen)).toBe(seen);
      }),
    );
  });
});
