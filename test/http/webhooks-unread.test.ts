import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/audience/caller.ts';
import { addContact } from '../../src/audience/contacts/add.ts';
import { forgetContact } from '../../src/audience/contacts/forget.ts';
import { countOrphans, deleteOldItems, retryKeptItems } from '../../src/audience/events/kept-items.ts';
import { receiveItems } from '../../src/audience/events/provider-events.ts';
import {
  createWebhook,
  listWebhooks,
  openWebhook,
  removeWebhook,
  webhookPath,
} from '../../src/audience/events/webhooks.ts';
import { createRoutes } from '../../src/http/routes.ts';
import { readItem } from '../../src/http/webhooks/adapters.ts';
import type { Provider } from '../../src/lib/providers.ts';
import { listKeptItems } from '../../src/storage/events/kept-items.ts';
import { isNeeded, isOptOut, samples, spoilt } from '../support/provider-samples.ts';
import {
  byMailgun,
  byPostmark,
  bySendgrid,
  bySns,
  bySvix,
  certificate,
  type Sent,
  secrets,
} from '../support/signed-deliveries.ts';
import { withAudience } from '../support/with-audience.ts';

describe('a provider’s signed delivery', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let admin: Caller;
  let now: Date;
  const log: string[] = [];

  beforeEach(async () => {
    // Svix compares with the machine's own clock.
    now = new Date();
    log.length = 0;
    admin = await audience.newCaller();
  });

  const add = async (...emails: string[]) => {
    for (const email of emails)
      await addContact(deps, admin, { email, name: null, values: [], status: 'subscribed' });
  };
  const statuses = async () =>
    Object.fromEntries(
      (
        await audience.storage.prisma.contact.findMany({
          where: { workspaceId: admin.workspaceId },
          select: { email: true, status: true },
          orderBy: { id: 'asc' },
        })
      ).map(({ email, status }) => [email, status]),
    );
  const connect = (provider: Provider) => createWebhook(deps, admin, { provider, secret: secrets[provider] });
  const routes = () =>
    createRoutes(deps, { log: (line) => void log.push(line), fetchText: async () => certificate });
  const post = async (
    { provider, path }: { provider: Provider; path: string },
    { body, headers = {} }: Sent,
  ) => {
    const answer = await routes().request(webhookPath({ provider, path }), { method: 'POST', body, headers });
    return { status: answer.status, body: (await answer.json()) as object };
  };
  const listed = async () => (await listWebhooks(deps, admin))[0];
  const kept = () =>
    listKeptItems(audience.storage.prisma, audience.storage, { ...admin, after: 0, limit: 1000 });
  const seconds = () => Math.floor(now.getTime() / 1000) - 60;

  it('is read item by item: one that can’t be read holds up none of the others', async () => {
    await add('ada@x.org', 'bob@x.org', 'cy@x.org', 'dee@x.org', 'eve@x.org');
    const at = { timestamp: seconds(), sg_message_id: 'm.filter' };
    const webhook = await connect('sendgrid');
    const list = [
      { ...at, event: 'unsubscribe', email: 'ada@x.org' },
      { ...at, event: 'click', email: 'bob@x.org', url: 'https://x.org/\u0000', sg_event_id: '1' },
      { ...at, event: 'open', email: 'bob@x.org', campaign: `${'a'.repeat(199)}😀`, sg_event_id: '2' },
      ...['constructor', '__proto__', 'toString', 'hasOwnProperty'].map((event) => ({
        ...at,
        event,
        email: 'bob@x.org',
      })),
      ...[null, 'unsubscribe', 7, [], {}],
      { ...at, event: 'group_unsubscribe', email: 'cy@x.org', sg_event_id: null, asm_group_id: null },
      { ...at, event: 'spamreport', email: 'dee@x.org', timestamp: String(seconds()), sg_event_id: 5 },
      { ...at, event: 'unsubscribe', email: 'nobody', sg_event_id: '3' },
      { ...at, event: 'processed', email: 'bob@x.org', sg_event_id: '4' },
    ];
    expect(await post(webhook, bySendgrid(list))).toEqual({
      status: 200,
      body: { recorded: 5, unknown: 0, kept: 10 },
    });
    const after = {
      ...{ 'ada@x.org': 'unsubscribed', 'bob@x.org': 'subscribed', 'cy@x.org': 'unsubscribed' },
      ...{ 'dee@x.org': 'unsubscribed', 'eve@x.org': 'subscribed' },
    };
    expect(await statuses()).toEqual(after);
    // Sent again, it changes nothing and is kept once.
    expect((await post(webhook, bySendgrid(list))).status).toBe(200);
    expect(await listed()).toMatchObject({ recorded: 5, unknown: 0, ignored: 2, kept: 10 });
    expect(log).toEqual([]);
  });

  it.each([
    ['null', null],
    ['a text', 'hello'],
    ['a number', 7],
    ['an empty object', {}],
    ['a list of lists', [[null]]],
  ])('is kept if it contains only %s', async (_what, payload) => {
    for (const [provider, by] of [
      ['sendgrid', bySendgrid],
      ['postmark', byPostmark],
      ['resend', bySvix],
      ['mailgun', byMailgun],
      ['ses', bySns],
    ] as const) {
      const webhook = await connect(provider);
      const answer = await post(webhook, by(typeof payload === 'string' ? JSON.stringify(payload) : payload));
      expect(answer, provider).toEqual({ status: 200, body: { recorded: 0, unknown: 0, kept: 1 } });
    }
    expect(log).toEqual([]);
  });

  it('is refused if it isn’t JSON', async () => {
    for (const [provider, by] of [
      ['sendgrid', bySendgrid],
      ['postmark', byPostmark],
      ['resend', bySvix],
    ] as const) {
      const answer = await post(await connect(provider), by('{"event": "open"'));
      expect(answer, provider).toMatchObject({
        status: 400,
        body: { detail: 'The request is signed, but it isn’t JSON.' },
      });
    }
  });

  it('from Resend is read under the headers’ other names, but not under a mixture of them', async () => {
    await add('ada@x.org');
    const webhook = await connect('resend');
    const payload = {
      ...{ type: 'contact.updated', created_at: now.toISOString() },
      data: { email: 'ada@x.org', unsubscribed: true },
    };
    const sent = bySvix(payload, { brand: 'webhook', id: 'msg_2' });
    const mixed = { ...sent.headers, 'svix-id': 'msg_3' };
    expect((await post(webhook, { ...sent, headers: mixed })).status).toBe(401);
    expect(await post(webhook, sent)).toEqual({ status: 200, body: { recorded: 1, unknown: 0 } });
    expect(await statuses()).toEqual({ 'ada@x.org': 'unsubscribed' });
  });

  it('is answered so that SNS tries again if a certificate can’t be read, which it wouldn’t after a refusal', async () => {
    const webhook = await connect('ses');
    const offline = createRoutes(deps, {
      log: () => {},
      fetchText: () => Promise.reject(new Error('offline')),
    });
    const { body, headers = {} } = bySns({ eventType: 'Send' });
    const answer = await offline.request(webhookPath(webhook), { method: 'POST', body, headers });
    expect(answer.status).toBe(503);
    const url = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t';
    const half = createRoutes(deps, {
      log: () => {},
      fetchText: async (at) => (at === url ? Promise.reject(new Error('offline')) : certificate),
    });
    const hello = bySns('hello', { Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL: url });
    const init = { method: 'POST', body: hello.body };
    expect((await half.request(webhookPath(webhook), init)).status).toBe(503);
  });

  it('is remembered if it says no to mail for an address that isn’t a contact', async () => {
    const webhook = await connect('sendgrid');
    const at = { timestamp: seconds(), sg_message_id: 'm' };
    const list = ['spamreport', 'unsubscribe', 'open', 'bounce'].map((event) => ({
      ...{ ...at, event, type: 'blocked', email: event === 'unsubscribe' ? 'bob@x.org' : 'ada@x.org' },
    }));
    expect(await post(webhook, bySendgrid(list))).toEqual({
      status: 200,
      body: { recorded: 0, unknown: 4, remembered: 2 },
    });
    expect(await listed()).toMatchObject({ recorded: 0, unknown: 4, remembered: 2 });
    const rows = await audience.storage.prisma.suppression.findMany({
      where: { workspaceId: admin.workspaceId },
      orderBy: { reason: 'asc' },
    });
    expect(rows).toMatchObject([
      { reason: 'complained', at: new Date(seconds() * 1000), source: 'webhook' },
      { reason: 'unsubscribed', at: new Date(seconds() * 1000), source: 'webhook' },
    ]);
    expect(JSON.stringify(rows)).not.toContain('@');
  });

  it('from SNS may contain null for missing fields, and greetings', async () => {
    const webhook = await connect('ses');
    const nothing = { Subject: null, Token: null, SubscribeURL: null };
    const send = bySns({ eventType: 'Send', mail: { destination: ['ada@x.org'] } }, nothing);
    expect(await post(webhook, send)).toEqual({ status: 200, body: { recorded: 0, unknown: 0 } });
    const greeting = 'Successfully validated SNS topic for Amazon SES event publishing.';
    expect(await post(webhook, bySns(greeting))).toEqual({ status: 200, body: { recorded: 0, unknown: 0 } });
    expect(await post(webhook, bySns('Hello'))).toEqual({
      status: 200,
      body: { recorded: 0, unknown: 0, kept: 1 },
    });
  });

  it('loses no opt-out if a field is broken, and counts everything', async () => {
    for (const provider of ['sendgrid', 'mailgun', 'postmark', 'resend', 'ses'] as const) {
      const webhook = await connect(provider);
      const opened = await openWebhook(deps, webhook);
      if (opened === undefined) throw new Error('no webhook');
      const expected: Record<string, string> = {};
      const items = samples
        .filter((sample) => sample.provider === provider && isOptOut(sample))
        .flatMap((sample) => [...spoilt(sample.item)].map((each) => ({ sample, ...each })))
        // All variants are tried in the tests that read items; each of these has a contact, which takes time.
        .filter(({ what }) => ['null', 'a number', 'NUL'].includes(what))
        .map(({ sample, item, path }, index) => {
          const email = `p${index}@${provider}.example`;
          if (!isNeeded(sample, path)) expected[email] = 'unsubscribed';
          // Each about another person, in another mail.
          const own = JSON.parse(JSON.stringify(item).replaceAll('ada@x.org', email));
          for (const id of ['id', 'ID', 'sg_event_id']) if (own[id]) own[id] = `${own[id]}-${index}`;
          return { item: own, said: readItem(provider, own, { now, deliveryId: `msg_${index}` }) };
        });
      await audience.storage.prisma.contact.createMany({
        data: items.map((_, index) => ({
          ...{ workspaceId: admin.workspaceId, email: `p${index}@${provider}.example` },
          ...{ emailKey: `p${index}@${provider}.example`, status: 'subscribed' },
          ...{ statusSource: 'import', source: 'import' },
        })),
      });
      const came = await receiveItems(deps, opened, { items, deliveryId: undefined });
      const after = await statuses();
      expect(
        Object.entries(expected).filter(([email]) => after[email] !== 'unsubscribed'),
        provider,
      ).toEqual([]);
      const { recorded, unknown, ignored, kept } = came;
      expect(recorded + unknown + ignored + kept, provider).toBe(items.length);
      expect(recorded, provider).toBeGreaterThanOrEqual(Object.keys(expected).length);
      expect((await listWebhooks(deps, admin)).find(({ id }) => id === webhook.id)?.recorded).toBe(recorded);
    }
  });

  const news = (email: string) => ({ event: 'farewell', email, timestamp: seconds(), ip: '203.0.113.7' });

  it('is stored encrypted if it can’t be read yet, and read after a fix', async () => {
    await add('ada@x.org', 'bob@x.org');
    const webhook = await connect('sendgrid');
    await post(webhook, bySendgrid([news('ada@x.org'), news('bob@x.org'), { event: 'gone' }]));
    const { rows } = await audience.storage.pool.query('SELECT k::text AS row FROM kept_items k');
    expect(JSON.stringify(rows)).not.toMatch(/ada@x|203\.0/);
    expect(await kept()).toMatchObject([{ kept: { item: news('ada@x.org') } }, {}, {}]);

    const nothing = { recorded: 0, unknown: 0, remembered: 0, ignored: 0 };
    expect(await retryKeptItems(deps, admin, { read: readItem })).toEqual({ read: 0, left: 3, ...nothing });
    const came = now;
    now = new Date(now.getTime() + 3_600_000);
    // A version that knows the event.
    const read: typeof readItem = (provider, item, context) => {
      const { event, ...rest } = item as Record<string, unknown>;
      return readItem(
        provider,
        { ...rest, event: event === 'farewell' ? 'unsubscribe' : event, timestamp: null },
        context,
      );
    };
    expect(await retryKeptItems(deps, admin, { read })).toEqual({
      read: 2,
      left: 1,
      ...nothing,
      recorded: 2,
    });
    expect(await statuses()).toEqual({ 'ada@x.org': 'unsubscribed', 'bob@x.org': 'unsubscribed' });
    // It happened when it arrived, not when it was read.
    const events = await audience.storage.prisma.event.findMany({
      where: { workspaceId: admin.workspaceId },
    });
    expect(events.map(({ occurredAt }) => occurredAt)).toEqual([came, came]);
    expect(await listed()).toMatchObject({ recorded: 2, kept: 1, lastAt: came });
    const audit = await audience.storage.prisma.auditEntry.findMany({
      where: { workspaceId: admin.workspaceId, action: 'webhook.items-read' },
    });
    expect(audit).toMatchObject([{ actor: 'U0ADA', details: { items: 2 } }]);
    // Disconnecting doesn't throw away what waits.
    await removeWebhook(deps, admin, { id: webhook.id });
    expect(await countOrphans(deps, admin, [])).toBe(1);
    expect(await retryKeptItems(deps, admin, { read })).toMatchObject({ read: 0, left: 1 });
  });

  it('keeps only the item that our own API or the database refuses', async () => {
    await add('ada@x.org', 'bob@x.org');
    const webhook = await connect('sendgrid');
    const opened = await openWebhook(deps, webhook);
    if (opened === undefined) throw new Error('no webhook');
    const event = (id: string, email: string) => ({ id, email, kind: 'unsubscribed' as const, at: now });
    const items = ['a', 'b\u0000', 'c'].map((id) => ({
      item: { id },
      said: { events: [event(id, id === 'a' ? 'ada@x.org' : 'bob@x.org')] },
    }));
    expect(await receiveItems(deps, opened, { items, deliveryId: undefined })).toMatchObject({
      recorded: 2,
      kept: 1,
    });
    expect(await kept()).toMatchObject([{ reason: 'refused here', kept: { item: { id: 'b\u0000' } } }]);
    expect(await statuses()).toEqual({ 'ada@x.org': 'unsubscribed', 'bob@x.org': 'unsubscribed' });
  });

  it('is kept for 30 days', async () => {
    await post(await connect('sendgrid'), bySendgrid([news('ada@x.org')]));
    const days = (count: number) => new Date(Date.now() + count * 86_400_000);
    now = days(29);
    expect(await deleteOldItems(deps)).toBe(0);
    now = days(31);
    expect(await deleteOldItems(deps)).toBeGreaterThanOrEqual(1);
    expect(await kept()).toEqual([]);
    const audit = await audience.storage.prisma.auditEntry.findMany({
      where: { workspaceId: admin.workspaceId, action: 'kept-items.deleted' },
    });
    expect(audit).toMatchObject([{ actor: 'Rollcall', details: { items: 1 } }]);
    expect(await deleteOldItems(deps)).toBe(0);
  });

  it('is erased with the person it is about, and others stay', async () => {
    await add('ada@x.org');
    const mail = { source: 'sender@y.org', destination: ['Ada <ADA@x.org>', 'bob@x.org'] };
    await post(
      await connect('sendgrid'),
      bySendgrid([
        news('ada@x.org'),
        { ...news('Ada@X.org'), from: 'sender@y.org', url: 'https://x.org/?e=ada%40x.org' },
        news('dada@x.org'),
      ]),
    );
    await post(
      await connect('ses'),
      bySns({ eventType: 'Parted', mail, note: 'ada@x.org left; see x.org?u=ada@x.org' }),
    );
    const { workspaceId } = admin;
    const other = { ...admin, workspaceId: await audience.addWorkspace() };
    const elsewhere = await createWebhook(deps, other, { provider: 'sendgrid', secret: secrets.sendgrid });
    await post(elsewhere, bySendgrid([news('ada@x.org')]));

    const ada = await audience.storage.prisma.contact.findFirstOrThrow({ where: { workspaceId } });
    expect((await forgetContact(deps, admin, { id: ada.id })).mentions).toBeGreaterThanOrEqual(3);
    const left = await kept();
    expect(left).toHaveLength(2);
    expect(left[0]?.kept?.item).toMatchObject({ email: 'dada@x.org' });
    expect(left[1]?.kept?.item).toMatchObject({
      message: {
        mail: { source: 'sender@y.org', destination: [`Ada <(erased ${ada.id})>`, 'bob@x.org'] },
        note: `(erased ${ada.id}) left; see x.org?u=(erased ${ada.id})`,
      },
    });
    const there = await listKeptItems(audience.storage.prisma, audience.storage, {
      ...other,
      after: 0,
      limit: 10,
    });
    expect(there).toHaveLength(1);
  });
});
