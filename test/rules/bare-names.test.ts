import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../../src/rules/context.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';
import { context as plain } from './context.ts';

const named = (...names: string[]) => names.map((name, index) => ({ id: index + 1, name }));
const segment = (id: number, name: string) => ({ id, name, rule: { type: 'everyone' } });

const context: RuleContext = {
  ...plain,
  names: {
    ...plain.names,
    tags: named(
      'vip',
      'beta',
      'churned',
      'Big Spender',
      'Made in Norway',
      'Germany',
      'Spring sale',
      'purchased',
      'May',
      'Gold',
      'customer',
    ),
    segments: [segment(1, 'Lapsed VIPs'), segment(2, 'Gold'), segment(3, 'Norway'), segment(4, 'May')],
  },
};

function read(sentence: string): string {
  const parsed = parseRule(sentence, context);
  if (parsed.ok) return printRule(parsed.rule, context.names);
  return parsed.problems
    .map(({ at, length, message, suggestions }) =>
      [`[${sentence.slice(at, at + length)}] ${message}`, ...suggestions.map((each) => `try: ${each}`)].join(
        '\n',
      ),
    )
    .join('\n');
}

describe('names with nothing before them', () => {
  it.each([
    ['vip', 'tagged vip'],
    ['vip but not churned', 'tagged vip and not tagged churned'],
    ['VIP and not churned', 'tagged vip and not tagged churned'],
    ['tagged vip but not churned', 'tagged vip and not tagged churned'],
    ['tagged vip, not churned', 'tagged vip and not tagged churned'],
    ['vip or beta', 'tagged vip or beta'],
    ['vip and beta and opened this month', 'tagged vip and beta and opened this month'],
    ['not vip', 'not tagged vip'],
    ['people who are vip', 'tagged vip'],
    ['who churned', 'tagged churned'],
    ['the vip with a phone', 'tagged vip and has phone'],
    ['vip people opened this month', 'tagged vip and opened this month'],
    ['"Big Spender" but not churned', 'tagged "Big Spender" and not tagged churned'],
    ['big_spender in Germany', 'tagged "Big Spender" and country is Germany'],
    ['everyone except churned', 'not tagged churned'],
    ['everyone without churned', 'not tagged churned'],
    ['vip without beta', 'tagged vip and not tagged beta'],
    ['opened this month but not churned', 'opened this month and not tagged churned'],
    ['opened this month or vip', 'opened this month or tagged vip'],
    ['tagged Made in Norway', 'tagged "Made in Norway"'],
    ['in Lapsed VIPs', 'in segment "Lapsed VIPs"'],
    ['not in Lapsed VIPs', 'not in segment "Lapsed VIPs"'],
    ['people in the lapsed-vips segment', 'in segment "Lapsed VIPs"'],
    ['members of Lapsed VIPs', 'in segment "Lapsed VIPs"'],
    ['tagged vip in Lapsed VIPs', 'tagged vip and in segment "Lapsed VIPs"'],
    ['Lapsed VIPs but not churned', 'in segment "Lapsed VIPs" and not tagged churned'],
    ['tagged vip or Lapsed VIPs', 'tagged vip or in segment "Lapsed VIPs"'],
    ['in Gold', 'in segment "Gold"'],
    ['did purchase', 'did purchase ever'],
    ['purchased in the last 30 days', 'did purchase in the last 30 days'],
    ['Plan is vip or beta', 'Plan is vip or beta'],
  ])('are tags and segments: %s', (sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
  });

  it.each([
    [
      'Gold',
      '[Gold] "Gold" could be "tagged Gold" or "in segment Gold". Which one do you mean?',
      'tagged Gold',
      'in segment Gold',
    ],
    [
      'Germany',
      '[Germany] "Germany" could be "tagged Germany" or "in Germany". Which one do you mean?',
      'tagged Germany',
      'in Germany',
    ],
    [
      'in Norway',
      '[in Norway] Is "Norway" the country, or the segment?',
      'country is Norway',
      'in segment "Norway"',
    ],
    [
      'vip, beta',
      '[vip, beta] "vip, beta": any of these, or all of them? Say "or" or "and" between them.',
      'vip or beta',
      'vip and beta',
    ],
    [
      'tagged vip and not churned',
      '[not churned] "and not" needs its own "tagged" after it.',
      'tagged vip and not tagged churned',
    ],
    [
      'received "Spring sale" and has phone and "Spring sale"',
      '["Spring sale"] "Spring sale" could be "tagged "Spring sale"" or the campaign. Which one do you mean?',
      'received "Spring sale" and has phone and tagged "Spring sale"',
    ],
    [
      'purchased',
      '[purchased] "purchased" could be an event, or something else with that name. Which one do you mean?',
      'did purchase',
      'tagged "purchased"',
    ],
    [
      'customers in Germany',
      '[customers] Does "customers" mean everyone, or "tagged "customer""?',
      'everyone in Germany',
      'tagged "customer" in Germany',
    ],
    [
      'May',
      '[May] Rollcall doesn’t recognize "May" here; did you mean "tagged "May"" or "in segment "May""?',
      'tagged "May"',
      'in segment "May"',
    ],
    [
      'churnd in France',
      '[churnd] Rollcall doesn’t recognize "churnd" here; did you mean "tagged churned"?',
      'tagged churned in France',
    ],
    ['vip in the last 30 days', '[vip] Rollcall doesn’t recognize "vip" here; did you mean "tagged vip"?'],
    ['vip foo', '[vip] Rollcall doesn’t recognize "vip" here; did you mean "tagged vip"?'],
  ])('are refused if they could be something else: %s', (sentence, refusal, ...offers) => {
    expect(read(sentence)).toBe([refusal, ...offers.map((each) => `try: ${each}`)].join('\n'));
  });
});
