import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../../src/rules/context.ts';
import { explainRule } from '../../src/rules/language/explain.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';

const named = (...names: string[]) => names.map((name, index) => ({ id: index + 1, name }));
const attributes = (rows: [string, 'text' | 'number' | 'date'][]) =>
  rows.map(([name, type], index) => ({ id: index + 1, name, type, yearly: name === 'birthday' }));

/** A workspace in New York on Wednesday 25 November 2026. */
const context: RuleContext = {
  names: {
    tags: named('vip', 'VIP Customer', 'newsletter', 'beta', 'do not call'),
    segments: named('Lapsed VIPs', 'Nordics').map((each) => ({ ...each, rule: { type: 'everyone' } })),
    attributes: attributes([
      ['plan', 'text'],
      ['seats', 'number'],
      ['renewal_date', 'date'],
      ['last_login', 'date'],
      ['birthday', 'date'],
    ]),
    campaigns: named('Spring sale', 'Black Friday 2025'),
    topics: [{ id: 1, name: 'Product news', isOn: true }],
    imports: [],
    events: [
      {
        name: 'purchase',
        properties: [
          { name: 'amount', type: 'number' },
          { name: 'currency', type: 'text' },
        ],
      },
      { name: 'signed in', properties: [] },
    ],
  },
  dates: {
    now: new Date('2026-11-25T15:30:00Z'),
    timeZone: 'America/New_York',
    weekStart: 'monday',
    dateOrder: 'mdy',
  },
};

/** The canonical sentence, or "?" and the suggestions. */
function read(sentence: string, within = context): string {
  const parsed = parseRule(sentence, within);
  if (parsed.ok) return printRule(parsed.rule, within.names);
  return ['?', ...(parsed.problems[0]?.suggestions ?? [])].join(' | ');
}

