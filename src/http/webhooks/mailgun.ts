import { createHmac } from 'node:crypto';
import type { ProviderEvent } from '../../audience/events/provider-event.ts';
import { type BounceCause, causeOf } from '../../lib/campaigns/bounce-causes.ts';
import { defined } from '../../lib/defined.ts';
import { type Adapter, isRecent, isSame, jsonOf, ONE_EVENT } from './adapter.ts';
import {
  addresses,
  campaignOf,
  derivedId,
  type Fields,
  fields,
  firstOf,
  idFor,
  idOf,
  linkOf,
  moment,
  people,
  sendKeyOf,
  text,
  type What,
  word,
} from './reading.ts';

const kinds = new Map<string, ProviderEvent['kind']>([
  ['delivered', 'received'],
  ['opened', 'opened'],
  ['clicked', 'clicked'],
  ['failed', 'bounced'],
  ['complained', 'complained'],
  ['unsubscribed', 'unsubscribed'],
]);

/** Still on the way, refused by Mailgun itself, or about Mailgun's own lists. */
const meaningless = [
  ...['accepted', 'rejected', 'stored', 'list_member_uploaded', 'list_member_upload_error'],
  ...['list_uploaded', 'email_validation'],
];

/**
 * Failures before sending: the person had opted out, or their mailbox didn't exist (decision 029). By the
 * reason, or otherwise by Mailgun's own code.
 */
const refusals = new Map<string, What>();
for (const by of ['suppress-unsubscribe', '606']) refusals.set(by, { kind: 'unsubscribed' });
for (const by of ['suppress-complaint', '607']) refusals.set(by, { kind: 'complained' });
for (const by of ['suppress-bounce', '605'])
  refusals.set(by, { kind: 'bounced', bounce: 'hard', cause: 'bounced before' });

/** Mailgun signs a time and a token, but not the rest of the body: so a token is valid with one body only. */
export const mailgun: Adapter = {
  most: ONE_EVENT,
  // The signature is in the body.
  admits: () => true,
  async verify({ body, secret, now }) {
    const payload = jsonOf(body.toString('utf8'));
    const { timestamp: time, token, signature } = fields(fields(payload).signature);
    const timestamp = typeof time === 'number' ? String(time) : time;
    if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return null;
    if (typeof token !== 'string' || token === '' || token.length > 200) return null;
    const expected = createHmac('sha256', secret).update(`${timestamp}${token}`).digest('hex');
    if (typeof signature !== 'string' || !isSame(signature, expected)) return null;
    return isRecent(Number(timestamp), now) ? { payload, token } : null;
  },
  items: (payload) => [fields(payload)['event-data'] ?? payload],
  read(item, { now }) {
    const event = fields(item);
    const name = word(event.event);
    const kind = kinds.get(name);
    if (kind === undefined) return meaningless.includes(name) ? { events: [] } : { unread: 'unknown event' };
    const refusal = kind === 'bounced' ? refusalOf(event) : undefined;
    const what: What =
      refusal ??
      (kind === 'bounced' ? { kind, bounce: bounceOf(event), ...causeOfFailure(event) } : { kind });
    const named = people(addresses(event.recipient));
    const emails = people(firstOf(named, addresses(fields(event.envelope).targets)));
    if (emails.length === 0) return { unread: 'no address' };
    // If a mail had several recipients, no one can tell whose mailbox it was, or who opened it; an opt-out
    // counts for everyone who may have sent it.
    if (emails.length > 1 && emails.length > named.length && !isNo(what))
      return kind === 'bounced' ? { unread: 'no address' } : { events: [] };
    const at = moment(event.timestamp);
    const variables = fields(event['user-variables']);
    const own = idOf(event.id);
    const parts = [mailOf(event), text(event.url)];
    return {
      events: emails.map((email) => ({
        id:
          own === undefined
            ? derivedId({ kind: what.kind, email, at }, parts, { item, now })
            : idFor(own, email, emails),
        ...what,
        email,
        at: at ?? now,
        // If no mail went out, the earlier opt-out or bounce isn't the campaign's.
        ...(refusal === undefined
          ? { ...campaignOf(variables.campaign), ...sendKeyOf(variables.rollcall) }
          : {}),
        ...linkOf(event.url),
        ...(text(fields(event['client-info']).bot) === undefined ? {} : { machine: true }),
      })),
    };
  },
};

const isNo = ({ kind }: What): boolean => kind === 'unsubscribed' || kind === 'complained';

const refusalOf = (event: Fields): What | undefined =>
  refusals.get(word(event.reason)) ?? refusals.get(text(fields(event['delivery-status']).code) ?? '');

const mailOf = (event: Fields): string | undefined =>
  text(fields(fields(event.message).headers)['message-id']);

/** Mailgun's own words, where they say why. */
const causes: ReadonlyMap<string, BounceCause> = new Map([
  ['espblock', 'blocked'],
  ['blacklisted', 'blocked'],
  ['greylisted', 'unavailable'],
]);

/** Why it failed: by Mailgun's own word, or by what the server answered. */
function causeOfFailure(event: Fields): Pick<What, 'cause'> {
  const status = fields(event['delivery-status']);
  const said = [text(status.message), text(status.description)].filter(Boolean).join(' ');
  const own = word(event.reason);
  const cause =
    causes.get(own) ??
    causeOf({ code: text(status.code), status: text(status['enhanced-code']), text: said }) ??
    // Hours of tries are over.
    (own === 'old' ? 'unavailable' : undefined);
  return defined({ cause });
}

/** What Mailgun itself considers a missing mailbox: it adds these addresses to its list of bounces. */
const gone = ['bounce', 'delayed-bounce'];
/** Given up after hours of trying, or refused because of the sender instead of the recipient. */
const givenUp = ['old', 'espblock', 'greylisted', 'blacklisted'];

/**
 * "Permanent" only says that Mailgun won't try again: also after eight hours of failed tries (`old`, code
 * 602), and after any 5xx answer, including full mailboxes and mail refused as spam.
 */
function bounceOf(event: Fields): 'hard' | 'soft' {
  const [severity, reason] = [word(event.severity), word(event.reason)];
  const status = fields(event['delivery-status']);
  if (severity !== 'permanent' && (severity !== '' || !gone.includes(reason))) return 'soft';
  if (gone.includes(reason)) return 'hard';
  if (givenUp.includes(reason) || ['552', '602'].includes(text(status.code) ?? '')) return 'soft';
  // RFC 3463: 5.1 is the address, 5.2.1 a closed mailbox; 5.2.2 is full, 5.7 is policy.
  const enhanced = text(status['enhanced-code']);
  return enhanced === undefined || /^5\.(?:0|1|2\.1$)/.test(enhanced) ? 'hard' : 'soft';
}
