import { describe, expect, it } from 'vitest';
import { findNamed, namedLike, nameHas, nameKeys } from '../../src/lib/names.ts';

const named = (...names: string[]) => names.map((name) => ({ name }));

describe('names similar to a typed one', () => {
  const tags = named('vip', 'VIP', 'beta-user', "men's day", 'men’s day', 'Café', '2024 Sale', '-');
  it.each([
    ['vip', ['vip']],
    ['VIP', ['VIP']],
    ['Vip', ['vip', 'VIP']],
    ['the vip', ['vip']],
    ['a VIP', ['VIP']],
    ['the Vip', ['vip', 'VIP']],
    ['Beta User', ['beta-user']],
    ['betauser', ['beta-user']],
    ['a beta_user', ['beta-user']],
    ["men's day", ["men's day"]],
    ['men’s day', ['men’s day']],
    ['menʼs  DAY', ["men's day", 'men’s day']],
    ['mens day', ["men's day", 'men’s day']],
    [' cafe\u0301\u00a0', ['Café']],
    ['cafe', []],
    ['2024-sale', ['2024 Sale']],
    ['--', []],
    ['—', ['-']],
    ['', []],
  ])('%j: %j', (typed, expected) => {
    expect(namedLike(tags, typed).map(({ name }) => name)).toEqual(expected);
  });

  it('keep an article that is a name of its own', () => {
    expect(namedLike(named('a', 'b'), 'a b')).toEqual([]);
    expect(namedLike(named('b'), 'a b')).toEqual([{ name: 'b' }]);
  });

  it('are found in a list that has grown since', () => {
    const growing = named('one');
    expect(findNamed(growing, 'two')).toBeUndefined();
    growing.push({ name: 'Two' });
    expect(findNamed(growing, 'two')).toEqual({ name: 'Two' });
  });
});

it('finds the spelling before the folded name', () => {
  const attributes = named("men's size", 'men’s size');
  expect(findNamed(attributes, 'MEN’S SIZE')).toBe(attributes[1]);
  expect(findNamed(attributes, 'men‘s size')).toBe(attributes[0]);
  expect(findNamed(attributes, 'mens size')).toBeUndefined();
  expect(nameKeys('Men’s  Size')).toEqual(['men’s size', "men's size"]);
  expect(nameKeys('VIP')).toEqual(['vip']);
});

it('searches in names', () => {
  expect(nameHas('Women’s Day', "WOMEN'S")).toBe(true);
  expect(nameHas('co–op', 'o-o')).toBe(true);
  expect(nameHas('vip', '')).toBe(true);
  expect(nameHas('vip', 'b')).toBe(false);
});
