import { describe, expect, it } from 'vitest';
import { countryOfAdjective } from '../../src/lib/demonyms.ts';
import type { RuleContext } from '../../src/rules/context.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';
import { greetingIn } from '../../src/rules/language/question.ts';
import { context as plain } from './context.ts';

const named = (...names: string[]) => names.map((name, index) => ({ id: index + 1, name }));
const purchase = [{ name: 'purchase', properties: [] }];
const context: RuleContext = {
  ...plain,
  names: {
    ...plain.names,
    tags: named('vip', 'newsletter', 'beta tester'),
    segments: [{ id: 1, name: 'Recent buyers', rule: { type: 'everyone' } }],
    attributes: [{ id: 1, name: 'plan', type: 'text', yearly: false }],
    events: purchase,
  },
};

/** The canonical sentence, or `? ` and what is suggested. */
function read(sentence: string, names: Partial<RuleContext['names']> = {}): string {
  const used = { ...context, names: { ...context.names, ...names } };
  const parsed = parseRule(sentence, used);
  if (parsed.ok) return printRule(parsed.rule, used.names);
  return `? ${parsed.problems.flatMap(({ suggestions }) => suggestions).join(' | ')}`.trim();
}

describe('adjectives of countries', () => {
  it.each([
    ['German customers', 'country is Germany'],
    ['all our danish subscribers', 'country is Denmark and status is subscribed'],
    ['French subscribers who never opened', 'country is France and status is subscribed and never opened'],
    ['German or Austrian contacts', 'country is Germany or Austria'],
    ['South African users', 'country is South Africa'],
    ['American vips', 'country is United States and tagged vip'],
    ['subscribed Irish customers', 'status is subscribed and country is Ireland'],
    ['not German customers', 'country is not Germany'],
    ['everyone except Swiss people', 'country is not Switzerland'],
    ['tagged vip and Polish customers', 'tagged vip and country is Poland'],
    ["vips who aren't German", 'tagged vip and country is not Germany'],
    ['UK customers', 'country is United Kingdom'],
    ['US subscribers', 'country is United States and status is subscribed'],
    ['Germany customers', 'country is Germany'],
    // A language, and the people who speak it.
    ['German-speaking customers', 'language is German'],
    ['German speakers', 'language is German'],
  ])('are people there: %s', (sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
  });

  it.each([
    ['German newsletter', '? (German people) and newsletter'],
    ['German', '? in Germany'],
    ['German and French customers', '? German or French customers'],
    ['English customers', '? customers in the United Kingdom | English-speaking customers'],
    ['Scottish users', '? users in the United Kingdom'],
    ['European customers', '?'],
    ['EU subscribers', '?'],
    ['international customers', '?'],
    ['speaks German or French customers', '?'],
    // A state of the USA, and a word in capitals.
    ['CA customers', '?'],
    ['NO CUSTOMERS', '?'],
  ])('are asked about: %s', (sentence, offers) => {
    expect(read(sentence)).toBe(offers);
  });

  it('are the name of a tag or segment if one has it', () => {
    expect(read('German customers', { tags: named('German') })).toBe('tagged German');
    expect(read('German customers', { tags: named('customer') })).toBe(
      '? German people | German people and tagged "customer"',
    );
  });

  it('name one country each', () => {
    expect(['german', 'dutch', 'new zealand', 'costa rican', 'emirati'].map(countryOfAdjective)).toEqual([
      ...['DE', 'NL', 'NZ', 'CR', 'AE'],
    ]);
    expect(['korean', 'congolese', 'european', 'klingon'].map(countryOfAdjective)).toEqual([
      ...[undefined, undefined, undefined, undefined],
    ]);
  });
});

