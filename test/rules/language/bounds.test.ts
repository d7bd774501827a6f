import { describe, expect, it } from 'vitest';
import { bounds } from '../../../src/rules/bounds.ts';
import { longestSentence, parseRule } from '../../../src/rules/language/parse.ts';
import { context, read } from '../context.ts';

const many = (count: number, text: string, between: string) =>
  Array.from({ length: count }, () => text).join(between);
const nested = (depth: number, open: string) => `${open.repeat(depth)}tagged vip${')'.repeat(depth)}`;

describe('the bounds of a sentence', () => {
  it.each([
    ['30 brackets', nested(30, '('), 'tagged vip'],
    ['29 nots', nested(29, 'not ('), `${'not ('.repeat(28)}not tagged vip${')'.repeat(28)}`],
    ['499 conditions', many(499, 'opened', ','), many(499, 'opened ever', ' and ')],
    ['4000 characters', 'tagged vip'.padEnd(longestSentence), 'tagged vip'],
  ])('allow %s', (_, sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
  });

  const tooDeep = `Brackets can be at most ${bounds.depth} levels deep; split the rule into segments.`;
  const tooMuch = `This rule is too large: at most ${bounds.nodes} conditions, ${bounds.values} values, ${bounds.depth} deep.`;
  const tooLong = `This is longer than ${longestSentence} characters; split it into several segments.`;
  it.each([
    ['31 brackets', nested(31, '('), 30, tooDeep],
    ['31 lists', nested(31, 'any of ('), 30 * 'any of ('.length, tooDeep],
    ['1,300 brackets that never close', '('.repeat(1300), 30, tooDeep],
    ['30 nots', nested(30, 'not ('), 0, tooMuch],
    ['570 conditions', many(570, 'opened', ','), 0, tooMuch],
    [
      '1,001 values',
      `name is ${Array.from({ length: 1001 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join()}`,
      0,
      tooMuch,
    ],
    ['4001 characters', 'x'.repeat(longestSentence + 1), longestSentence, tooLong],
  ])('refuse %s', (_, sentence, at, message) => {
    const parsed = parseRule(sentence, context);
    expect(parsed.ok || parsed.problems.map((each) => [each.at, each.message])).toEqual([[at, message]]);
  });
});
