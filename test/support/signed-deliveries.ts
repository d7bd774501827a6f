import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { Webhook as Svix } from 'standardwebhooks';
import { signedText } from '../../src/http/webhooks/ses.ts';
import type { Provider } from '../../src/lib/providers.ts';

/** A request as a provider sends it. */
export interface Sent {
  body: string;
  headers?: Record<string, string>;
}

const whsec = `whsec_${randomBytes(24).toString('base64')}`;
const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const topic = 'arn:aws:sns:eu-west-1:123456789012:mail';

/** What each provider's requests are verified with. */
export const secrets: Record<Provider, string> = {
  resend: whsec,
  sendgrid: ec.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  postmark: 'rollcall:a-long-password',
  mailgun: 'key-0123456789abcdef',
  ses: topic,
};

/** What is at the address of SNS's certificate. */
export const certificate = rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString();

const text = (payload: unknown): string => (typeof payload === 'string' ? payload : JSON.stringify(payload));
const secondsOf = (time: Date): number => Math.floor(time.getTime() / 1000);

/** @param options.brand what Svix calls its headers: "svix", or "webhook" if it isn't named */
export function bySvix(
  payload: unknown,
  { id = 'msg_1', time = new Date(), brand = 'svix' }: { id?: string; time?: Date; brand?: string } = {},
): Sent {
  const body = text(payload);
  const headers = {
    [`${brand}-id`]: id,
    [`${brand}-timestamp`]: String(secondsOf(time)),
    [`${brand}-signature`]: new Svix(whsec).sign(id, time, body),
  };
  return { body, headers };
}

/** With the line break at its end, which is part of what is signed. */
export function bySendgrid(
  payload: unknown,
  { time = secondsOf(new Date()), key = ec.privateKey } = {},
): Sent {
  const body = `${text(payload)}\r\n`;
  const signature = sign('sha256', Buffer.from(`${time}${body}`), key).toString('base64');
  return {
    body,
    headers: {
      'x-twilio-email-event-webhook-signature': signature,
      'x-twilio-email-event-webhook-timestamp': String(time),
    },
  };
}

export function byPostmark(payload: unknown, password = secrets.postmark): Sent {
  return {
    body: text(payload),
    headers: { authorization: `Basic ${Buffer.from(password).toString('base64')}` },
  };
}

export function byMailgun(
  data: unknown,
  { token = randomBytes(25).toString('hex'), time = secondsOf(new Date()) } = {},
): Sent {
  const signature = createHmac('sha256', secrets.mailgun).update(`${time}${token}`).digest('hex');
  return {
    body: text({ signature: { timestamp: String(time), token, signature }, 'event-data': data }),
  };
}

/** @param changes to the envelope. Each has its own certificate: they are cached by address */
export function bySns(message: unknown, changes: object = {}, version: '1' | '2' = '2'): Sent {
  const envelope = {
    ...{ Type: 'Notification' as const, MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324', TopicArn: topic },
    ...{ Message: text(message), Timestamp: new Date().toISOString() },
    ...{ SignatureVersion: version, Signature: '' },
    SigningCertURL: `https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-${randomBytes(8).toString('hex')}.pem`,
    ...changes,
  };
  const algorithm = version === '1' ? 'sha1' : 'sha256';
  envelope.Signature = sign(algorithm, Buffer.from(signedText(envelope)), rsa.privateKey).toString('base64');
  return { body: JSON.stringify(envelope), headers: { 'content-type': 'text/plain; charset=UTF-8' } };
}
