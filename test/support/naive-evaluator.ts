import { Temporal } from 'temporal-polyfill';
import type { ContactValues } from '../../src/contact-fields.ts';
import { resolveTimeframe } from '../../src/dates/resolve.ts';
import type { DateContext, Timeframe } from '../../src/dates/schema.ts';
import type { AttributeTest } from '../../src/rules/attributes.ts';
import type { PropertyTest } from '../../src/rules/conditions/stored-event.ts';
import type { RuleContext } from '../../src/rules/context.ts';
import type { Rule } from '../../src/rules/schema.ts';

/** A contact with everything that a rule can ask about, as plain data. */
export interface PlainContact extends ContactValues {
  workspaceId: number;
  id: number;
  email: string;
  emailKey: string;
  status: string;
  emailValidation: string;
  source: string;
  signedUpAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  addedByImport: number | null;
  tags: number[];
  /** By attribute id; of any type, whatever the attribute's. */
  attributes: Record<string, unknown>;
  events: PlainEvent[];
  /** What they chose, by topic id. */
  topics: Record<string, boolean>;
  pausedUntil: Date | null;
  /** Their outcomes in campaigns that Rollcall sent. */
  recipients: { campaign: number; state: string; reason: string | null }[];
  /** When and how they left a topic (by its id) or everything; says so if they undid it. */
  left: { how: 'one-click' | 'page'; topic: number | null; at: Date; undone: boolean }[];
}

export interface PlainEvent {
  kind: string;
  at: Date;
  machine: boolean;
  campaign?: number | null;
  properties?: Record<string, unknown> | null;
}

/**
 * Whether a rule matches a contact, the slow and plain way: what the SQL is compared with. It shares no table
 * with the rules' stages.
 */
export function holds(rule: Rule, contact: PlainContact, context: RuleContext): boolean {
  const { dates, names } = context;
  switch (rule.type) {
    case 'everyone':
      return true;
    case 'all':
      return rule.rules.every((each) => holds(each, contact, context));
    case 'any':
      return rule.rules.some((each) => holds(each, contact, context));
    case 'not':
      return !holds(rule.rule, contact, context);
    case 'tagged':
      return rule.match === 'all'
        ? rule.tags.every((tag) => contact.tags.includes(tag))
        : rule.tags.some((tag) => contact.tags.includes(tag));
    case 'has-tags':
      return contact.tags.length > 0;
    case 'segment': {
      const inside = (id: number) => {
        const segment = names.segments.find((each) => each.id === id);
        return segment !== undefined && holds(segment.rule as Rule, contact, context);
      };
      return rule.match === 'all' ? rule.segments.every(inside) : rule.segments.some(inside);
    }
    case 'random':
      return placeOf(contact.id, rule.seed) * 10_000n < BigInt(Math.round(rule.percent * 100)) * mersenne;
    case 'text':
      return holdsText(textOf(contact, rule.field, rule.operator), rule, rule.field.startsWith('email'));
    case 'has':
      return ![null, undefined, ''].includes(
        rule.field === 'signup date'
          ? contact.signedUpAt?.toISOString()
          : textOf(contact, rule.field, 'contains'),
      );
    case 'date': {
      const column = { 'signup date': 'signedUpAt', created: 'createdAt', updated: 'updatedAt' } as const;
      return inside(contact[column[rule.field]], rule.timeframe, dates);
    }
    case 'attribute':
      return holdsValue(
        rule.test,
        contact.attributes[String(rule.attribute)],
        dates,
        names.attributes.find((each) => each.id === rule.attribute)?.yearly ?? false,
      );
    case 'event':
      return holdsEvent(rule, contact, context);
    case 'subscribed-to': {
      const gets = (id: number) =>
        contact.topics[String(id)] ?? names.topics.find((each) => each.id === id)?.isOn ?? false;
      if (contact.status !== 'subscribed') return false;
      return rule.match === 'all' ? rule.topics.every(gets) : rule.topics.some(gets);
    }
    case 'paused':
      return contact.pausedUntil !== null && contact.pausedUntil.getTime() > dates.now.getTime();
    case 'opted-out':
      return contact.left.some(
        ({ how, at, undone }) =>
          how === rule.how && !undone && (rule.timeframe === undefined || inside(at, rule.timeframe, dates)),
      );
    case 'campaign':
      return wasInCampaign(rule, contact, context);
    case 'imported':
      return contact.addedByImport !== null && rule.imports.includes(contact.addedByImport);
    default:
      throw rule satisfies never;
  }
}

