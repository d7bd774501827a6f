import { expect, it } from 'vitest';
import { clip, cut, nearest } from '../../src/lib/words.ts';

const known = ['vip', 'VIP Customer', 'beta-user', 'newsletter', 'churned'];

it.each([
  ['vpi', ['vip']],
  ['VIP', ['vip']],
  ['beta user', ['beta-user']],
  ['newsleter', ['newsletter']],
  ['chruned', ['churned']],
  ['partner', []],
  ['', []],
])('suggests for %j the nearest word, %j', (typed, meant) => {
  expect(nearest(typed, known)).toEqual(meant);
});

it('names at most three, the nearest first', () => {
  expect(nearest('taga', ['tagz', 'tagy', 'tagx', 'tagw', 'taga'])).toEqual(['taga', 'tagw', 'tagx']);
});

it.each([
  ['ureachable', ['reachable', 'unreachable'], []],
  ['nureachable', ['reachable'], []],
  ['resubscribed', ['unsubscribed', 'subscribed'], []],
  ['inactive', ['active'], []],
])('never suggests the opposite: %s', (typed, words, meant) => {
  expect(nearest(typed, words)).toEqual(meant);
});

it('lets only so many letters of a long word differ, if asked to', () => {
  expect(nearest('newslettttr', known)).toEqual(['newsletter']);
  expect(nearest('newsltttttr', known, { most: 2 })).toEqual([]);
});

it('cuts at a limit and says so, but never in half a character', () => {
  expect(clip('abcdef', 6)).toBe('abcdef');
  expect(clip('abcdefg', 6)).toBe('abcde…');
  expect(clip('abcd🎉g', 6)).toBe('abcd…');
  expect(cut('abcd🎉', 5)).toBe('abcd');
  expect(cut('abcd🎉', 6)).toBe('abcd🎉');
  expect(cut('', 5)).toBe('');
  expect(cut('🎉🎉', 0)).toBe('');
});

it('keeps what people see as one character whole', () => {
  expect(cut('team 👩‍👩‍👧‍👦!', 12)).toBe('team ');
  expect(cut('team 👩‍👩‍👧‍👦!', 16)).toBe('team 👩‍👩‍👧‍👦');
  expect(cut('caf\u0065\u0301', 4)).toBe('caf');
  expect(cut('hi 🇳🇴', 5)).toBe('hi ');
  // One that is longer than the limit is cut between its code points: an empty text would say less.
  expect(cut('👩‍👩‍👧‍👦', 4)).toBe('👩‍');
  expect(cut(`a${'\u0301'.repeat(100)}`, 50)).toHaveLength(50);
});
