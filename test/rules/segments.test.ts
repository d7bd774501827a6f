import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../../src/rules/context.ts';
import { explainRule } from '../../src/rules/language/explain.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { resolveRule, wholeBounds } from '../../src/rules/resolve.ts';
import type { Rule } from '../../src/rules/schema.ts';
import { context, read } from './context.ts';

describe('segments in sentences', () => {
  it.each([
    ['in segment "Lapsed VIPs"'],
    ['in segment lapsed vips', 'in segment "Lapsed VIPs"'],
    ['is in the segment “LAPSED VIPS”', 'in segment "Lapsed VIPs"'],
    ['contacts in segment New', 'in segment "New"'],
    ['who are a member of segment New', 'in segment "New"'],
    ['not in segment "New"'],
    ["isn't in segment New", 'not in segment "New"'],
    ['in segment "New" or "Lapsed VIPs"'],
    ['in segments New, Lapsed VIPs', 'in segment "New" or "Lapsed VIPs"'],
    ['in any of the segments New and Lapsed VIPs', 'in segment "New" or "Lapsed VIPs"'],
    ['in all of the segments New, Lapsed VIPs', 'in segment "New" and "Lapsed VIPs"'],
    ['in none of the segments New and Lapsed VIPs', 'not in segment "New" or "Lapsed VIPs"'],
    ['in segment any of New, Lapsed VIPs', 'in segment "New" or "Lapsed VIPs"'],
    ['in segment "New" and "Lapsed VIPs"'],
    ['in segment "New" and "new"', 'in segment "New"'],
    ['not in segment "New" or "Lapsed VIPs"'],
    ['in segment none of New, Lapsed VIPs', 'not in segment "New" or "Lapsed VIPs"'],
    ['not (in segment "New" and "Lapsed VIPs")'],
    ['in segment "May"'],
    ['in segment New and not in segment Lapsed VIPs', 'in segment "New" and not in segment "Lapsed VIPs"'],
    ['tagged vip or beta and in segment "New"'],
    ['country is US and not in segment New', 'country is United States and not in segment "New"'],
    ['in segment New and opened this month', 'in segment "New" and opened this month'],
  ])('reads: %s', (typed, canonical = typed) => {
    expect(read(typed)).toBe(canonical);
    expect(read(canonical)).toBe(canonical);
  });

  it.each([
    [
      'in segment "Lapsed VIP"',
      '11 ["Lapsed VIP"] No segment "Lapsed VIP"; did you mean "Lapsed VIPs"?',
      '  try: in segment "Lapsed VIPs"',
    ],
    [
      'in segment Winners',
      '11 [Winners] No segment "Winners"; create it with /segments new, or see all segments with /segments.',
    ],
    ['segment is New', '0 [segment] For members of a segment, say "in segment" and its name.'],
    ['in segment', '10 [] Which segment?'],
    [
      'in segment May',
      `11 [May] "May" is a segment and could also be a date; put the segment's name in quotes.`,
      '  try: in segment "May"',
    ],
    [
      'not in segment New and May',
      '23 [May] "May" is a segment and could also be a date; put the segment\'s name in quotes.',
      '  try: not in segment New or "May"',
      '  try: not (in segment New and "May")',
    ],
    [
      'not in segment "New" and "May"',
      '0 [not in segment "New" and "May"] Not in segment any of these, or not in all of them at once? Say "or" for neither.',
      '  try: not in segment New or "May"',
      '  try: not (in segment New and "May")',
    ],
    [
      'in segment "New" and not "May"',
      '21 [not "May"] "and not" needs its own "in segment" after it.',
      '  try: in segment "New" and not in segment "May"',
    ],
    [
      'in segment "New" and "May" or "Lapsed VIPs"',
      '0 [in segment "New" and "May" or "Lapsed VIPs"] ""New" and "May" or "Lapsed VIPs"" has both "and" and "or"; use brackets to show which belong together.',
      '  try: (in segment "New" and in segment "May") or in segment "Lapsed VIPs"',
      '  try: in segment "New" and (in segment "May" or in segment "Lapsed VIPs")',
    ],
    [
      'was never in segment New',
      '4 [never] Rollcall knows tags and fields as they are now, not as they were before.',
      '  try: was not in segment New',
    ],
  ])('refuses: %s', (sentence, ...refusal) => {
    expect(read(sentence)).toBe(refusal.join('\n'));
  });

  it.each([
    ['in segment New', 'Contacts who are in the segment "New"'],
    ['not in segment New', 'Contacts who are not in the segment "New"'],
    ['in segment New or "May"', 'Contacts who are in any of the segments "New", "May"'],
    ['not in segment New or "May"', 'Contacts who are in none of the segments "New", "May"'],
    ['in segment New and "May"', 'Contacts who are in all of the segments "New", "May"'],
    ['not (in segment New and "May")', 'Contacts who are not in all of the segments "New", "May"'],
  ])('explains: %s', (sentence, readBack) => {
    const parsed = parseRule(sentence, context);
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    expect(explainRule(parsed.rule, context)).toBe(readBack);
  });
});

const inside = (...segments: number[]): Rule => ({ type: 'segment', match: 'any', segments });
const vip: Rule = { type: 'tagged', match: 'any', tags: [1] };

/** The context with segments A, B, C … with these rules, numbered from 1. */
function withSegments(...rules: unknown[]): RuleContext {
  const segments = rules.map((rule, index) => ({
    id: index + 1,
    name: String.fromCharCode(65 + index),
    rule,
  }));
  return { ...context, names: { ...context.names, segments } };
}

