import fc from 'fast-check';
import type pg from 'pg';
import { eachField } from '../../src/contact-fields.ts';
import { parseTimeframe } from '../../src/dates/parse.ts';
import { resolveTimeframe } from '../../src/dates/resolve.ts';
import type { Timeframe } from '../../src/dates/schema.ts';
import { recipientStates } from '../../src/lib/campaigns/recipients.ts';
import { tidy } from '../../src/lib/texts.ts';
import { type AttributeTest, numberOperatorNames, numberOperators } from '../../src/rules/attributes.ts';
import { leftOutBecauses } from '../../src/rules/conditions/campaign.ts';
import type { PropertyTest } from '../../src/rules/conditions/stored-event.ts';
import type { RuleContext } from '../../src/rules/context.ts';
import { comparison, dateFieldNames, textField, textFieldNames } from '../../src/rules/fields.ts';
import type { NamedAttribute, NamedProperty } from '../../src/rules/names.ts';
import {
  countOperatorNames,
  countOperators,
  eventKindNames,
  textOperatorNames,
} from '../../src/rules/operators.ts';
import type { Rule } from '../../src/rules/schema.ts';
import { rolledUpKinds } from '../../src/rules/sql/rollups.ts';
import { perField } from '../../src/storage/contacts/fields.ts';
import { rebuildRollups } from '../../src/storage/events/rollups.ts';
import type { PlainContact } from './naive-evaluator.ts';

const tagNames = ['vip', 'VIP', 'VIP Customer', 'say "hi"', 'back\\slash', 'May', 'a, b and c', 'Ünï ’ 😀'];
export const names: RuleContext['names'] = {
  tags: tagNames.map((name, index) => ({ id: index + 1, name })),
  segments: [
    { id: 1, name: 'Lapsed VIPs', rule: { type: 'tagged', match: 'any', tags: [1] } },
    { id: 2, name: 'all of "them" or not', rule: { type: 'segment', match: 'any', segments: [1] } },
    { id: 3, name: 'May', rule: { type: 'everyone' } },
  ],
  attributes: [
    { id: 1, name: 'Plan', type: 'text', yearly: false },
    { id: 2, name: 'seats', type: 'number', yearly: false },
    { id: 3, name: 'active', type: 'boolean', yearly: false },
    { id: 4, name: 'renewal date', type: 'date', yearly: false },
    { id: 5, name: 'birthday', type: 'date', yearly: true },
    { id: 6, name: 'company', type: 'text', yearly: false },
  ],
  // No one is known to have received the second, and Rollcall didn't send the third.
  campaigns: ['Spring sale', 'May', 'say "hi"'].map((name, index) => ({
    id: index + 1,
    name,
    sentAt: index === 1 ? null : Date.UTC(2026, index),
    hasRecipients: index < 2,
  })),
  topics: [
    { id: 1, name: 'Product news', isOn: true },
    { id: 2, name: 'May', isOn: false },
    { id: 3, name: 'say "hi" and vip', isOn: true },
  ],
  // Two with one name and day, one with another day, and names that need care.
  imports: [
    { id: 1, name: 'new.csv', when: '2026-10-03 14:05:09', undone: false },
    { id: 2, name: 'new.csv', when: '2026-10-03 14:05:40', undone: true },
    { id: 3, name: 'new.csv', when: '2026-11-01 08:00:00', undone: false },
    { id: 4, name: 'say "hi".csv', when: '2026-11-02 08:00:00', undone: false },
    { id: 5, name: 'May', when: '2026-11-02 08:00:00', undone: false },
  ],
  events: [
    {
      name: 'purchase',
      properties: propertiesOf(['amount', 'number'], ['currency', 'text'], ['gift', 'boolean']),
    },
    // A word of the language, and one that is an attribute too.
    { name: 'open', properties: propertiesOf(['tagged', 'text'], ['seats', 'number'], ['due', 'date']) },
    { name: 'trial started', properties: [] },
    { name: 'clicked', properties: propertiesOf(['url', 'text']) },
  ],
};

