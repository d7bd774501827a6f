import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, spellings, tidy } from '../../src/lib/texts.ts';

describe('a text as it is stored', () => {
  it.each([
    ['Ada Lovelace', 'Ada Lovelace'],
    ['  Ada\u00a0\u2003Lovelace\n', 'Ada Lovelace'],
    ['Ada\r\n\tLovelace', 'Ada Lovelace'],
    ['Ada\u3000Lovelace', 'Ada Lovelace'],
    ['Jose\u0301', 'José'],
    ['A\u0301\u200bda', 'Áda'],
    ['\ufeffAda', 'Ada'],
    ['Donau\u00addampfschiff', 'Donaudampfschiff'],
    ['\u202a+47 22 33\u202c', '+47 22 33'],
    // What is kept: the joiners of emoji, Persian and Hindi, and the marks as typed.
    ['👩‍👩‍👧', '👩‍👩‍👧'],
    ['می‌خواهم', 'می‌خواهم'],
    ['O’Hara – “the” one', 'O’Hara – “the” one'],
    // Addresses and links stay as they are.
    [' https://x.org/cafe\u0301\u00ad?q=1 ', 'https://x.org/cafe\u0301\u00ad?q=1'],
    ['jose\u0301@x.org', 'jose\u0301@x.org'],
    ['\u00a0', ''],
    ['', ''],
  ])('%j is %j', (typed, kept) => {
    expect(tidy(typed)).toBe(kept);
  });

  it('stays the same the second time', () => {
    const odd = fc.constantFrom(
      ' ',
      '\u00a0',
      '\u200b',
      '\u0301',
      '\n',
      '\u00ad',
      'e',
      '\u1fef',
      '\u2000',
      '@',
      '://',
      '’',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(odd).map((all) => all.join('')),
        ),
        (text) => {
          expect(tidy(tidy(text))).toBe(tidy(text));
          expect(fold(tidy(text))).toBe(fold(text));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('a text as it is compared', () => {
  it.each([
    ["O'Hara", 'O’HARA', 'o‘hara', 'Oʼhara', 'O´Hara', 'O`Hara', 'O′Hara', 'O＇Hara', ' O’Hara '],
    ['co-op', 'Co‐Op', 'co‑op', 'CO–OP', 'co—op', 'co−op'],
    ['the "one"', 'The “One”', 'the „one“', 'the «one»', 'the ″one″'],
    ['José', 'JOSE\u0301', 'jose\u0301'],
    ['ΟΔΟΣ', 'οδος', 'οδοσ'],
  ])('is the same as its other spellings: %j', (...spellings) => {
    expect(new Set(spellings.map(fold)).size).toBe(1);
  });

  it.each([
    ["O'Hara", 'OHara'],
    ['co-op', 'coop'],
    ['co-op', 'co op'],
    ['José', 'Jose'],
    ["the 'one'", 'the "one"'],
  ])('is different: %j and %j', (one, other) => {
    expect(fold(one)).not.toBe(fold(other));
  });
});

describe('the spellings of a folded text', () => {
  it.each(["o'hara", 'co-op', '"a" - ', 'οδοσ', 'აბ', '50%_\\'])(
    'are all those that fold to it: %j',
    (folded) => {
      const found = spellings(folded, 10_000) ?? [];
      expect(found[0]).toBe(folded);
      expect(new Set(found).size).toBe(found.length);
      expect(new Set(found.map(fold))).toEqual(new Set([fold(folded)]));
    },
  );

  it('are given up if there are too many', () => {
    expect(spellings('-'.repeat(5), 10_000)).toBeUndefined();
    expect(spellings('plain', 1)).toEqual(['plain']);
  });
});
