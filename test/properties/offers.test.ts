import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import type { Problem } from '../../src/lib/problem.ts';
import type { Condition } from '../../src/rules/conditions/kinds.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import type { Rule } from '../../src/rules/schema.ts';
import { context as plain } from '../rules/context.ts';
import { monday } from '../support/dates.ts';
import { blundered, misspelt, slipped } from '../support/mutated.ts';

// What is offered in place of a refused text is understood, and means what was understood of it.

const context = {
  ...plain,
  names: {
    ...plain.names,
    attributes: [
      ...plain.names.attributes,
      { id: 2, name: 'seats', type: 'number', yearly: false },
      { id: 3, name: 'active', type: 'boolean', yearly: false },
      { id: 4, name: 'renewal date', type: 'date', yearly: false },
    ],
  },
} as typeof plain;

const linesOf = (file: string): string[] =>
  readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

const sentences = linesOf('refused-sentences.txt').map((line) => {
  const [text = '', kept = ''] = line.split(' | ');
  return {
    text,
    kept: kept
      .split(';')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  };
});

const problemsOf = (text: string): Problem[] => {
  const read = parseRule(text, context);
  return read.ok ? [] : read.problems;
};
const ruleOf = (text: string): Rule => {
  const read = parseRule(text, context);
  if (!read.ok) throw new Error(`"${text}" is refused: ${read.problems[0]?.message}`);
  return read.rule;
};

type Leaf = { condition: Condition; not: boolean };

const leavesOf = (rule: Rule, not = false): Leaf[] => {
  if (rule.type === 'everyone') return [];
  if (rule.type === 'not') return leavesOf(rule.rule, true);
  if (rule.type === 'all' || rule.type === 'any') return rule.rules.flatMap((each) => leavesOf(each));
  return [{ condition: rule, not }];
};

/**
 * Whether a rule has a condition, or one that includes more of the same: verbs share what follows the last of
 * them.
 */
const holds = (rule: Rule, part: Leaf, anyScope: boolean): boolean =>
  leavesOf(rule).some(
    ({ condition, not }) =>
      (anyScope || not === part.not) &&
      (matches(condition, part.condition) || (part.condition.type === 'has' && condition.type === 'date')),
  );

const matches = (whole: Condition, part: Condition): boolean => {
  try {
    expect(whole).toMatchObject(part);
    return true;
  } catch {
    return false;
  }
};

const numbersIn = (text: string): string[] =>
  [
    ...new Set(
      (
        text.toLowerCase().match(/\d+(?:[.,]\d+)*|\b(?:once|twice|one|two|three|four|five|six|ten)\b/g) ?? []
      ).map((word) =>
        String(
          { once: 1, one: 1, twice: 2, two: 2, three: 3, four: 4, five: 5, six: 6, ten: 10 }[word] ??
            word.replace(/,(?=\d{3})/, '').replace(',', '.'),
        ),
      ),
    ),
  ].sort();
const isTurned = (text: string): boolean =>
  /\b(?:not|no|never|none|nor|neither|without|except|unless|minus|but|nobody|empty|outside|excluding|exept|wihout|nver|nto|excpet)\b|n['’]t\b|!=|(?:^|\s)[!-]\p{L}/iu.test(
    text,
  );

describe('sentences that were refused', () => {
  it('are mostly still refused', () => {
    expect(sentences.length).toBeGreaterThan(200);
    expect(sentences.filter(({ text }) => problemsOf(text).length > 0).length).toBeGreaterThan(110);
  });

  it.each(sentences)('$text', ({ text, kept }) => {
    for (const problem of problemsOf(text)) {
      const { suggestions, examples = [], asks = false } = problem;
      expect(suggestions.length).toBeLessThanOrEqual(3);
      expect(new Set(suggestions).size).toBe(suggestions.length);
      for (const suggestion of suggestions) {
        const rule = ruleOf(suggestion);
        for (const part of kept.flatMap((each) => leavesOf(ruleOf(each))))
          expect(holds(rule, part, asks), `${suggestion} keeps ${JSON.stringify(part)}`).toBe(true);
        if (asks) continue;
        expect(numbersIn(suggestion), suggestion).toEqual(numbersIn(text));
        expect(isTurned(suggestion), suggestion).toBe(isTurned(text));
      }
      expect(examples.length).toBeLessThanOrEqual(3);
      if (suggestions.length === 0 && !asks) expect(examples, text).not.toEqual([]);
    }
  });
});

const conditions = [
  'tagged vip',
  'not tagged churned',
  'country is Norway',
  'country is not US or GB',
  'opened in the last 30 days',
  'not opened in the last 60 days',
  'clicked at least 3 times',
  'never clicked',
  'received "Spring sale"',
  'has phone',
  'has no company',
  'signed up this month',
  'seats is between 5 and 10',
  'seats > 10',
  'active is true',
  'renewal date is in the next 30 days',
  'Plan is not pro',
  'did purchase twice in 2025',
  'did not purchase in the last 90 days',
  'last opened more than 60 days ago',
  'in segment New',
  'status is subscribed',
  'email domain is gmail.com',
  'random 10%',
];

