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
    ['birthday', 'date'],
    ['lifetime_value', 'number'],
    ['trial_ends_at', 'date'],
    ['discount', 'number'],
    ['is_admin', 'boolean'],
    ['industry', 'text'],
  ] as const
).map(([name, type], index): NamedAttribute => ({ id: index + 1, name, type, yearly: name === 'birthday' }));

const context: RuleContext = {
  names: {
    tags: named('vip', 'lead', 'churned', 'newsletter', 'beta tester', 'partner'),
    segments: named('Lapsed VIPs', 'New customers').map((each) => ({ ...each, rule: { type: 'everyone' } })),
    attributes,
    campaigns: named('Spring sale', 'March newsletter', 'Black Friday', 'Welcome'),
    topics: [{ id: 1, name: 'Product news', isOn: true }],
    imports: [],
    events: [
      {
        name: 'purchased',
        properties: [
          { name: 'amount', type: 'number' },
          { name: 'currency', type: 'text' },
        ],
      },
      { name: 'trial started', properties: [] },
      { name: 'login', properties: [] },
    ],
  },
  dates: {
    now: new Date('2026-11-25T15:30:00Z'),
    timeZone: 'America/New_York',
    weekStart: 'monday',
    dateOrder: 'mdy',
  },
};

/** The canonical sentence; or what a refusal offers. */
function read(sentence: string, inside = context): string {
  const parsed = parseRule(sentence, inside);
  if (!parsed.ok) return `? ${parsed.problems.flatMap(({ suggestions }) => suggestions).join(' | ')}`;
  const printed = printRule(parsed.rule, inside.names);
  expect(parseRule(printed, inside)).toEqual({ ok: true, rule: parsed.rule });
  return printed;
}

