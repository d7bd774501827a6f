import { verify } from 'node:crypto';
import { z } from 'zod';
import type { ProviderEvent } from '../../audience/webhooks.ts';
import { type Adapter, campaignOf, type Delivery, isRecent, linkOf, nameOf, parsed } from './adapter.ts';

const envelope = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().min(1).max(100),
  TopicArn: z.string(),
  Message: z.string(),
  Subject: z.string().optional(),
  Timestamp: z.iso.datetime(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string(),
});
type Envelope = z.infer<typeof envelope>;

const address = z.object({ emailAddress: z.string() });
const time = z.coerce.date();
const message = z.object({
  eventType: z.string().optional(),
  notificationType: z.string().optional(),
  mail: z.object({ destination: z.array(z.string()).default([]), tags: z.unknown().optional() }),
  bounce: z
    .object({ bounceType: z.string(), bouncedRecipients: z.array(address), timestamp: time })
    .optional(),
  complaint: z.object({ complainedRecipients: z.array(address), timestamp: time }).optional(),
  delivery: z.object({ recipients: z.array(z.string()), timestamp: time }).optional(),
  open: z.object({ timestamp: time }).optional(),
  click: z.object({ timestamp: time, link: z.unknown().optional() }).optional(),
  subscription: z
    .object({ timestamp: time, newTopicPreferences: z.object({ unsubscribeAll: z.boolean() }).optional() })
    .optional(),
});

/** Amazon SES by way of SNS, which signs with a certificate. Anybody may have a topic of their own: ours is the only one. */
export const ses: Adapter = {
  async verify(delivery) {
    const read = envelope.safeParse(parsed(delivery.body.toString('utf8')));
    if (!read.success || read.data.TopicArn !== delivery.secret) return null;
    const sent = read.data;
    if (!isRecent(Date.parse(sent.Timestamp) / 1000, delivery.now)) return null;
    if (!(await isSigned(sent, delivery))) return null;
    // Only a confirmation is visited: the URL in a goodbye would subscribe again.
    const { SubscribeURL: url } = sent;
    const visit =
      sent.Type === 'SubscriptionConfirmation' && url !== undefined && isOfSns(url) ? { visit: url } : {};
    return { payload: sent, ...visit };
  },
  events(payload) {
    const sent = envelope.parse(payload);
    if (sent.Type !== 'Notification') return [];
    const read = message.safeParse(parsed(sent.Message));
    return read.success
      ? saidBy(read.data).map((said) => ({ id: `${sent.MessageId}:${nameOf(said.email)}`, ...said }))
      : [];
  },
};

function saidBy(said: z.infer<typeof message>): Omit<ProviderEvent, 'id'>[] {
  const { mail, bounce, complaint, delivery, open, click, subscription } = said;
  const campaign = campaignOf(
    z.object({ campaign: z.array(z.string()).min(1) }).safeParse(mail.tags).data?.campaign[0],
  );
  const of = (emails: string[], kind: ProviderEvent['kind'], at: Date, rest: object = {}) =>
    emails.map((email) => ({ email, kind, at, ...campaign, ...rest }));
  // Of a mail to several, nobody can tell who did it.
  const only = mail.destination.length === 1 ? mail.destination : [];
  switch (said.eventType ?? said.notificationType) {
    case 'Delivery':
      return delivery ? of(delivery.recipients, 'received', delivery.timestamp) : [];
    case 'Open':
      return open ? of(only, 'opened', open.timestamp) : [];
    case 'Click':
      return click ? of(only, 'clicked', click.timestamp, linkOf(click.link)) : [];
    case 'Bounce': {
      const emails = bounce?.bouncedRecipients.map(({ emailAddress }) => emailAddress) ?? [];
      const way = { bounce: bounce?.bounceType === 'Permanent' ? 'hard' : 'soft' };
      return bounce ? of(emails, 'bounced', bounce.timestamp, way) : [];
    }
    case 'Complaint': {
      const emails = complaint?.complainedRecipients.map(({ emailAddress }) => emailAddress) ?? [];
      return complaint ? of(emails, 'complained', complaint.timestamp) : [];
    }
    case 'Subscription':
      return subscription?.newTopicPreferences?.unsubscribeAll === true
        ? of(only, 'unsubscribed', subscription.timestamp)
        : [];
    default:
      return [];
  }
}

const inNotification = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const;
const inConfirmation = [
  'Message',
  'MessageId',
  'SubscribeURL',
  'Timestamp',
  'Token',
  'TopicArn',
  'Type',
] as const;

/** The fields that are signed, in their order, each with its name. */
export function signedText(sent: Envelope): string {
  const fields = sent.Type === 'Notification' ? inNotification : inConfirmation;
  return fields
    .flatMap((field) => (sent[field] === undefined ? [] : [`${field}\n${sent[field]}\n`]))
    .join('');
}

async function isSigned(sent: Envelope, { fetchText }: Delivery): Promise<boolean> {
  const { SigningCertURL: url } = sent;
  if (!isOfSns(url) || !new URL(url).pathname.endsWith('.pem')) return false;
  try {
    const certificate = await certificateAt(url, fetchText);
    const algorithm = sent.SignatureVersion === '1' ? 'sha1' : 'sha256';
    return verify(
      algorithm,
      Buffer.from(signedText(sent)),
      certificate,
      Buffer.from(sent.Signature, 'base64'),
    );
  } catch {
    return false;
  }
}

/** Certificates by their address, which names their content; only the last few are kept. */
const certificates = new Map<string, string>();

async function certificateAt(url: string, fetchText: Delivery['fetchText']): Promise<string> {
  const known = certificates.get(url);
  if (known !== undefined) return known;
  const text = await fetchText(url);
  if (certificates.size >= 20) certificates.clear();
  certificates.set(url, text);
  return text;
}

/** Whether an address is SNS's own, at AWS. */
export function isOfSns(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, port, username } = new URL(text);
  const isAws = /^sns\.[a-z0-9-]{3,40}\.amazonaws\.com(?:\.cn)?$/.test(hostname);
  return protocol === 'https:' && isAws && port === '' && username === '';
}
