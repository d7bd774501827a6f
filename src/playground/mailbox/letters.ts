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
}

/** Reads a mail's headers; undefined if it isn't of a campaign. */
export function letterOf({ id, at, to, subject, raw }: StoredMail): Letter | undefined {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.toString('latin1', 0, end < 0 ? raw.length : end).replace(/\r\n[ \t]+/g, ' ');
  const header = (name: string): string | undefined =>
    new RegExp(`^${name}: *(.*?) *$`, 'im').exec(head)?.[1];
  const key = header('X-PM-Metadata-rollcall');
  const campaign = /^(\d+):\d+:campaign:/.exec(header('Feedback-ID') ?? '')?.[1];
  const oneClickUrl = /<(https?:[^>]+)>/.exec(header('List-Unsubscribe') ?? '')?.[1];
  const [person] = to;
  if (key === undefined || campaign === undefined || oneClickUrl === undefined || person === undefined)
    return undefined;
  return { id, at, to: person, campaign, subject, key, oneClickUrl };
}
