import type { ProviderEvent } from '../../src/audience/events/provider-event.ts';
import type { Provider } from '../../src/lib/providers.ts';

// Invented people; the shapes are those of the providers' documentation and of reports in public
// repositories, with every optional field that was seen.

/** A kind of item that a provider sends. */
export interface Sample {
  provider: Provider;
  name: string;
  item: Record<string, unknown>;
  /** What it says about ada@x.org; null if it means nothing here. */
  says: Pick<ProviderEvent, 'kind' | 'bounce'> | null;
  /**
   * If it says that someone wants no more mail: paths of the fields without which that, or who, can't be
   * known.
   */
  needs: string[];
}

const email = 'ada@x.org';
/** 2026-11-20T10:00:00Z, a moment that every sample says. */
export const said = new Date('2026-11-20T10:00:00Z');
const seconds = said.getTime() / 1000;
const iso = said.toISOString();

type Says = Sample['says'];
const hard: Says = { kind: 'bounced', bounce: 'hard' };
const soft: Says = { kind: 'bounced', bounce: 'soft' };

const sendgrid = (event: string, says: Says, rest: object = {}): Sample => ({
  provider: 'sendgrid',
  name: [event, ...Object.values(rest)].join(' ').slice(0, 40),
  item: {
    ...{ email, timestamp: seconds, event, 'smtp-id': '<14c5d75ce93.dfd.64b469@ismtpd-555>' },
    ...{ category: ['cat facts'], sg_event_id: `ZGVsaXZlcmVkLTAt${event}`, ip: '203.0.113.7' },
    ...{ sg_message_id: '14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0', campaign: 'Spring' },
    ...{ useragent: 'Mozilla/4.0', marketing_campaign_id: 12345, marketing_campaign_name: 'campaign name' },
    ...{ singlesend_id: 'c1', singlesend_name: 'Autumn', pool: { name: 'new', id: 210 }, ...rest },
  },
  says,
  needs: ['event', 'email'],
});

const dropped = (reason: string, says: Says, rest: object = {}): Sample => {
  const sample = sendgrid('dropped', says, { reason, ...rest });
  return { ...sample, needs: [...sample.needs, 'reason'] };
};

const mailgun = (event: string, says: Says, rest: object = {}): Sample => ({
  provider: 'mailgun',
  name: [event, ...Object.values(rest).filter((value) => typeof value === 'string')].join(' '),
  item: {
    ...{ id: `Ase7i2zsRYeDXztHGENqRA${event}`, timestamp: seconds, 'log-level': 'info', event },
    message: {
      headers: { 'message-id': '20130503182626.18666.16540@x.example', to: `Ada <${email}>`, subject: 'Hi' },
      size: 111,
    },
    ...{ recipient: email, 'recipient-domain': 'x.org', tags: ['my_tag_1'], campaigns: [] },
    'client-info': { 'client-os': 'Linux', 'device-type': 'desktop', bot: '', 'user-agent': 'Mozilla/5.0' },
    ...{ geolocation: { country: 'US', region: 'CA' }, 'user-variables': { campaign: 'Spring' } },
    ...{ flags: { 'is-test-mode': false }, ip: '203.0.113.7', ...rest },
  },
  says,
  needs: ['event', 'recipient'],
});
const failed = (severity: string, reason: string, says: Says, status: object = {}): Sample => {
  const sample = mailgun('failed', says, {
    severity,
    reason,
    'delivery-status': { 'attempt-no': 1, ...status },
  });
  return { ...sample, name: `failed ${severity} ${reason} ${JSON.stringify(status)}` };
};

