import { describe, expect, it } from 'vitest';
import { parseRule } from '../../src/rules/language/parse.ts';
import { context, read } from './context.ts';

/** The words at fault, and what is suggested. */
function refusal(sentence: string): string[] {
  const parsed = parseRule(sentence, context);
  if (parsed.ok) return ['understood'];
  const [problem] = parsed.problems;
  const { at = 0, length = 0, suggestions = [] } = problem ?? {};
  return [sentence.slice(at, at + length), ...suggestions];
}

describe('typos', () => {
  it.each([
    ['opend in the last 30 days', 'opend', 'opened in the last 30 days'],
    ['tagged vip and opend in the last 30 days', 'opend', 'tagged vip and opened in the last 30 days'],
    ['tagged vip, clickd this week', 'clickd', 'tagged vip, clicked this week'],
    ['tagged vip or clicekd', 'clicekd', 'tagged vip or clicked'],
    ['tagged vip and has not opend in 60 days', 'opend', 'tagged vip and has not opened in 60 days'],
    ['tagged vip and never clikced', 'clikced', 'tagged vip and never clicked'],
    ['tagged vip and purchasd twice', 'purchasd', 'tagged vip and purchased twice'],
    ["hasn't recieved anything", 'recieved', "hasn't received anything"],
    ['singed up this month', 'singed up', 'signed up this month'],
    ['tagged vip and singed up this month', 'singed up', 'tagged vip and signed up this month'],
    ['tagged vip adn opened this week', 'adn', 'tagged vip and opened this week'],
    ['taged vip', 'taged', 'tagged vip'],
  ])('points at the verb or keyword: %s', (sentence, fault, offer) => {
    expect(refusal(sentence)).toEqual([fault, offer]);
  });

  it('still reads a name similar to a tag as that tag', () => {
    expect(refusal('tagged vip or churnd')).toEqual(['churnd', 'tagged vip or churned']);
    // Nothing similar, neither a tag nor a verb.
    expect(refusal('tagged vip or xylophone')).toEqual(['xylophone']);
  });
});

describe('asides, and the subject of a question', () => {
  it.each([
    ['opened, machines included, in the last 30 days', 'opened including machines in the last 30 days'],
    ['opened, including machines, 3 times', 'opened including machines exactly 3 times'],
    ['opened, machines included, and tagged vip', 'opened including machines ever and tagged vip'],
    ['opened, machines included, tagged vip', 'opened including machines ever and tagged vip'],
    ['not (opened more than 60 days ago)', 'not (opened more than 60 days ago)'],
    ['not last opened more than 60 days ago', 'not last opened more than 60 days ago'],
    ['has not opened before 1 March 2026', 'not opened before 1 March 2026'],
    ['has not opened for more than 60 days', 'not opened in the last 60 days'],
  ])('reads: %s', (sentence, meaning) => {
    expect(read(sentence)).toBe(meaning);
    expect(read(meaning)).toBe(meaning);
  });

  it.each([
    [
      'has not opened more than 60 days ago',
      'not opened in the last 60 days',
      'not (opened more than 60 days ago)',
    ],
    [
      'never clicked over 2 months ago',
      'not clicked in the last 2 months',
      'not (clicked more than 2 months ago)',
    ],
    [
      'did not purchase more than a year ago',
      'did not purchase in the past year',
      'not (did purchase more than 1 year ago)',
    ],
  ])('asks about: %s', (sentence, ...offers) => {
    expect(refusal(sentence)).toEqual([sentence, ...offers]);
  });
});