function problems(rule: Rule, given: RuleContext, segment?: number): string[] {
  const resolution = resolveRule(rule, given, segment === undefined ? {} : { segment });
  return resolution.ok ? [] : resolution.problems.map((problem) => problem.message);
}

describe('resolving segments', () => {
  it('inserts their rules, with timeframes for the same now', () => {
    const recent: Rule = {
      type: 'date',
      field: 'signup date',
      timeframe: { kind: 'rolling', direction: 'past', amount: { days: 30 } },
    };
    const resolution = resolveRule(
      { type: 'not', rule: { type: 'segment', match: 'all', segments: [1, 2] } },
      withSegments(recent, { type: 'any', rules: [vip, inside(1)] }),
    );
    const timeframe = { from: new Date('2026-10-23T23:00:00Z'), to: new Date('2026-11-24T00:00:00Z') };
    expect(resolution).toMatchObject({
      ok: true,
      resolved: {
        tree: {
          type: 'not',
          rule: {
            type: 'all',
            rules: [
              { ...recent, timeframe },
              { type: 'any', rules: [vip, { ...recent, timeframe }] },
            ],
          },
        },
      },
    });
  });

  it('returns another key if a segment’s rule has changed', () => {
    const keyWith = (rule: Rule) => {
      const resolution = resolveRule(inside(1), withSegments(rule));
      return resolution.ok ? resolution.resolved.key : undefined;
    };
    expect(keyWith(vip)).toBe(keyWith(vip));
    expect(keyWith(vip)).not.toBe(keyWith({ type: 'not', rule: vip }));
  });

  const itself = (path: string) =>
    `A segment can’t use itself (${path}). Remove one of them from the rule of another.`;

  it.each<[string, Rule, unknown[], number | undefined, string[]]>([
    ['itself', inside(1), [inside(1)], 1, [itself('"A" → "A"')]],
    ['two in a circle, saved', inside(2), [inside(2), inside(1)], 1, [itself('"A" → "B" → "A"')]],
    ['two in a circle, asked', inside(1), [inside(2), inside(1)], undefined, [itself('"A" → "B" → "A"')]],
    [
      'a circle behind others',
      { type: 'not', rule: { type: 'all', rules: [vip, inside(1)] } },
      [inside(2), inside(3), { type: 'any', rules: [vip, inside(2)] }],
      undefined,
      [itself('"B" → "C" → "B"')],
    ],
    [
      'the new rule of a stored segment, not its old one',
      inside(2),
      [vip, { type: 'not', rule: inside(1) }],
      1,
      [itself('"A" → "B" → "A"')],
    ],
    [
      'a segment that is gone',
      inside(9),
      [],
      undefined,
      ['The rule uses a segment that no longer exists (number 9). Change the rule to one without it.'],
    ],
    [
      'a segment that is gone from another',
      inside(1),
      [inside(9)],
      undefined,
      ['The rule of "A" uses a segment that no longer exists (number 9). Change the rule to one without it.'],
    ],
    [
      'a tag that is gone from another, asked for twice',
      { type: 'any', rules: [inside(1), inside(2)] },
      [{ type: 'tagged', match: 'any', tags: [98] }, inside(1)],
      undefined,
      ['The rule of "A" uses a tag that no longer exists (number 98). Change the rule to one without it.'],
    ],
    [
      'an attribute of another type now, in a segment',
      inside(1),
      [{ type: 'attribute', attribute: 1, test: { is: 'number', operator: '>', values: [1] } }],
      undefined,
      ['The rule of "A" uses "Plan" as number, but its type is now text. Change the rule, or the type.'],
    ],
    [
      'a segment whose rule is none',
      inside(1),
      [{ type: 'all contacts' }],
      undefined,
      [
        'The rule of "A", which this one uses, can’t be read by this version of Rollcall. Create that segment again.',
      ],
    ],
  ])('refuses %s', (_, rule, segments, segment, messages) => {
    expect(problems(rule, withSegments(...segments), segment)).toEqual(messages);
  });

  it('doesn’t mistake the same segment twice for a circle', () => {
    const rule: Rule = { type: 'all', rules: [inside(1), inside(2), inside(1)] };
    expect(problems(rule, withSegments(vip, inside(1)))).toEqual([]);
  });

  const tooMuch = `With the rules of its segments, the rule is more than ${wholeBounds.depth} levels deep, or has more than ${wholeBounds.nodes} conditions or ${wholeBounds.values} values. Simplify it, or a segment it uses.`;
  const wide: Rule = { type: 'any', rules: Array.from({ length: 480 }, () => vip) };
  const deep = (rule: Rule) =>
    Array.from({ length: 28 }).reduce<Rule>((so) => ({ type: 'not', rule: so }), rule);

  it.each<[string, unknown[], string[]]>([
    ['two wide segments', [wide, wide], []],
    ['three wide segments', [wide, wide, wide], [tooMuch]],
    ['three deep segments', [deep(vip), deep(inside(1)), deep(inside(2))], []],
    ['four deep segments', [deep(vip), deep(inside(1)), deep(inside(2)), deep(inside(3))], [tooMuch]],
    [
      '40 segments, each of which asks twice for the one before',
      Array.from(
        { length: 40 },
        (_, index): Rule =>
          index === 0 ? vip : { type: 'any', rules: [inside(index), { type: 'not', rule: inside(index) }] },
      ),
      [tooMuch],
    ],
  ])('limits what all of them contain together: %s', (_, segments, messages) => {
    const last = segments.map((_, index) => index + 1).slice(-4);
    expect(problems(inside(...last), withSegments(...segments))).toEqual(messages);
  });
});
