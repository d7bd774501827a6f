import { Webhook } from 'standardwebhooks';
import type { ProviderEvent } from '../../audience/events/provider-event.ts';
import { causeOf } from '../../lib/campaigns/bounce-causes.ts';
import { defined } from '../../lib/defined.ts';
import { type Adapter, isRecent, jsonOf, ONE_EVENT } from './adapter.ts';
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

const kinds = new Map<string, ProviderEvent['kind']>([
  ['email.delivered', 'received'],
  ['email.opened', 'opened'],
  ['email.clicked', 'clicked'],
  ['email.bounced', 'bounced'],
  ['email.complained', 'complained'],
  ['email.suppressed', 'unsubscribed'],
]);

/** About one of Resend's own contacts, or its list of suppressed addresses. */
const aboutContact = ['contact.created', 'contact.updated', 'contact.deleted', 'suppression.added'];

/**
 * Still on the way, not sent because of the sender, or about Resend's own domains. Leaving a list raises no
 * one's status.
 */
const meaningless = [
  ...['email.sent', 'email.scheduled', 'email.delivery_delayed', 'email.failed', 'email.received'],
  ...['suppression.removed', 'domain.created', 'domain.updated', 'domain.deleted'],
];

/** Svix names its headers after itself, or, unbranded, as Standard Webhooks does. */
const header = (headers: Headers, name: 'id' | 'timestamp' | 'signature'): string =>
  headers.get(`svix-${name}`) ?? headers.get(`webhook-${name}`) ?? '';

/** Resend, which signs with Svix: the signature covers the time, and it may be at most five minutes old. */
export const resend: Adapter = {
  most: ONE_EVENT,
  admits({ headers }) {
    const time = header(headers, 'timestamp');
    // By the machine's own clock, as the library does.
    const isTimely = /^\d{1,12}$/.test(time) && isRecent(Number(time), new Date(), 5 * 60_000);
    return isTimely && header(headers, 'id') !== '' && header(headers, 'signature') !== '';
  },
  async verify({ headers, body, secret }) {
    const said = body.toString('utf8');
    try {
      // Svix made the algorithm, and Standard Webhooks its library. The signed body may still not be JSON.
      new Webhook(secret).verify(
        said,
        {
          'webhook-id': header(headers, 'id'),
          'webhook-timestamp': header(headers, 'timestamp'),
          'webhook-signature': header(headers, 'signature'),
        },
        { jsonParse: false },
      );
    } catch {
      return null;
    }
    return { payload: jsonOf(said) };
  },
  deliveryId: (headers) => header(headers, 'id'),
  items: (payload) => (Array.isArray(payload) ? payload : [payload]),
  read(item, { now, deliveryId }) {
    const { type, created_at: createdAt, data: inside } = fields(item);
    const [name, data, at] = [word(type), fields(inside), moment(createdAt)];
    if (meaningless.includes(name)) return { events: [] };
    const isAboutContact = aboutContact.includes(name);
    const what = isAboutContact ? saidOfContact(name, data) : saidOfMail(name, data);
    if (what === null) return { events: [] };
    const emails = people(isAboutContact ? addresses(data.email) : whom(name, data));
    const unread = isAboutContact ? 'no address, or no word on mail' : 'no address';
    if (what === undefined) return { unread: isAboutContact ? unread : 'unknown event' };
    if (emails.length === 0) return { unread };
    // If a mail had several recipients, no one can tell who did it.
    if (emails.length > 1 && (what.kind === 'opened' || what.kind === 'clicked')) return { events: [] };
    const own = idOf(deliveryId);
    const wasSent = !isAboutContact && name !== 'email.suppressed';
    const facts = {
      ...what,
      at: at ?? now,
      ...linkOf(fields(data.click).link),
      // If no mail went out, the earlier opt-out or bounce isn't the campaign's.
      ...(wasSent
        ? { ...campaignOf(tagged(data.tags, 'campaign')), ...sendKeyOf(tagged(data.tags, 'rollcall')) }
        : {}),
    };
    const parts = [data.email_id ?? data.id];
    return {
      events: emails.map((email) => ({
        ...facts,
        email,
        id:
          own === undefined
            ? derivedId({ kind: what.kind, email, at }, parts, { item, now })
            : isAboutContact && emails.length === 1
              ? own
              : `${own}:${nameOf(email)}`,
      })),
    };
  },
};

const hardBounce: What = { kind: 'bounced', bounce: 'hard', cause: 'bounced before' };

/** What a mail's event says; undefined if no one can tell. */
function saidOfMail(name: string, data: Fields): What | undefined {
  const kind = kinds.get(name);
  if (kind === undefined) return undefined;
  if (name === 'email.suppressed') return onList(fields(data.suppressed).origin);
  if (kind !== 'bounced') return { kind };
  const { type, subType, diagnosticCode } = fields(data.bounce);
  const isGone = word(type) === 'permanent' || word(subType).includes('suppress');
  // `message` is the same for all bounces of a kind, whatever the server said.
  const cause = sesCause(subType) ?? causeOf({ text: text(list(diagnosticCode)[0]) });
  return { kind, bounce: isGone ? 'hard' : 'soft', ...defined({ cause }) };
}

/** What a contact, or an entry on the list, says; null if they want mail, undefined if no one can tell. */
function saidOfContact(name: string, data: Fields): What | null | undefined {
  if (name === 'suppression.added') return onList(data.origin);
  const isOff = flag(data.unsubscribed);
  if (isOff === undefined) return undefined;
  return isOff ? { kind: 'unsubscribed' } : null;
}

/**
 * Why Resend suppresses an address (decision 029). Without a reason it may be a complaint: take the safe
 * side.
 */
function onList(origin: unknown): What {
  const said = word(origin);
  if (said === 'bounce') return hardBounce;
  return { kind: said === 'complaint' ? 'complained' : 'unsubscribed' };
}

/** The recipients of a mail, or, if nothing was sent, those that it concerns. */
function whom(name: string, data: Fields): string[] {
  const { recipient, recipients } = name === 'email.suppressed' ? fields(data.suppressed) : {};
  const named = [...addresses(recipient), ...addresses(recipients)];
  return firstOf(named, addresses(data.to));
}

/** A tag's value, from a list or an object. */
function tagged(tags: unknown, wanted: string): unknown {
  if (!Array.isArray(tags)) return fields(tags)[wanted];
  return list(tags)
    .map(fields)
    .find(({ name }) => text(name) === wanted)?.value;
}