const understood: Record<string, [string, string][]> = {
  'numbers with commas, signs and words': [
    ['lifetime value: $1,000+', 'lifetime_value >= 1000'],
    ['$1,000+ lifetime value', 'lifetime_value >= 1000'],
    ['lifetime value is 1,000 or more', 'lifetime_value >= 1000'],
    ['lifetime value: €500-€1,000', 'lifetime_value is between 500 and 1000'],
    ['lifetime value 1,000-2,000', 'lifetime_value is between 1000 and 2000'],
    ['lifetime value of $1,000 to $2,000', 'lifetime_value is between 1000 and 2000'],
    ['seats 5k-10k', 'seats is between 5000 and 10000'],
    ['seats is 5+, plan is pro', 'seats >= 5 and plan is pro'],
    ['seats not equal to 5', 'seats is not 5'],
    ['a minimum of 5 seats', 'seats >= 5'],
    ['minimum 5 seats', 'seats >= 5'],
    ['with a maximum of 5 seats', 'seats <= 5'],
    ['seats is 1,000 and vip', 'seats is 1000 and tagged vip'],
    ['discount is 0%', 'discount is 0'],
    ['purchased with amount 1,000+', 'did purchased with amount >= 1000'],
  ],
  'times in a list that can only be one stretch': [
    ['opened in March or April', 'opened from March 2026 to April 2026'],
    ['opened between March and April', 'opened from March 2026 to April 2026'],
    ['opened 3 times in March and April', 'opened exactly 3 times from March 2026 to April 2026'],
    ['signed up in March and April', 'signed up from March 2026 to April 2026'],
    ['opened in March and clicked in April', 'opened in March 2026 and clicked in April 2026'],
  ],
  'both sides of a number': [
    ['seats above 5 and below 10', 'seats > 5 and seats < 10'],
    ['lifetime value > $1,000 and < $5,000', 'lifetime_value > 1000 and lifetime_value < 5000'],
    ['seats under 5 or over 10', 'seats < 5 or seats > 10'],
    ['seats over 5 and over 100 logins', 'seats > 5 and did login more than 100 times'],
    ['more than 5 but fewer than 10 seats', 'seats > 5 and seats < 10'],
    ['at least 5 and at most 10 seats in Germany', 'seats >= 5 and seats <= 10 and country is Germany'],
  ],
  'the verb once, for two times': [
    ['purchased in March or in May', 'did purchased in March 2026 or did purchased in May 2026'],
    [
      'opened on Monday or Wednesday',
      'opened on the most recent Monday or opened on the most recent Wednesday',
    ],
    ['opened in March or in Germany', 'opened in March 2026 or country is Germany'],
    ['renewal date in the rest of 2026', 'renewal_date is in the rest of 2026'],
  ],
  'words for people': [
    ['ppl w/ vip tag', 'tagged vip'],
    ['clients in Norway', 'country is Norway'],
    ['untagged contacts in Germany', 'has no tags and country is Germany'],
    ['list of leads without phone', 'tagged lead and has no phone'],
    ['a list of all vips', 'tagged vip'],
    ['vips we emailed last week', 'tagged vip and received last week'],
    ["vips I haven't emailed this month", 'tagged vip and not received this month'],
    ['vips we can email', 'tagged vip and (status is subscribed and email validation is not invalid)'],
  ],
  'what they have or lack': [
    ['has at least one tag', 'has tags'],
    ['missing the vip tag', 'not tagged vip'],
    ['vip but lacks the newsletter tag', 'tagged vip and not tagged newsletter'],
    ['anyone from Brazil speaking Portuguese', 'country is Brazil and language is Portuguese'],
    ['speaks neither German nor French', 'language is not German or French'],
    ['vips missing a phone', 'tagged vip and has no phone'],
    ['the contacts having the tag lead', 'tagged lead'],
    ['company is Having Fun', 'company is "Having Fun"'],
    ['tags contain vip but not lead', 'tagged vip and not tagged lead'],
    ['people not on gmail', 'email domain is not gmail.com or googlemail.com'],
    ['uses a yahoo or hotmail address', 'email domain starts with "yahoo." or "hotmail."'],
    ['located outside the United States', 'country is not United States'],
  ],
  '"non-" before what people are': [
    ['non-vips in Germany', 'not tagged vip and country is Germany'],
    ['vips and non-leads', 'tagged vip and not tagged lead'],
    ['who are non-admins', 'is_admin is not true'],
    ['non-German customers', 'country is not Germany'],
    ['non-English speakers', 'language is not English'],
    ['non-gmail users', 'email domain is not gmail.com or googlemail.com'],
    ['industry is non-vip', 'industry is non-vip'],
    ['non vips in Germany', 'not tagged vip and country is Germany'],
    ['vips and non leads', 'tagged vip and not tagged lead'],
    ['non beta testers', 'not tagged "beta tester"'],
    ['non Lapsed VIPs', 'not in segment "Lapsed VIPs"'],
    ['who are non admins', 'is_admin is not true'],
    ['non german customers', 'country is not Germany'],
    ['non english speakers', 'language is not English'],
    ['non French or German speakers', 'language is not French or German'],
    ['non gmail users', 'email domain is not gmail.com or googlemail.com'],
    ['industry is non vip', 'industry is "non vip"'],
    ['industry is non profit', 'industry is "non profit"'],
  ],
  '"only" before a verb with a number': [
    ['only purchased once', 'did purchased exactly once'],
    ['only opened 2 times', 'opened exactly twice'],
    ['only opened once', 'opened exactly once'],
    ['has only ever purchased once', 'did purchased exactly once'],
    ['vips who only purchased once', 'tagged vip and did purchased exactly once'],
    ['vip and only purchased once', 'tagged vip and did purchased exactly once'],
    ['only clicked twice in the last 30 days', 'clicked exactly twice in the last 30 days'],
    ['only received 2 emails', 'received exactly twice'],
    ['only opened an email once', 'opened exactly once'],
    ['only purchased once but opened 3 times', 'did purchased exactly once and opened exactly 3 times'],
  ],
  'the first and last time': [
    ['purchased for the first time this month', 'first did purchased this month'],
    ['opened Spring sale for the first time yesterday', 'first opened "Spring sale" yesterday'],
    ['opened for the last time in May', 'last opened in May 2026'],
    ['first purchase this month', 'first did purchased this month'],
    ['last purchase was over 6 months ago', 'last did purchased more than 6 months ago'],
    ['tagged vip and last login before June', 'tagged vip and last did login before June 2026'],
  ],
  'dates by their verbs': [
    ['trial ends in 3 days', 'trial_ends_at is 3 days from now'],
    ['vips whose trial ends next week', 'tagged vip and trial_ends_at is next week'],
    ['trials end this week', 'trial_ends_at is this week'],
    ['trial ended last week', 'trial_ends_at is last week'],
    ['whose trial ended more than a month ago', 'trial_ends_at is more than 1 month ago'],
    ['trial started last week', 'did "trial started" last week'],
    ['renews this month', 'renewal_date is this month'],
    ['renewals are due next month', 'renewal_date is next month'],
    ['vips overdue for renewal', 'tagged vip and renewal_date is before today'],
    ['vips born in May', 'tagged vip and birthday is in May'],
    ['born before 1990', 'birthday is before 1990'],
  ],
  'mail providers as values': [
    ['email is gmail', 'email domain is gmail.com or googlemail.com'],
    ['email is not a gmail address', 'email domain is not gmail.com or googlemail.com'],
    ['email domain is gmail', 'email domain is gmail.com or googlemail.com'],
    ['email is acme.com in Germany', 'email domain is acme.com and country is Germany'],
    ['email is ada@gmail.com', 'email is ada@gmail.com'],
  ],
  'campaigns with the verb once': [
    ['received Welcome but not Spring sale', 'received "Welcome" and never received "Spring sale"'],
    ['opened Welcome but not the last campaign', 'opened "Welcome" and never opened the last campaign'],
    ['opened the Black Friday email', 'opened "Black Friday"'],
  ],
  'mail, in other words': [
    ['people who read our emails last week', 'opened last week'],
    ['contacts who have opened yesterday an email', 'opened yesterday'],
    ['everyone who got an email but never opened one', 'received ever and never opened'],
    ['received 5 emails and opened none of them', 'received exactly 5 times and never opened'],
  ],
};

