import { describe, expect, it } from 'vitest';
import { percentOf } from '../../../src/lib/campaigns/shares.ts';

describe('shares', () => {
  it.each([
    [212, 4770, '4.4 %'],
    [143, 4770, '3.0 %'],
    [1, 3, '33 %'],
    [1, 1, '100 %'],
    [0, 0, '0 %'],
    [0, 5, '0 %'],
    [1, 100_000, '< 0.1 %'],
    [99_999, 100_000, '99.9 %'],
    [98, 99, '99 %'],
    [1, 99, '1 %'],
    [50, 100, '50.0 %'],
    [4770, 4770, '100 %'],
  ])('says %d of %d as %s', (part, of, said) => {
    expect(percentOf(part, of)).toBe(said.replaceAll(' ', '\u00a0'));
  });
});
