import { describe, expect, it } from 'vitest';
import { printRule } from '../../src/rules/language/print.ts';
import { resolveRule } from '../../src/rules/resolve.ts';
import { type Rule, ruleSchema } from '../../src/rules/schema.ts';
import { context } from './context.ts';

const vip = { type: 'tagged', match: 'any', tags: [1] };
const ids = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const asked = (test: unknown) => ({ type: 'attribute', attribute: 1, test });
const deep = (depth: number) => {
  let rule: unknown = vip;
  for (let each = 1; each < depth; each += 1) rule = { type: 'not', rule };
  return rule;
};

describe('the schema of stored rules', () => {
  it.each<[string, unknown]>([
    ['no rule', null],
    ['an empty object', {}],
    ['an unknown type', { type: 'all contacts' }],
    ['an empty list', { type: 'all', rules: [] }],
    ['a list of one', { type: 'any', rules: [vip] }],
    ['an unknown key', { ...vip, campaign: 3 }],
    ['a tag by name', { ...vip, tags: ['vip'] }],
    ['a tag twice', { ...vip, tags: [1, 1] }],
    ['all of one tag', { ...vip, match: 'all' }],
    ['an id beyond int4', { ...vip, tags: [2 ** 31] }],
    [
      'an operator the field does not know',
      { type: 'text', field: 'country', operator: 'contains', values: ['N'] },
    ],
    ['a country by name', { type: 'text', field: 'country', operator: 'is', values: ['Norway'] }],
    ['an unknown status', { type: 'text', field: 'status', operator: 'is', values: ['active'] }],
    ['an email that is none', { type: 'text', field: 'email', operator: 'is', values: ['ada'] }],
    ['all of one segment', { type: 'segment', match: 'all', segments: [1] }],
    ['a segment twice', { type: 'segment', match: 'any', segments: [1, 1] }],
    ['a segment with its rule', { type: 'segment', match: 'any', segments: [vip] }],
    ['2,000 segments', { type: 'segment', match: 'any', segments: ids(2000) }],
    ['a share of nobody', { type: 'random', percent: 0, seed: 1 }],
    ['a share of more than everyone', { type: 'random', percent: 100.01, seed: 1 }],
    ['a share with three decimals', { type: 'random', percent: 0.125, seed: 1 }],
    ['a share without a seed', { type: 'random', percent: 10 }],
    ['a share with half a seed', { type: 'random', percent: 10, seed: 0.5 }],
    ['a share with a seed beyond int4', { type: 'random', percent: 10, seed: 2 ** 31 }],
    ['some tags', { type: 'has-tags', tags: [1] }],
    ['an unknown test', asked({ is: 'list', values: ['a'] })],
    ['a test with the operator of another type', asked({ is: 'number', operator: 'contains', values: [1] })],
    ['two numbers to be over', asked({ is: 'number', operator: '>', values: [1, 2] })],
    ['one number to be between', asked({ is: 'number', operator: 'between', values: [1] })],
    ['between a number and a smaller one', asked({ is: 'number', operator: 'between', values: [2, 1] })],
    ['between a number and itself', asked({ is: 'number', operator: 'between', values: [2, 2] })],
    ['a number as a text', asked({ is: 'number', operator: 'is', values: ['1'] })],
    ['no number', asked({ is: 'number', operator: 'is', values: [] })],
    ['a number too large to be written', asked({ is: 'number', operator: 'is', values: [1e300] })],
    ['minus zero', asked({ is: 'number', operator: 'is', values: [-0] })],
    ['a truth as a text', asked({ is: 'boolean', value: 'yes' })],
    ['a text with spaces around', asked({ is: 'text', operator: 'is', values: [' a '] })],
    ['a day as a text', asked({ is: 'date', timeframe: '2026-01-01' })],
    ['1,001 texts', asked({ is: 'text', operator: 'is', values: ids(1001).map(String) })],
    ['no values', { type: 'text', field: 'name', operator: 'is', values: [] }],
    ['an empty value', { type: 'text', field: 'name', operator: 'is', values: [''] }],
    ['a NUL in a value', { type: 'text', field: 'name', operator: 'is', values: ['a\u0000'] }],
    [
      'a value of 1001 characters',
      { type: 'text', field: 'name', operator: 'is', values: ['a'.repeat(1001)] },
    ],
    ['a field that all have', { type: 'has', field: 'status' }],
    ['a date without a timeframe', { type: 'date', field: 'created' }],
    ['a timeframe that is none', { type: 'date', field: 'created', timeframe: 'today' }],
    ['a count that all have', { type: 'event', event: 'opened', count: { operator: 'at least', n: 0 } }],
    ['half a count', { type: 'event', event: 'opened', count: { operator: 'at least', n: 1.5 } }],
    ['an event in capitals', { type: 'event', event: 'Purchase' }],
    ['the last one without a timeframe', { type: 'event', event: 'opened', which: 'last' }],
    ['31 levels', deep(31)],
    ['20,000 levels', deep(20_000)],
    ['600 conditions', { type: 'any', rules: Array.from({ length: 600 }, () => vip) }],
    ['10 million conditions', { type: 'any', rules: new Array(10_000_000) }],
    ['2,000 tags', { ...vip, tags: ids(2000) }],
  ])('refuses %s', (_, rule) => {
    expect(ruleSchema.safeParse(rule).success).toBe(false);
  });

  it('accepts 30 levels and 499 conditions', () => {
    expect(ruleSchema.safeParse(deep(30)).success).toBe(true);
    const wide = { type: 'any', rules: Array.from({ length: 499 }, () => vip) };
    expect(ruleSchema.safeParse(wide).success).toBe(true);
  });
});

