import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../../src/rules/context.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';
import { context as plain } from './context.ts';

const named = (...names: string[]) => names.map((name, index) => ({ id: index + 1, name }));
const segment = (id: number, name: string) => ({ id, name, rule: { type: 'everyone' } as const });
const attributes: RuleContext['names']['attributes'] = [
  { id: 1, name: 'plan', type: 'text', yearly: false },
  { id: 2, name: 'active', type: 'boolean', yearly: false },
  { id: 3, name: 'renewal_date', type: 'date', yearly: false },
  { id: 4, name: 'birthday', type: 'date', yearly: true },
  { id: 5, name: 'contract start', type: 'date', yearly: false },
  { id: 6, name: 'contract end', type: 'date', yearly: false },
  { id: 7, name: 'beta access', type: 'boolean', yearly: false },
];

const context: RuleContext = {
  ...plain,
  names: {
    ...plain.names,
    attributes,
    tags: named('vip', 'newsletter', 'churned', 'beta tester', 'lead', 'party'),
    segments: [segment(1, 'Lapsed VIPs'), segment(2, 'lead')],
  },
};

/** The canonical sentence, or `? ` and what is suggested. */
function read(sentence: string, names: Partial<RuleContext['names']> = {}): string {
  const used = { ...context, names: { ...context.names, ...names } };
  const parsed = parseRule(sentence, used);
  if (parsed.ok) return printRule(parsed.rule, used.names);
  return `? ${parsed.problems.flatMap(({ suggestions }) => suggestions).join(' | ')}`.trim();
}