function propertiesOf(...types: [string, NamedAttribute['type']][]): NamedProperty[] {
  return types.map(([name, type]) => ({ name, type }));
}

/** The names, with rules of any shape for the segments: each may use those before it. */
export function namesWithRules(
  dates: RuleContext['dates'],
  seed: number,
): fc.Arbitrary<RuleContext['names']> {
  const rulesOf = names.segments.map((_, index) => rules(dates, { seed, segments: index }));
  return fc.tuple(...rulesOf).map((made) => ({
    ...names,
    segments: names.segments.map((segment, index) => ({ ...segment, rule: made[index] })),
  }));
}

/** Moments and zones with trouble in them: both clock changes, half hours, the far side of the date line. */
export const dateSettings: fc.Arbitrary<RuleContext['dates']> = fc.record({
  now: fc.constantFrom(
    ...[
      '2026-11-23T12:00:00Z',
      '2026-03-29T01:30:00Z',
      '2026-10-25T00:59:59.999Z',
      '2026-01-01T00:00:00Z',
    ].map((moment) => new Date(moment)),
  ),
  timeZone: fc.constantFrom('UTC', 'Europe/London', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia'),
  weekStart: fc.constantFrom('monday', 'sunday', 'saturday'),
  dateOrder: fc.constant('dmy' as const),
});

const phrases = [
  ...[
    'today',
    'yesterday',
    'this week',
    'last week',
    'this month',
    'last month',
    'this year',
    'in 2025',
    'in March 2026',
  ],
  ...[
    'last 1 day',
    'last 30 days',
    'last 2 weeks',
    'last 3 months',
    'last 24 hours',
    '30 days ago',
    'since 1 March 2026',
  ],
  ...[
    'more than 30 days ago',
    'less than 30 days ago',
    'before 2026',
    'after 25 October 2026',
    'until yesterday',
  ],
  ...['from 1 March 2026 to 5 April 2026', 'on 29 March 2026', 'last Monday', 'since last week'],
];

const aheadPhrases = [
  'tomorrow',
  'in the next 7 days',
  'in the next 30 days',
  'next month',
  'after today',
  'next week',
];
const yearlyPhrases = [
  'in March',
  'on 29 February',
  'on 28 February',
  'from 20 December to 5 January',
  'in the next 3 months',
  'from 29 February to 5 March',
  'in the next 365 days',
  'next 12 months',
  'in the last 400 days',
  'in the next 52 weeks',
  'in the next 360 days',
  'this year',
  'next year',
  'between 18 and 40 years ago',
];
/** Days that the phrases begin or end with, and days that don't exist in every year. */
const dayPool = [
  ...[
    '2024-02-29',
    '2025-02-28',
    '2025-03-01',
    '2026-03-29',
    '2026-03-28',
    '2026-04-05',
    '2026-10-25',
    '2026-10-26',
  ],
  ...[
    '2026-11-23',
    '2026-11-24',
    '2026-11-22',
    '2026-11-30',
    '2026-12-23',
    '2026-12-31',
    '2027-01-01',
    '2025-12-31',
  ],
  ...['2026-01-01', '2026-01-31', '1980-03-15', '1996-02-29', '2026-05-01', '2026-12-24'],
];

/** Attributes' timeframes as the parser returns them, on both sides of now. */
function dayframes(dates: RuleContext['dates'], yearly: boolean): fc.Arbitrary<Timeframe> {
  const context = { ...dates, direction: 'any', yearly } as const;
  return fc.constantFrom(
    ...[...phrases, ...aheadPhrases, ...yearlyPhrases].flatMap((phrase) => {
      const parsed = parseTimeframe(phrase, context);
      return parsed.ok ? [parsed.timeframe] : [];
    }),
  );
}

/** Timeframes as the parser returns them. */
function timeframes(dates: RuleContext['dates']): fc.Arbitrary<Timeframe> {
  const key = JSON.stringify(dates);
  const known = readPhrases.get(key) ?? parsePhrases(dates);
  readPhrases.set(key, known);
  return fc.constantFrom(...known);
}

const readPhrases = new Map<string, Timeframe[]>();

function parsePhrases(dates: RuleContext['dates']): Timeframe[] {
  return phrases.flatMap((phrase) => {
    const parsed = parseTimeframe(phrase, { ...dates, direction: 'past' });
    if (!parsed.ok) return [];
    const { from } = resolveTimeframe(parsed.timeframe, { ...dates, direction: 'past' });
    // The parser refuses what has not begun.
    return from === null || from <= dates.now ? [parsed.timeframe] : [];
  });
}

const texts = [
  '',
  'Ann',
  'ANN',
  'Émile',
  'éMILE',
  "O'Brien",
  'O’BRIEN',
  'oʼbrien & co',
  'obrien',
  'co-op „One“',
  'Co–Op "one"',
  'co op',
  'ΟΔΟΣ',
  'οδοσ',
  '50% off_',
  'a\\b',
  '😀 Party',
  'and',
  'not',
  'İz',
];
/** What a rule may look for: a text as someone else spells it. */
const respelt = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.constantFrom<((text: string) => string)[]>(
      (text) => text,
      (text) => text.toUpperCase(),
      (text) => text.normalize('NFD'),
      (text) => text.replace(/['’ʼ]/g, '‘'),
      (text) => text.replace(/['’ʼ]/g, "'").replace(/[„“]/g, '"'),
      (text) => text.replace(/"/g, '”').replace(/[-–]/g, '‑'),
      (text) => text.slice(0, 3),
    ),
  )
  .map(([text, change]) => tidy(change(text)))
  .filter((text) => text !== '');

const pools: Record<string, readonly string[]> = {
  country: ['NO', 'US', 'BA', 'Atlantis', ''],
  language: ['de', 'en', 'Klingon', ''],
  email: [
    ...['Ann@Example.org', 'ann@example.org', 'bob@mail.example.com', 'x_y%z@münchen.example'],
    ...["o'brien@example.org", 'o’brien@example.org'],
  ],
  status: ['subscribed', 'unsubscribed', 'non-subscribed', 'bounced'],
  'email validation': ['valid', 'invalid', 'risky', 'unknown'],
  'email domain': ['example.org', 'xn--mnchen-3ya.example', '.org', 'ample'],
};

interface RuleOptions {
  /** Of every random share. */
  seed?: number;
  /** How many of the segments may be in the rules. */
  segments?: number;
}

/** Rules of any shape, in the form in which they are stored. */
export function rules(
  dates: RuleContext['dates'],
  { seed = 0, segments = names.segments.length }: RuleOptions = {},
): fc.Arbitrary<Rule> {
  const tags = fc.uniqueArray(fc.constantFrom(...names.tags.map((tag) => tag.id)), {
    minLength: 1,
    maxLength: 3,
  });
  const tagged = fc
    .record({ type: fc.constant('tagged' as const), match: fc.constantFrom('any', 'all'), tags })
    .map((rule): Rule => ({ ...rule, match: rule.tags.length === 1 ? 'any' : rule.match }));
  const optional = [...textFieldNames.filter((name) => textField(name).optional), 'signup date' as const];
  const has = fc.record({ type: fc.constant('has' as const), field: fc.constantFrom(...optional) });
  const date = fc.record({
    type: fc.constant('date' as const),
    field: fc.constantFrom(...dateFieldNames),
    timeframe: timeframes(dates),
  });
  return fc.letrec<{ rule: Rule; leaf: Rule }>((tie) => ({
    leaf: fc.oneof(
      tagged,
      fc.constant({ type: 'has-tags' } satisfies Rule),
      toTopics,
      fc.constant({ type: 'paused' } satisfies Rule),
      optedOut(dates),
      random(seed),
      ...(segments === 0 ? [] : [inSegments(names.segments.slice(0, segments).map(({ id }) => id))]),
      text,
      has,
      date,
      attribute(dates),
      imported,
      event(dates),
      inCampaign,
      butNotLately(dates),
      fc.constant({ type: 'everyone' } satisfies Rule),
    ),
    rule: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      tie('leaf'),
      fc.record({ type: fc.constant('not' as const), rule: tie('rule') }),
      fc.record({
        type: fc.constantFrom('all', 'any'),
        rules: fc.array(tie('rule'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  })).rule;
}

const random = (seed: number): fc.Arbitrary<Rule> =>
  fc
    .constantFrom(0.01, 0.29, 2.5, 10, 33.33, 50, 99.99, 100)
    .map((percent) => ({ type: 'random', percent, seed }));

const toTopics: fc.Arbitrary<Rule> = fc
  .record({
    match: fc.constantFrom('any' as const, 'all' as const),
    topics: fc.uniqueArray(fc.constantFrom(...names.topics.map(({ id }) => id)), { minLength: 1 }),
  })
  .map(({ match, topics }) => ({
    type: 'subscribed-to',
    match: topics.length === 1 ? 'any' : match,
    topics,
  }));

const optedOut = (dates: RuleContext['dates']): fc.Arbitrary<Rule> =>
  fc
    .record({
      how: fc.constantFrom('one-click' as const, 'page' as const),
      timeframe: fc.option(timeframes(dates), { nil: undefined }),
    })
    .map(({ how, timeframe }) => ({
      type: 'opted-out',
      how,
      ...(timeframe === undefined ? {} : { timeframe }),
    }));

const inSegments = (ids: number[]): fc.Arbitrary<Rule> =>
  fc
    .record({
      match: fc.constantFrom('any', 'all'),
      segments: fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }),
    })
    .map(({ match, segments }) => ({
      type: 'segment',
      match: segments.length === 1 ? 'any' : match,
      segments,
    }));

const text: fc.Arbitrary<Rule> = fc.constantFrom(...textFieldNames).chain((field) =>
  fc.constantFrom(...textField(field).operators).chain((operator) => {
    const { read } = comparison(textField(field), operator);
    const known = (pools[field] ?? texts).map(read).filter((value) => value !== null);
    const any = textField(field).choices().length > 0 ? [] : [fc.string({ unit: 'grapheme', maxLength: 6 })];
    const value = fc
      .oneof(fc.constantFrom(...known), ...any, ...(field in pools ? [] : [respelt]))
      .map((each) => read(each) ?? known[0] ?? '')
      .filter((each) => each !== '' && !/\p{Cc}/u.test(each));
    return fc.record({
      type: fc.constant('text' as const),
      field: fc.constant(field),
      operator: fc.constant(operator),
      values: fc.uniqueArray(value, { minLength: 1, maxLength: 3 }),
    });
  }),
);

const imported: fc.Arbitrary<Rule> = fc.record({
  type: fc.constant('imported' as const),
  imports: fc.uniqueArray(fc.constantFrom(...names.imports.map(({ id }) => id)), {
    minLength: 1,
    maxLength: 3,
  }),
});

/** The campaigns of a condition: some by name, or the last ones. */
const ofCampaigns = fc.oneof(
  fc
    .uniqueArray(fc.constantFrom(...names.campaigns.map(({ id }) => id)), { minLength: 1, maxLength: 2 })
    .map((campaigns) => ({ campaigns })),
  fc.integer({ min: 1, max: 4 }).map((latest) => ({ latest })),
);

export const inCampaign: fc.Arbitrary<Extract<Rule, { type: 'campaign' }>> = fc
  .record({
    type: fc.constant('campaign' as const),
    was: fc.constantFrom('sent' as const, 'left out' as const, 'missed' as const),
    because: fc.option(fc.constantFrom(...leftOutBecauses), { nil: undefined }),
    of: ofCampaigns,
  })
  .map(({ because, of, ...rule }) => ({
    ...rule,
    ...(rule.was === 'left out' && because !== undefined ? { because } : {}),
    ...of,
  }));

const number = fc.oneof(
  fc.constantFrom(0, 1, -1, 2.5, 10),
  fc.integer({ min: -999_999, max: 999_999 }).map((each) => each / 100 || 0),
);

function attribute(dates: RuleContext['dates']): fc.Arbitrary<Rule> {
  return fc
    .constantFrom(...names.attributes)
    .chain(({ id, type, yearly }) =>
      test(dates, type, yearly).map((each): Rule => ({ type: 'attribute', attribute: id, test: each })),
    );
}

function test(
  dates: RuleContext['dates'],
  type: NamedAttribute['type'],
  yearly: boolean,
): fc.Arbitrary<AttributeTest<Timeframe>> {
  const known = fc.constant<AttributeTest<Timeframe>>({ is: 'known' });
  switch (type) {
    case 'text':
      return fc.oneof(
        known,
        fc.record({
          is: fc.constant('text' as const),
          operator: fc.constantFrom(...textOperatorNames),
          values: fc.uniqueArray(respelt, { minLength: 1, maxLength: 3 }),
        }),
      );
    case 'number':
      return fc.oneof(
        known,
        fc.constantFrom(...numberOperatorNames).chain((operator) => {
          const [minLength, most] = numberOperators[operator].takes;
          return fc
            .uniqueArray(number, { minLength, maxLength: Math.min(most, 3) })
            .map((values) => (operator === 'between' ? values.sort((a, b) => a - b) : values))
            .map((values) => ({ is: 'number' as const, operator, values }));
        }),
      );
    case 'boolean':
      return fc.oneof(known, fc.record({ is: fc.constant('boolean' as const), value: fc.boolean() }));
    case 'date':
      return fc.oneof(
        known,
        fc.record({ is: fc.constant('date' as const), timeframe: dayframes(dates, yearly) }),
      );
    default:
      throw type satisfies never;
  }
}

function event(dates: RuleContext['dates']): fc.Arbitrary<Rule> {
  const time = timeframes(dates);
  const count = fc
    .record({
      operator: fc.constantFrom(...countOperatorNames),
      n: fc.oneof(fc.nat({ max: 3 }), fc.constantFrom(9, 10, 11)),
      more: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ operator, n, more }) => ({
      operator,
      n: Math.max(n, countOperators[operator].smallest),
      ...(operator === 'between' ? { most: n + more } : {}),
    }));
  const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
  return fc.constantFrom(...eventKinds).chain((event) => {
    const parts = {
      type: fc.constant('event' as const),
      event: fc.constant(event),
      of: seldom(ofCampaigns),
      properties: seldom(propertyTests(dates, event)),
      machines: seldom(fc.constant(true as const)),
      timeframe: fc.option(time, { nil: undefined }),
    };
    return fc
      .oneof(
        fc.record({ ...parts, count: fc.option(count, { nil: undefined }) }),
        fc.record({ ...parts, timeframe: time, which: fc.constantFrom('first', 'last') }),
      )
      .map(({ of, ...rule }) => JSON.parse(JSON.stringify({ ...rule, ...of })) as Rule);
  });
}

/** Those who ever did one thing, and did not do another in a timeframe that is over but began recently. */
function butNotLately(dates: RuleContext['dates']): fc.Arbitrary<Rule> {
  const parsed = ['yesterday', 'last week', 'last 24 hours', 'last Monday'].map((phrase) =>
    parseTimeframe(phrase, { ...dates, direction: 'past' }),
  );
  const over = parsed.flatMap((each) => (each.ok ? [each.timeframe] : []));
  const did = fc.record({ type: fc.constant('event' as const), event: fc.constantFrom(...rolledUpKinds) });
  return fc.record({
    type: fc.constantFrom('all', 'any'),
    rules: fc.tuple(
      fc.oneof(
        did,
        did.map((rule) => ({ type: 'not' as const, rule })),
      ),
      fc
        .tuple(did, fc.constantFrom(...over))
        .map(([rule, timeframe]) => ({ type: 'not' as const, rule: { ...rule, timeframe } })),
    ),
  });
}

const eventKinds = [...eventKindNames.slice(0, 4), 'purchase', 'open', 'trial started'];

function propertyTests(
  dates: RuleContext['dates'],
  event: string,
): fc.Arbitrary<PropertyTest<Timeframe>[] | undefined> {
  const known = names.events.find(({ name }) => name === event)?.properties ?? [];
  if (known.length === 0) return fc.constant(undefined);
  const one = fc
    .constantFrom(...known)
    .chain(({ name: property, type }) =>
      fc
        .record({ test: test(dates, type, false), not: fc.boolean() })
        .map(({ test, not }) => ({ property, test, ...(not ? { not: true as const } : {}) })),
    );
  return fc.array(one, { minLength: 1, maxLength: 2 });
}

/** Contacts of one workspace, with the moments when days begin and end among their dates. */
export function audience(
  dates: RuleContext['dates'],
): fc.Arbitrary<Omit<PlainContact, 'workspaceId' | 'id'>[]> {
  const day = 86_400_000;
  const edges = phrases.flatMap((phrase) => {
    const at = midnight(dates, -phrases.indexOf(phrase) * 7);
    return [at - 1, at, at + 1, at + day / 2];
  });
  const near = [0, 1, 2, 29, 30, 31, 60].flatMap((days) => {
    const at = midnight(dates, -days);
    return [at - 1, at, at + 1];
  });
  const { now } = dates;
  const moment = fc
    .constantFrom(...edges, ...near, now.getTime() - 1, now.getTime(), now.getTime() - day)
    .map((time) => new Date(time));
  const event = (kind: fc.Arbitrary<string>) =>
    fc.record({
      kind,
      // Nothing is recorded before it happened.
      at: moment.map((at) => (at > now ? now : at)),
      machine: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
      campaign: fc.option(fc.constantFrom(...names.campaigns.map(({ id }) => id))),
      properties: fc.option(
        fc.record(
          {
            amount: fc.oneof(number, fc.constantFrom('7', true, null)),
            currency: fc.constantFrom('EUR', 'eur', 'and', 'İz', 5),
            gift: fc.oneof(fc.boolean(), fc.constant('true')),
            tagged: fc.constantFrom(...texts),
            seats: number,
            due: fc.constantFrom(...dayPool),
            url: fc.constantFrom(...texts),
            // Too long for the index of properties.
            note: fc.constant('long '.repeat(120)),
          },
          { requiredKeys: [] },
        ),
      ),
    });
  const maybe = (pool: readonly string[]) => fc.option(fc.constantFrom(...pool));
  const email = fc.constantFrom(...(pools.email ?? []));
  return fc.array(
    fc
      .record({
        email,
        ...eachField(() => maybe(texts)),
        country: maybe(pools.country ?? []),
        language: maybe(pools.language ?? []),
        phone: maybe(['', '+44 20', '043']),
        status: fc.constantFrom(...(pools.status ?? [])),
        emailValidation: fc.constantFrom(...(pools['email validation'] ?? [])),
        source: fc.constantFrom('import', 'slack', 'api'),
        signedUpAt: fc.option(moment),
        createdAt: moment,
        updatedAt: moment,
        addedByImport: fc.option(fc.constantFrom(...names.imports.map(({ id }) => id))),
        tags: fc.uniqueArray(fc.constantFrom(...names.tags.map((tag) => tag.id)), { maxLength: 3 }),
        attributes: attributes(dates),
        topics: fc.dictionary(fc.constantFrom(...names.topics.map(({ id }) => String(id))), fc.boolean()),
        pausedUntil: fc.option(
          fc.constantFrom(-day, -1, 0, 1, day).map((step) => new Date(now.getTime() + step)),
        ),
        recipients: fc.uniqueArray(
          fc.record({
            campaign: fc.constantFrom(
              ...names.campaigns.flatMap(({ id, hasRecipients }) => (hasRecipients ? id : [])),
            ),
            state: fc.constantFrom(...recipientStates, 'left out'),
            reason: fc.option(fc.constantFrom('paused', 'mailed lately', 'hard')),
          }),
          { selector: ({ campaign }) => campaign },
        ),
        left: fc.array(
          fc.record({
            how: fc.constantFrom('one-click' as const, 'page' as const),
            topic: fc.option(fc.constantFrom(...names.topics.map(({ id }) => id))),
            at: moment.map((at) => (at > now ? now : at)),
            undone: fc.boolean(),
          }),
          { maxLength: 2 },
        ),
        // Sometimes more of one kind than a rollup stores times for.
        events: fc.oneof(
          {
            weight: 3,
            arbitrary: fc.array(event(fc.constantFrom(...eventKinds)), { maxLength: 8 }),
          },
          { weight: 1, arbitrary: fc.array(event(fc.constant('opened')), { minLength: 9, maxLength: 14 }) },
        ),
      })
      .map((contact) => ({ ...contact, emailKey: '' })),
    { minLength: 1, maxLength: 12 },
  );
}

/** Values of their attribute's type, mostly; types change, and values stay. */
function attributes(dates: RuleContext['dates']): fc.Arbitrary<Record<string, unknown>> {
  const near = fc
    .integer({ min: -40, max: 40 })
    .map((days) => new Date(dates.now.getTime() + days * 86_400_000).toISOString().slice(0, 10));
  const day = fc.oneof(fc.constantFrom(...dayPool), near);
  const yearly = fc.oneof(
    day,
    day.map((each) => `-${each.slice(4)}`),
  );
  const odd = fc.constantFrom(null, '', true, 7, '5', 'true', 'zzz', '2026', '--02-29', 12.25);
  const either = (value: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: odd });
  return fc.record(
    {
      1: either(fc.constantFrom(...texts)),
      2: either(number),
      3: either(fc.boolean()),
      4: either(day),
      5: either(yearly),
      6: either(fc.constantFrom(...texts)),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Record<string, unknown>>;
}

/** When a day began in the workspace's time zone, this many days from today. */
function midnight({ now, timeZone }: RuleContext['dates'], days: number): number {
  const hour = 3_600_000;
  const wall = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  const label = wall.format(now.getTime() + days * 24 * hour);
  let at = Math.floor((now.getTime() + days * 24 * hour) / (hour / 2)) * (hour / 2);
  while (wall.format(at - 1) === label) at -= hour / 2;
  return at;
}

/**
 * Writes contacts, tags and events of one workspace, with the given ids. Each address is made unique by the
 * id.
 */
export async function store(
  pool: pg.Pool,
  workspaceId: number,
  contacts: readonly PlainContact[],
): Promise<void> {
  await pool.query(
    `INSERT INTO tags (workspace_id, id, name, created_by)
     SELECT $1, t.id, t.name, 'test' FROM unnest($2::int[], $3::text[]) t (id, name) ON CONFLICT DO NOTHING`,
    [workspaceId, names.tags.map((tag) => tag.id), names.tags.map((tag) => tag.name)],
  );
  await pool.query(
    `INSERT INTO contacts (workspace_id, id, email, email_key, ${perField((column) => column)}, status,
       status_source, email_validation, source, signed_up_at, created_at, updated_at, added_by_import, attributes)
     SELECT $1, r."id", r."email", r."emailKey", ${perField((_, name) => `r."${name}"`)}, r."status",
       'test', r."emailValidation", r."source", r."signedUpAt", r."createdAt", r."updatedAt",
       r."addedByImport", r."attributes"
     FROM jsonb_to_recordset($2::jsonb) r ("id" int, "email" text, "emailKey" text,
       ${perField((_, name) => `"${name}" text`)}, "status" text, "emailValidation" text, "source" text,
       "signedUpAt" timestamptz, "createdAt" timestamptz, "updatedAt" timestamptz, "addedByImport" int,
       "attributes" jsonb)`,
    [workspaceId, JSON.stringify(contacts)],
  );
  const links = contacts.flatMap(({ id, tags }) => tags.map((tag) => ({ id, tag })));
  await pool.query(
    `INSERT INTO contact_tags (workspace_id, contact_id, tag_id)
     SELECT $1, r.id, r.tag FROM jsonb_to_recordset($2::jsonb) r (id int, tag int)`,
    [workspaceId, JSON.stringify(links)],
  );
  const events = contacts.flatMap(({ id, events: all }) => all.map((each) => ({ id, ...each })));
  await pool.query(
    `INSERT INTO campaigns (workspace_id, id, name, name_key)
     SELECT $1, t.id, t.name, lower(t.name) FROM unnest($2::int[], $3::text[]) t (id, name) ON CONFLICT DO NOTHING`,
    [workspaceId, names.campaigns.map(({ id }) => id), names.campaigns.map(({ name }) => name)],
  );
  await pool.query(
    `INSERT INTO events (workspace_id, contact_id, kind, occurred_at, machine, campaign_id, properties)
     SELECT $1, r.id, r.kind, r.at, r.machine, r.campaign, r.properties
     FROM jsonb_to_recordset($2::jsonb) r (id int, kind text, at timestamptz, machine boolean, campaign int, properties jsonb)`,
    [workspaceId, JSON.stringify(events)],
  );
  await pool.query(
    `INSERT INTO campaign_recipients (workspace_id, campaign_id, contact_id, state, reason, next_try_at, key_month)
     SELECT $1, r.campaign, r.id, r.state, r.reason, now(), 1
     FROM jsonb_to_recordset($2::jsonb) r (id int, campaign int, state text, reason text)`,
    [
      workspaceId,
      JSON.stringify(contacts.flatMap(({ id, recipients }) => recipients.map((each) => ({ id, ...each })))),
    ],
  );
  await storeConsent(pool, workspaceId, contacts);
  await rebuildRollups(pool, workspaceId);
}

/**
 * Topics, pauses, and how people unsubscribed. If they undid leaving everything, it is gone from the facts;
 * if they undid leaving a topic, from the log.
 */
async function storeConsent(
  pool: pg.Pool,
  workspaceId: number,
  contacts: readonly PlainContact[],
): Promise<void> {
  await pool.query(
    `INSERT INTO topics (workspace_id, id, name, name_key, is_on, position, created_by)
     SELECT $1, t.id, t.name, lower(t.name), t."isOn", t.id, 'test'
     FROM jsonb_to_recordset($2::jsonb) t (id int, name text, "isOn" boolean) ON CONFLICT DO NOTHING`,
    [workspaceId, JSON.stringify(names.topics)],
  );
  const rows = contacts.map(({ id, topics, pausedUntil, left }) => ({ id, topics, pausedUntil, left }));
  const given = [workspaceId, JSON.stringify(rows)];
  const from =
    'FROM jsonb_to_recordset($2::jsonb) r (id int, topics jsonb, "pausedUntil" timestamptz, "left" jsonb)';
  await pool.query(
    `INSERT INTO topic_choices (workspace_id, topic_id, contact_id, is_on, at, how, log_id)
     SELECT $1, t.key::int, r.id, t.value::boolean, now(), 'page', 0 ${from}, jsonb_each_text(r.topics) t`,
    given,
  );
  await pool.query(
    `INSERT INTO pauses (workspace_id, contact_id, at, until, how, log_id)
     SELECT $1, r.id, now(), r."pausedUntil", 'page', 0 ${from} WHERE r."pausedUntil" IS NOT NULL`,
    given,
  );
  const ways = `${from}, jsonb_to_recordset(r."left") l (how text, topic int, at timestamptz, undone boolean)`;
  await pool.query(
    `WITH said AS (
       INSERT INTO consent_log (workspace_id, contact_id, what, said, topic_id, at, recorded_at, how, details)
       SELECT $1, r.id, 'topic', 'off', l.topic, l.at, l.at, l.how, jsonb_build_object('undone', l.undone)
       ${ways} WHERE l.topic IS NOT NULL RETURNING id, contact_id, topic_id, at, details)
     INSERT INTO consent_log (workspace_id, contact_id, what, said, topic_id, at, recorded_at, how, undoes)
     SELECT $1, contact_id, 'topic', 'undone', topic_id, at, at, 'undo', id FROM said WHERE (details ->> 'undone')::boolean`,
    given,
  );
  await pool.query(
    `INSERT INTO status_facts (workspace_id, contact_id, kind, at, source, recorded_at)
     SELECT $1, r.id, 'opt-out', l.at, l.how, l.at ${ways} WHERE l.topic IS NULL AND NOT l.undone`,
    given,
  );
}
