import type { ContactValues } from '../../contact-fields.ts';
import type { Status } from '../../lib/consent.ts';

/** An invented person with a year of mail. Everything is derived from the number and `now` alone. */
export interface SamplePerson extends Partial<ContactValues> {
  email: string;
  name: string;
  status: Status;
  emailValidation: 'valid' | 'invalid' | 'risky' | 'unknown';
  signedUpAt: Date;
  plan: 'free' | 'pro' | 'team';
  seats: number;
  tags: string[];
  events: SampleEvent[];
}

export interface SampleEvent {
  kind: 'received' | 'opened' | 'clicked' | 'purchase';
  occurredAt: Date;
  campaign: string | null;
  machine: boolean;
  properties: { amount: number; currency: string } | null;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Tags in the sample, with the share of people who have each. */
export const sampleTags = {
  vip: 0.05,
  'beta-user': 0.08,
  newsletter: 0.4,
  churned: 0.06,
  partner: 0.02,
  'spring-event': 0.1,
} as const;

/** A mail every other week for a year, newest first. */
export function sampleCampaigns(now: Date): { name: string; sentAt: Date }[] {
  const named = ['Spring sale', 'Black Friday', 'Product news', 'Customer stories'];
  return Array.from({ length: 26 }, (_, index) => {
    const sentAt = new Date(startOfDay(now) - (index * 14 + 3) * DAY + 9 * HOUR);
    const name =
      index % 6 === 2 ? `${named[(index / 6) | 0]}` : `Letter of ${sentAt.toISOString().slice(0, 10)}`;
    return { name, sentAt };
  });
}

/** The person with this number; always the same for the same number and day. */
export function samplePerson(number: number, now: Date): SamplePerson {
  const random = numbersFrom(number);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const chance = (share: number): boolean => random() < share;

  const first = pick(firstNames);
  const last = pick(lastNames);
  const [country, language, dial] = pickWeighted(countries, random());
  // Over three years, with more recent sign-ups than old ones.
  const signedUpAt = new Date(
    startOfDay(now) - Math.floor(random() ** 1.6 * 1095) * DAY - Math.floor(random() * 86_400) * 1000,
  );
  const status = pickWeighted(statusShares, random());
  const plan = pickWeighted(planShares, random());
  const emailValidation = status === 'bounced' ? 'invalid' : pickWeighted(validationShares, random());
  return {
    email: `${first}.${last}.${number.toString(36)}@${pick(domains)}`.toLowerCase(),
    name: `${first} ${last}`,
    country,
    language,
    company: chance(0.45) ? `${pick(lastNames)} ${pick(companyKinds)}` : null,
    phone: chance(0.4)
      ? `+${dial} ${100 + Math.floor(random() * 900)} ${10_000 + Math.floor(random() * 90_000)}`
      : null,
    status,
    emailValidation,
    signedUpAt,
    plan,
    seats: plan === 'free' ? 1 : 2 + Math.floor(random() ** 3 * (plan === 'team' ? 200 : 20)),
    tags: Object.entries(sampleTags).flatMap(([tag, share]) => (chance(share) ? [tag] : [])),
    events: status === 'non-subscribed' ? [] : eventsOf(signedUpAt, now, random),
  };
}

/** A year of mail: what was sent after sign-up, and what happened to it. */
function eventsOf(signedUpAt: Date, now: Date, random: () => number): SampleEvent[] {
  const openRate = pickWeighted(openRateShares, random());
  const events: SampleEvent[] = [];
  const add = (kind: SampleEvent['kind'], at: number, rest: Partial<SampleEvent> = {}): void => {
    if (at > now.getTime()) return;
    events.push({
      kind,
      occurredAt: new Date(at),
      campaign: null,
      machine: false,
      properties: null,
      ...rest,
    });
  };
  for (const { name: campaign, sentAt } of sampleCampaigns(now)) {
    if (sentAt < signedUpAt || random() > 0.6) continue;
    const received = sentAt.getTime() + Math.floor(random() * 20 * 60) * 1000;
    add('received', received, { campaign });
    // Privacy proxies fetch the mail within seconds, even if no one reads it.
    if (random() < 0.12) add('opened', received + 4000, { campaign, machine: true });
    if (random() > openRate) continue;
    const opened = received + Math.floor(random() ** 2 * 5 * 24 * 60) * 60_000;
    add('opened', opened, { campaign });
    if (random() < 0.22) add('clicked', opened + 45_000, { campaign });
  }
  const purchases = random() < 0.2 ? 1 + Math.floor(random() * 4) : 0;
  for (let index = 0; index < purchases; index++) {
    const at = now.getTime() - Math.floor(random() * 365 * 24) * HOUR;
    const properties = { amount: Math.round((5 + random() ** 2 * 400) * 100) / 100, currency: 'EUR' };
    if (at > signedUpAt.getTime()) add('purchase', at, { properties });
  }
  return events;
}

const startOfDay = (at: Date): number => Math.floor(at.getTime() / DAY) * DAY;

/** A value and the share of people who have it; shares are relative to their sum. */
type Shares<T> = readonly (readonly [share: number, value: T])[];

/** The value in whose share `at` (0 to 1) falls. */
function pickWeighted<T>(shares: Shares<T>, at: number): T {
  let left = at * shares.reduce((sum, [share]) => sum + share, 0);
  for (const [share, value] of shares) {
    left -= share;
    if (left < 0) return value;
  }
  return (shares.at(-1) as readonly [number, T])[1];
}

/**
 * A small generator of numbers from 0 to 1 (the splitmix32 finalizer over a counter), one stream per seed.
 */
function numbersFrom(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  };
}

