import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../../src/rules/context.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';
import { context as workspace } from './context.ts';

const types = {
  plan: 'text',
  seats: 'number',
  'lifetime value': 'number',
  'renewal date': 'date',
  active: 'boolean',
} as const;
const context: RuleContext = {
  ...workspace,
  names: {
    ...workspace.names,
    tags: ['vip', 'beta', 'joined', 'plan:old'].map((name, index) => ({ id: index + 1, name })),
    attributes: [
      ...Object.entries(types).map(([name, type], index) => ({ id: index + 1, name, type, yearly: false })),
      { id: 6, name: 'birthday', type: 'date', yearly: true },
      { id: 7, name: 'clicks', type: 'number', yearly: false },
    ],
  },
};

/** The canonical sentence, or the words at fault and what is suggested. */
function read(sentence: string, around = context): string {
  const parsed = parseRule(sentence, around);
  if (parsed.ok) return printRule(parsed.rule, around.names);
  const [problem] = parsed.problems;
  const { at = 0, length = 0, suggestions = [] } = problem ?? {};
  return [`[${sentence.slice(at, at + length)}]`, ...suggestions].join(' → ');
}

const reachable = 'status is subscribed and email validation is not invalid';

const understood: Record<string, [sentence: string, meaning: string][]> = {
  'after a colon': [
    ['plan: pro', 'plan is pro'],
    ['Plan:pro', 'plan is pro'],
    ['plan: "pro plus" or free', 'plan is "pro plus" or free'],
    ['plan:"pro plus"', 'plan is "pro plus"'],
    ['country:US and plan:pro', 'country is United States and plan is pro'],
    ['tags: vip, beta', 'tagged vip or beta'],
    ['tag:vip', 'tagged vip'],
    ['tagged vip or plan:old', 'tagged vip or "plan:old"'],
    ['seats: 5-10', 'seats is between 5 and 10'],
    ['active: yes', 'active is true'],
    ['renewal date: in the next 30 days', '"renewal date" is in the next 30 days'],
    ['company is http://example.org', 'company is "http://example.org"'],
  ],
  'beside an attribute': [
    ['on the pro plan', 'plan is pro'],
    ['not on the pro plan', 'plan is not pro'],
    ['tagged vip and on the pro or team plan', 'tagged vip and plan is pro or team'],
    ['on the "pro plus" plan', 'plan is "pro plus"'],
    ['has plan pro', 'plan is pro'],
    ["doesn't have plan pro", 'plan is not pro'],
    ['with plan pro or team', 'plan is pro or team'],
    ['with the pro plan', 'plan is pro'],
    ['has country US', 'country is United States'],
    ['has country and tagged vip', 'has country and tagged vip'],
    ['has country or has phone', 'has country or has phone'],
    ['has plan', 'has plan'],
    ['no plan', 'has no plan'],
    ['has plan and tagged vip', 'has plan and tagged vip'],
    ['with plan: pro', 'plan is pro'],
    ['with seats over 10', 'seats > 10'],
    ['with a lifetime value over $1,000', '"lifetime value" > 1000'],
    ['with a renewal date in the next 30 days', '"renewal date" is in the next 30 days'],
    ['with a renewal date', 'has "renewal date"'],
    ['has seats in Norway', 'has seats and country is Norway'],
  ],
  numbers: [
    ['seats at least 5', 'seats >= 5'],
    ['whose seats are more than 5', 'seats > 5'],
    ['seats are not 5', 'seats is not 5'],
    ['seats greater than 5', 'seats > 5'],
    ['seats exceeds 5', 'seats > 5'],
    ['seats no more than 5', 'seats <= 5'],
    ['seats fewer than 5', 'seats < 5'],
    ['seats 5-10', 'seats is between 5 and 10'],
    ['seats 5 to 10', 'seats is between 5 and 10'],
    ['seats is 10+', 'seats >= 10'],
    ['seats 5', 'seats is 5'],
    ['more than 10 seats', 'seats > 10'],
    ['with more than 10 seats', 'seats > 10'],
    ['has at least 10 seats', 'seats >= 10'],
    ['does not have more than 10 seats', 'seats is not more than 10'],
    ['10 or more seats', 'seats >= 10'],
    ['10 seats or more', 'seats >= 10'],
    ['tagged vip, 5+ seats', 'tagged vip and seats >= 5'],
    ['between 5 and 10 seats', 'seats is between 5 and 10'],
    ['5-10 seats', 'seats is between 5 and 10'],
    ['lifetime value > $500', '"lifetime value" > 500'],
    ['lifetime value over 1,000', '"lifetime value" > 1000'],
    ['lifetime value over €1,000,000.50', '"lifetime value" > 1000000.5'],
    ['lifetime value is 1,000 or 2,000', '"lifetime value" is 1000 or 2000'],
    ['lifetime value over 10k', '"lifetime value" > 10000'],
    ['lifetime value > 5,100', '"lifetime value" > 5100'],
    ['seats is 5, 100', 'seats is 5 or 100'],
    ['lifetime value of 500 or more', '"lifetime value" >= 500'],
    ['lifetime value more than 500 dollars', '"lifetime value" > 500'],
  ],
  dates: [
    ['renewal date is in the past', '"renewal date" is before today'],
    ['renewal date in the future', '"renewal date" is after today'],
    ['renewal date is overdue', '"renewal date" is before today'],
    ['renewal_date has passed', '"renewal date" is before today'],
    ["renewal date hasn't passed yet", '"renewal date" is not before today'],
    ['tagged vip and renewal date has passed', 'tagged vip and "renewal date" is before today'],
    ['renewal date is in the past 30 days', '"renewal date" is in the last 30 days'],
  ],
  fields: [
    ['speaks German', 'language is German'],
    ['does not speak German or French', 'language is not German or French'],
    ['tagged vip and speaks German', 'tagged vip and language is German'],
    ['works at Acme Corp', 'company is "Acme Corp"'],
    ['gmail users', 'email domain is gmail.com or googlemail.com'],
    ['with a Gmail address', 'email domain is gmail.com or googlemail.com'],
    ['has no gmail address', 'email domain is not gmail.com or googlemail.com'],
    ['without a gmail address', 'email domain is not gmail.com or googlemail.com'],
    ['tagged vip and with an @acme.com email', 'tagged vip and email domain is acme.com'],
    ['yahoo addresses', 'email domain starts with "yahoo."'],
    ['no company', 'has no company'],
    ['tagged vip and no company', 'tagged vip and has no company'],
    ['no tags', 'has no tags'],
    ['first name is John', 'first word of name is John'],
    ['given name starts with Jo', 'first word of name starts with Jo'],
    ['reachable', reachable],
    ['not reachable', `not (${reachable})`],
    ['unreachable', `not (${reachable})`],
    ['tagged vip and reachable', `tagged vip and (${reachable})`],
  ],
  'sign-up': [
    ['joined this month', 'signed up this month'],
    ['Registered in the last 30 days', 'signed up in the last 30 days'],
    ['added this week', 'signed up this week'],
    ['new this month', 'signed up this month'],
    ['new contacts this week', 'signed up this week'],
    ['signups in March', 'signed up in March 2026'],
    ['has never joined', 'has no signup date'],
    ['tagged vip and new since March', 'tagged vip and signed up since March 2026'],
    // A tag with that name, if no timeframe follows.
    ['tagged vip or joined', 'tagged vip or joined'],
    ['tagged vip or joined this month', 'tagged vip or signed up this month'],
  ],
};

