import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/audience/caller.ts';
import {
  createWebhook,
  listWebhooks,
  removeWebhook,
  webhookPath,
} from '../../src/audience/events/webhooks.ts';
import { createRoutes } from '../../src/http/routes.ts';
import { isOfSns } from '../../src/http/webhooks/ses.ts';
import type { Provider } from '../../src/lib/providers.ts';
import { refused } from '../support/refused.ts';
import {
  byMailgun,
  byPostmark,
  bySendgrid,
  bySns,
  bySvix,
  certificate,
  type Sent,
  secrets,
  topic,
} from '../support/signed-deliveries.ts';
import { withAudience } from '../support/with-audience.ts';

describe('webhooks of email providers', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let admin: Caller;
  let visited: string[];
  const log: string[] = [];
  // Svix compares with the machine's own clock.
  const now = new Date();
  const at = new Date(now.getTime() - 60_000);
  const seconds = Math.floor(now.getTime() / 1000);

  beforeEach(async () => {
    admin = await audience.newCaller();
    visited = [];
    log.length = 0;
    for (const email of ['ada@x.org', 'bob@x.org']) {
      await audience.storage.prisma.contact.create({
        data: {
          ...{ workspaceId: admin.workspaceId, email, emailKey: email, status: 'subscribed' },
          ...{ statusSource: 'import', source: 'import' },
        },
      });
    }
  });

  const routes = () =>
    createRoutes(deps, {
      log: (line) => void log.push(line),
      fetchText: async (url) => {
        visited.push(url);
        return certificate;
      },
    });
  const connect = (provider: Provider) => createWebhook(deps, admin, { provider, secret: secrets[provider] });
  const post = async (path: string, { body, headers = {} }: Sent) => {
    const answer = await routes().request(path, { method: 'POST', body, headers });
    return { status: answer.status, body: (await answer.json()) as object };
  };
  const events = async () => {
    const { rows } = await audience.storage.pool.query(
      `SELECT c.email, e.kind, e.machine, e.properties, p.name AS campaign FROM events e
       JOIN contacts c ON c.workspace_id = $1 AND c.id = e.contact_id
       LEFT JOIN campaigns p ON p.workspace_id = $1 AND p.id = e.campaign_id
       WHERE e.workspace_id = $1 ORDER BY e.id`,
      [admin.workspaceId],
    );
    return rows;
  };
  const statusOf = async (email: string) =>
    (
      await audience.storage.prisma.contact.findFirst({
        where: { workspaceId: admin.workspaceId, email },
        select: { status: true },
      })
    )?.status;

  const mail = { destination: ['ada@x.org'], tags: { campaign: ['Spring'] } };
  const iso = at.toISOString();
  const sg = (event: string, rest: object = {}) => ({
    ...{ email: 'ada@x.org', timestamp: seconds - 60, event, sg_event_id: `sg-${event}`, ...rest },
  });
  const mg = (event: string, rest: object = {}) => ({
    ...{ event, id: `mg-${event}`, timestamp: seconds - 60.5, recipient: 'ada@x.org', ...rest },
  });
  const resend = (type: string, data: object = {}) => ({
    ...{ type, created_at: iso, data: { email_id: 'e', to: ['Ada <ada@x.org>'], subject: 's', ...data } },
  });
  const postmark = (RecordType: string, rest: object) => ({ RecordType, MessageID: '883953f4', ...rest });
  // Postmark's seven decimals.
  const decimals = `${at.toISOString().slice(0, -1)}0000Z`;

  const cases: [what: string, provider: Provider, sent: () => Sent, stored: object, status: string][] = [
    [
      'Resend delivered',
      'resend',
      () => bySvix(resend('email.delivered', { tags: { campaign: 'Spring' } })),
      { kind: 'received', campaign: 'Spring' },
      'subscribed',
    ],
    [
      'Resend clicked',
      'resend',
      () => bySvix(resend('email.clicked', { click: { link: 'https://x.org/a' } })),
      { kind: 'clicked', properties: { url: 'https://x.org/a' } },
      'subscribed',
    ],
    [
      'Resend hard bounce',
      'resend',
      () => bySvix(resend('email.bounced', { bounce: { type: 'Permanent' } })),
      { kind: 'bounced', properties: { bounce: 'hard' } },
      'bounced',
    ],
    [
      'Resend soft bounce',
      'resend',
      () => bySvix(resend('email.bounced', { bounce: { type: 'Transient' } })),
      { kind: 'bounced', properties: { bounce: 'soft' } },
      'subscribed',
    ],
    [
      'Resend unsubscribed',
      'resend',
      () => bySvix(resend('contact.updated', { email: 'ada@x.org', unsubscribed: true })),
      { kind: 'unsubscribed' },
      'unsubscribed',
    ],
    [
      'SendGrid machine open',
      'sendgrid',
      () => bySendgrid([sg('open', { sg_machine_open: true, campaign: 'Spring' })]),
      { kind: 'opened', machine: true, campaign: 'Spring' },
      'subscribed',
    ],
    [
      'SendGrid bounce',
      'sendgrid',
      () => bySendgrid([sg('bounce', { type: 'bounce' })]),
      { kind: 'bounced', properties: { bounce: 'hard' } },
      'bounced',
    ],
    [
      'SendGrid blocked',
      'sendgrid',
      () => bySendgrid([sg('bounce', { type: 'blocked' })]),
      { kind: 'bounced', properties: { bounce: 'soft' } },
      'subscribed',
    ],
    [
      'SendGrid spam report',
      'sendgrid',
      () => bySendgrid([sg('spamreport')]),
      { kind: 'complained' },
      'unsubscribed',
    ],
    [
      'Postmark open',
      'postmark',
      () =>
        byPostmark(
          postmark('Open', {
            Recipient: 'ada@x.org',
            ReceivedAt: decimals,
            Metadata: { campaign: 'Spring' },
          }),
        ),
      { kind: 'opened', campaign: 'Spring' },
      'subscribed',
    ],
    [
      'Postmark hard bounce',
      'postmark',
      () =>
        byPostmark(
          postmark('Bounce', { ID: 42, Type: 'HardBounce', Email: 'ada@x.org', BouncedAt: decimals }),
        ),
      { kind: 'bounced', properties: { bounce: 'hard' } },
      'bounced',
    ],
    [
      'Postmark unsubscribed',
      'postmark',
      () =>
        byPostmark(
          postmark('SubscriptionChange', {
            Recipient: 'ada@x.org',
            ChangedAt: decimals,
            SuppressSending: true,
            SuppressionReason: 'ManualSuppression',
          }),
        ),
      { kind: 'unsubscribed' },
      'unsubscribed',
    ],
    [
      'Mailgun bot click',
      'mailgun',
      () =>
        byMailgun(
          mg('clicked', {
            url: 'https://x.org/',
            'client-info': { bot: 'gmail' },
            'user-variables': { campaign: 'Spring' },
          }),
        ),
      { kind: 'clicked', machine: true, campaign: 'Spring' },
      'subscribed',
    ],
    [
      'Mailgun open by a person',
      'mailgun',
      () => byMailgun(mg('opened', { 'client-info': { bot: '' } })),
      { kind: 'opened', machine: false },
      'subscribed',
    ],
    [
      'Mailgun permanent failure',
      'mailgun',
      () => byMailgun(mg('failed', { severity: 'permanent', reason: 'bounce' })),
      { kind: 'bounced', properties: { bounce: 'hard' } },
      'bounced',
    ],
    [
      'Mailgun temporary failure',
      'mailgun',
      () => byMailgun(mg('failed', { severity: 'temporary' })),
      { kind: 'bounced', properties: { bounce: 'soft' } },
      'subscribed',
    ],
    [
      'Mailgun failure of one who had unsubscribed',
      'mailgun',
      () =>
        byMailgun(
          mg('failed', {
            severity: 'permanent',
            reason: 'suppress-unsubscribe',
            'user-variables': { campaign: 'Spring' },
          }),
        ),
      { kind: 'unsubscribed', campaign: null },
      'unsubscribed',
    ],
    [
      'SendGrid mail dropped for a complaint before',
      'sendgrid',
      () => bySendgrid([sg('dropped', { reason: 'Spam Reporting Address', campaign: 'Spring' })]),
      { kind: 'complained', campaign: null },
      'unsubscribed',
    ],
    [
      'SendGrid mail dropped for a bounce before',
      'sendgrid',
      () => bySendgrid([sg('dropped', { reason: 'Bounced Address' })]),
      { kind: 'bounced', properties: { bounce: 'hard' } },
      'bounced',
    ],
    [
      'Resend suppression',
      'resend',
      () => bySvix(resend('suppression.added', { email: 'ada@x.org', origin: 'manual' })),
      { kind: 'unsubscribed' },
      'unsubscribed',
    ],
    [
      'Resend mail that was suppressed',
      'resend',
      () => bySvix(resend('email.suppressed', { to: ['ada@x.org'], tags: { campaign: 'Spring' } })),
      { kind: 'unsubscribed', campaign: null },
      'unsubscribed',
    ],
    [
      'SES delivery, signature 1',
      'ses',
      () =>
        bySns(
          { notificationType: 'Delivery', mail, delivery: { recipients: ['ada@x.org'], timestamp: iso } },
          {},
          '1',
        ),
      { kind: 'received', campaign: 'Spring' },
      'subscribed',
    ],
    [
      'SES bounce',
      'ses',
      () =>
        bySns({
          eventType: 'Bounce',
          mail: { destination: ['ada@x.org', 'bob@x.org'] },
          bounce: {
            bounceType: 'Permanent',
            bouncedRecipients: [{ emailAddress: 'ada@x.org' }],
            timestamp: iso,
          },
        }),
      { kind: 'bounced', properties: { bounce: 'hard' } },
      'bounced',
    ],
    [
      'SES complaint',
      'ses',
      () =>
        bySns(
          {
            eventType: 'Complaint',
            mail,
            complaint: { complainedRecipients: [{ emailAddress: 'ada@x.org' }], timestamp: iso },
          },
          { Subject: 'with a subject' },
        ),
      { kind: 'complained' },
      'unsubscribed',
    ],
    [
      'SES click',
      'ses',
      () => bySns({ eventType: 'Click', mail, click: { timestamp: iso, link: 'https://x.org/' } }),
      { kind: 'clicked' },
      'subscribed',
    ],
  ];

  it.each(cases)('store a %s once', async (_what, provider, sent, stored, status) => {
    const path = webhookPath(await connect(provider));
    const request = sent();
    expect(await post(path, request)).toEqual({ status: 200, body: { recorded: 1, unknown: 0 } });
    expect(await post(path, request)).toEqual({ status: 200, body: { recorded: 0, unknown: 0 } });
    expect(await events()).toMatchObject([{ email: 'ada@x.org', ...stored }]);
    expect([await statusOf('ada@x.org'), await statusOf('bob@x.org')]).toEqual([status, 'subscribed']);
    expect(log).toEqual([]);
  });

  const nothing: [what: string, provider: Provider, sent: () => Sent][] = [
    ['Resend email.sent', 'resend', () => bySvix(resend('email.sent'))],
    [
      'Resend contact that stays',
      'resend',
      () => bySvix(resend('contact.updated', { email: 'ada@x.org', unsubscribed: false })),
    ],
    ['SendGrid processed', 'sendgrid', () => bySendgrid([sg('processed')])],
    [
      'Postmark reactivation',
      'postmark',
      () =>
        byPostmark(
          postmark('SubscriptionChange', {
            Recipient: 'ada@x.org',
            ChangedAt: decimals,
            SuppressSending: false,
          }),
        ),
    ],
    [
      'SES open of a mail to two',
      'ses',
      () =>
        bySns({
          eventType: 'Open',
          mail: { destination: ['ada@x.org', 'bob@x.org'] },
          open: { timestamp: iso },
        }),
    ],
    [
      'SES goodbye',
      'ses',
      () =>
        bySns('bye', {
          Type: 'UnsubscribeConfirmation',
          Token: 't',
          SubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription',
        }),
    ],
  ];
  it.each(nothing)('answer a %s, and store nothing', async (_what, provider, sent) => {
    const path = webhookPath(await connect(provider));
    expect(await post(path, sent())).toEqual({ status: 200, body: { recorded: 0, unknown: 0 } });
    expect(visited.filter((url) => !url.endsWith('.pem'))).toEqual([]);
  });

  const old = 27 * 3600;
  const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const tampered = ({ body, headers }: Sent): Sent => ({
    body: body.replaceAll('ada@x.org', 'bob@x.org'),
    ...(headers === undefined ? {} : { headers }),
  });
  const bounce = {
    eventType: 'Bounce',
    mail,
    bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'ada@x.org' }], timestamp: iso },
  };
  const wrong: [what: string, provider: Provider, sent: () => Sent][] = [
    ['Resend body that was changed', 'resend', () => tampered(bySvix(resend('email.complained')))],
    [
      'Resend request ten minutes old',
      'resend',
      () => bySvix(resend('email.complained'), { time: new Date(now.getTime() - 600_000) }),
    ],
    ['Resend request without signature', 'resend', () => ({ body: bySvix(resend('email.complained')).body })],
    ['SendGrid body that was changed', 'sendgrid', () => tampered(bySendgrid([sg('spamreport')]))],
    [
      'SendGrid body without its last line break',
      'sendgrid',
      () => {
        const sent = bySendgrid([sg('spamreport')]);
        return { ...sent, body: sent.body.trimEnd() };
      },
    ],
    [
      'SendGrid request of another key',
      'sendgrid',
      () => bySendgrid([sg('spamreport')], { key: other.privateKey }),
    ],
    [
      'SendGrid request two days old',
      'sendgrid',
      () => bySendgrid([sg('spamreport')], { time: seconds - old }),
    ],
    [
      'Postmark request with another password',
      'postmark',
      () =>
        byPostmark(
          postmark('SpamComplaint', { ID: 1, Email: 'ada@x.org', BouncedAt: decimals }),
          'rollcall:wrong',
        ),
    ],
    [
      'Postmark request without password',
      'postmark',
      () => ({
        body: JSON.stringify(postmark('SpamComplaint', { ID: 1, Email: 'ada@x.org', BouncedAt: decimals })),
      }),
    ],
    [
      'Mailgun signature of another key',
      'mailgun',
      () => {
        const sent = JSON.parse(byMailgun(mg('complained')).body);
        sent.signature.token = 'x';
        return { body: JSON.stringify(sent) };
      },
    ],
    ['Mailgun request two days old', 'mailgun', () => byMailgun(mg('complained'), { time: seconds - old })],
    ['SES message that was changed', 'ses', () => tampered(bySns(bounce))],
    ['SES message of another topic', 'ses', () => bySns(bounce, { TopicArn: `${topic}2` })],
    [
      'SES certificate of another host',
      'ses',
      () => bySns(bounce, { SigningCertURL: 'https://sns.eu-west-1.amazonaws.com.evil.org/a.pem' }),
    ],
    [
      'SES message two days old',
      'ses',
      () => bySns(bounce, { Timestamp: new Date(now.getTime() - old * 1000).toISOString() }),
    ],
    ['SES message that is none', 'ses', () => ({ body: 'hello' })],
  ];
  it.each(wrong)('refuse a %s with 401, and change nothing', async (_what, provider, sent) => {
    const path = webhookPath(await connect(provider));
    expect((await post(path, sent())).status).toBe(401);
    expect(await events()).toEqual([]);
    expect([await statusOf('ada@x.org'), await statusOf('bob@x.org')]).toEqual(['subscribed', 'subscribed']);
  });

  it('accept a Mailgun token with one body only', async () => {
    const path = webhookPath(await connect('mailgun'));
    const sent = byMailgun(mg('opened'));
    expect((await post(path, sent)).status).toBe(200);
    expect((await post(path, tampered(sent))).status).toBe(401);
    expect(await events()).toMatchObject([{ email: 'ada@x.org' }]);
  });

  it('confirm a subscription to their own topic, at AWS and nowhere else', async () => {
    const path = webhookPath(await connect('ses'));
    const url = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t';
    const hello = (SubscribeURL: string) =>
      bySns('hello', { Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL });
    await post(path, hello(url));
    await post(path, hello('https://evil.org/?Action=ConfirmSubscription'));
    expect(visited.filter((each) => !each.endsWith('.pem'))).toEqual([url]);
  });

  it.each([
    ['https://sns.eu-west-1.amazonaws.com/a.pem', true],
    ['https://sns.cn-north-1.amazonaws.com.cn/a.pem', true],
    ['http://sns.eu-west-1.amazonaws.com/a.pem', false],
    ['https://sns.eu-west-1.amazonaws.com:8443/a.pem', false],
    ['https://s3.amazonaws.com/sns.eu-west-1.amazonaws.com/a.pem', false],
    ['https://sns.eu-west-1.amazonaws.com@evil.org/a.pem', false],
    ['https://xsns.eu-west-1.amazonaws.com/a.pem', false],
    ['nonsense', false],
  ])('recognize %s as SNS’s own: %s', (url, expected) => {
    expect(isOfSns(url)).toBe(expected);
  });

  it('count addresses that aren’t contacts, and read the others', async () => {
    const webhook = await connect('sendgrid');
    const list = [
      sg('open'),
      sg('click', { email: 'no@x.org' }),
      sg('delivered', { email: 'not an address' }),
    ];
    expect(await post(webhookPath(webhook), bySendgrid(list))).toEqual({
      status: 200,
      body: { recorded: 1, unknown: 2 },
    });
    expect(await listWebhooks(deps, admin)).toMatchObject([{ recorded: 1, unknown: 2, lastAt: now }]);
  });

  it('connect a provider once by one form, and again by another', async () => {
    const form = { provider: 'resend', secret: secrets.resend, submission: 'form 1' };
    const made = await Promise.all([1, 2, 3, 4].map(() => createWebhook(deps, admin, form)));
    expect(new Set(made.map(({ path }) => path)).size).toBe(1);
    await createWebhook(deps, admin, { ...form, submission: 'form 2' });
    await createWebhook(deps, admin, { ...form, submission: undefined });
    await createWebhook(deps, admin, { ...form, submission: undefined });
    expect(await listWebhooks(deps, admin)).toHaveLength(4);
    // Another workspace's form is a different one.
    const other = { ...admin, workspaceId: await audience.addWorkspace() };
    expect((await createWebhook(deps, other, form)).path).not.toBe(made[0]?.path);
    const audit = { where: { workspaceId: admin.workspaceId, action: 'webhook.created' } };
    expect(await audience.storage.prisma.auditEntry.count(audit)).toBe(4);
  });

  it('store secrets encrypted, show them to no one, and forget them with the webhook', async () => {
    const webhook = await connect('mailgun');
    const { rows } = await audience.storage.pool.query('SELECT w::text AS row FROM webhooks w');
    const all = JSON.stringify([rows, webhook, await listWebhooks(deps, admin)]);
    expect(all).not.toContain(secrets.mailgun);
    const path = webhookPath(webhook);
    expect((await post(path.replace('mailgun', 'resend'), byMailgun(mg('opened')))).status).toBe(404);
    await removeWebhook(deps, admin, { id: webhook.id });
    expect((await post(path, byMailgun(mg('opened')))).status).toBe(404);
  });

  it.each([
    ['fax', 'x', 'invalid-input: Rollcall can’t connect that email provider.'],
    ['resend', 're_123', 'invalid-input: That isn’t what Resend needs: enter the signing secret (whsec_…).'],
    [
      'ses',
      'arn:aws:s3:::x',
      'invalid-input: That isn’t what Amazon SES needs: enter the ARN of the SNS topic.',
    ],
  ])('aren’t connected as %s with %s', async (provider, secret, message) => {
    expect(await refused(createWebhook(deps, admin, { provider, secret }))).toBe(message);
    const editor: Caller = { ...admin, role: 'editor' };
    expect(await refused(createWebhook(deps, editor, { provider, secret }))).toContain('not-allowed');
  });
});
