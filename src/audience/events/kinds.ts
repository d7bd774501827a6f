import { statusWord, tellsOfMail } from '../../csv/statuses.ts';
import { tidy } from '../../lib/texts.ts';

// What senders call the events that end mail. Under a name of their own they would change nobody's status, and somebody who
// said no would be mailed. So these names are read for what they mean, and what may be one of them is refused.

/** A kind as it is kept: in lower case, and by one name if it ends mail: "Opt-out" and "email.unsubscribed" are both "unsubscribed". */
export function kindOf(typed: string): string {
  const kind = tidy(typed).toLowerCase();
  const plain = plainWords(kind);
  if (isOptOut.test(without(plain, aroundOptOuts))) return 'unsubscribed';
  const known = kindByName.get(without(plain, mail));
  if (known !== undefined) return known;
  return tellsOfMail(plain) && statusWord(plain) === 'unsubscribed' ? 'unsubscribed' : kind;
}

/** Whether a kind may mean that somebody wants no more mail, and nobody can tell. Of other channels, it doesn't. */
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

/** What stands around the word for an opt-out: whose, of what, and how. */
const aroundOptOuts: ReadonlySet<string> = new Set([
  ...mail,
  ...['mailing', 'list', 'lists', 'group', 'groups', 'global', 'all', 'everything', 'topic', 'topics'],
  ...['contact', 'user', 'subscriber', 'member', 'recipient', 'person', 'people', 'customer', 'profile'],
  ...['lead', 'marketing', 'newsletter', 'newsletters', 'campaign', 'event', 'by', 'from', 'via', 'for'],
  ...['of', 'to', 'the', 'a', 'has', 'have', 'was', 'were', 'been', 'is', 'are', 'got', 'self', 'manual'],
  ...['manually', 'admin', 'api', 'webhook', 'request', 'requested', 'preference', 'preferences'],
]);