describe.each(Object.entries(understood))('understands %s', (_, cases) => {
  it.each(cases)('%s', (sentence, printed) => {
    expect(read(sentence)).toBe(printed);
  });
});

const asked: [string, string][] = [
  // Of those without any tag, nobody has this one.
  ['untagged vips', '? not tagged vip'],
  ['untagged vip or lead', '? not tagged vip or lead'],
  ['German untagged vips', '? in Germany and not tagged vip'],
  ['seats over 1.500', '? seats over 1.5 | seats over 1500'],
  ['seats 5-10k', '? seats between 5k and 10k | seats between 5 and 10k'],
  ['discount is more than 10%', '? discount is more than 10 | discount is more than 0.1'],
  ['discount over 20 percent', '? discount over 20 | discount over 0.2'],
  ['discount between 5% and 15%', '? discount between 5 and 15 | discount between 0.05 and 0.15'],
  ['opened in March and April', '? opened in March or April | opened in March and opened in April'],
  ['not opened in March and April', '? not opened in March or April'],
  ['opened in March, April and May', '? opened in March, April or May'],
  [
    'purchased on Monday and Tuesday',
    '? purchased on Monday or Tuesday | purchased from Monday to Tuesday | purchased on Monday and purchased on Tuesday',
  ],
  ['plan is pro adn seats over 5', '? plan is "pro adn seats over 5" | plan is pro and seats over 5'],
  ['plan is pro city is Oslo', '? plan is "pro city is Oslo" | plan is pro and city is Oslo'],
  ['purchased for the first time since March', '? first purchased since March'],
  ['trial ended in May', '? '],
  [
    'purchased in March and in April',
    '? purchased in March or in April | purchased in March and did purchased in April 2026',
  ],
  [
    'vip and seats over 5 or under 3',
    '? vip and (seats over 5 or under 3) | (vip and seats over 5) or seats under 3',
  ],
  ['was a vip', '? is a vip'],
  ["weren't vips", '? are not vips'],
  ['purchased more than $100', '? purchased with amount more than $100'],
  ['bought for over 100 euros', '? bought with amount over 100 euros'],
  ['tagged vip and purchases over $100', '? tagged vip and did purchased with amount over $100'],
  ['vip and logins today', '? vip and did login today'],
  ['lives in Paris, France', '? city is Paris and country is France'],
  ['in Germany but not in Berlin', '? in Germany but city is not Berlin'],
  ['clicked without opening', '? clicked and never opened'],
  ['members since 2024', '? members who signed up since 2024'],
  ['subscribers since May', '? subscribers who signed up since May'],
  ['plan not pro', '? plan is not pro'],
  ['plan other than free', '? plan is not free'],
  ['does not speak neither German nor French', '? '],
  ['not gmail', '? not gmail users'],
  ['gmial users', '? gmail users'],
  ['no tgas', '? no tags'],
  ['is_admin is flase', '? is_admin is false'],
  ['tagged vip since January', '? '],
  ['outlook and hotmail users', '? outlook or hotmail users'],
  ['new customers', '? new customers this month | in segment "New customers"'],
  [
    'received Welcome but not Spring sale in March',
    '? received Welcome but not received "Spring sale" in March',
  ],
  ['clicked for the first time in 60 days', '? first clicked in 60 days'],
  // How often, or nothing else?
  ['only opened', '? '],
  ['only purchased in May', '? '],
  ['only opened at least 2 times', '? '],
  ['only opened 2 times or more', '? '],
  ['not only opened 2 times', '? '],
  ['only opened "Welcome" once', '? '],
  // A word twice.
  ['tagged vip or or lead', '? tagged vip or lead'],
  ['tagged tagged vip', '? tagged vip'],
  ['vip and and lead', '? vip and lead'],
  ['vip vip', '? vip'],
  ['plan is is pro', '? plan is pro'],
  ['signed up last last month', '? signed up last month'],
  ['tagged vip, , lead', '? tagged vip, lead'],
  ['plan is pro and and seats is is 5', '? plan is pro and seats is 5'],
  ['not not vip', '? '],
  // With or without people who have none?
  ['any plan but free', '? plan is not free | has plan and plan is not free'],
  ['plan is anything but free', '? plan is not free | has plan and plan is not free'],
  ['plan is anything other than free', '? plan is not free | has plan and plan is not free'],
  ['everything but the free plan', '? plan is not free | has plan and plan is not free'],
  ['all plans except free', '? plan is not free | has plan and plan is not free'],
  ['any plan but the free one', '? plan is not free | has plan and plan is not free'],
  ['any plan but free or trial', '? plan is not free or trial | has plan and plan is not free or trial'],
  ['any plan but pro or the free one', '? '],
  ['everyone but the free plan', '? plan is not free'],
  ['everyone but the free plan users', '? plan is not free'],
  ['vips on any plan but free', '? vips whose plan is not free | vips with plan and plan is not free'],
  ['vip and any plan but free', '? vip and plan is not free | vip and (has plan and plan is not free)'],
  ['anywhere but Germany', '? country is not Germany | has country and country is not Germany'],
  ['any language but English', '? language is not English | has language and language is not English'],
  ['not any plan but free', '? '],
  ['any tag but vip', '? '],
  // The people who have both names, or those of either group?
  ['vip plus lead', '? tagged vip and tagged lead | tagged vip or tagged lead'],
  ['vip & lead', '? tagged vip and tagged lead | tagged vip or tagged lead'],
  ['vips + leads', '? tagged vip and tagged lead | tagged vip or tagged lead'],
  ['vip / lead', '? tagged vip or tagged lead | tagged vip and tagged lead'],
  ['vip plus foo', '? '],
  ['vip plus opened in May', '? vip and opened in May | vip or opened in May'],
  ['seats 5 plus foo', '? '],
  // "Tagged" with letters missing or too much, before the name of a tag.
  ['tagd vip', '? tagged vip'],
  ['tged vip', '? tagged vip'],
  ['tagge vip', '? tagged vip'],
  ['tagge with vip', '? tagged with vip'],
  ['tagd beta testers', '? tagged "beta tester"'],
  ['opened in May and tagd vip', '? opened in May and tagged vip'],
  ['not tagd vip', '? not tagged vip'],
  ['tagd foo', '? '],
  ['tared vip', '? '],
];

