import { describe, expect, it } from 'vitest';
import { explainRule } from '../../src/rules/language/explain.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';
import type { Rule } from '../../src/rules/schema.ts';
import { holds, type PlainContact } from '../support/naive-evaluator.ts';
import { context, read } from './context.ts';

describe('random shares in sentences', () => {
  it.each([
    ['random 10%'],
    ['a random 10 %', 'random 10%'],
    ['Random 10 percent of contacts', 'random 10%'],
    ['random share of 2.5%', 'random 2.5%'],
    ['random .5%', 'random 0.5%'],
    ['random 0.01%'],
    ['random 100%'],
    ['contacts in a random 10%', 'random 10%'],
    ['not random 10%'],
    ['are not in a random 10%', 'not random 10%'],
    ['tagged vip or beta and random 10%'],
    ['tagged vip, random 10%', 'tagged vip and random 10%'],
    ['random 50% and not random 25%'],
  ])('reads: %s', (typed, canonical = typed) => {
    expect(read(typed)).toBe(canonical);
    expect(read(canonical)).toBe(canonical);
  });

  const range = 'A random share must be above 0% and up to 100%, with at most two decimals;';
  it.each([
    ['random 0%', `7 [0%] ${range} "0%" isn’t.`],
    ['random 100.5%', `7 [100.5%] ${range} "100.5%" isn’t.`],
    ['random 110 percent', `7 [110 percent] ${range} "110 percent" isn’t.`],
    ['random -5%', `7 [-5%] ${range} "-5%" isn’t.`],
    ['random 0.001%', `7 [0.001%] ${range} "0.001%" isn’t.`],
    [
      'random 10',
      '7 [10] "10" of a hundred, or 10 contacts? A random share is a percentage.',
      '  try: random 10%',
    ],
    ['random 2,5%', '7 [2,5%] Write "2,5%" with a point: a comma joins conditions.', '  try: random 2.5%'],
    ['random', '6 [] How many percent?'],
    ['random half', '7 [half] "half" isn’t a percentage, like 10%.'],
    ['not not random 10%', '0 [not not] "not not" is a double negative; say it once.'],
  ])('refuses: %s', (sentence, ...refusal) => {
    expect(read(sentence)).toBe(refusal.join('\n'));
  });

  it.each([
    ['random 10%', 'Contacts who are in a random 10% of all contacts, always the same ones'],
    ['not random 10%', 'Contacts who are not in a random 10% of all contacts, always the same ones'],
  ])('explains: %s', (sentence, readBack) => {
    const parsed = parseRule(sentence, context);
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    expect(explainRule(parsed.rule, context)).toBe(readBack);
  });

  it('takes the seed from the context, and 0 without one', () => {
    expect(parseRule('random 10%', { ...context, seed: 7 })).toEqual({
      ok: true,
      rule: { type: 'random', percent: 10, seed: 7 },
    });
    expect(parseRule('random 10%', context)).toMatchObject({ rule: { seed: 0 } });
    expect(printRule({ type: 'random', percent: 10, seed: 7 }, context.names)).toBe('random 10%');
  });
});

// What the evaluator selects; a test on the database checks that the SQL selects the same.
describe('random shares', () => {
  const seeds = [0, 1, 2, 3, 1_000_000, 2_147_483_646, 2_147_483_647, 918_273_645];
  const ids = Array.from({ length: 20_000 }, (_, index) => index + 1);
  const drawn = (percent: number, seed: number, from = ids) => {
    const rule: Rule = { type: 'random', percent, seed };
    return from.filter((id) => holds(rule, { id } as PlainContact, context));
  };
  /** Five standard deviations of an unbiased draw: fails once in two million for a fair one. */
  const near = (found: number, among: number, share: number) =>
    Math.abs(found - among * share) < 5 * Math.sqrt(among * share * (1 - share));

  it.each([0.5, 10, 50, 97])('select about %d %, whatever the seed', (percent) => {
    for (const seed of seeds) {
      expect(near(drawn(percent, seed).length, ids.length, percent / 100)).toBe(true);
    }
  });

  it('spread over old and new contacts, even and odd numbers alike', () => {
    for (const seed of seeds) {
      const members = drawn(10, seed);
      for (let group = 0; group < 10; group += 1) {
        const among = ids.length / 10;
        const block = members.filter((id) => Math.floor((id - 1) / among) === group);
        const rest = members.filter((id) => id % 10 === group);
        expect([block.length, rest.length].every((found) => near(found, among, 0.1))).toBe(true);
      }
      const next = members.filter((id) => members.includes(id + 1));
      expect(near(next.length, ids.length, 0.01)).toBe(true);
    }
  });

  it('are independent of each other with different seeds', () => {
    const sets = seeds.map((seed) => new Set(drawn(20, seed)));
    for (const [index, one] of sets.entries()) {
      for (const other of sets.slice(index + 1)) {
        const both = [...one].filter((id) => other.has(id)).length;
        expect(near(both, ids.length, 0.04)).toBe(true);
      }
    }
  });

  it('contain each other with the same seed, and 100% is everyone', () => {
    const wider = new Set(drawn(25, 7));
    expect(drawn(10, 7).filter((id) => !wider.has(id))).toEqual([]);
    expect(drawn(100, 7, [1, 2_147_483_646, 2_147_483_647])).toHaveLength(3);
  });
});
