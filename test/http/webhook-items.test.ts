import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eventInput } from '../../src/audience/events/input.ts';
import type { ProviderEvent } from '../../src/audience/events/provider-event.ts';
import type { ReadItem } from '../../src/audience/events/provider-events.ts';
import { readItem } from '../../src/http/webhooks/adapters.ts';
import type { BounceCause } from '../../src/lib/campaigns/bounce-causes.ts';
import { emailKey } from '../../src/lib/emails.ts';
import { isNeeded, isOptOut, type Sample, said, samples, spoilt } from '../support/provider-samples.ts';

const now = new Date('2026-11-23T10:00:00Z');
const read = ({ provider }: Pick<Sample, 'provider'>, item: unknown, deliveryId?: string) =>
  readItem(provider, item, { now, deliveryId });
const eventOf = (result: ReadItem['said']) => ('events' in result ? result.events[0] : undefined);
/** Whether our own API accepts it. */
const isStorable = (event: ProviderEvent): boolean =>
  eventInput.safeParse({ ...event, id: `sendgrid:${event.id}` }).success;

/** Bounces as the providers document them, or as they are quoted in public; who and where are invented. */
const bounces = JSON.parse(readFileSync('test/fixtures/bounces.json', 'utf8')) as {
  provider: Sample['provider'];
  name: string;
  item: unknown;
  bounce: 'hard' | 'soft';
  cause: BounceCause | null;
}[];

describe('a bounce', () => {
  it.each(bounces.map((each) => [`${each.provider}, ${each.name}`, each] as const))(
    'says why: %s',
    (_name, { provider, item, bounce, cause }) => {
      const event = eventOf(read({ provider }, item, 'msg_1'));
      expect(event).toMatchObject({ kind: 'bounced', bounce });
      expect(event?.cause ?? null).toBe(cause);
      expect(event !== undefined && isStorable(event)).toBe(true);
    },
  );

  it('of every provider is among these, with and without a reason', () => {
    expect(new Set(bounces.map(({ provider }) => provider)).size).toBe(5);
    expect(new Set(bounces.map(({ cause }) => cause)).size).toBeGreaterThan(7);
  });
});

