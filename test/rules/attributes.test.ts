import { describe, expect, it } from 'vitest';
import type { Period } from '../../src/dates/schema.ts';
import type { RuleContext } from '../../src/rules/context.ts';
import { explainRule } from '../../src/rules/language/explain.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';
import type { NamedAttribute } from '../../src/rules/names.ts';
import { resolveRule } from '../../src/rules/resolve.ts';
import type { Rule } from '../../src/rules/schema.ts';
import { context as plain } from './context.ts';

const attributes: NamedAttribute[] = [
  { id: 1, name: 'Plan', type: 'text', yearly: false },
  { id: 2, name: 'seats', type: 'number', yearly: false },
  { id: 3, name: 'active', type: 'boolean', yearly: false },
  { id: 4, name: 'renewal date', type: 'date', yearly: false },
  { id: 5, name: 'birthday', type: 'date', yearly: true },
  { id: 6, name: 'country', type: 'text', yearly: false },
  { id: 7, name: 'In segment', type: 'text', yearly: false },
];
const context: RuleContext = { ...plain, names: { ...plain.names, attributes } };

/** The canonical sentence, or what was refused. */
function read(sentence: string): string {
  const parsed = parseRule(sentence, context);
  if (parsed.ok) return printRule(parsed.rule, context.names);
  return parsed.problems
    .map(({ at, length, message, suggestions }) => {
      for (const each of suggestions) expect([each, parseRule(each, context).ok]).toEqual([each, true]);
      const tried = suggestions.map((each) => `\n  try: ${each}`).join('');
      return `${at} [${sentence.slice(at, at + length)}] ${message}${tried}`;
    })
    .join('\n');
}

