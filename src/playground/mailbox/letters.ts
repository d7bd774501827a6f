import type { StoredMail } from './store.ts';

/** A mail of a campaign, as far as the people who got it are concerned. */
export interface Letter {
  /** The mail's id in the mailbox. */
  id: number;
  /** When it arrived, in milliseconds since 1970. */
  at: number;
  to: string;
  /** The campaign's id in the app. */
  campaign: string;
  subject: string;
  /** What a provider gives back in its reports. */
  key: string;
  /** Where a mail program posts to unsubscribe by one click. */
  oneClickUrl: string;
  /** The links of the mail that lead over the app, each once. */
  trackedLinks: string[];
  /** The picture that tells the app that the mail was opened. */
  pixel: string | undefined;
}

/** Reads a mail's headers; undefined if it isn't of a campaign. */
export function letterOf(mail: StoredMail): Letter | undefined {
  const { id, at, to, subject, raw } = mail;
  const header = headersOf(mail);
  const key = header('X-PM-Metadata-rollcall');
  const campaign = /^(\d+):\d+:campaign:/.exec(header('Feedback-ID') ?? '')?.[1];
  const oneClickUrl = oneClickOf(mail);
  const [person] = to;
  if (key === undefined || campaign === undefined || oneClickUrl === undefined || person === undefined)
    return undefined;
  return { id, at, to: person, campaign, subject, key, oneClickUrl, ...trackedIn(raw, oneClickUrl) };
}

/** Finds what is tracked without reading the whole mail: thousands arrive within seconds. */
function trackedIn(raw: Buffer, oneClickUrl: string): Pick<Letter, 'trackedLinks' | 'pixel'> {
  if (!URL.canParse(oneClickUrl)) return { trackedLinks: [], pixel: undefined };
  const { origin } = new URL(oneClickUrl);
  const text = raw.toString('latin1');
  // Tokens have no character that would be encoded, but lines are broken within them.
  const plain = text.replace(/=\r\n/g, '').concat(...base64Parts(text));
  const found = (path: string) =>
    [...plain.matchAll(new RegExp(`${origin.replace(/[.]/g, '\\.')}/${path}`, 'g'))].map(([url]) => url);
  return { trackedLinks: [...new Set(found('l/[\\w-]+'))], pixel: found('o/[\\w-]+\\.gif')[0] };
}

/** The decoded parts of a mail that are in base64. */
const base64Parts = (text: string): string[] =>
  [...text.matchAll(/^content-transfer-encoding: *base64\r\n(?:[^\r\n]+\r\n)*\r\n([\w+/=\r\n]+)/gim)].map(
    ([, part = '']) => Buffer.from(part, 'base64').toString('latin1'),
  );

/** Where a mail program posts to unsubscribe by one click (RFC 8058); undefined if it shows no button for that. */
export function oneClickOf(mail: StoredMail): string | undefined {
  const header = headersOf(mail);
  if (header('List-Unsubscribe-Post') !== 'List-Unsubscribe=One-Click') return undefined;
  return /<(https?:[^>]+)>/.exec(header('List-Unsubscribe') ?? '')?.[1];
}

/** Finds headers by name. */
function headersOf({ raw }: StoredMail): (name: string) => string | undefined {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.toString('latin1', 0, end < 0 ? raw.length : end).replace(/\r\n[ \t]+/g, ' ');
  return (name) => new RegExp(`^${name}: *(.*?) *$`, 'im').exec(head)?.[1];
}