const understood: Record<string, [string, string][]> = {
  'a number of emails is a number of times': [
    ['opened 5 or more emails', 'opened at least 5 times'],
    ['clicked at least 3 emails this month', 'clicked at least 3 times this month'],
    ['opened 3 emails', 'opened exactly 3 times'],
    ['opened 10+ emails', 'opened at least 10 times'],
    ['opened between 2 and 5 emails', 'opened between 2 and 5 times'],
    ['opened fewer than 3 of our emails this year', 'opened fewer than 3 times this year'],
    ['has not opened 5 or more emails', 'not opened at least 5 times'],
    ['more than 3 emails opened this month', 'opened more than 3 times this month'],
    ['opened 5 or more emails but clicked none', 'opened at least 5 times and never clicked'],
  ],
  'yes or no by its name': [
    ['active', 'active is true'],
    ['who are active', 'active is true'],
    ['not active', 'active is not true'],
    ["isn't active", 'active is not true'],
    ["aren't active customers", 'active is not true'],
    ['active users in Germany', 'active is true and country is Germany'],
    ['tagged vip and active', 'tagged vip and active is true'],
    ['vip or active', 'tagged vip or active is true'],
    ['plan is pro and active', 'plan is pro and active is true'],
    ['active vips who purchased twice', 'active is true and tagged vip and did purchase exactly twice'],
    ['active subscribers', 'active is true and status is subscribed'],
  ],
  'names in the plural': [
    ["vips who haven't opened in 60 days", 'tagged vip and not opened in the last 60 days'],
    ['all VIPs', 'tagged vip'],
    ['Beta Testers in Canada', 'tagged "beta tester" and country is Canada'],
    ['vips or beta testers', 'tagged vip or "beta tester"'],
    ["who aren't vips", 'not tagged vip'],
    ['parties', 'tagged party'],
    ["VIP's in Norway", 'tagged vip and country is Norway'],
    ['customers who are vips and live in Norway', 'tagged vip and country is Norway'],
  ],
  'a status right before a name': [
    ['reachable vips', 'status is subscribed and email validation is not invalid and tagged vip'],
    ['unsubscribed VIPs', 'status is unsubscribed and tagged vip'],
    ['subscribed vips in Norway', 'status is subscribed and tagged vip and country is Norway'],
    ['bounced vip', 'status is bounced and tagged vip'],
    ['everyone except unsubscribed vips', 'not (status is unsubscribed and tagged vip)'],
    ['unsubscribed Lapsed VIPs', 'status is unsubscribed and in segment "Lapsed VIPs"'],
  ],
  'names, languages and domains': [
    ['named "John"', 'name is John'],
    ['called John Smith', 'name is "John Smith"'],
    ['german speakers', 'language is German'],
    ['German or French speakers in Canada', 'language is German or French and country is Canada'],
    ['French-speaking customers', 'language is French'],
    ['Spanish-speaking vips', 'language is Spanish and tagged vip'],
    ['at acme.com', 'email domain is acme.com'],
    ['vips from acme.com', 'tagged vip and email domain is acme.com'],
    ['on the pro plan in Germany', 'plan is pro and country is Germany'],
  ],
  'dates by the first word of their name': [
    ['renewal overdue', 'renewal_date is before today'],
    ['overdue renewals', 'renewal_date is before today'],
    ['renewals next month', 'renewal_date is next month'],
    ['up for renewal next month', 'renewal_date is next month'],
    ['birthdays in the next 7 days', 'birthday is in the next 7 days'],
    ['birthdays this week', 'birthday is this week'],
    ['vips with a birthday this week', 'tagged vip and birthday is this week'],
    ['vips with overdue renewals', 'tagged vip and renewal_date is before today'],
    ['tagged vip and renewals next month', 'tagged vip and renewal_date is next month'],
    ['renewal date not set', 'has no renewal_date'],
  ],
  'politeness and marks at the end': [
    ['customers tagged vip, please', 'tagged vip'],
    ['tagged vip please', 'tagged vip'],
    ['Show me all VIPs in Norway, thanks!', 'tagged vip and country is Norway'],
    ['vips?', 'tagged vip'],
    ['Tagged VIP and opened this month.', 'tagged vip and opened this month'],
    ['company is Yes Please', 'company is "Yes Please"'],
    ['company is Acme Inc.', 'company is "Acme Inc."'],
    ['name starts with Dr.', 'name starts with "Dr."'],
    ['email domain starts with mail.', 'email domain starts with "mail."'],
  ],
  'a verb that is meant again': [
    ['purchased in March but not in April', 'did purchase in March 2026 and did not purchase in April 2026'],
    [
      'purchased twice but not in the last 60 days',
      'did purchase exactly twice and did not purchase in the last 60 days',
    ],
    ['opened in March, not in April', 'opened in March 2026 and not opened in April 2026'],
    ['signed up this year but not this month', 'signed up this year and not signed up this month'],
    ['purchased in March but not in Norway', 'did purchase in March 2026 and country is not Norway'],
  ],
  'mail in other words': [
    ['marked as spam', 'complained ever'],
    ['never marked us as spam', 'never complained'],
    ["haven't been mailed in 30 days", 'not received in the last 30 days'],
    ['were emailed this week', 'received this week'],
    ["haven't heard from us in 30 days", 'not received in the last 30 days'],
    ['new subscribers this month', 'status is subscribed and signed up this month'],
    ['all except churned', 'not tagged churned'],
  ],
};

describe.each(Object.entries(understood))('%s', (_, sentences) => {
  it.each(sentences)('reads %j', (sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
    expect(read(canonical)).toBe(canonical);
  });
});