describe.each(Object.entries(understood))('values: %s', (_, cases) => {
  it.each(cases)('reads: %s', (sentence, meaning) => {
    expect(read(sentence)).toBe(meaning);
    expect(read(meaning)).toBe(meaning);
  });
});

describe('values that could mean something else', () => {
  it.each<[sentence: string, refusal: string]>([
    ['on a pro plan', '[on a pro plan] → plan is pro'],
    ['on the missing plan', '[on the missing plan]'],
    ['has plan in the last 30 days', '[in]'],
    ['seats 10-5', '[10-5] → seats between 5 and 10'],
    ['birthday is in the past', '[is in the past]'],
    ['at least 3 clicks', '[at least 3 clicks] → clicks >= 3 → clicked at least 3 times'],
    ['no clicks', '[no clicks] → clicks is 0 → never clicked'],
    ['no email', '[email]'],
    ['new', '[new] → new this month'],
    ['signups', '[signups] → signups this month'],
    ['more than ten', '[more]'],
    ['surname is Smith', '[surname is] → name ends with Smith'],
    ['speeks German', '[speeks] → speaks German'],
    ['reachble', '[reachble] → reachable'],
  ])('refuses: %s', (sentence, refusal) => {
    expect(read(sentence).startsWith(refusal)).toBe(true);
    for (const suggestion of read(sentence).split(' → ').slice(1))
      expect(read(suggestion)).not.toMatch(/^\[/);
  });

  it('reads the first name as the attribute with that name, if there is one', () => {
    const names = {
      ...context.names,
      attributes: [{ id: 1, name: 'First_name', type: 'text', yearly: false } as const],
    };
    expect(read('first name is John', { ...context, names })).toBe('First_name is John');
    expect(read('first word of name is John', { ...context, names })).toBe('first word of name is John');
  });

  it('asks which is meant if one of the team’s own events is named "joined"', () => {
    const names = { ...context.names, events: [{ name: 'joined', properties: [] }] };
    expect(read('joined this month', { ...context, names })).toBe(
      '[joined] → signed up this month → did joined this month',
    );
  });

  it('yields to what a workspace names with the same words', () => {
    const attributes = ['open rate', 'open tickets', 'days'].map(
      (name, index) => ({ id: index + 1, name, type: 'number', yearly: false }) as const,
    );
    const tags = ['reachable', 'joined'].map((name, index) => ({ id: index + 1, name }));
    const campaigns = ['Once', 'Germany'].map((name, index) => ({ id: index + 1, name, sentAt: index }));
    const around = { ...context, names: { ...context.names, attributes, tags, campaigns } };
    expect(read('with an open rate over 20', around)).toBe('"open rate" > 20');
    expect(read('no open tickets', around)).toBe('has no "open tickets"');
    expect(read('opened more than 60 days ago', around)).toBe('opened more than 60 days ago');
    expect(read('opened once', around)).toBe('opened exactly once');
    expect(read('opened Germany', around)).toBe('opened "Germany"');
    expect(read('opened in Germany', around)).toMatch(/^\[in\]/);
    expect(read('node.js users', around)).toMatch(/^\[node.js\]/);
    expect(read('joined', around)).toBe('[joined] → signed up → tagged joined');
    expect(read('not reachable', around)).toBe(`[not reachable] → not (${reachable}) → not tagged reachable`);
  });
});
