import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../../src/rules/context.ts';
import { longestSentence, parseRule } from '../../src/rules/language/parse.ts';
import { context } from './context.ts';

const many = (length: number, name: (i: number) => string) =>
  Array.from({ length }, (_, i) => ({ id: i + 1, name: name(i) }));

const large: RuleContext = {
  ...context,
  names: {
    ...context.names,
    tags: many(5000, (i) => `tag number ${i} ${'abcdefghij'.slice(i % 7)}`),
    campaigns: many(2000, (i) => `Campaign ${i} spring sale`),
  },
};

const listed = (length: number, item: (i: number) => string) => Array.from({ length }, (_, i) => item(i));

/** Each took 5 to 60 seconds beside so many names; the test's time limit is what would fail. */
describe('refuses a long sentence beside many names in a moment', () => {
  it.each([
    ['one unknown tag a thousand times', `tagged ${'vpi,'.repeat(990)}vpi`],
    ['hundreds of unknown tags', `tagged ${listed(250, (i) => `tg numbr ${i}`).join(' or ')}`],
    ['hundreds of known tags', `tagged ${listed(200, (i) => `tag number ${i}`).join(' or ')} or`],
    ['campaigns, all misspelt', `opened ${listed(120, (i) => `"Campagn ${i} spring sal"`).join(' or ')}`],
    ['campaigns without quotes', 'opened Campagn 12 spring sal and '.repeat(120)],
    ['commas without words', `tagged ${'number,'.repeat(500)}`],
    ['a question in each part', 'opened last weeks and '.repeat(180)],
  ])('%s', { timeout: 5000 }, (_, sentence) => {
    expect(sentence.length).toBeLessThanOrEqual(longestSentence);
    const parsed = parseRule(sentence, large);
    expect(parsed.ok).toBe(false);
    const [problem] = parsed.ok ? [] : parsed.problems;
    for (const suggestion of problem?.suggestions ?? []) expect(parseRule(suggestion, large).ok).toBe(true);
    expect(problem?.message).toBeTruthy();
    expect(problem?.examples ?? []).toBeInstanceOf(Array);
  });
});
