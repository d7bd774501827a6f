import { describe, expect, it } from 'vitest';
import { missedOf, percentOf } from '../../../src/lib/campaigns/shares.ts';

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

  it('counts who may be sent it again: no one who opted out, none who may have it', () => {
    expect(
      missedOf([
        { state: 'delivered', reason: '', people: 100 },
        { state: 'failed', reason: '', people: 3 },
        { state: 'uncertain', reason: '', people: 5 },
        { state: 'bounced', reason: 'hard', people: 7 },
        { state: 'left out', reason: 'mailed lately', people: 2 },
        { state: 'left out', reason: 'unsubscribed', people: 11 },
        { state: 'left out', reason: 'suppressed', people: 13 },
        { state: 'waiting', reason: '', people: 17 },
      ]),
    ).toBe(5);
  });
});