it.each(asked)('asks about %s', (sentence, offered) => {
  expect(read(sentence)).toBe(offered);
});

describe('every campaign, which no rule can name', () => {
  const instead = ['"Spring sale" and "March newsletter"', 'at least 3 times', 'at least 5 times'];
  it.each([
    ['opened every email', instead],
    ['opened all campaigns', instead],
    ['clicked every campaign', instead],
    ['opened each of our newsletters', instead],
    ['opened everything', instead],
    ['received all of the last three campaigns', instead],
    ['opened all of the last 3 emails', instead],
    ['opened both of the last 2 campaigns', instead],
    // A list of names after "not" gets a question, and nobody misses mails at least 3 times.
    ['did not open every email', instead.slice(1)],
    ['missed every campaign', instead.slice(0, 1)],
  ])('offers nothing that means any of them for %s', (sentence, examples) => {
    const parsed = parseRule(sentence, context);
    const [problem] = parsed.ok ? [] : parsed.problems;
    expect(problem).toMatchObject({ suggestions: [], examples });
    expect(problem?.message).toContain('Name the campaigns, like "A" and "B"');
  });
});

it('takes "non vip" for the name of a tag if there is one', () => {
  const tags = [...context.names.tags, { id: 7, name: 'non vip' }];
  const inside = { ...context, names: { ...context.names, tags } };
  expect(read('non vip', inside)).toBe('tagged "non vip"');
  expect(read('non vips', inside)).toBe('tagged "non vip"');
});