const postmark = (RecordType: string, at: string, says: Says, rest: object = {}): Sample => ({
  provider: 'postmark',
  name: [RecordType, ...Object.values(rest)].join(' '),
  item: {
    ...{ RecordType, MessageStream: 'outbound', MessageID: '883953f4-6105-42a2-a16a-77a8eac79483' },
    ...{ ServerID: 23, Tag: 'welcome-email', Metadata: { campaign: 'Spring' } },
    ...{ [at]: `${iso.slice(0, -1)}0000Z`, ...rest },
  },
  says,
  needs: ['RecordType', 'Recipient' in rest ? 'Recipient' : 'Email'],
});
const bounce = (Type: string, TypeCode: number, says: Says): Sample =>
  postmark('Bounce', 'BouncedAt', says, {
    ...{ ID: 4323372036854775, Type, TypeCode, Name: Type, Description: 'd', Details: 'smtp;550' },
    ...{ Email: email, From: 'sender@y.org', Inactive: true, CanActivate: true, Subject: 'Hi', Content: '' },
  });
const apiError = (says: Says, rest: object): Sample => {
  const sample = bounce('SMTPApiError', 100007, says);
  return {
    ...{ ...sample, name: `SMTPApiError ${JSON.stringify(rest)}`, item: { ...sample.item, ...rest } },
    needs: [...sample.needs, 'Inactive'],
  };
};
const change = (SuppressionReason: string | null, says: Says, rest: object = {}): Sample => {
  const sample = postmark('SubscriptionChange', 'ChangedAt', says, {
    ...{ Recipient: email, Origin: 'Recipient', SuppressSending: true, SuppressionReason, ...rest },
  });
  return { ...sample, needs: [...sample.needs, 'SuppressSending'] };
};

const resend = (type: string, says: Says, rest: object = {}): Sample => ({
  provider: 'resend',
  name: [type, JSON.stringify(rest)].join(' '),
  item: {
    ...{ type, created_at: iso },
    data: {
      ...{ broadcast_id: '8b146471-e88e-4322-86af-016cd36fd216', created_at: '2026-11-19 10:00:00.0+00' },
      ...{ email_id: '56761188-7520-42d8-8898-ff6fc54ce618', from: 'Acme <onboarding@y.org>' },
      ...{ to: [email], subject: 'Hi', tags: { campaign: 'Spring' }, headers: [], ...rest },
    },
  },
  says,
  needs: ['type', 'data.to.0'],
});
const contact = (type: string, unsubscribed: boolean, says: Says): Sample => ({
  provider: 'resend',
  name: `${type} ${unsubscribed}`,
  item: {
    ...{ type, created_at: iso },
    data: {
      ...{ id: 'e169aa45-1ecf-4183-9955-b1499d5701d3', audience_id: '78261eea-8f8b-4381-83c6-79fa7120f1cf' },
      ...{ created_at: iso, updated_at: iso, email, first_name: 'Ada', last_name: 'L', unsubscribed },
    },
  },
  says,
  needs: ['type', 'data.email', 'data.unsubscribed'],
});

const onList = (origin: string, says: Says): Sample => ({
  provider: 'resend',
  name: `suppression.added ${origin}`,
  item: {
    ...{ type: 'suppression.added', created_at: iso },
    data: {
      ...{ object: 'suppression', id: 'e169aa45-1ecf-4183-9955-b1499d5701d3', email, origin },
      ...{ source_id: null, created_at: iso },
    },
  },
  says,
  needs: ['type', 'data.email'],
});

