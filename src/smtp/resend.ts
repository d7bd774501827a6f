import { z } from 'zod';
import type { HandOver, OutgoingMail, Transport } from '../audience/campaigns/sending/port.ts';
import type { Probe } from '../audience/senders/port.ts';
import { oneLine, plainAddress, shownReply } from './texts.ts';

/** Resend's HTTP API, with an API key. */
export interface ResendSettings {
  password: string | null;
}

interface Options {
  /** Default https://api.resend.com. */
  url?: string;
  timeoutMs?: number;
}

const API = 'https://api.resend.com';
const PATIENCE_MS = 30_000;

/**
 * Hands mails to Resend's API. Each carries its key as Idempotency-Key: within 24 hours, the same request
 * sends nothing a second time and gets the same answer. So if no answer came, it is tried again, until then.
 */
export function openResendTransport({ password }: ResendSettings, options: Options = {}): Transport {
  const { url = API, timeoutMs = PATIENCE_MS } = options;
  const underWay = new Set<Promise<HandOver>>();
  async function send(mail: OutgoingMail): Promise<HandOver> {
    try {
      const answer = await fetch(`${url}/emails`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${password ?? ''}`,
          'content-type': 'application/json',
          'idempotency-key': mail.key,
        },
        body: JSON.stringify(requestOf(mail)),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return answerOf(answer.status, await answer.text());
    } catch (error) {
      return { is: 'later', reply: shownReply(`No answer: ${reasonOf(error)}`), isBusy: false, isOpen: true };
    }
  }
  return {
    connections: 2,
    send(mail) {
      const sending = send(mail).finally(() => underWay.delete(sending));
      underWay.add(sending);
      return sending;
    },
    close: async () => void (await Promise.allSettled(underWay)),
  };
}

/** Asks Resend for something that any valid key may do, or is told apart from an invalid one. Sends nothing. */
export async function probeResend({ password }: ResendSettings, options: Options = {}): Promise<Probe> {
  const { url = API, timeoutMs = PATIENCE_MS } = options;
  try {
    const answer = await fetch(`${url}/domains`, {
      headers: { authorization: `Bearer ${password ?? ''}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { name, message } = errorIn(await answer.text());
    // A key that may only send may not list domains, and Resend says that it is such a key.
    if (answer.ok || name === 'restricted_api_key') return { is: 'fine', tls: 'TLS' };
    if (answer.status === 429 || answer.status >= 500)
      return { is: 'trouble', what: 'later', reply: shownReply(message) };
    const isKey = answer.status < 500 && /api.?key/i.test(`${name} ${message}`);
    return { is: 'trouble', what: isKey ? 'login refused' : 'refused', reply: shownReply(message) };
  } catch (error) {
    const isSilent = (error as Error).name === 'TimeoutError';
    return { is: 'trouble', what: isSilent ? 'silent' : 'unreachable', reply: shownReply(reasonOf(error)) };
  }
}

function requestOf({ from, to, replyTo, subject, text, html, headers, key }: OutgoingMail): object {
  return {
    from: mailboxOf(from),
    to: [mailboxOf(to)],
    ...(replyTo === null ? {} : { reply_to: replyTo }),
    ...{ subject: oneLine(subject, 500), text, html },
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, oneLine(value, 900)])),
    // Resend gives it back in its reports.
    tags: [{ name: 'rollcall', value: key }],
  };
}

/** `Ada <ada@acme.example>`. Characters that would end the name are left out. */
function mailboxOf({ name, address: typed }: { name: string; address: string }): string {
  const address = plainAddress(typed);
  const plain = oneLine(name)
    .replace(/["\\<>,;:@()[\]]/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return plain === '' ? address : `${plain} <${address}>`;
}

function answerOf(status: number, text: string): HandOver {
  const { name, message } = errorIn(text);
  const reply = shownReply(message === '' ? `${status} ${text}` : `${status} ${name}: ${message}`);
  if (status >= 200 && status < 300) return { is: 'sent', reply: shownReply(text) };
  // Of the account, for the day or the month: it says nothing about the recipient.
  if (/quota_exceeded$/.test(name)) return { is: 'sender refused', reply };
  if (status === 429) return { is: 'later', reply, isBusy: true };
  // The same key came with another text: an earlier try got through, and this person changed since.
  if (status === 409 && name === 'invalid_idempotent_request') return { is: 'uncertain', reply };
  // The key's first request is still being worked on, or Resend has trouble of its own.
  if (status === 409 || status >= 500) return { is: 'later', reply, isBusy: false, isOpen: true };
  // About the key or the From address.
  if (status === 401 || status === 403 || name === 'invalid_from_address')
    return { is: 'sender refused', reply };
  return { is: 'refused', reply, isNobody: false };
}

const errorSchema = z.object({ name: z.string().default(''), message: z.string().default('') });

function errorIn(text: string): z.infer<typeof errorSchema> {
  try {
    return errorSchema.parse(JSON.parse(text));
  } catch {
    return { name: '', message: '' };
  }
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string }; message?: string };
  return cause?.code ?? message ?? String(error);
}