describe('resolving', () => {
  const resolved = (rule: Rule, changes: Partial<typeof context.dates> = {}) => {
    const resolution = resolveRule(rule, { ...context, dates: { ...context.dates, ...changes } });
    if (!resolution.ok) throw new Error(resolution.problems[0]?.message);
    return resolution.resolved;
  };
  const recent: Rule = {
    type: 'event',
    event: 'opened',
    timeframe: { kind: 'rolling', direction: 'past', amount: { days: 30 } },
  };

  it('turns timeframes into moments of the workspace', () => {
    expect(resolved(recent).tree).toEqual({
      ...recent,
      timeframe: { from: new Date('2026-10-23T23:00:00Z'), to: new Date('2026-11-24T00:00:00Z') },
    });
  });

  it('reports every deleted tag, wherever it is', () => {
    const gone = (id: number): Rule => ({ type: 'not', rule: { type: 'tagged', match: 'any', tags: [id] } });
    const resolution = resolveRule({ type: 'any', rules: [gone(98), gone(1), gone(99)] }, context);
    expect(resolution).toEqual({
      ok: false,
      problems: [98, 99].map((id) => ({
        at: 0,
        length: 0,
        message: `The rule uses a tag that no longer exists (number ${id}). Change the rule to one without it.`,
        suggestions: [],
      })),
    });
  });

  it('prints a deleted tag by its number, which isn’t a sentence', () => {
    expect(printRule({ type: 'tagged', match: 'any', tags: [99] }, context.names)).toBe('tagged #99');
  });

  it('gives equal queries in the same minute the same key', () => {
    const at = (now: string, zone = 'UTC') => resolved(recent, { now: new Date(now), timeZone: zone }).key;
    expect(at('2026-11-23T12:00:00.000Z')).toBe(at('2026-11-23T12:00:59.999Z'));
    expect(at('2026-11-23T12:00:00.000Z')).not.toBe(at('2026-11-23T12:01:00.000Z'));
    expect(at('2026-11-23T12:00:00.000Z')).not.toBe(at('2026-11-23T12:00:00.000Z', 'Asia/Tokyo'));
  });
});
