import { statusWord, tellsOfMail } from '../../csv/consent/statuses.ts';
import { tidy } from '../../lib/texts.ts';

// Senders have many names for the events that end mail. A custom name would change no one's status, and
// someone who opted out would still get mail. So these names are read by their meaning, and a name that may
// be one of them is refused.

/**
 * The stored form of a kind: in lower case, with one name if it ends mail: "Opt-out" and "email.unsubscribed"
 * are both "unsubscribed".
 */
export function kindOf(typed: string): string {
  const kind = tidy(typed).toLowerCase();
  const plain = plainWords(kind);
  if (isOptOut.test(without(plain, aroundOptOuts))) return 'unsubscribed';
  const known = kindByName.get(without(plain, mail));
  if (known !== undefined) return known;
  return tellsOfMail(plain) && statusWord(plain) === 'unsubscribed' ? 'unsubscribed' : kind;
}

/** Whether a kind may be an opt-out without clearly being one. In channels other than mail, it isn't. */
export function mayEndMail(kind: string): boolean {
  const plain = plainWords(kind);
  if (kind === 'unsubscribed' || !/\bun ?sub|\bopt(?:s|ed|ing)? ?out/.test(plain)) return false;
  const [, before, after] = new RegExp(
    `^(?:${channel} (.+)|(.+?) (?:from|of) ${channel})(?: notifications?| messages?)?$`,
  ).exec(plain) ?? [''];
  return !isOptOut.test(before ?? after ?? '');
}

const plainWords = (kind: string): string => kind.replace(/[\s._-]+/g, ' ').trim();
const without = (words: string, some: ReadonlySet<string>): string =>
  words
    .replace(/\bone click\b/, 'mail')
    .split(' ')
    .filter((word) => !some.has(word))
    .join(' ');

const isOptOut = /^(?:un ?subscri(?:be|bes|bed|bing|ption|ptions)|unsub(?:s|bed)?|opt(?:s|ed|ing)? ?outs?)$/;
const channel =
  '(?:sms|mms|text(?: messages?)?|(?:web |app )?push|whatsapp|telegram|viber|messenger|in app|phone calls)';

const kindByName = new Map<string, 'complained' | 'bounced'>();
for (const name of [
  ...['complained', 'complaint', 'complaints', 'complain', 'spam', 'abuse complaint', 'abuse report'],
  ...['spam complaint', 'spam complained', 'spamcomplaint', 'spam report', 'spamreport', 'spam reported'],
  ...['reported spam', 'reported as spam', 'marked as spam', 'flagged as spam', 'marked as junk'],
])
  kindByName.set(name, 'complained');
for (const name of [
  ...['bounced', 'bounce', 'bounces', 'hard bounce', 'hardbounce', 'hard bounced', 'bounce hard'],
  ...['bounced hard', 'permanent bounce', 'soft bounce', 'softbounce', 'soft bounced', 'bounce soft'],
  ...['bounced soft', 'transient bounce'],
])
  kindByName.set(name, 'bounced');

const mail: ReadonlySet<string> = new Set(['e', 'email', 'emails', 'mail', 'mails']);

/** Words around an opt-out: whose it is, from what, and how. */
const aroundOptOuts: ReadonlySet<string> = new Set([
  ...mail,
  ...['mailing', 'list', 'lists', 'group', 'groups', 'global', 'all', 'everything', 'topic', 'topics'],
  ...['contact', 'user', 'subscriber', 'member', 'recipient', 'person', 'people', 'customer', 'profile'],
  ...['lead', 'marketing', 'newsletter', 'newsletters', 'campaign', 'event', 'by', 'from', 'via', 'for'],
  ...['of', 'to', 'the', 'a', 'has', 'have', 'was', 'were', 'been', 'is', 'are', 'got', 'self', 'manual'],
  ...['manually', 'admin', 'api', 'webhook', 'request', 'requested', 'preference', 'preferences'],
]);