describe('people by what they did', () => {
  it.each([
    ['buyers', 'did purchase ever'],
    ['non-buyers in Germany', 'never did purchase and country is Germany'],
    ['vips and buyers', 'tagged vip and did purchase ever'],
    ['recent buyers', 'in segment "Recent buyers"'],
  ])('are read: %s', (sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
  });

  it('aren’t read if no event, or several, could be meant', () => {
    expect(read('buyers', { events: [] })).toBe('?');
    const both = ['purchase', 'purchased'].map((name) => ({ name, properties: [] }));
    expect(read('buyers', { events: both })).toBe('?');
    expect(read('buyers', { tags: named('buyer') })).toBe('tagged buyer');
  });

  it.each([
    ['repeat customers', '? customers who purchased at least twice'],
    [
      'first time buyers',
      '? people who purchased exactly once | people who first purchased in the last 30 days',
    ],
    [
      'engaged subscribers in Norway',
      '? subscribers who opened in the last 30 days in Norway | subscribers who clicked in the last 30 days in Norway',
    ],
    [
      'dormant customers',
      '? customers who have not opened in the last 90 days | customers who have not clicked in the last 90 days',
    ],
    [
      'lapsed customers',
      '? customers who purchased ever and have not purchased in the last 90 days | customers who have not opened in the last 90 days',
    ],
  ])('are asked about if every team means something else: %s', (sentence, offers) => {
    expect(read(sentence)).toBe(offers);
  });

  it('suggest nothing that was never recorded', () => {
    expect(read('repeat customers', { events: [] })).toBe('?');
    expect(read('lapsed customers', { events: [] })).toBe(
      '? customers who have not opened in the last 90 days | customers who have not clicked in the last 90 days',
    );
  });
});

it.each([
  ['vips not in Germany', 'tagged vip and country is not Germany'],
  ['vips not in segment "Recent buyers"', 'tagged vip and not in segment "Recent buyers"'],
  // Never without its "not".
  ['plan is Acme not in Germany', '? plan is "Acme not in Germany" | plan is Acme and not in Germany'],
])('read where people are not: %s', (sentence, canonical) => {
  expect(read(sentence)).toBe(canonical);
});

describe('shares of some people', () => {
  it.each([
    ['10% of vips', 'random 10% and tagged vip'],
    ['random 10% of tagged vip', 'random 10% and tagged vip'],
    ['a 10% sample of our vips in Germany', 'random 10% and tagged vip and country is Germany'],
    ['10 percent of subscribers', 'random 10% and status is subscribed'],
    ['10% of everyone', 'random 10%'],
    ['10% of people who never opened', 'random 10% and never opened'],
    ['10% of those who opened this month', 'random 10% and opened this month'],
    ['10% of vips or beta testers', 'random 10% and tagged vip or "beta tester"'],
    ['vips and 5% of subscribers', 'tagged vip and random 5% and status is subscribed'],
    ['10%', '? random 10%'],
    ['10% of', '?'],
    ['not 10% of vips', '?'],
    ['10% of vips and 5% of beta testers', '?'],
  ])('%s', (sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
  });
});

describe('what was found out about addresses', () => {
  it.each([
    ['email is invalid', 'email validation is invalid'],
    ['whose email address is risky', 'email validation is risky'],
    ['email is invalid or risky', 'email validation is invalid or risky'],
    ['email is not invalid', 'email validation is not invalid'],
    ['vips with an invalid email', 'tagged vip and email validation is invalid'],
    ['without a valid email address', 'email validation is not valid'],
    ['invalid emails', 'email validation is invalid'],
    ['email is not valid', '? email validation is invalid | email validation is not valid'],
    ['email is valid@x.org', 'email is valid@x.org'],
    ['email contains invalid', 'email contains invalid'],
  ])('%s', (sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
  });
});

describe('questions in place of a sentence', () => {
  it.each([
    ['how many vips?', 'tagged vip'],
    ['how many new subscribers this month?', 'status is subscribed and signed up this month'],
    ['how many customers do we have in Norway', 'country is Norway'],
    ['who are our vips', 'tagged vip'],
    ['Count: are tagged vip', 'tagged vip'],
    ['count tagged vip', 'tagged vip'],
    ["what's the size of our list", 'everyone'],
    ['how many people opend this month', '? opened this month'],
    // No one is asked for.
    ['how many', '?'],
    ['count', '?'],
    ['who', '?'],
  ])('%s', (sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
  });

  it('point at the words as they were typed', () => {
    const question = 'how many people opend this month';
    const parsed = parseRule(question, context);
    const [problem] = parsed.ok ? [] : parsed.problems;
    expect(question.slice(problem?.at, (problem?.at ?? 0) + (problem?.length ?? 0))).toBe('opend');
  });

  it('say so if they count something other than contacts', () => {
    const parsed = parseRule('how many segments are there', context);
    expect(parsed.ok ? '' : parsed.problems[0]?.message).toBe(
      'Only contacts are counted here. /segments lists the segments.',
    );
    expect(greetingIn('how many segments do we have?')).toBe('hello');
  });
});