const understood: Record<string, [typed: string, canonical?: string][]> = {
  texts: [
    ['Plan is pro'],
    ['plan = PRO', 'Plan is PRO'],
    ['"plan" is pro', 'Plan is pro'],
    ['plan is pro or free', 'Plan is pro or free'],
    ['plan is one of pro, free', 'Plan is pro or free'],
    ["plan isn't pro or free", 'Plan is not pro or free'],
    ['plan is none of pro, free', 'Plan is not pro or free'],
    ['not plan is pro', 'Plan is not pro'],
    ['plan != pro', 'Plan is not pro'],
    ['plan is in (pro, free)', 'Plan is pro or free'],
    ['plan is Gold Plus', 'Plan is "Gold Plus"'],
    ['plan is 10', 'Plan is 10'],
    ['plan is "in the next 7 days"', 'Plan is "in the next 7 days"'],
    ['plan contains ro or re', 'Plan contains ro or re'],
    ['plan does not contain ro', 'Plan does not contain ro'],
    ['plan starts with p', 'Plan starts with p'],
    ['plan does not end with o', 'Plan does not end with o'],
    ['has plan', 'has Plan'],
    ['with a plan', 'has Plan'],
    ["doesn't have a plan", 'has no Plan'],
    ['without plan', 'has no Plan'],
    ['whose plan is pro', 'Plan is pro'],
    ['country is Norway'],
    ['"country" is Norway'],
    ['"in segment" is x', '"In segment" is x'],
  ],
  numbers: [
    ['seats > 10'],
    ['seats>10', 'seats > 10'],
    ['seats is more than ten', 'seats > 10'],
    ['seats >= 10'],
    ['seats is at least 10', 'seats >= 10'],
    ['seats is 10 or more', 'seats >= 10'],
    ['seats < 2.5'],
    ['seats is under 2.50', 'seats < 2.5'],
    ['seats <= -3'],
    ['seats is no more than 5', 'seats <= 5'],
    ['seats is less than or equal to 5', 'seats <= 5'],
    ['seats is 5 or fewer', 'seats <= 5'],
    ['seats is 10'],
    ['seats = 10, 20', 'seats is 10 or 20'],
    ['seats is 10, 20, 10', 'seats is 10 or 20'],
    ['seats is one of 10, 20', 'seats is 10 or 20'],
    ['seats is not 10'],
    ["seats isn't 10 or 20", 'seats is not 10 or 20'],
    ['seats is 0'],
    ['seats is -0', 'seats is 0'],
    ['seats is between 5 and 10'],
    ['seats between 5 and 10 and plan is pro', 'seats is between 5 and 10 and Plan is pro'],
    ['seats is not between 5 and 10'],
    ['not seats > 10', 'seats is not more than 10'],
    ['seats is not at least 10'],
    ['has seats'],
    ['has no seats'],
    ['seats > 10 or has no seats'],
  ],
  'yes and no': [
    ['active is true'],
    ['active is yes', 'active is true'],
    ['ACTIVE = No', 'active is false'],
    ["active isn't true", 'active is not true'],
    ['active != false', 'active is not false'],
    ['not active is true', 'active is not true'],
    ['active is true or plan is pro', 'active is true or Plan is pro'],
    ['has active'],
    ['has no active'],
  ],
  dates: [
    ['renewal date is in the next 30 days', '"renewal date" is in the next 30 days'],
    ['renewal date in the next 30 days', '"renewal date" is in the next 30 days'],
    ['renewal date is in 30 days', '"renewal date" is 30 days from now'],
    ['renewal date is before 1 March 2027', '"renewal date" is before 1 March 2027'],
    ['renewal date < 1 March 2027', '"renewal date" is before 1 March 2027'],
    ['renewal date > 1 March 2027', '"renewal date" is after 1 March 2027'],
    ['renewal date >= 2027-03-01', '"renewal date" is since 1 March 2027'],
    ['renewal date <= 2027-03-01', '"renewal date" is until 1 March 2027'],
    ['renewal date is 2027-03-01', '"renewal date" is on 1 March 2027'],
    ['renewal date is not this month', '"renewal date" is not this month'],
    ['renewal date != today', '"renewal date" is not today'],
    ["renewal date wasn't last month", '"renewal date" is not last month'],
    ['not renewal date is this month', '"renewal date" is not this month'],
    ['renewal date was more than 30 days ago', '"renewal date" is more than 30 days ago'],
    [
      'renewal date is between 1 March 2027 and 5 April 2027 and plan is pro',
      '"renewal date" is from 1 March 2027 to 5 April 2027 and Plan is pro',
    ],
    ['has a renewal date', 'has "renewal date"'],
    ['has no renewal date', 'has no "renewal date"'],
  ],
  'days of every year': [
    ['birthday is in the next 7 days'],
    ['birthday in March', 'birthday is in March'],
    ['birthday is on 24 December'],
    ['birthday is 29 February', 'birthday is on 29 February'],
    ['birthday is not today'],
    ['birthday is in the next 365 days'],
    ['birthday in next 12 months', 'birthday is in the next 12 months'],
    ['birthday is between 20 December and 5 January', 'birthday is from 20 December to 5 January'],
    ['birthday is in March 1990'],
    ['birthday is before 1990'],
    ['birthday is more than 18 years ago'],
  ],
};

describe.each(Object.entries(understood))('attributes in sentences: %s', (_, sentences) => {
  it.each(sentences)('reads: %s', (typed, canonical = typed) => {
    expect(read(typed)).toBe(canonical);
    expect(read(canonical)).toBe(canonical);
  });
});

