import { describe, expect, it } from 'vitest';
import { parseRule } from '../../src/rules/language/parse.ts';
import { context } from './context.ts';

const twinOf = (sentence: string) => {
  const parsed = parseRule(sentence, context);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return parsed.twin;
};

describe('a timeframe with a second meaning, by the calendar or up to now', () => {
  it.each([
    ['opened in the last month', 'opened in the past month', 'in the past month'],
    [
      'tagged vip and not opened in the last quarter',
      'tagged vip and not opened in the past quarter',
      'in the past quarter',
    ],
    [
      'signed up over the last year and opened within the last week',
      'signed up over the past year and opened within the past week',
      'over the past year and within the past week',
    ],
    [
      'opened in the last month and clicked in the last month',
      'opened in the past month and clicked in the past month',
      'in the past month',
    ],
  ])('has a twin: "%s"', (sentence, twin, words) => {
    expect(twinOf(sentence)).toEqual({ sentence: twin, words });
    expect(twinOf(twin)).toBeUndefined();
  });

  it.each([
    'opened last month',
    'opened during the previous month',
    'opened in the past month',
    'opened in the last 30 days',
    'opened in the last day',
    'opened "in the last month"',
    'opened in the last week of March',
  ])('has none if it has one meaning: "%s"', (sentence) => {
    const parsed = parseRule(sentence, context);
    expect(parsed.ok && parsed.twin).toBeFalsy();
  });
});
