import { Webhook } from 'standardwebhooks';
import type { ProviderEvent } from '../../audience/provider-events.ts';
import { type Adapter, isRecent, ONE_EVENT, parsed } from './adapter.ts';
import {
  addresses,
  campaignOf,
  derivedId,
  fields,
  flag,
  idOf,
  linkOf,
  list,
  moment,
  nameOf,
  text,
  word,
} from './reading.ts';

const kinds = new Map<string, ProviderEvent['kind']>([
  ['email.delivered', 'received'],
  ['email.opened', 'opened'],
  ['email.clicked', 'clicked'],
  ['email.bounced', 'bounced'],
  ['email.complained', 'complained'],
  ['contact.created', 'unsubscribed'],
  ['contact.updated', 'unsubscribed'],
]);

/** On their way, not sent at all, or about Resend's own contacts and domains. */
const meaningless = [
  ...['email.sent', 'email.scheduled', 'email.delivery_delayed', 'email.failed', 'email.suppressed'],
  ...['email.received', 'contact.deleted', 'domain.created', 'domain.updated', 'domain.deleted'],
];

/** Svix names its headers after itself, or, unbranded, as Standard Webhooks does. */
const header = (headers: Headers, name: 'id' | 'timestamp' | 'signature'): string =>
  headers.get(`svix-${name}`) ?? headers.get(`webhook-${name}`) ?? '';

/** Resend, which signs by Svix: the signature holds the time, and five minutes are the most. */
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
      // Svix made the algorithm, and Standard Webhooks its library. What is signed may still be no JSON.
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
    return { payload: parsed(said) };
  },
  deliveryId: (headers) => header(headers, 'id'),
  items: (payload) => (Array.isArray(payload) ? payload : [payload]),
  read(item, { now, deliveryId }) {
    const { type, created_at: createdAt, data: inside } = fields(item);
    const [name, data, at] = [word(type), fields(inside), moment(createdAt)];
    const kind = kinds.get(name);
    if (kind === undefined) return meaningless.includes(name) ? { events: [] } : { unread: 'unknown event' };
    const own = idOf(deliveryId);
    const idFor = (email: string, isOnly: boolean): string => {
      if (own !== undefined) return isOnly ? own : `${own}:${nameOf(email)}`;
      return derivedId({ kind, email, at }, [data.email_id ?? data.id], { item, now });
    };
    if (kind === 'unsubscribed') {
      const isOff = flag(data.unsubscribed);
      if (isOff === false) return { events: [] };
      const [email] = addresses(data.email);
      if (isOff === undefined || email === undefined) return { unread: 'no address, or no word on mail' };
      return { events: [{ id: idFor(email, true), email, kind, at: at ?? now }] };
    }
    const emails = [...new Set(addresses(data.to))];
    if (emails.length === 0) return { unread: 'no address' };
    // Of a mail to several, nobody can tell who did it.
    if (emails.length > 1 && (kind === 'opened' || kind === 'clicked')) return { events: [] };
    const bounce = word(fields(data.bounce).type) === 'permanent' ? ('hard' as const) : ('soft' as const);
    const facts: Omit<ProviderEvent, 'id' | 'email'> = {
      ...{ kind, at: at ?? now, ...campaignOf(tagged(data.tags)), ...linkOf(fields(data.click).link) },
      ...(kind === 'bounced' ? { bounce } : {}),
    };
    return { events: emails.map((email) => ({ id: idFor(email, false), email, ...facts })) };
  },
};

/** The tag "campaign", which comes in a list or as an object. */
function tagged(tags: unknown): unknown {
  if (!Array.isArray(tags)) return fields(tags).campaign;
  return list(tags)
    .map(fields)
    .find(({ name }) => text(name) === 'campaign')?.value;
}