const refused: Record<string, [sentence: string, ...refusal: string[]][]> = {
  'another type': [
    ['plan > 10', '5 [>] "Plan" is text: say is, contains, starts with or ends with, not ">".'],
    [
      'plan is between 1 and 5',
      '5 [is between] "Plan" is text: say is, contains, starts with or ends with, not "is between".',
    ],
    [
      'plan is before 2026',
      '8 [before 2026] "before 2026" is a timeframe, but "plan" is text; if it’s the value, put it in quotes.',
      '  try: plan is "before 2026"',
    ],
    [
      'plan is in the next 7 days',
      '11 [the next 7 days] "the next 7 days" is a timeframe, but "plan" is text; if it’s the value, put it in quotes.',
      '  try: plan is in "the next 7 days"',
    ],
    [
      'seats contains 1',
      '6 [contains] "seats" is a number: say is, >, >=, <, <= or between, not "contains".',
    ],
    ['seats is pro', '9 [pro] "pro" isn’t a number, like 10 or 2.5.'],
    ['seats is true', '9 [true] "true" isn’t a number, like 10 or 2.5.'],
    ['seats is before 2026', '9 [before] "before" isn’t a number, like 10 or 2.5.'],
    ['active > 1', '7 [>] "active" is true or false: say is true or is false, not ">".'],
    ['active contains t', '7 [contains] "active" is true or false: say is true or is false, not "contains".'],
    ['active is 1', '10 [1] "active" is true or false; say "active is true" or "active is false".'],
    ['active is in March', '10 [in] "active" is true or false; say "active is true" or "active is false".'],
    [
      'renewal date contains 2027',
      '13 [contains] "renewal date" is a date: say is before, is after, is in the next 30 days and so on, not "contains".',
    ],
    [
      'renewal date is 3/4/2027',
      "16 [3/4/2027] This may be 3 April 2027 or 4 March 2027: write the month as a word, or set the workspace's date order.",
      '  try: renewal date is 3 April 2027',
      '  try: renewal date is 4 March 2027',
    ],
  ],
  values: [
    ['plan', '4 [] Something is missing after "plan".'],
    [
      'plan is pro and free',
      '8 [pro and free] "and" can\'t join values of "plan": did you mean "or"? If "pro and free" is one value, put it in quotes.',
      '  try: plan is pro or free',
      '  try: plan is "pro and free"',
    ],
    [
      'plan is empty',
      '0 [plan is empty] Is "empty" a value, or do you mean contacts with or without Plan? Put it in quotes, or say "has Plan" or "has no Plan".',
      '  try: has no Plan',
      '  try: Plan is "empty"',
    ],
    [
      'seats is empty',
      '0 [seats is empty] "empty" isn’t a value here; say has seats, or has no seats.',
      '  try: has no seats',
    ],
    [
      'renewal date is not empty',
      '0 [renewal date is not empty] "empty" isn’t a value here; say has "renewal date", or has no "renewal date".',
      '  try: has "renewal date"',
    ],
    ['seats > 1e3', '8 [1e3] "1e3" isn’t a number, like 10 or 2.5.'],
    [
      'seats > 12345678901234567',
      '8 [12345678901234567] "12345678901234567" isn’t a number, like 10 or 2.5.',
    ],
    [
      'seats is 5,100',
      '9 [5,100] "5,100" could be one number or several; write it without a comma, or say "or".',
      '  try: seats is 5100',
      '  try: seats is 5 or 100',
    ],
    [
      'seats > 1.000',
      '8 [1.000] "1.000" could be 1, or thousands: write it without a point.',
      '  try: seats > 1',
      '  try: seats > 1000',
    ],
    [
      'seats is 1 and 2',
      '9 [1 and 2] "and" can\'t join values of "seats": did you mean "or"?',
      '  try: seats is 1 or 2',
    ],
    [
      'seats is between 10 and 5',
      '17 [10 and 5] Between a number and a larger one, not "10 and 5".',
      '  try: seats is between 5 and 10',
    ],
    ['seats is between 5', '18 [] Between 5 and which number?'],
    ['seats', '5 [] Something is missing after "seats".'],
    [
      'active is true or false',
      '0 [active is true or false] To match both true and false, say "has active".',
      '  try: has active',
    ],
    ['renewal date is', '15 [] A time is missing here.'],
    [
      'birthday is before 1 March',
      '12 [before 1 March] A yearly date has no "before 1 March"; give a range from when to when.',
    ],
    [
      'not seats is not 10',
      '0 [not seats is not 10] "not" and "is not" are a double negative; say it once.',
      '  try: seats is 10',
    ],
    [
      'plan was never pro',
      '9 [never pro] "never pro" contains the keyword "never"; if all of it is the value, put it in quotes.',
      '  try: plan was "never pro"',
    ],
    [
      'seets > 10',
      '0 [seets] Rollcall doesn’t recognize "seets" here; did you mean "seats"?',
      '  try: seats > 10',
    ],
  ],
};

