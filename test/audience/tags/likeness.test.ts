import { describe, expect, it } from 'vitest';
import { areAlike } from '../../../src/audience/tags/likeness.ts';
import { inStyle } from '../../../src/audience/tags/style.ts';

describe('names of tags that are very similar', () => {
  it.each([
    ['vip', 'VIP', 'case'],
    ['beta user', 'beta-user', 'a hyphen'],
    ['beta_user', 'BetaUser', 'an underscore'],
    ['customer', 'customers', 'a plural'],
    ['agency', 'agencies', 'a plural in -ies'],
    ['box', 'boxes', 'a plural in -es'],
    ['VIP Customers', 'vip-customer', 'several at once'],
    ['churned', 'chruned', 'two letters swapped'],
    ['newsletter', 'newsleter', 'a letter missing'],
    ['webinar', 'webinat', 'another letter'],
  ])('are %s and %s: %s', (a, b) => {
    expect([areAlike(a, b), areAlike(b, a)]).toEqual([true, true]);
  });

  it.each([
    ['us', 'uk', 'short words'],
    ['vip', 'vpn', 'three letters'],
    ['plan 1', 'plan 2', 'digits'],
    ['2025 event', '2026 event', 'years'],
    ['event 1', 'event 10', 'a digit more'],
    ['boss', 'bo', 'no plural'],
    ['churned', 'charmed', 'two letters'],
    ['lead', 'customer', 'anything else'],
  ])('are not %s and %s: %s', (a, b) => {
    expect([areAlike(a, b), areAlike(b, a)]).toEqual([false, false]);
  });
});

describe('a style of names', () => {
  it.each([
    ['VIP Customer', 'free', 'VIP Customer'],
    ['VIP Customer', 'lower-case', 'vip customer'],
    ['VIP Customer', 'kebab-case', 'vip-customer'],
    ['  R&D / Ada’s_team ', 'kebab-case', 'r-d-adas-team'],
    ['Größe Ⅲ', 'kebab-case', 'größe-ⅲ'],
    ['already-fine-2', 'kebab-case', 'already-fine-2'],
    ['🎉', 'kebab-case', ''],
  ] as const)('formats %j in %s as %j', (name, style, expected) => {
    expect(inStyle(name, style)).toBe(expected);
    expect(inStyle(expected, style)).toBe(expected);
  });
});