const sentences: Record<string, [sentence: string, meaning: string][]> = {
  'several mail providers': [
    [
      'gmail or yahoo addresses',
      'email domain is gmail.com or googlemail.com or email domain starts with "yahoo."',
    ],
    ['gmail or googlemail users', 'email domain is gmail.com or googlemail.com'],
    ['hotmail, yahoo or gmx addresses', 'email domain starts with "hotmail." or "yahoo." or "gmx."'],
    ['with an acme.com or acme.org address', 'email domain is acme.com or acme.org'],
    [
      'without a gmail or yahoo address',
      'none of (email domain is gmail.com or googlemail.com, email domain starts with "yahoo.")',
    ],
    ['icloud users or tagged vip', 'email domain is icloud.com or tagged vip'],
    ['@acme.com', 'email domain is acme.com'],
    ['gmail, yahoo users', '? | gmail or yahoo users'],
    ['gmail and yahoo users', '? | gmail or yahoo users'],
  ],
  'words for whether there is a value': [
    ["plan isn't set", 'has no plan'],
    ['plan is set', 'has plan'],
    ['renewal date is not set', 'has no renewal_date'],
    ['seats are filled in', 'has seats'],
    ['phone is on file', 'has phone'],
    ["city isn't on record and tagged vip", 'has no city and tagged vip'],
    ['plan is "set"', 'plan is "set"'],
    ['plan is settled', 'plan is settled'],
    ['plan is set or pro', '? | plan is "set" or pro'],
  ],
  'dates that have usually passed': [
    ['last login before June', '? | last login before June 2026 | last login before June 2027'],
    ['last_login is in June', '? | last_login is in June 2026 | last_login is in June 2027'],
    ['last login before June 2027', 'last_login is before June 2027'],
    ['last login more than 30 days ago', 'last_login is more than 30 days ago'],
    ['last_login is in the next 30 days', 'last_login is in the next 30 days'],
    ['renewal date before June', 'renewal_date is before June 2027'],
  ],
  'an event, or the date of an attribute': [
    [
      'last signed in more than 90 days ago',
      '? | last did "signed in" more than 90 days ago | last_login more than 90 days ago',
    ],
    ['last logged in before 2026', '? | last did "signed in" before 2026 | last_login before 2026'],
    ['last did "signed in" before 2026', 'last did "signed in" before 2026'],
    ['first signed in this month', 'first did "signed in" this month'],
    ['last purchased before 2026', 'last did purchase before 2026'],
    ['signed in this month', 'did "signed in" this month'],
  ],
  'a name and people': [
    ['vip customers', '? | tagged vip | tagged "VIP Customer"'],
    ['VIP customers who purchased', '? | tagged vip who purchased | tagged "VIP Customer" who purchased'],
    ['tagged vip customers', '? | tagged vip | tagged "VIP Customer"'],
    ['vip customer', 'tagged "VIP Customer"'],
    ['beta customers', 'tagged beta'],
    ['named Maria', '? | first name is Maria | name is Maria'],
    ['called Maria or Ana', '? | first name is Maria or Ana | name is Maria or Ana'],
    [
      'people named Maria in Germany',
      '? | people first name is "Maria" in Germany | people name is "Maria" in Germany',
    ],
    ['named Maria Lopez', 'name is "Maria Lopez"'],
    ['named "Maria"', 'name is Maria'],
  ],
  'amounts of events': [
    ['purchase amount over 100', '? | did purchase with amount over 100'],
    ['purchases over $100', '? | did purchase with amount over $100'],
    ['purchases over 3 times', '? | purchased over 3 times'],
    ['spent more than $1,000', '? | did purchase with amount more than $1,000'],
    ["haven't spent more than $50", '? | did not purchase with amount more than $50'],
    ['tagged vip and spent over 500', '? | tagged vip and did purchase with amount over 500'],
    ['never spent anything', '? | never did purchase'],
    ['spent nothing this year', '? | never did purchase this year'],
    ['purchased in EUR', '? | purchased with currency EUR'],
    ['purchased in usd last month', '? | purchased with currency usd last month'],
    ['purchased over $100', '? | purchased with amount over $100'],
    ['purchase currency is EUR', '? | did purchase with currency is EUR'],
  ],
  'names made of words of conditions': [
    ['tagged do not call', '? | tagged "do not call"'],
    ['not tagged do not call', '? | not tagged "do not call"'],
    ['do not call', '? | tagged "do not call"'],
    ['vip or do not call', '? | vip or "do not call"'],
  ],
  'an exception to a “no”': [
    ['no tags except vip', '?'],
    ['has no tags but vip', '?'],
    ['not vip except newsletter', '? | (not vip) or newsletter | not vip and not newsletter'],
    ['not in Lapsed VIPs other than vip', 'not in segment "Lapsed VIPs" and not tagged vip'],
    ["haven't opened in 60 days except vips", 'not opened in the last 60 days and not tagged vip'],
    ['everyone except vip except newsletter', 'not tagged vip and not tagged newsletter'],
    ['not vip but newsletter', 'not tagged vip and tagged newsletter'],
  ],
  'no value in a list of values': [
    ['plan is free or unknown', '? | (plan is free or has no plan) | plan is free or "unknown"'],
    ['plan is not free or empty', '? | plan is not free and has plan | plan is not free or "empty"'],
    ['country is Norway or unknown', '? | (country is Norway or has no country)'],
    ['plan is free, unknown or pro', '? | plan is free or "unknown" or pro'],
    ['plan is unknown', 'has no plan'],
    ['plan is free or "unknown"', 'plan is free or "unknown"'],
    ['email validation is valid or unknown', 'email validation is valid or unknown'],
  ],
  'comparisons without a name': [
    ['seats over 5 but under 10', 'seats > 5 and seats < 10'],
    ['seats > 5 and < 10', 'seats > 5 and seats < 10'],
    ["plan contains pro but isn't pro plus", "? | plan contains pro but plan isn't pro plus"],
    ['tagged vip and over 10', '?'],
  ],
  'lists of segments after “in”': [
    ['in both Lapsed VIPs and Nordics', 'in segment "Lapsed VIPs" and "Nordics"'],
    ['in either Lapsed VIPs or Nordics', 'in segment "Lapsed VIPs" or "Nordics"'],
    ['in neither Lapsed VIPs nor Nordics', 'not in segment "Lapsed VIPs" or "Nordics"'],
  ],
  'a topic that they left': [
    ['unsubscribed from Product news', '? | are not subscribed to "Product news"'],
    ['vips who unsubscribed from Product news', '? | vips who are not subscribed to "Product news"'],
  ],
  'one of two': [
    [
      'vip and newsletter but not both',
      '? | (tagged vip or tagged newsletter) and not (tagged vip and tagged newsletter)',
    ],
    [
      'either tagged vip or tagged beta, but not both',
      '? | (tagged vip or tagged beta) and not (tagged vip and tagged beta)',
    ],
    ['vip, newsletter or beta but not both', '?'],
  ],
  'values without an operator': [
    ['plan pro', '? | plan is pro'],
    ['plan pro or team', '? | plan is pro or team'],
    ['country Germany', '? | country is Germany'],
    ['plan renewal next month', '?'],
  ],
  'people on a plan, and what they did': [
    [
      "on the pro plan haven't signed in for 30 days",
      'plan is pro and did not "signed in" in the last 30 days',
    ],
    ['people on the pro plan opened "Spring sale"', 'plan is pro and opened "Spring sale"'],
    ['on the pro plan or tagged vip', 'plan is pro or tagged vip'],
    ['whose birthday is it today?', 'birthday is today'],
    ['reachable by email', 'status is subscribed and email validation is not invalid'],
  ],
  'a campaign that is nearly named': [
    ['opened Spring Sales', '? | opened "Spring sale"'],
    ['opened Black Friday 2024', '? | opened on Black Friday 2024'],
  ],
  'a name after a value of another field': [
    ['in Germany or vip', 'country is Germany or tagged vip'],
    ['in Germany or France or vip', 'country is Germany or France or tagged vip'],
    ['from Germany but not vip', 'country is Germany and not tagged vip'],
    ['not in Germany and not vip', 'country is not Germany and not tagged vip'],
    ['status is subscribed but not in Nordics', 'status is subscribed and not in segment "Nordics"'],
    ['language is German but not beta', 'language is German and not tagged beta'],
    ['not (in Germany or vip)', 'none of (country is Germany, tagged vip)'],
    ['not in Germany or vip', '?'],
    ['outside Germany or vip', '?'],
    ['country is not Germany or vip', '?'],
    ['plan is pro but not vip', '? | plan is pro but not tagged vip | plan is pro but plan is not vip'],
    ['plan is pro but not team', '? | plan is pro but plan is not team'],
  ],
  'parts of a day': [
    ['opened yesterday evening', 'opened yesterday evening'],
    ['opened this morning', 'opened this morning'],
  ],
  'a mark after a campaign': [
    ['OPENED SPRING SALE.', 'opened "Spring sale"'],
    ['tagged vip and opened Spring sale!', 'tagged vip and opened "Spring sale"'],
    ['opened Black Friday 2025.', '? | opened on Black Friday 2025. | opened "Black Friday 2025".'],
  ],
};

describe.each(Object.entries(sentences))('%s', (_, rows) => {
  it.each(rows)('%j', (sentence, meaning) => {
    expect(read(sentence)).toBe(meaning);
    if (!meaning.startsWith('?')) expect(read(meaning)).toBe(meaning);
  });
});

describe('properties of events', () => {
  it('are not offered if two events have such a one', () => {
    const order = { name: 'order', properties: [{ name: 'total', type: 'number' as const }] };
    const events = [...context.names.events, order];
    const both = { ...context, names: { ...context.names, events } };
    expect(read('spent more than $1,000', both)).toBe('?');
    expect(read('orders over $100', both)).toBe('? | did order with total over $100');
  });
});

describe('the first name', () => {
  const said = (sentence: string): string => {
    const parsed = parseRule(sentence, context);
    return parsed.ok ? explainRule(parsed.rule, context) : 'refused';
  };

  it('is read back in words that people use', () => {
    expect(said('first name is Maria')).toBe(
      'Contacts whose first name (the first word of their name) is Maria',
    );
    expect(said('first name is not Maria')).toBe(
      'Contacts whose first name (the first word of their name) is not Maria; includes those without a first name',
    );
    expect(said('has no first name')).toBe('Contacts who have no first name');
  });
});