/** Three conditions, one of which is mistyped, at any position. */
const wrong = (mistype: (text: string) => fc.Arbitrary<string>) =>
  fc
    .uniqueArray(fc.constantFrom(...conditions), { minLength: 3, maxLength: 3 })
    .chain((three) => fc.tuple(fc.constant(three), fc.nat({ max: 2 }), fc.constantFrom(' and ', ', ')))
    .chain(([three, at, between]) =>
      mistype(three[at] ?? '').map((mistyped) => ({
        right: three[at] ?? '',
        others: three.filter((_, index) => index !== at),
        text: three.with(at, mistyped).join(between),
      })),
    );

/** The conditions that are not part of the question. */
const outside = (others: readonly string[], text: string, { at, length, asks }: Problem): string[] =>
  others.filter((other) => {
    const start = text.indexOf(other);
    return !asks || start + other.length <= at || start >= at + length;
  });

describe('sentences with a mistake in one condition', () => {
  it('are offered with the others unchanged, and with the one as it was if a letter is wrong', () => {
    let [refused, offered] = [0, 0];
    fc.assert(
      fc.property(wrong(misspelt), ({ right, others, text }) => {
        for (const problem of problemsOf(text).slice(0, 1)) {
          const { suggestions, asks = false } = problem;
          refused += 1;
          if (suggestions.length > 0) offered += 1;
          for (const suggestion of suggestions) {
            const rule = ruleOf(suggestion);
            for (const part of outside(others, text, problem).flatMap((each) => leavesOf(ruleOf(each))))
              expect(holds(rule, part, asks), `${text} → ${suggestion}`).toBe(true);
            if (asks) continue;
            const turned = leavesOf(ruleOf(right)).map(({ not }) => not);
            expect(
              leavesOf(rule).filter(({ not }) => not),
              `${text} → ${suggestion}`,
            ).toHaveLength(
              [...others, right].flatMap((each) => leavesOf(ruleOf(each))).filter(({ not }) => not).length,
            );
            expect(turned.length).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(refused).toBeGreaterThan(20);
    expect(offered / refused).toBeGreaterThan(0.5);
  });

  it('are offered as they were meant, and never with another meaning, if a letter of any word is wrong', () => {
    let [refused, offered] = [0, 0];
    fc.assert(
      fc.property(wrong(slipped), ({ right, others, text }) => {
        const [problem] = problemsOf(text);
        if (problem === undefined) return;
        refused += 1;
        const { suggestions, asks = false } = problem;
        if (suggestions.length === 0) return;
        offered += 1;
        const all = [...others, right].flatMap((each) => leavesOf(ruleOf(each)));
        const isMeant = (suggestion: string) =>
          all.every((part) => holds(ruleOf(suggestion), part, false)) &&
          leavesOf(ruleOf(suggestion)).length === all.length;
        if (!asks) expect(suggestions.some(isMeant), `${text} → ${suggestions.join(' | ')}`).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(100);
    expect(offered / refused).toBeGreaterThan(0.8);
  });

  it('are offered with the others unchanged if a word is missing, strange or too much', () => {
    fc.assert(
      fc.property(wrong(blundered), ({ others, text }) => {
        for (const problem of problemsOf(text).slice(0, 1)) {
          const { suggestions, asks = false } = problem;
          for (const suggestion of suggestions) {
            const rule = ruleOf(suggestion);
            for (const part of outside(others, text, problem).flatMap((each) => leavesOf(ruleOf(each))))
              expect(holds(rule, part, asks), `${text} → ${suggestion}`).toBe(true);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

const phrases = linesOf('refused-phrases.txt');

describe('timeframes that were refused', () => {
  it('are mostly still refused', () => {
    const refused = phrases.filter((phrase) => !parseTimeframe(phrase, monday).ok);
    expect(refused.length).toBeGreaterThan(70);
  });

  it.each(phrases)('%s', (phrase) => {
    for (const direction of ['past', 'future', 'any'] as const) {
      const { dateOrder: _, ...settings } = { ...monday, direction };
      const read = parseTimeframe(phrase, settings);
      if (read.ok) continue;
      const { suggestions, examples = [], asks = false } = read.problem;
      for (const suggestion of suggestions) {
        expect(parseTimeframe(suggestion, settings).ok, suggestion).toBe(true);
        if (!asks) expect(numbersIn(suggestion), suggestion).toEqual(numbersIn(phrase));
      }
      if (suggestions.length === 0 && !asks) expect(examples, phrase).not.toEqual([]);
    }
  });
});