const refused: Record<string, [string, string][]> = {
  'what is counted has several meanings': [
    ['opened one email', '? opened once | opened at least once'],
    ['opened 3 campaigns', '? opened 3 times'],
    ['clicked 3 links', '? clicked 3 times'],
    ['opened 3 different emails', '?'],
    ['has not opened 3 emails', '? never opened | opened fewer than 3 times | not opened exactly 3 times'],
  ],
  'yes or no that is not said': [
    ['inactive', '? not active'],
    ['inactive customers', '? not active'],
    ['not inactive', '? active is true'],
    ['were active', '? active is true'],
    ['active in the last 30 days', '? opened in the last 30 days | clicked in the last 30 days'],
    ['inactive since March', '? not opened since March | not clicked since March'],
    ['plan is pro or active', '? plan is pro or "active" | plan is pro or active is true'],
  ],
  'words that belong to two names': [
    ['leads', '? tagged lead | in segment lead'],
    [
      'subscribed vips or newsletter',
      '? subscribed and (vips or newsletter) | (subscribed and vips) or newsletter',
    ],
    ['not subscribed vips', '? not subscribed and vips | not (subscribed and vips)'],
    ['churned vips', '? churned and vips'],
    ['tagged vips', '? tagged vip'],
    ['contracts next month', '?'],
    ['vip subscribers', '? tagged vip and subscribers'],
  ],
  'who did it': [
    ['called us', '? name is us'],
    ['called support yesterday', '?'],
    ['emailed us this week', '?'],
    ['never mailed', '? never received'],
    ['was marked as spam', '? complained'],
    ['signed up this month from acme.com', '? signed up this month and from acme.com'],
    ['at 10.30', '?'],
    ['resubscribed', '?'],
    ['unsubscribed from acme.com', '? unsubscribed and from acme.com'],
    ['has called Anna', '?'],
    ['named after', '?'],
    ['did renewal this month', '?'],
    ['lapsed vip', '? in segment "Lapsed VIPs"'],
    ['opted out this month', '? unsubscribed this month'],
  ],
  'how far it reaches': [
    ['everyone excluding unsubscribed and bounced', '? everyone excluding (unsubscribed or bounced)'],
    [
      'everyone except vips in Germany',
      '? everyone except (vips in Germany) | everyone in Germany except vips',
    ],
    [
      'everyone except vips and churned',
      '? everyone except (vips or churned) | everyone except (who are vips and churned)',
    ],
    ['everyone but vips', '? everyone except vips'],
    [
      'opened 3 times in March but not in April',
      '? opened 3 times in March but not opened in April 2026 | opened 3 times in March but not opened exactly 3 times in April 2026',
    ],
    [
      'opened or clicked in March but not in April',
      '? (opened or clicked in March) and not opened in April 2026 and not clicked in April 2026',
    ],
    ['everyone except vips or active', '? everyone except (vips or active)'],
    ['not active or churned', '? not (active or churned) | (not active) or churned'],
    ['received 3 emails and opened 2', '? received 3 emails and opened 2 times'],
    ['plan is pro.', '? plan is pro | plan is "pro."'],
  ],
};

describe.each(Object.entries(refused))('asks about: %s', (_, sentences) => {
  it.each(sentences)('refuses %j', (sentence, offered) => {
    expect(read(sentence)).toBe(offered);
  });
});

describe('names that change what plain words mean', () => {
  it('asks about yes or no if a tag has that name', () => {
    expect(read('active', { tags: named('vip', 'active') })).toBe('? active is true | tagged "active"');
  });

  it('reads a tag named "inactive"', () => {
    expect(read('inactive', { tags: named('inactive') })).toBe('tagged inactive');
  });

  it('reads a plural as the tag with that name', () => {
    const tags = named('vip', 'vips');
    expect(read('vips', { tags })).toBe('tagged vips');
    expect(read('vips', { tags: [], segments: [segment(1, 'vip')] })).toBe('in segment "vip"');
  });

  it('doesn’t read a date from a word that a tag or an event has', () => {
    expect(read('renewals next month', { tags: named('renewal') })).toMatch(/^\?/);
    expect(read('renewals next month', { events: [{ name: 'renewal', properties: [] }] })).toMatch(/^\?/);
  });

  it('leaves politeness that is a tag', () => {
    expect(read('tagged vip or please', { tags: named('vip', 'please') })).toBe('tagged vip or "please"');
  });

  it('prints values so that they aren’t read as conditions', () => {
    for (const sentence of [
      'plan is pro or "active"',
      'plan is "pro."',
      'company is Acme or "French-speaking"',
    ])
      expect(read(sentence)).toBe(sentence);
  });

  it('reads a tag that has the name of a language', () => {
    const tags = named('vip', 'German speakers', 'French-speaking');
    expect(read('german speakers', { tags })).toBe('tagged "German speakers"');
    expect(read('tagged vip or french-speaking', { tags })).toBe('tagged vip or "French-speaking"');
  });

  it('suggests a tag that is named after what was done to them', () => {
    expect(read('mailed', { tags: named('mailed') })).toBe('? received | tagged mailed');
  });
});