describe('an item of a provider', () => {
  it.each(samples.map((sample) => [`${sample.provider} ${sample.name}`, sample] as const))(
    'is read: %s',
    (_name, sample) => {
      const result = read(sample, sample.item, 'msg_1');
      if (sample.says === null) expect(result).toEqual({ events: [] });
      else expect(result).toMatchObject({ events: [{ email: 'ada@x.org', at: said, ...sample.says }] });
      expect(read(sample, structuredClone(sample.item), 'msg_1')).toEqual(result);
    },
  );

  it('is never refused and says something, if only that it can’t be read, whatever is in one of its fields', () => {
    const wrong: string[] = [];
    let tried = 0;
    for (const sample of samples) {
      for (const { item, path, what } of spoilt(sample.item)) {
        tried += 1;
        const result = read(sample, item, 'msg_1');
        const event = eventOf(result);
        const isStored = event?.email === 'ada@x.org' && ['unsubscribed', 'complained'].includes(event.kind);
        // An opt-out without any address is kept with what can't be understood, when it is stored.
        const isKept = 'unread' in result || (event !== undefined && emailKey(event.email) === null);
        const isSafe = !isOptOut(sample) || isStored || (isNeeded(sample, path) && isKept);
        const isLost = sample.says !== null && 'events' in result && event === undefined;
        if (!isSafe || isLost || (event !== undefined && !isStorable(event)))
          wrong.push(
            `${sample.provider} ${sample.name}: ${what} in ${path.join('.')}: ${JSON.stringify(result)}`,
          );
      }
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(tried).toBeGreaterThan(15_000);
  });

  const item = (provider: Sample['provider'], name: string, changes: object = {}) => {
    const found = samples.find((sample) => sample.provider === provider && sample.name.startsWith(name));
    return { ...found?.item, ...changes };
  };
  const idOf = (provider: Sample['provider'], given: unknown, at = now) => {
    const result = readItem(provider, given, { now: at, deliveryId: undefined });
    return eventOf(result)?.id;
  };

  it('from SendGrid is the same when it is sent again under a new id, and different if anything else differs', () => {
    const open = (changes: object = {}) => idOf('sendgrid', item('sendgrid', 'open', changes));
    expect(open({ sg_event_id: 'another' })).toBe(open());
    expect(open({ sg_event_id: undefined })).toBe(open());
    const others = [
      { sg_message_id: 'another' },
      { email: 'bob@x.org' },
      { timestamp: said.getTime() / 1000 + 1 },
      { useragent: 'another' },
      { sg_machine_open: true },
      { event: 'click' },
    ].map(open);
    expect(new Set([open(), ...others]).size).toBe(others.length + 1);
    // Without a mail to name, its own id has to do.
    const bare = { sg_message_id: null, 'smtp-id': null };
    expect(open({ ...bare, sg_event_id: 'a' })).not.toBe(open({ ...bare, sg_event_id: 'b' }));
  });

  it('without an id gets one that is the same each time it is sent', () => {
    const later = new Date(now.getTime() + 20 * 3_600_000);
    const cases: [Sample['provider'], object][] = [
      [
        'sendgrid',
        item('sendgrid', 'unsubscribe', { sg_event_id: null, sg_message_id: null, 'smtp-id': null }),
      ],
      ['mailgun', item('mailgun', 'unsubscribed', { id: null })],
      ['postmark', item('postmark', 'SubscriptionChange', { MessageID: null })],
      ['resend', item('resend', 'contact.updated true')],
      ['ses', item('ses', 'Complaint', { id: null })],
    ];
    for (const [provider, given] of cases) {
      expect(idOf(provider, given), provider).toMatch(/.{16}/);
      expect(idOf(provider, given, later), provider).toBe(idOf(provider, given));
      const other = JSON.parse(JSON.stringify(given).replaceAll('ada@x.org', 'bob@x.org'));
      expect(idOf(provider, other), provider).not.toBe(idOf(provider, given));
    }
    // Without a time either, a later day is a later opt-out: mistaking it for the same could lose it.
    const [provider, given] = [
      'sendgrid',
      item('sendgrid', 'unsubscribe', { sg_event_id: null, timestamp: null }),
    ] as const;
    const nextDay = new Date(now.getTime() + 86_400_000);
    expect(idOf(provider, given, nextDay)).not.toBe(idOf(provider, given));
    expect(idOf(provider, given, new Date(now.getTime() + 3_600_000))).toBe(idOf(provider, given));
  });

  it.each([
    ['seconds', 1_795_168_800],
    ['seconds in a text', '1795168800.25'],
    ['milliseconds', 1_795_168_800_123],
    ['a text', '2026-11-20T10:00:00.0000000Z'],
    ['a zone', '2026-11-20T05:00:00-05:00'],
    ['no zone', '2026-11-20T10:00:00'],
    ['the words of mail', 'Fri, 20 Nov 2026 10:00:00 +0000'],
  ])('reads its time in %s', (_what, timestamp) => {
    const at = eventOf(read({ provider: 'sendgrid' }, item('sendgrid', 'unsubscribe', { timestamp })))?.at;
    expect(Math.floor((at?.getTime() ?? 0) / 1000)).toBe(said.getTime() / 1000);
  });

  it.each([null, '', 'soon', 'may 5', -1, 0, 2026, '2026', 1e300, '0000-00-00', '1970-01-01', {}])(
    'with the time %j happened when it arrived',
    (timestamp) => {
      const result = read({ provider: 'sendgrid' }, item('sendgrid', 'unsubscribe', { timestamp }));
      expect(eventOf(result)).toMatchObject({ kind: 'unsubscribed', at: now });
    },
  );

  it('keeps what it can of odd texts', () => {
    const family = '👩‍👩‍👧';
    const campaign = `  Sp\u0000ring\n sale \ud83d ${family.repeat(100)}`;
    const click = item('sendgrid', 'click', { campaign, url: `https://x.org/\u0000${'a'.repeat(2000)}` });
    const event = eventOf(read({ provider: 'sendgrid' }, click));
    expect(event?.campaign).toMatch(/^Spring sale \ufffd (?:👩‍👩‍👧)+$/u);
    expect(event?.campaign?.length).toBeLessThanOrEqual(200);
    expect(event?.properties?.url).toBe(`https://x.org/${'a'.repeat(986)}`);
  });

  it('about which no mail was sent says nothing about the campaign', () => {
    const refused = samples.filter(({ provider, name, says }) => {
      const isRefusal = /^(?:dropped|failed \w+ suppress|SMTPApiError|email\.suppressed|suppression)/.test(
        name,
      );
      return says !== null && isRefusal && provider !== 'ses';
    });
    expect(refused.length).toBeGreaterThan(12);
    for (const sample of refused) {
      const event = eventOf(read(sample, sample.item, 'msg_1'));
      expect([sample.name, event?.campaign]).toEqual([sample.name, undefined]);
    }
  });

  it.each([
    ['sendgrid', 'unsubscribe', ['email']],
    ['sendgrid', 'dropped Unsubscribed', ['email']],
    ['mailgun', 'complained', ['recipient']],
    ['mailgun', 'failed permanent suppress-unsubscribe', ['recipient']],
    ['postmark', 'SubscriptionChange', ['Recipient']],
    ['postmark', 'SpamComplaint', ['Email']],
    ['resend', 'contact.updated true', ['data', 'email']],
    ['resend', 'suppression.added manual', ['data', 'email']],
    ['resend', 'email.suppressed', ['data', 'to']],
    ['ses', 'Complaint', ['message', 'complaint', 'complainedRecipients']],
  ] as const)('from %s, %s, is about everyone whom it names', (provider, name, path) => {
    const given = (emails: unknown): unknown => {
      const copy = structuredClone(item(provider, name)) as Record<string, unknown>;
      const [last = '', ...before] = [...path].reverse();
      const holder = before.reverse().reduce((inside, field) => inside[field] as typeof copy, copy);
      holder[last] = emails;
      return copy;
    };
    const wrapped = (emails: unknown[]): unknown[] =>
      provider === 'ses' ? emails.map((emailAddress) => ({ emailAddress })) : emails;
    for (const deliveryId of ['msg_1', undefined]) {
      const result = read(
        { provider },
        given(wrapped(['ada@x.org', 'Bob <bob@x.org>', null, 'ADA@x.org', 'cy@x.org'])),
        deliveryId,
      );
      const events = 'events' in result ? result.events : [];
      const emails = events.map(({ email }) => email.toLowerCase());
      expect(emails.sort()).toEqual(['ada@x.org', 'bob@x.org', 'cy@x.org']);
      expect(new Set(events.map(({ id }) => id)).size).toBe(3);
      // A single one has the id that it always had.
      const alone = (value: unknown) => eventOf(read({ provider }, given(value), deliveryId))?.id;
      expect(alone(wrapped(['ada@x.org']))).toBe(
        alone(provider === 'ses' ? wrapped(['ada@x.org']) : 'ada@x.org'),
      );
    }
  });

  it('about a mail to several counts a no for all if Mailgun doesn’t say whose it is, and nothing else', () => {
    const envelope = { targets: ['ada@x.org', 'bob@x.org'] };
    const emails = (name: string) => {
      const result = read({ provider: 'mailgun' }, item('mailgun', name, { recipient: null, envelope }));
      return 'events' in result ? result.events.map(({ email }) => email) : result;
    };
    for (const name of ['unsubscribed', 'complained', 'failed permanent suppress-complaint'])
      expect(emails(name)).toEqual(['ada@x.org', 'bob@x.org']);
    expect(emails('failed permanent bounce')).toEqual({ unread: 'no address' });
    expect(emails('opened')).toEqual([]);
  });

  it.each([
    [undefined, 'unknown reason'],
    [null, 'unknown reason'],
    ['', 'unknown reason'],
    ['Not today', 'unknown reason'],
  ])('that SendGrid dropped for %j is kept', (reason, unread) => {
    expect(read({ provider: 'sendgrid' }, item('sendgrid', 'dropped', { reason }))).toEqual({ unread });
  });

  it.each([
    ['Unsubscribed Address', 'unsubscribed'],
    ['unsubscribed address ', 'unsubscribed'],
    ['Recipient opted out', 'unsubscribed'],
    ['Address on group suppression list', 'unsubscribed'],
    ['Spam Reporting Address', 'complained'],
    ['Bounced Address', 'bounced'],
    ['bounce', 'bounced'],
    ['Invalid', 'bounced'],
    ['Invalid email address', 'bounced'],
    ['Invalid SMTPAPI header', undefined],
    ['Invalid SMTPAPI header: bad recipient', undefined],
    ['Spam Content', undefined],
    ['Recipient List over Package Quota', undefined],
  ])('that SendGrid dropped for "%s" says: %s', (reason, kind) => {
    const event = eventOf(read({ provider: 'sendgrid' }, item('sendgrid', 'dropped', { reason })));
    expect([event?.kind, event?.bounce]).toEqual([kind, kind === 'bounced' ? 'hard' : undefined]);
  });

  it('names which of several it is about', () => {
    const { message } = item('ses', 'Complaint') as { message: Record<string, unknown> };
    const emails = (changes: object) => {
      const result = read(
        { provider: 'ses' },
        { id: 'm', at: said.toISOString(), message: { ...message, ...changes } },
      );
      return 'events' in result ? result.events.map(({ email }) => email) : result;
    };
    const mail = { destination: ['ada@x.org', 'Bob <bob@x.org>'] };
    expect(emails({ mail })).toEqual(['ada@x.org']);
    // The person who complained is one of these.
    expect(emails({ mail, complaint: null })).toEqual(['ada@x.org', 'bob@x.org']);
    // For a bounce and for opens, it is unclear whose they are.
    expect(emails({ mail, eventType: 'Bounce', bounce: { bounceType: 'Permanent' } })).toEqual({
      unread: 'no address',
    });
    expect(emails({ mail, eventType: 'Open' })).toEqual([]);
    const to = ['ada@x.org', 'Bob <bob@x.org>'];
    const resend = (type: string) =>
      read({ provider: 'resend' }, { type, created_at: said.toISOString(), data: { to } }, 'm');
    expect(resend('email.complained')).toMatchObject({
      events: [{ email: 'ada@x.org' }, { email: 'bob@x.org' }],
    });
    expect(resend('email.opened')).toEqual({ events: [] });
  });
});