const ses = (eventType: string, says: Says, part: object = {}, needs: string[] = []): Sample => ({
  provider: 'ses',
  name: [eventType, JSON.stringify(part).slice(0, 60)].join(' '),
  item: {
    ...{ id: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324', at: iso },
    message: {
      eventType,
      mail: {
        ...{ timestamp: iso, source: 'Sender <sender@y.org>', sendingAccountId: '123456789012' },
        ...{ messageId: 'EXAMPLE7c191be45', destination: [email], headersTruncated: false },
        headers: [{ name: 'From', value: 'sender@y.org' }],
        commonHeaders: { from: ['sender@y.org'], to: [email], subject: 'Hi' },
        tags: { 'ses:configuration-set': ['ConfigSet'], campaign: ['Spring'] },
      },
      ...part,
    },
  },
  says,
  needs: ['message.eventType', ...needs],
});
const preferences = (unsubscribeAll: boolean, subscriptionStatus: string) => ({
  unsubscribeAll,
  topicSubscriptionStatus: [{ topicName: 'News', subscriptionStatus }],
});
const subscription = (says: Says, wanted: object, before: object): Sample =>
  ses(
    'Subscription',
    says,
    {
      subscription: {
        ...{ contactList: 'ContactListName', timestamp: iso, source: 'UnsubscribeHeader' },
        ...{ newTopicPreferences: wanted, oldTopicPreferences: before },
      },
    },
    [
      ...['message.mail.destination.0', 'message.subscription.newTopicPreferences.unsubscribeAll'],
      'message.subscription.newTopicPreferences.topicSubscriptionStatus.0.subscriptionStatus',
    ],
  );
const of = (name: string, part: object) => ({ [name]: { timestamp: iso, ...part } });

/** Every type of event from every provider. */
export const samples: Sample[] = [
  sendgrid('processed', null),
  sendgrid('deferred', null, { response: '400 try again later', attempt: '5' }),
  dropped('Unsubscribed Address', { kind: 'unsubscribed' }),
  dropped('Spam Reporting Address', { kind: 'complained' }),
  dropped('Bounced Address', hard, { status: '5.0.0' }),
  dropped('Invalid', hard),
  dropped('Invalid recipient address', hard),
  dropped('Invalid SMTPAPI header', null),
  dropped('Spam Content', null),
  dropped('Recipient List over Package Quota', null),
  sendgrid('delivered', { kind: 'received' }, { response: '250 OK' }),
  sendgrid('bounce', hard, { type: 'bounce', reason: '550 5.1.1 unknown', status: '5.1.1', tls: 1 }),
  sendgrid('bounce', soft, { type: 'blocked', reason: '554 5.7.1 blocked', status: '5.7.1' }),
  sendgrid('open', { kind: 'opened' }, { sg_machine_open: false, sg_content_type: 'html' }),
  sendgrid('click', { kind: 'clicked' }, { url: 'https://x.org/a', url_offset: { index: 0, type: 'html' } }),
  sendgrid('spamreport', { kind: 'complained' }),
  sendgrid('unsubscribe', { kind: 'unsubscribed' }),
  sendgrid('group_unsubscribe', { kind: 'unsubscribed' }, { asm_group_id: 10, url: 'https://x.org/u' }),
  sendgrid('group_resubscribe', null, { asm_group_id: 10 }),

  mailgun('accepted', null),
  mailgun('rejected', null, { reject: { reason: 'Sandbox', description: '' } }),
  mailgun('delivered', { kind: 'received' }, { 'delivery-status': { code: 250, message: 'OK' } }),
  mailgun('opened', { kind: 'opened' }),
  mailgun('clicked', { kind: 'clicked' }, { url: 'https://x.org/a' }),
  mailgun('unsubscribed', { kind: 'unsubscribed' }),
  mailgun('complained', { kind: 'complained' }),
  mailgun('stored', null, { storage: { url: 'https://x.example', key: 'k' } }),
  failed('permanent', 'bounce', hard, { code: 550, 'enhanced-code': '5.1.1' }),
  failed('permanent', 'suppress-bounce', hard, { code: 605, 'enhanced-code': '' }),
  failed('permanent', 'generic', hard, { code: 550, 'enhanced-code': '5.1.1' }),
  failed('permanent', 'generic', soft, { code: 552, 'enhanced-code': '5.2.2' }),
  failed('permanent', 'generic', soft, { code: 554, 'enhanced-code': '5.7.1' }),
  failed('permanent', 'old', soft, { code: 602, message: 'Too old' }),
  failed('permanent', 'espblock', soft, { code: 550 }),
  failed('temporary', 'generic', soft, { code: 452, 'enhanced-code': '4.2.2' }),
  failed('permanent', 'suppress-unsubscribe', { kind: 'unsubscribed' }, { code: 606 }),
  failed('permanent', 'suppress-complaint', { kind: 'complained' }, { code: 607 }),
  failed('temporary', 'suppress-bounce', hard, { code: 605 }),

  postmark('Delivery', 'DeliveredAt', { kind: 'received' }, { Recipient: email, Details: 'ok' }),
  postmark('Open', 'ReceivedAt', { kind: 'opened' }, { Recipient: email, FirstOpen: true, UserAgent: 'x' }),
  postmark('Click', 'ReceivedAt', { kind: 'clicked' }, { Recipient: email, OriginalLink: 'https://x.org/a' }),
  bounce('HardBounce', 1, hard),
  bounce('BadEmailAddress', 100000, hard),
  bounce('SoftBounce', 4096, soft),
  bounce('Transient', 2, soft),
  bounce('SpamNotification', 512, soft),
  bounce('Unsubscribe', 16, { kind: 'unsubscribed' }),
  bounce('AutoResponder', 64, null),
  postmark(
    'SpamComplaint',
    'BouncedAt',
    { kind: 'complained' },
    {
      ...{ ID: 42, Type: 'SpamComplaint', TypeCode: 100001, Email: email, From: 'sender@y.org' },
    },
  ),
  apiError({ kind: 'unsubscribed' }, { Inactive: true, Details: 'd' }),
  apiError(
    { kind: 'unsubscribed' },
    {
      Inactive: false,
      ErrorCode: 406,
      Details: 'You tried to send to a recipient that has been marked as inactive.',
    },
  ),
  apiError(null, { Inactive: false, Details: 'The From address is not a sender signature.' }),
  change('ManualSuppression', { kind: 'unsubscribed' }),
  change('ManualSuppression', { kind: 'unsubscribed' }, { MessageID: null, Origin: 'Admin', Tag: null }),
  change(null, { kind: 'unsubscribed' }, { MessageID: null, Origin: 'Customer', Metadata: {} }),
  change('HardBounce', hard, { MessageID: null }),
  change('SpamComplaint', { kind: 'complained' }),
  change(null, null, { SuppressSending: false, MessageID: null, Tag: null, Metadata: {} }),
  change('ManualSuppression', null, { SuppressSending: false }),

  resend('email.sent', null),
  resend('email.delivery_delayed', null),
  resend('email.delivered', { kind: 'received' }),
  resend('email.opened', { kind: 'opened' }),
  resend(
    'email.clicked',
    { kind: 'clicked' },
    { click: { link: 'https://x.org/a', ipAddress: '203.0.113.7' } },
  ),
  resend('email.bounced', hard, { bounce: { type: 'Permanent', subType: 'Suppressed', message: 'm' } }),
  resend('email.bounced', soft, { bounce: { type: 'Transient', subType: 'General', message: 'm' } }),
  resend('email.complained', { kind: 'complained' }),
  resend(
    'email.suppressed',
    { kind: 'unsubscribed' },
    {
      suppressed: {
        type: 'OnAccountSuppressionList',
        message: 'Resend has suppressed sending to this address.',
      },
    },
  ),
  onList('manual', { kind: 'unsubscribed' }),
  onList('complaint', { kind: 'complained' }),
  onList('bounce', hard),
  {
    ...onList('manual', null),
    name: 'suppression.removed',
    item: { ...onList('manual', null).item, type: 'suppression.removed' },
  },
  contact('contact.created', false, null),
  contact('contact.created', true, { kind: 'unsubscribed' }),
  contact('contact.updated', true, { kind: 'unsubscribed' }),
  contact('contact.updated', false, null),
  contact('contact.deleted', false, null),
  contact('contact.deleted', true, { kind: 'unsubscribed' }),

  ses('Send', null, { send: {} }),
  ses('Reject', null, { reject: { reason: 'Bad content' } }),
  ses('Rendering Failure', null, { failure: { errorMessage: 'm', templateName: 't' } }),
  ses('DeliveryDelay', null, of('deliveryDelay', { delayType: 'TransientCommunicationFailure' })),
  ses('Delivery', { kind: 'received' }, of('delivery', { recipients: [email], smtpResponse: '250 ok' })),
  ses('Open', { kind: 'opened' }, of('open', { ipAddress: '203.0.113.7', userAgent: 'x' })),
  ses('Click', { kind: 'clicked' }, of('click', { link: 'https://x.org/a', linkTags: null })),
  ses(
    'Bounce',
    hard,
    of('bounce', {
      ...{ bounceType: 'Permanent', bounceSubType: 'General', feedbackId: 'f', reportingMTA: 'dsn; a' },
      bouncedRecipients: [
        { emailAddress: email, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550' },
      ],
    }),
  ),
  ses(
    'Bounce',
    soft,
    of('bounce', {
      ...{
        bounceType: 'Transient',
        bounceSubType: 'MailboxFull',
        bouncedRecipients: [{ emailAddress: email }],
      },
    }),
  ),
  ses(
    'Complaint',
    { kind: 'complained' },
    of('complaint', {
      ...{ complainedRecipients: [{ emailAddress: email }], complaintFeedbackType: 'abuse', userAgent: 'x' },
      ...{ complaintSubType: null, feedbackId: 'f', arrivalDate: iso },
    }),
  ),
  ses(
    'Bounce',
    hard,
    of('bounce', {
      ...{ bounceType: 'Undetermined', bounceSubType: 'OnAccountSuppressionList' },
      bouncedRecipients: [{ emailAddress: email, action: 'failed', status: '5.1.1' }],
    }),
  ),
  ses(
    'Complaint',
    { kind: 'complained' },
    of('complaint', {
      ...{ complainedRecipients: [{ emailAddress: email }], complaintSubType: 'OnAccountSuppressionList' },
      complaintFeedbackType: null,
    }),
  ),
  ses(
    'Complaint',
    null,
    of('complaint', {
      ...{ complainedRecipients: [{ emailAddress: email }], complaintFeedbackType: 'not-spam' },
    }),
  ),
  subscription({ kind: 'unsubscribed' }, preferences(true, 'OptOut'), preferences(false, 'OptOut')),
  subscription({ kind: 'unsubscribed' }, preferences(false, 'OptOut'), preferences(false, 'OptIn')),
  subscription(null, preferences(false, 'OptIn'), preferences(true, 'OptOut')),
];

export const isOptOut = ({ says }: Sample): boolean =>
  says?.kind === 'unsubscribed' || says?.kind === 'complained';

/** Whether what it says depends on this field, or on something inside it. */
export const isNeeded = ({ needs }: Sample, path: string[]): boolean =>
  needs.some((need) => `${need}.`.startsWith(`${path.join('.')}.`));

/** Every field of a value, however deep, as a path. */
const pathsOf = (value: unknown, before: string[] = []): string[][] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([field, each]) => [
        [...before, field],
        ...pathsOf(each, [...before, field]),
      ]);

/** The same value with something else in one place; `undefined`: nothing. */
function changed(value: unknown, [field = '', ...rest]: string[], to: unknown): unknown {
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  if (rest.length > 0) copy[field] = changed(copy[field], rest, to);
  else if (Array.isArray(copy) && to === undefined) copy.splice(Number(field), 1);
  else if (to === undefined) delete copy[field];
  else copy[field] = to;
  return copy;
}

/** What a field contains instead of what is documented. */
const instead: [what: string, value: unknown][] = [
  ...([
    ['nothing', undefined],
    ['null', null],
    ['an empty text', ''],
  ] as [string, unknown][]),
  ...([
    ['a number', -1],
    ['a huge number', 1e300],
    ['true', true],
    ['a list', []],
    ['lists', [[null]]],
  ] as [string, unknown][]),
  ...([
    ['an object', {}],
    ['NUL', '\u0000'],
    ['half a character', '\ud83d'],
  ] as [string, unknown][]),
  ...([
    ['constructor', 'constructor'],
    ['__proto__', '__proto__'],
    ['toString', 'toString'],
  ] as [string, unknown][]),
  ['a long text', '👩‍👩‍👧'.repeat(2000)],
];

/** An item with one field broken, once for each field and each way of breaking it. */
export function* spoilt(item: unknown): Generator<{ item: unknown; path: string[]; what: string }> {
  for (const path of pathsOf(item)) {
    for (const [what, value] of instead) yield { item: changed(item, path, value), path, what };
  }
}
