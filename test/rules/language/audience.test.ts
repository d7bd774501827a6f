import { describe, expect, it } from 'vitest';
import { audienceParts, printAudience } from '../../../src/rules/audience.ts';
import { parseAudience } from '../../../src/rules/language/parse-audience.ts';
import { context } from '../context.ts';

const tagged = (...tags: number[]) => ({ type: 'tagged', match: 'any', tags });
const lapsed = { type: 'segment', match: 'any', segments: [1] };
const any = (...rules: object[]) => ({ type: 'any', rules });
const without = (target: object, not: object) => ({
  type: 'all',
  rules: [target, { type: 'not', rule: not }],
});

describe('the audience of a campaign', () => {
  it.each<[string, object, string]>([
    ['tagged vip', tagged(1), 'tagged vip'],
    ['tagged vip, in segment "Lapsed VIPs"', any(tagged(1), lapsed), 'tagged vip, in segment "Lapsed VIPs"'],
    [
      'tagged vip or in segment "Lapsed VIPs"',
      any(tagged(1), lapsed),
      'tagged vip, in segment "Lapsed VIPs"',
    ],
    [
      'tagged vip, in segment "Lapsed VIPs", except tagged churned',
      without(any(tagged(1), lapsed), tagged(3)),
      'tagged vip, in segment "Lapsed VIPs", except tagged churned',
    ],
    [
      'tagged vip except tagged churned, in segment “Lapsed VIPs”',
      without(tagged(1), any(tagged(3), lapsed)),
      'tagged vip, except tagged churned, in segment "Lapsed VIPs"',
    ],
    ['everyone', { type: 'everyone' }, 'everyone'],
    ['everyone except tagged churned', { type: 'not', rule: tagged(3) }, 'everyone, except tagged churned'],
    ['everyone, tagged vip', { type: 'everyone' }, 'everyone'],
    ['tagged vip or beta', tagged(1, 2), 'tagged vip or beta'],
    // A comma between values does not begin another target.
    [
      'country is US, GB, tagged vip',
      any({ type: 'text', field: 'country', operator: 'is', values: ['US', 'GB'] }, tagged(1)),
      'country is United States or United Kingdom, tagged vip',
    ],
    [
      'tagged vip and country is US, except tagged churned',
      without({ type: 'all', rules: [tagged(1), expect.anything()] }, tagged(3)),
      '(tagged vip and country is United States), except tagged churned',
    ],
  ])('reads %s', (text, rule, printed) => {
    const parsed = parseAudience(text, context);
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    expect(parsed.rule).toEqual(rule);
    expect(printAudience(parsed.rule, context.names)).toBe(printed);
    expect(parseAudience(printed, context)).toEqual({ ok: true, rule: parsed.rule });
  });

  it.each<[string, string, string]>([
    ['', '', 'Say who should get it: tags, segments or any rule. For everyone, say "everyone".'],
    [
      'except tagged vip',
      'except tagged vip',
      'Say who should get it: tags, segments or any rule. For everyone, say "everyone".',
    ],
    ['tagged vip except', '', 'Who should be left out? Say it after "except".'],
    ['tagged vip, tagged vpi', 'vpi', 'No tag "vpi"; did you mean "vip" or "VIP"?'],
    ['tagged vip, except tagged chruned', 'chruned', 'No tag "chruned"; did you mean "churned"?'],
    [
      'tagged vip except tagged a and b',
      'tagged a and b',
      'Leave out everyone with any of these, or only people with all of them? Say "or" for any, or put it in brackets for all.',
    ],
    // Both of them, or either? It is asked, never guessed.
    [
      'tagged vip and country is US, in segment New',
      'and',
      '"and" contradicts "any of"; separate the conditions by commas.',
    ],
  ])('refuses %j, and points at the words', (text, words, message) => {
    const parsed = parseAudience(text, context);
    if (parsed.ok) throw new Error(`read: ${JSON.stringify(parsed.rule)}`);
    const [problem] = parsed.problems;
    expect(problem?.message).toBe(message);
    expect(text.slice(problem?.at, (problem?.at ?? 0) + (problem?.length ?? 0))).toBe(words);
  });

  it('offers whole sentences', () => {
    const parsed = parseAudience('tagged vip, except tagged chruned', context);
    expect(parsed.ok || parsed.problems[0]?.suggestions).toEqual(['tagged vip, except tagged churned']);
  });

  it('has any rule as one target', () => {
    const rule = { type: 'all', rules: [tagged(1), tagged(2), lapsed] } as const;
    expect(audienceParts(rule as never)).toEqual({ targets: [rule], exclusions: [] });
  });
});
