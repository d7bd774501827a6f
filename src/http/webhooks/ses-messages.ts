import type { ProviderEvent } from '../../audience/events/provider-event.ts';
import { causeOf } from '../../lib/campaigns/bounce-causes.ts';
import { defined } from '../../lib/defined.ts';
import type { Context, Said } from './adapter.ts';
import { sesCause } from './causes.ts';
import {
  addresses,
  campaignOf,
  derivedId,
  type Fields,
  fields,
  firstOf,
  flag,
  idOf,
  linkOf,
  list,
  moment,
  nameOf,
  people,
  sendKeyOf,
  text,
  type What,
  word,
} from './reading.ts';

/** Still on the way, not sent, or not about our mail. */
const meaningless = [
  ...['send', 'reject', 'rendering failure', 'renderingfailure', 'deliverydelay'],
  ...['received', 'amazonsnssubscriptionsucceeded'],
];

/** The details of each kind of event, under its own name. */
const parts = ['bounce', 'complaint', 'delivery', 'open', 'click', 'subscription'] as const;

/** A notification as it is stored: SNS's own fields, and the parsed message. */
export type Notification = { id: string; at: string; message: unknown };

/** What SES says in a notification. */
export function readNotification(item: unknown, { now }: Pick<Context, 'now'>): Said {
  const notification = fields(item);
  const message = fields(notification.message);
  const part = parts.find((each) => fields(message[each]) === message[each]);
  const name = word(message.eventType) || word(message.notificationType) || part || '';
  if (meaningless.includes(name)) return { events: [] };
  const said = saidBy(name, message);
  if (said === undefined) return { unread: 'unknown event' };
  if (said === null) return { events: [] };
  const { emails, ...facts } = said;
  if (emails.length === 0) return { unread: 'no address' };
  const inside = fields(message[name]);
  const at = moment(inside.timestamp) ?? moment(notification.at);
  const own = idOf(notification.id);
  const idFor = (email: string, kind: ProviderEvent['kind']): string =>
    own === undefined
      ? derivedId({ kind, email, at }, [text(fields(message.mail).messageId)], { item, now })
      : `${own}:${nameOf(email)}`;
  const campaign = list(fields(fields(message.mail).tags).campaign);
  return {
    events: people(emails).map((email) => ({
      id: idFor(email, said.kind),
      email,
      at: at ?? now,
      ...facts,
      ...campaignOf(...campaign),
      ...sendKeyOf(...list(fields(fields(message.mail).tags).rollcall)),
      ...linkOf(name === 'click' ? inside.link : undefined),
    })),
  };
}

type Facts = What & { emails: string[] };

/** What a message says; null if that means nothing here, undefined if no one can tell. */
function saidBy(name: string, message: Fields): Facts | null | undefined {
  const part = fields(message[name]);
  // If an event doesn't say who it is about, the mail does.
  const sentTo = addresses(fields(message.mail).destination);
  const named = (value: unknown, key?: string): string[] => firstOf(addresses(value, key), sentTo);
  switch (name) {
    case 'delivery':
      return { kind: 'received', emails: named(part.recipients) };
    case 'open':
    case 'click':
      // If a mail had several recipients, no one can tell who did it.
      return sentTo.length > 1 ? null : { kind: name === 'open' ? 'opened' : 'clicked', emails: sentTo };
    case 'bounce': {
      // If it went to several people, the others did not bounce.
      const emails = firstOf(
        addresses(part.bouncedRecipients, 'emailAddress'),
        sentTo.length === 1 ? sentTo : [],
      );
      return { kind: 'bounced', bounce: isGone(part) ? 'hard' : 'soft', ...causeOfBounce(part), emails };
    }
    case 'complaint':
      // Someone moved it out of spam again. Or nothing was sent, because they had complained before.
      if (word(part.complaintFeedbackType) === 'not-spam' && word(part.complaintSubType) === '') return null;
      return { kind: 'complained', emails: named(part.complainedRecipients, 'emailAddress') };
    case 'subscription':
      if (isOptOut(part)) return { kind: 'unsubscribed', emails: sentTo };
      return isOptIn(part) ? null : undefined;
    default:
      return undefined;
  }
}

/** Why it bounced: by SES's own word if that says it, or by what the server answered to the first of them. */
function causeOfBounce({ bounceSubType, bouncedRecipients }: Fields): Pick<What, 'cause'> {
  const [first] = list(bouncedRecipients).map(fields);
  return defined({
    cause:
      sesCause(bounceSubType) ?? causeOf({ status: text(first?.status), text: text(first?.diagnosticCode) }),
  });
}

/**
 * "Permanent"; or on SES's list of suppressed addresses (decision 029); or, if neither is said, a status that
 * says that the address is wrong.
 */
function isGone(bounce: Fields): boolean {
  if (word(bounce.bounceSubType).includes('suppress')) return true;
  const type = word(bounce.bounceType);
  if (type !== '') return type === 'permanent';
  return list(bounce.bouncedRecipients).some((each) => /^5\.1\./.test(text(fields(each).status) ?? ''));
}

/**
 * Whether the person left everything, or one more of Amazon's topics than before. No topic here stands for one of
 * those, so either counts as leaving everything.
 */
function isOptOut({ newTopicPreferences, oldTopicPreferences }: Fields): boolean {
  const [left, before] = [newTopicPreferences, oldTopicPreferences].map(topicsLeft);
  return (
    flag(fields(newTopicPreferences).unsubscribeAll) === true ||
    !!left?.some((topic) => !before?.includes(topic))
  );
}

const topicsLeft = (preferences: unknown): string[] =>
  list(fields(preferences).topicSubscriptionStatus)
    .map(fields)
    .flatMap((each) => (word(each.subscriptionStatus) === 'optout' ? [text(each.topicName) ?? ''] : []));

/** Wants mail, or some of it, as before or again: that raises no one's status. */
function isOptIn({ newTopicPreferences, oldTopicPreferences }: Fields): boolean {
  const [wanted, before] = [fields(newTopicPreferences), fields(oldTopicPreferences)];
  const topics = list(wanted.topicSubscriptionStatus).map((each) => word(fields(each).subscriptionStatus));
  const isSaid = topics.length > 0 && topics.every((status) => status === 'optin' || status === 'optout');
  return flag(wanted.unsubscribeAll) === false && (isSaid || flag(before.unsubscribeAll) === true);
}