it.each([
  ['whats the number of vips', 'tagged vip'],
  ['how many vips we have in Germany', 'tagged vip and country is Germany'],
  ['do we have any vips in Norway?', 'tagged vip and country is Norway'],
  ['is there anyone in Norway?', 'country is Norway'],
  ['total subscribers', 'status is subscribed'],
  ['how many of our vips have we emailed this month?', 'tagged vip and received this month'],
])('answers %s', (question, printed) => {
  expect(read(sentenceOfQuestion(question))).toBe(printed);
});

it('asks whom "customers" means if they did something and a tag has that name', () => {
  const tags = [...context.names.tags, { id: 7, name: 'customer' }];
  const inside = { ...context, names: { ...context.names, tags } };
  expect(read('customers bought something', inside)).toBe(
    '? everyone who bought something | tagged "customer" who bought something',
  );
});

it('offers what repeat customers may be although a tag is called "customer"', () => {
  const tags = [...context.names.tags, { id: 7, name: 'customer' }];
  const inside = { ...context, names: { ...context.names, tags } };
  expect(read('repeat customers', inside)).toBe('? people who purchased at least twice');
});

it('takes "admins" for the tag if there is one', () => {
  const tags = [...context.names.tags, { id: 7, name: 'admin' }];
  const inside = { ...context, names: { ...context.names, tags } };
  expect(read('admins', inside)).toBe('tagged admin');
});