function holdsText(
  text: string | undefined,
  { operator, values }: { operator: Extract<Rule, { type: 'text' }>['operator']; values: string[] },
  isAddress = false,
): boolean {
  if (text === undefined) return false;
  const tests = {
    is: (a: string, b: string) => a === b,
    contains: includes,
    'starts with': starts,
    'ends with': ends,
  };
  return values.some((wanted) => {
    const exact = isAddress || /^[^\s@]+@\S+$|^[a-z][\w+.-]*:\/\/\S+$/i.test(wanted);
    return exact
      ? tests[operator](text.toLowerCase(), wanted.toLowerCase())
      : tests[operator](spoken(text), spoken(wanted));
  });
}

/** Ignores what no one hears: case, and which apostrophe, quote or hyphen it is. */
function spoken(text: string): string {
  const apostrophes = new Set('‘’‚‛‹›ʹʻʼʽ′‵`´ꞌ＇');
  const quotes = new Set('“”„‟«»ʺ″‶〝〞〟＂');
  const hyphens = new Set('‐‑‒–—―⁃−﹘﹣－');
  return [...text.normalize('NFC').toLowerCase()]
    .map((each) => (apostrophes.has(each) ? "'" : quotes.has(each) ? '"' : hyphens.has(each) ? '-' : each))
    .join('')
    .replaceAll('ς', 'σ');
}

const mersenne = 2n ** 31n - 1n;

/** A contact's place in a random share, by a polynomial of its id; the seed goes through splitmix32. */
function placeOf(id: number, seed: number): bigint {
  const word = 2n ** 32n;
  let place = 0n;
  for (const index of [1n, 2n, 3n, 4n]) {
    let mixed = (BigInt(seed) + index * 0x9e3779b9n) % word;
    mixed = ((mixed ^ (mixed >> 16n)) * 0x21f0aaadn) % word;
    mixed = ((mixed ^ (mixed >> 15n)) * 0x735a2d97n) % word;
    mixed ^= mixed >> 15n;
    place = (place * BigInt(id) + (mixed % mersenne)) % mersenne;
  }
  return place;
}

function holdsValue(
  test: AttributeTest<Timeframe>,
  value: unknown,
  dates: RuleContext['dates'],
  yearly: boolean,
): boolean {
  switch (test.is) {
    case 'known':
      return ![null, undefined, ''].includes(value as string);
    case 'text':
      return value != null && holdsText(String(value), test);
    case 'boolean':
      return value === test.value;
    case 'number': {
      if (typeof value !== 'number') return false;
      const [first = 0, second = 0] = test.values;
      const tests = {
        is: () => test.values.includes(value),
        '>': () => value > first,
        '>=': () => value >= first,
        '<': () => value < first,
        '<=': () => value <= first,
        between: () => value >= first && value <= second,
      };
      return tests[test.operator]();
    }
    case 'date':
      return (
        typeof value === 'string' && holdsDay(value, test.timeframe, { ...dates, direction: 'any', yearly })
      );
    default:
      throw test satisfies never;
  }
}

