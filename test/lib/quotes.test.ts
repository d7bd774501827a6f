import { describe, expect, it } from 'vitest';
import { halvesAt, leadingQuotations, unquote } from '../../src/lib/quotes.ts';

it.each([
  ['vip', 'vip'],
  ['  "VIP Customer" ', 'VIP Customer'],
  ['“Recent VIPs”', 'Recent VIPs'],
  ['“Recent VIPs“', 'Recent VIPs'],
  ['‘VIPs’', 'VIPs'],
  ['’VIPs’', 'VIPs'],
  ['‚VIPs‘', 'VIPs'],
  ['„VIPs“', 'VIPs'],
  ['»VIPs«', 'VIPs'],
  ['«VIPs»', 'VIPs'],
  ["'a'", 'a'],
  ['"men\'s day"', "men's day"],
  ['“men’s day”', 'men’s day'],
  ["'men's day'", "men's day"],
  ['‘men’s day’', 'men’s day'],
  ["'the boys' club'", "the boys' club"],
  ["'90s kids", "'90s kids"],
  ["'tis the season", "'tis the season"],
  ["the boys'", "the boys'"],
  ['"a', '"a'],
  ['the "a"', 'the "a"'],
  ['"a" or "b"', '"a" or "b"'],
  ["'a' or 'b'", "'a' or 'b'"],
  ['"say \\"hi\\" \\\\o/"', 'say "hi" \\o/'],
  ['""', ''],
  ['"', '"'],
  ['', ''],
])('reads %j as the name %j', (typed, name) => {
  expect(unquote(typed)).toBe(name);
});

describe('a quotation at the beginning', () => {
  it.each([
    ['"men\'s day" ben@x.org', [["men's day", 'ben@x.org']]],
    ['“men’s day”: ben@x.org', [['men’s day', ': ben@x.org']]],
    ["'men's day' ben@x.org", [["men's day", 'ben@x.org']]],
    [
      "'the boys' club' ben@x.org",
      [
        ['the boys', "club' ben@x.org"],
        ["the boys' club", 'ben@x.org'],
      ],
    ],
    ["'90s ben@x.org", []],
    ['vip "a"', []],
  ])('of %j', (text, expected) => {
    expect(leadingQuotations(text).map(({ inside, after }) => [inside, after])).toEqual(expected);
  });
});

describe('the halves around "to"', () => {
  it.each([
    ['VIPs to Old VIPs', [['VIPs', 'Old VIPs']]],
    ['‘VIPs’ to Two', [['VIPs', 'Two']]],
    ['“Welcome to us” TO ‘Back to work’', [['Welcome to us', 'Back to work']]],
    ["men's day to women's day", [["men's day", "women's day"]]],
    ['"Welcome to us"', []],
    [
      'a to b to c',
      [
        ['a', 'b to c'],
        ['a to b', 'c'],
      ],
    ],
    ['tomato tonic', []],
  ])('of %j', (text, expected) => {
    expect(halvesAt(text, 'to')).toEqual(expected);
  });
});

it('a text that is nothing but quotes is read in time', { timeout: 20_000 }, () => {
  unquote("'".repeat(100_000));
  leadingQuotations("'".repeat(100_000));
});
