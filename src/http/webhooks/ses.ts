import { verify } from 'node:crypto';
import { z } from 'zod';
import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { type Adapter, type Delivery, isRecent, jsonOf, notJson, ONE_EVENT } from './adapter.ts';
import { type Notification, readNotification } from './ses-messages.ts';

/** What SNS sends, regardless of the publisher. */
const envelope = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().min(1).max(100),
  TopicArn: z.string(),
  Message: z.string(),
  Subject: z.string().nullish(),
  Timestamp: z.iso.datetime(),
  Token: z.string().nullish(),
  SubscribeURL: z.string().nullish(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string(),
});
type Envelope = z.infer<typeof envelope>;

/** SNS's own messages when a topic is connected. */
const greetings = /^Successfully validated SNS topic for Amazon SES/;

/**
 * Amazon SES by way of SNS, which signs with a certificate. Anyone may have their own topic: only ours is
 * accepted.
 */
export const ses: Adapter = {
  most: ONE_EVENT,
  // The signature is in the body.
  admits: () => true,
  async verify(delivery) {
    const read = envelope.safeParse(jsonOf(delivery.body.toString('utf8')));
    if (!read.success || read.data.TopicArn !== delivery.secret) return null;
    const sent = read.data;
    if (!isRecent(Date.parse(sent.Timestamp) / 1000, delivery.now)) return null;
    if (!(await isSigned(sent, delivery))) return null;
    // Only a subscription confirmation is visited: the URL in an unsubscribe confirmation would subscribe
    // again.
    const url = sent.SubscribeURL ?? '';
    return {
      payload: sent,
      ...defined({ visit: sent.Type === 'SubscriptionConfirmation' && isOfSns(url) ? url : undefined }),
    };
  },
  items(payload) {
    const { Type, MessageId, Timestamp, Message } = payload as Envelope;
    if (Type !== 'Notification' || greetings.test(Message)) return [];
    const message = jsonOf(Message);
    const item: Notification = {
      id: MessageId,
      at: Timestamp,
      message: message === notJson ? Message : message,
    };
    return [item];
  },
  read: readNotification,
};

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

/** The signed fields in their order, each with its name. */
export function signedText(sent: Envelope): string {
  const names = sent.Type === 'Notification' ? inNotification : inConfirmation;
  return names
    .flatMap((name) => (typeof sent[name] === 'string' ? [`${name}\n${sent[name]}\n`] : []))
    .join('');
}

/**
 * Whether SNS signed it.
 *
 * @throws RollcallError `unavailable` if the certificate can't be fetched now: SNS never resends what was
 *   refused
 */
async function isSigned(sent: Envelope, { fetchText }: Pick<Delivery, 'fetchText'>): Promise<boolean> {
  const { SigningCertURL: url } = sent;
  if (!isOfSns(url) || !new URL(url).pathname.endsWith('.pem')) return false;
  const certificate = await certificateAt(url, fetchText);
  const algorithm = sent.SignatureVersion === '1' ? 'sha1' : 'sha256';
  try {
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

/** Certificates by their address, which identifies their content; only the last few are kept. */
const certificates = new Map<string, string>();

async function certificateAt(url: string, fetchText: Delivery['fetchText']): Promise<string> {
  const known = certificates.get(url);
  if (known !== undefined) return known;
  const said = await fetchText(url).catch((cause: unknown) => {
    throw new RollcallError('unavailable', 'The SNS certificate can’t be read right now.', { cause });
  });
  if (certificates.size >= 20) certificates.clear();
  certificates.set(url, said);
  return said;
}

/** Whether an address belongs to SNS, at AWS. */
export function isOfSns(said: string): boolean {
  if (!URL.canParse(said)) return false;
  const { protocol, hostname, port, username } = new URL(said);
  const isAws = /^sns\.[a-z0-9-]{3,40}\.amazonaws\.com(?:\.cn)?$/.test(hostname);
  return protocol === 'https:' && isAws && port === '' && username === '';
}