/** Looks at the beginning of each day on which a date falls: in its own year, or in every year around now. */
function holdsDay(value: string, timeframe: Timeframe, context: DateContext): boolean {
  const parts = /^(\d{4}|-)-(\d\d)-(\d\d)$/.exec(value);
  if (!parts) return false;
  const { from, to } = resolveTimeframe(timeframe, context);
  const [, year = '', month = '', day = ''] = parts;
  const begins = (of: number) =>
    Temporal.PlainDate.from({ year: of, month: Number(month), day: Number(day) }).toZonedDateTime(
      context.timeZone,
    ).epochMilliseconds;
  const within = (of: number) =>
    (from === null || begins(of) >= from.getTime()) && (to === null || begins(of) < to.getTime());
  // A phrase that names a year says so in its digits; one that is open, or as long as a year, distinguishes
  // years too.
  const days =
    from && to ? Math.round((to.getTime() - from.getTime()) / 86_400_000) : Number.POSITIVE_INFINITY;
  const now = context.now.getTime();
  const around = from !== null && to !== null && from.getTime() <= now && now < to.getTime();
  const said = JSON.stringify(timeframe);
  const ignoresYear =
    context.yearly &&
    days < Number.POSITIVE_INFINITY &&
    (days < 365 || around || timeframe.kind === 'unit') &&
    !/"(?:year|at)":/.test(said);
  if (!ignoresYear) return year !== '-' && within(Number(year));
  if (days >= 365) return true;
  // Someone who says "29 February" doesn't mean people of the 28th.
  if (
    /^\{"kind":"(?:date|between","from":\{"kind":"date)","month":2,"day":29/.test(said) &&
    `${month}-${day}` === '02-28'
  )
    return false;
  const ofNow = context.now.getUTCFullYear();
  return [-2, -1, 0, 1, 2].some((offset) => within(ofNow + offset));
}

const includes = (a: string, b: string) => a.includes(b);
const starts = (a: string, b: string) => a.startsWith(b);
const ends = (a: string, b: string) => a.endsWith(b);

function textOf(contact: PlainContact, field: string, operator: string): string | undefined {
  if (field === 'email') return operator === 'is' ? contact.emailKey : contact.email;
  if (field === 'email domain') return contact.emailKey.split('@').at(-1);
  if (field === 'first name') return contact.name?.split(' ')[0];
  const key = field === 'email validation' ? 'emailValidation' : field;
  return ({ ...contact } as unknown as Record<string, string | null>)[key] ?? undefined;
}

function inside(at: Date | null | undefined, timeframe: Timeframe, dates: RuleContext['dates']): boolean {
  if (!at) return false;
  const { from, to } = resolveTimeframe(timeframe, { ...dates, direction: 'past' });
  return (from === null || at >= from) && (to === null || at < to);
}

function wasInCampaign(
  { was, because, campaigns, latest }: Extract<Rule, { type: 'campaign' }>,
  { recipients, events }: PlainContact,
  { names }: RuleContext,
): boolean {
  const asked = names.campaigns.filter(({ id }) => campaigns?.includes(id) || isAmongLast(id, latest, names));
  return asked.some(({ id, hasRecipients }) => {
    if (!hasRecipients)
      return (
        was === 'sent' &&
        events.some(({ kind, campaign, machine }) => kind === 'received' && campaign === id && !machine)
      );
    return recipients.some(({ campaign, state, reason }) => {
      if (campaign !== id) return false;
      if (was === 'sent') return /^(?:handed over|delivered|bounced|complained|uncertain)$/.test(state);
      if (was === 'missed') return state === 'failed' || (state === 'left out' && reason === 'mailed lately');
      return state === 'left out' && (because === undefined || reason === because);
    });
  });
}

/** Whether fewer than `latest` campaigns were sent after this one. */
function isAmongLast(id: number, latest: number | undefined, { campaigns }: RuleContext['names']): boolean {
  const sentAt = campaigns.find((each) => each.id === id)?.sentAt ?? null;
  if (latest === undefined || sentAt === null) return false;
  return campaigns.filter((each) => (each.sentAt ?? 0) > sentAt).length < latest;
}

function holdsEvent(
  {
    event,
    campaigns,
    latest,
    properties,
    machines,
    timeframe,
    count,
    which,
  }: Extract<Rule, { type: 'event' }>,
  contact: PlainContact,
  { dates, names }: RuleContext,
): boolean {
  const all = contact.events.filter((each) => {
    const has = ({ property, test, not }: PropertyTest<Timeframe>) =>
      holdsValue(test, each.properties?.[property], dates, false) !== (not ?? false);
    if (each.kind !== event || (each.machine && !machines)) return false;
    if (campaigns && !campaigns.includes(each.campaign ?? 0)) return false;
    if (latest !== undefined && !isAmongLast(each.campaign ?? 0, latest, names)) return false;
    return (properties ?? []).every(has);
  });
  const sorted = all.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime());
  if (which !== undefined && timeframe) return inside(sorted.at(which === 'last' ? -1 : 0), timeframe, dates);
  const n = timeframe ? sorted.filter((at) => inside(at, timeframe, dates)).length : sorted.length;
  switch (count?.operator) {
    case undefined:
      return n > 0;
    case 'at least':
      return n >= count.n;
    case 'at most':
      return n <= count.n;
    case 'exactly':
      return n === count.n;
    case 'more than':
      return n > count.n;
    case 'fewer than':
      return n < count.n;
    case 'between':
      return n >= count.n && n <= (count.most ?? 0);
    default:
      throw count?.operator satisfies undefined;
  }
}