const domains = ['example.com', 'example.org', 'example.net', 'mail.example', 'post.example', 'work.example'];
const companyKinds = [
  'Studio',
  'Works',
  'Partners',
  'Foods',
  'Labs',
  'Travel',
  'Books',
  'Design',
  'Logistics',
  'Energy',
];
/** Country code, language code, dialing code. */
const countries: Shares<readonly [string, string, number]> = [
  [30, ['US', 'en', 1]],
  [14, ['GB', 'en', 44]],
  [10, ['DE', 'de', 49]],
  [8, ['FR', 'fr', 33]],
  [6, ['CA', 'en', 1]],
  [5, ['NL', 'nl', 31]],
  [5, ['ES', 'es', 34]],
  [5, ['IN', 'en', 91]],
  [4, ['AU', 'en', 61]],
  [4, ['BR', 'pt', 55]],
  [3, ['SE', 'sv', 46]],
  [3, ['IT', 'it', 39]],
  [2, ['NO', 'no', 47]],
  [2, ['PL', 'pl', 48]],
  [2, ['JP', 'ja', 81]],
  [2, ['MX', 'es', 52]],
  [2, ['IE', 'en', 353]],
  [1, ['ZA', 'en', 27]],
];
const statusShares: Shares<SamplePerson['status']> = [
  [82, 'subscribed'],
  [8, 'unsubscribed'],
  [7, 'non-subscribed'],
  [3, 'bounced'],
];
const validationShares: Shares<SamplePerson['emailValidation']> = [
  [91, 'valid'],
  [4, 'risky'],
  [4, 'unknown'],
  [1, 'invalid'],
];
const planShares: Shares<SamplePerson['plan']> = [
  [70, 'free'],
  [24, 'pro'],
  [6, 'team'],
];
/** A quarter of people open most mails, most open one now and then, the rest next to none. */
const openRateShares: Shares<number> = [
  [25, 0.75],
  [45, 0.3],
  [30, 0.02],
];
const firstNames = [
  'Ada',
  'Amir',
  'Ana',
  'Bea',
  'Ben',
  'Carla',
  'Chidi',
  'Dana',
  'Diego',
  'Elif',
  'Emma',
  'Farid',
  'Freya',
  'Grace',
  'Hana',
  'Hugo',
  'Ines',
  'Ivan',
  'Jonas',
  'Julia',
  'Kaito',
  'Kofi',
  'Lara',
  'Leo',
  'Lin',
  'Maja',
  'Marco',
  'Mei',
  'Nadia',
  'Nils',
  'Olga',
  'Omar',
  'Paula',
  'Pia',
  'Rafael',
  'Rosa',
  'Samir',
  'Sofia',
  'Tariq',
  'Tess',
  'Uma',
  'Vera',
  'Victor',
  'Wen',
  'Yara',
  'Zoe',
] as const;
const lastNames = [
  'Abara',
  'Adler',
  'Banks',
  'Berg',
  'Castro',
  'Chen',
  'Costa',
  'Dahl',
  'Diaz',
  'Evans',
  'Falk',
  'Ferrari',
  'Garcia',
  'Haas',
  'Hansen',
  'Ito',
  'Ivanova',
  'Jansen',
  'Kaya',
  'Keller',
  'Khan',
  'Kim',
  'Larsen',
  'Lopez',
  'Maier',
  'Mensah',
  'Moreau',
  'Nakata',
  'Novak',
  'Okafor',
  'Olsen',
  'Patel',
  'Petit',
  'Quinn',
  'Reyes',
  'Rossi',
  'Sato',
  'Silva',
  'Stone',
  'Tran',
  'Ueda',
  'Vogel',
  'Wang',
  'Young',
] as const;
