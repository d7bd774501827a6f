import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../../src/rules/context.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';
import { context as plain } from './context.ts';

const named = (...names: string[]) => names.map((name, index) => ({ id: index + 1, name }));

/** Names as programs and people spell them, two of which differ in nothing else. */
const context: RuleContext = {
  ...plain,
  names: {
    tags: named('Big Spender', 'men’s_day'),
    segments: [{ id: 1, name: 'Lapsed_VIPs', rule: { type: 'everyone' } }],
    attributes: [
      { id: 1, name: 'renewal_date', type: 'date', yearly: false },
      { id: 2, name: 'lead source', type: 'text', yearly: false },
      { id: 3, name: 'is-active', type: 'boolean', yearly: false },
      { id: 4, name: 'due-date', type: 'date', yearly: false },
      { id: 5, name: 'due date', type: 'date', yearly: false },
      { id: 6, name: 'phone_number', type: 'text', yearly: false },
    ],
    campaigns: named('Black_Friday-teaser', 'March news', 'march-news'),
    topics: [],
    imports: [],
    events: [
      {
        name: 'order_placed',
        properties: [
          { name: 'coupon_code', type: 'text' },
          { name: 'net-amount', type: 'number' },
          { name: 'net amount', type: 'number' },
        ],
      },
      { name: 'sign_in', properties: [] },
      { name: 'sign-in', properties: [] },
    ],
  },
};

function read(sentence: string): string {
  const parsed = parseRule(sentence, context);
  if (parsed.ok) return printRule(parsed.rule, context.names);
  return parsed.problems
    .map(({ at, length, message, suggestions }) =>
      [`[${sentence.slice(at, at + length)}] ${message}`, ...suggestions].join('\n'),
    )
    .join('\n');
}

describe('names in a sentence', () => {
  it.each([
    ['renewal date is before 2026', 'renewal_date is before 2026'],
    ['Renewal-Date is this month', 'renewal_date is this month'],
    ['has no renewal date', 'has no renewal_date'],
    ['renewaldate is not this month', 'renewal_date is not this month'],
    ['whose lead_source is web', '"lead source" is web'],
    ['LeadSource is web', '"lead source" is web'],
    ['isactive is true', 'is-active is true'],
    ['has due date', 'has "due date"'],
    ['has due-date', 'has due-date'],
    ['has Due Date', 'has "due date"'],
    ['did order placed twice', 'did order_placed exactly twice'],
    ['did Order-Placed with coupon code is X10', 'did order_placed with coupon_code is X10'],
    ['did sign-in', 'did sign-in ever'],
    ['opened "black friday teaser"', 'opened "Black_Friday-teaser"'],
    ['opened "March News"', 'opened "March news"'],
    ['in segment lapsed vips', 'in segment "Lapsed_VIPs"'],
    ['tagged big_spender', 'tagged "Big Spender"'],
    ['everyone tagged as a BIG-SPENDER who opened this month', 'tagged "Big Spender" and opened this month'],
    // A built-in field comes first, as it does if the names are equal.
    ['has phone number', 'has phone'],
    ['has phone_number', 'has phone_number'],
  ])('ignore how words are joined: %s', (sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
  });

  it.each([
    [
      'has due_date',
      '[due_date] "due_date" could be the attributes "due-date" or "due date". Put the one you mean in quotes.',
      'has "due-date"',
      'has "due date"',
    ],
    [
      'due_date is this month',
      '[due_date] "due_date" could be the attributes "due-date" or "due date". Put the one you mean in quotes.',
      '"due-date" is this month',
      '"due date" is this month',
    ],
    [
      'did sign in twice',
      '[sign in] "sign in" could be the events "sign_in" or "sign-in". Put the one you mean in quotes.',
      'did "sign_in" twice',
      'did "sign-in" twice',
    ],
    [
      'did order placed with net_amount > 5',
      '[net_amount] "net_amount" could be the properties "net-amount" or "net amount". Put the one you mean in quotes.',
      'did order placed with "net-amount" > 5',
      'did order placed with "net amount" > 5',
    ],
    [
      'opened "march_news"',
      '["march_news"] "march_news" could be the campaigns "March news" or "march-news". Put the one you mean in quotes.',
      'opened "March news"',
      'opened "march-news"',
    ],
    [
      'has no renewl date',
      '[renewl date] Rollcall doesn’t recognize "renewl date" here; did you mean "renewal_date"?',
      'has no renewal_date',
    ],
  ])('are asked about if several fit: %s', (sentence, ...refusal) => {
    expect(read(sentence)).toBe(refusal.join('\n'));
  });
});

it('prints a tag without looking at how the others are spelled', () => {
  const other = Object.defineProperty({ id: 2 }, 'name', {
    get: () => {
      throw new Error('looked at');
    },
  }) as { id: number; name: string };
  const names = { ...context.names, tags: [{ id: 1, name: 'vip' }, other] };
  expect(printRule({ type: 'tagged', match: 'any', tags: [1] }, names)).toBe('tagged vip');
});