describe.each(Object.entries(refused))('attributes in sentences: %s', (_, sentences) => {
  it.each(sentences)('refuses: %s', (sentence, ...refusal) => {
    expect(read(sentence)).toBe(refusal.join('\n'));
  });
});

it.each([
  ['plan is pro or free', 'Contacts whose Plan is pro or free'],
  ['plan is not pro', 'Contacts whose Plan is not pro; includes those without a value for Plan'],
  ['has no plan', 'Contacts who have no value for Plan'],
  ['has seats', 'Contacts who have a value for seats'],
  ['seats > 10', 'Contacts who match: seats is more than 10'],
  [
    'not seats > 10',
    'Contacts who match: seats is not more than 10; includes those without a value for seats',
  ],
  ['seats is between 5 and 10', 'Contacts who match: seats is between 5 and 10'],
  ['active is not true', 'Contacts who match: active is not true; includes those without a value for active'],
  [
    'renewal date is in the next 30 days',
    'Contacts whose "renewal date" is in the next 30 days (Mon 23 Nov 2026 to Wed 23 Dec 2026)',
  ],
  [
    'renewal date is not in December 2026',
    'Contacts whose "renewal date" is not in December 2026 (Tue 1 Dec 2026 to Thu 31 Dec 2026); includes those without a value for "renewal date"',
  ],
  [
    'birthday is in the next 7 days',
    'Contacts whose birthday is in the next 7 days (Mon 23 Nov 2026 to Mon 30 Nov 2026, whatever the year)',
  ],
  ['birthday is on 29 February', 'Contacts whose birthday is on 29 February (29 Feb, every year)'],
  [
    'birthday is from 29 February to 5 March',
    'Contacts whose birthday is from 29 February to 5 March (29 Feb to 5 Mar, every year)',
  ],
  [
    'birthday is in the next 365 days',
    'Contacts whose birthday is in the next 365 days (a whole year, so everyone who has one)',
  ],
  [
    'birthday is more than 18 years ago',
    'Contacts whose birthday is more than 18 years ago (before Sun 23 Nov 2008)',
  ],
])('explains: %s', (sentence, readBack) => {
  const parsed = parseRule(sentence, context);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  expect(explainRule(parsed.rule, context)).toBe(readBack);
});

describe('stored conditions on attributes', () => {
  const problems = (test: Extract<Rule, { type: 'attribute' }>['test'], attribute: number) => {
    const resolution = resolveRule({ type: 'attribute', attribute, test }, context);
    return resolution.ok ? [] : resolution.problems.map((problem) => problem.message);
  };

  it('are refused if the attribute no longer exists, or has another type now', () => {
    expect(problems({ is: 'known' }, 99)).toEqual([
      'The rule uses an attribute that no longer exists (number 99). Change the rule to one without it.',
    ]);
    expect(problems({ is: 'boolean', value: true }, 2)).toEqual([
      'The rule uses "seats" as boolean, but its type is now number. Change the rule, or the type.',
    ]);
    expect(problems({ is: 'known' }, 2)).toEqual([]);
  });

  it('are refused if a yearly day is compared from one side only', () => {
    const parsed = parseRule('birthday is on 1 March', context);
    if (!parsed.ok || parsed.rule.type !== 'attribute' || parsed.rule.test.is !== 'date')
      throw new Error('not read');
    const { timeframe } = parsed.rule.test;
    expect(problems({ is: 'date', timeframe }, 5)).toEqual([]);
    expect(problems({ is: 'date', timeframe: { kind: 'before', of: timeframe as Period } }, 5)).toEqual([
      '"birthday" is now a yearly date, so the rule needs a range from when to when.',
    ]);
  });
});
