import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../../src/rules/context.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';
import { sentenceOfQuestion } from '../../src/rules/language/question.ts';
import type { NamedAttribute } from '../../src/rules/names.ts';

const named = (...names: string[]) => names.map((name, index) => ({ id: index + 1, name }));
const attributes = (
  [
    ['plan', 'text'],
    ['seats', 'number'],
    ['renewal_date', 'date'],
    ['is_admin', 'boolean'],
    ['trial', 'boolean'],
    ['industry', 'text'],
    ['job title', 'text'],
    ['contract_end', 'date'],
  ] as const
).map(([name, type], index): NamedAttribute => ({ id: index + 1, name, type, yearly: false }));

const context: RuleContext = {
  names: {
    tags: named('vip', 'churned', 'newsletter', 'lead', 'partner'),
    segments: named('Lapsed VIPs', 'Power users').map((each) => ({ ...each, rule: { type: 'everyone' } })),
    attributes,
    campaigns: named('Spring sale'),
    topics: [{ id: 1, name: 'Product news', isOn: true }],
    imports: [],
    events: [
      {
        name: 'purchase',
        properties: [
          { name: 'amount', type: 'number' },
          { name: 'plan', type: 'text' },
          { name: 'currency', type: 'text' },
        ],
      },
      { name: 'order', properties: [] },
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
/** The same workspace with a tag for which people have a word. */
const withCustomers: RuleContext = {
  ...context,
  names: { ...context.names, tags: [...context.names.tags, { id: 6, name: 'customer' }] },
};

/** The canonical sentence; or the message of a refusal, and what it offers. */
function read(sentence: string, inside = context): string {
  const parsed = parseRule(sentence, inside);
  if (!parsed.ok) return `? ${parsed.problems.flatMap(({ suggestions }) => suggestions).join(' | ')}`;
  const printed = printRule(parsed.rule, inside.names);
  expect(parseRule(printed, inside)).toEqual({ ok: true, rule: parsed.rule });
  return printed;
}

const understood: Record<string, [string, string][]> = {
  'what they have, as a list': [
    ['has a company and a phone', 'has company and has phone'],
    ['has company and phone', 'has company and has phone'],
    ['has plan or seats', 'has plan or has seats'],
    [
      'vips with a phone and a company in Norway',
      'tagged vip and has phone and has company and country is Norway',
    ],
    ['without city or country', 'none of (has city, has country)'],
    ['does not have plan or seats', 'none of (has plan, has seats)'],
    ['has a phone and company is Acme', 'has phone and company is Acme'],
    ['has a phone and trial', 'has phone and trial is true'],
    ['no renewal date set', 'has no renewal_date'],
    ['without a company on file', 'has no company'],
    ["haven't got a phone", 'has no phone'],
    ["haven't got the newsletter tag", 'not tagged newsletter'],
    ["haven't got an email this month", 'not received this month'],
    ['unknown language', 'has no language'],
  ],
  'a yes-or-no attribute called "is …"': [
    ['is an admin', 'is_admin is true'],
    ["who aren't admins", 'is_admin is not true'],
    ['admins with a phone', 'is_admin is true and has phone'],
    ['vips who are admins', 'tagged vip and is_admin is true'],
    ['job title is admin', '"job title" is admin'],
  ],
  'values before their attribute': [
    ['in the SaaS industry', 'industry is SaaS'],
    ['not in the retail industry', 'industry is not retail'],
    ['in the SaaS or fintech industry', 'industry is SaaS or fintech'],
    ['vips on the pro plan', 'tagged vip and plan is pro'],
    ['people in Norway on the pro plan', 'country is Norway and plan is pro'],
    ['opened in the last week and industry is SaaS', 'opened last week and industry is SaaS'],
  ],
  numbers: [
    ['seats of 9 or higher', 'seats >= 9'],
    ['seats 10 and up', 'seats >= 10'],
    ['seats 3 or lower', 'seats <= 3'],
    ['seats not more than 5', 'seats is not more than 5'],
    ['plan is pro with more than 5 seats', 'plan is pro and seats > 5'],
  ],
  'properties without "is"': [
    ['purchased with currency EUR', 'did purchase with (currency is EUR)'],
    ['purchased with currency EUR twice', 'did purchase exactly twice with (currency is EUR)'],
    ['purchased with an amount of at least 1,000', 'did purchase with (amount >= 1000)'],
    ['purchased with amount > 50 and currency EUR', 'did purchase with (amount > 50 and currency is EUR)'],
    ['purchased with a currency', 'did purchase with (has currency)'],
  ],
  'people, and what they did': [
    ['vips never purchased', 'tagged vip and never did purchase'],
    ['vips have not ordered this year', 'tagged vip and did not order this year'],
    ['leads are in Germany', 'tagged lead and country is Germany'],
    [
      'subscribers in Germany opened this week',
      'status is subscribed and country is Germany and opened this week',
    ],
    ['people in Lapsed VIPs opened Spring sale', 'in segment "Lapsed VIPs" and opened "Spring sale"'],
    ['vips or leads opened this week', 'tagged vip or lead and opened this week'],
    ['opened this week who are not tagged vip', 'opened this week and not tagged vip'],
    ['signed up this month who are tagged vip', 'signed up this month and tagged vip'],
    [
      'reachable people in Italy',
      '(status is subscribed and email validation is not invalid) and country is Italy',
    ],
    ["hasn't logged in in 2 weeks", 'did not "signed in" in the last 2 weeks'],
    ['not a single open this year', 'not opened this year'],
  ],
  'tags and statuses as people write them': [
    ['tag = lead', 'tagged lead'],
    ['tag != churned', 'not tagged churned'],
    ['Tagged: vip', 'tagged vip'],
    ['tagged:vip or lead', 'tagged vip or lead'],
    ['untagged subscribers', 'has no tags and status is subscribed'],
    ['renewals due this month', 'renewal_date is this month'],
    ['non subscribed vips', 'status is non-subscribed and tagged vip'],
    ['email ends in .edu', 'email ends with .edu'],
    ['vips w/o a phone', 'tagged vip and has no phone'],
    ['`tagged vip`', 'tagged vip'],
    ['*vips in Norway*', 'tagged vip and country is Norway'],
    ['only vips', 'tagged vip'],
    ['either vip or newsletter', 'tagged vip or newsletter'],
    ['both vip and newsletter', 'tagged vip and newsletter'],
    ['either in Germany or tagged vip', 'country is Germany or tagged vip'],
    ['who are both vips and leads', 'tagged vip and lead'],
    ['tagged vip and not did order this year', 'tagged vip and did not order this year'],
  ],
};

describe.each(Object.entries(understood))('understands %s', (_, cases) => {
  it.each(cases)('%s', (sentence, printed) => {
    expect(read(sentence)).toBe(printed);
  });
});

const asked: [string, string][] = [
  ['vips and leads', '? vips or leads | who are vips and leads'],
  ['Lapsed VIPs and Power users', '? Lapsed VIPs or Power users | who are Lapsed VIPs and Power users'],
  ['without a phone and company', '? without a phone or company'],
  ['purchased with plan pro', '? purchased with (plan is pro) | purchased and plan is pro'],
  ['signed up on the pro plan', '? signed up and on the pro plan'],
  [
    'company is Acme on the pro plan',
    '? company is "Acme on the pro plan" | company is Acme and on the pro plan',
  ],
  ['has no admin', '? '],
  ['vip opened this week', '? tagged vip and opened this week | tagged vip or opened this week'],
  ['opened "Spring sale" within 2 days', '? opened "Spring sale" in the last 2 days'],
  ["didn't open Spring sale within a week", "? didn't open Spring sale in the past week"],
  ['everyone besides partners', '? everyone except partners'],
  ['inactive for 90 days', '? not opened for 90 days | not clicked for 90 days'],
  ['vips who are engaged', '? vips who opened in the last 30 days | vips who clicked in the last 30 days'],
  ['opted out of Product news', '? not subscribed to "Product news"'],
];

it.each(asked)('asks about %s', (sentence, offered) => {
  expect(read(sentence)).toBe(offered);
});

it.each([
  'subscribed customers',
  'reachable customers',
  'new customers this month',
  'gmail customers',
  'churned customers',
  'random 10% of customers',
  'opened this week and subscribed customers',
])('asks whether the customers of "%s" are everyone, if a tag has that name', (sentence) => {
  const people = sentence.replace('customers', 'people');
  expect(read(sentence, withCustomers).split(' | ').slice(0, 2)).toEqual([
    `? ${people}`,
    `${people} and tagged "customer"`,
  ]);
});

it.each([
  ['tagged vip or customer', 'tagged vip or "customer"'],
  ['company is Customer Corp', 'company is "Customer Corp"'],
  ['subscribed people', 'status is subscribed'],
])('reads "%s" although a tag is called "customer"', (sentence, printed) => {
  expect(read(sentence, withCustomers)).toBe(printed);
});

it.each([
  ['How many leads are in Germany?', 'tagged lead and country is Germany'],
  ['how many of our vips never purchased?', 'tagged vip and never did purchase'],
  ['how many people with a phone opened this week', 'has phone and opened this week'],
  ['how many signups did we get this week', 'signed up this week'],
  ['count of vips with a gmail address', 'tagged vip and email domain is gmail.com or googlemail.com'],
  ['count vips', 'tagged vip'],
])('answers %s', (question, printed) => {
  expect(read(sentenceOfQuestion(question))).toBe(printed);
});

it.each([
  ['is_subscribed', 'subscribed', 'status is subscribed'],
  ['is_reachable', 'reachable', 'status is subscribed and email validation is not invalid'],
  ['is_vip', 'vip', 'tagged vip'],
  ['island', 'land', '? '],
  ['is_signed_in', 'signed in', 'did "signed in" ever'],
  ['isPaying', 'paying', 'isPaying is true'],
  ['is beta user', 'beta users', '"is beta user" is true'],
])('of an attribute called "%s", "%s" is %s', (name, sentence, printed) => {
  const more: NamedAttribute = { id: 9, name, type: 'boolean', yearly: false };
  const inside = { ...context, names: { ...context.names, attributes: [...attributes, more] } };
  expect(read(sentence, inside)).toBe(printed);
});
