import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../../src/rules/context.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';
import { context as plain } from './context.ts';

const named = (...names: string[]) => names.map((name, index) => ({ id: index + 1, name }));
const segment = (id: number, name: string) => ({ id, name, rule: { type: 'everyone' as const } });

const context: RuleContext = {
  ...plain,
  names: {
    ...plain.names,
    tags: named('rakhi', 'Family Day', 'Earth Hour', 'Black Friday', 'peace', 'May', 'last week', 'Eid'),
    segments: [segment(1, 'Onam'), segment(2, 'Women'), segment(3, 'May')],
    campaigns: named('Onam sale', 'Diwali 2025 campaign', 'Diwali offer', 'White Day'),
  },
};

function read(sentence: string): string {
  const parsed = parseRule(sentence, context);
  if (parsed.ok) return printRule(parsed.rule, context.names);
  return parsed.problems.flatMap(({ suggestions }) => suggestions.map((each) => `try: ${each}`)).join('; ');
}

describe('names that are also holidays', () => {
  it.each([
    ['tagged rakhi', 'tagged "rakhi"'],
    ['not tagged rakhi', 'not tagged "rakhi"'],
    ['tagged peace, rakhi or earth hour', 'tagged peace or "rakhi" or "Earth Hour"'],
    ['has tag Black Friday', 'tagged "Black Friday"'],
    ['tagged Family Day', 'tagged "Family Day"'],
    ['tagged Eid', 'tagged Eid'],
    ['in segment Onam', 'in segment "Onam"'],
    ['members of Women', 'in segment "Women"'],
    ['in the Onam segment', 'in segment "Onam"'],
    ['opened Onam sale', 'opened "Onam sale"'],
    ['received Diwali offer', 'received "Diwali offer"'],
    ['opened Diwali 2025 campaign last week', 'opened "Diwali 2025 campaign" last week'],
    ['opened "White Day"', 'opened "White Day"'],
    ['tagged rakhi and signed up since rakhi', 'tagged "rakhi" and signed up since Raksha Bandhan 2026'],
    ['opened Onam sale in Onam', 'opened "Onam sale" on Onam 2026'],
  ])('are read after the words that say what they name: %s', (typed, canonical) => {
    expect(read(typed)).toBe(canonical);
    expect(read(canonical)).toBe(canonical);
  });

  it.each([
    ['tagged May', 'try: tagged "May"'],
    ['tagged last week', 'try: tagged "last week"'],
    ['rakhi', 'try: tagged "rakhi"'],
    ['in Onam', 'try: in segment "Onam"; try: signed up in Onam'],
    ['not in Onam', 'try: not in segment "Onam"; try: not signed up in Onam'],
    ['opened White Day', 'try: opened on White Day; try: opened "White Day"'],
    [
      'signed up since last Eid',
      'try: signed up since last Eid al-Fitr; try: signed up since last Eid al-Adha',
    ],
  ])('are asked about where a time is likely: %s', (typed, offers) => {
    expect(read(typed)).toBe(offers);
  });
});
