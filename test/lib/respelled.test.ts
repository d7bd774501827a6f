import { describe, expect, it } from 'vitest';
import { respelled } from '../../src/lib/respelled.ts';

const known = ['above', 'below', 'every', 'time', 'monday', 'sunday'];

describe('mistyped words', () => {
  it.each([
    ['abve 500', ['above 500']],
    ['evry tme', ['every time']],
    ['Munday abve 5', ['monday above 5', 'sunday above 5']],
    ['above 500', []],
    ['something else', []],
  ])('are spelled as known ones: %s', (text, texts) => {
    expect(respelled(text, known, () => true)).toEqual(texts);
  });

  it('are left alone if the result isn’t understood', () => {
    expect(respelled('Munday abve 5', known, (text) => text.startsWith('sunday'))).toEqual([
      'sunday above 5',
    ]);
  });

  it('are not guessed if most words are unknown', () => {
    expect(respelled('abve belw evry tme', known, () => true)).toEqual([]);
  });
});
