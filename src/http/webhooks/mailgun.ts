import { createHmac } from 'node:crypto';
import type { ProviderEvent } from '../../audience/provider-events.ts';
import { type Adapter, isRecent, isSame, ONE_EVENT, parsed } from './adapter.ts';
import {
  addresses,
  campaignOf,
  derivedId,
  type Fields,
  fields,
  firstOf,
  idOf,
  linkOf,
  moment,
  text,
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

/** On their way, refused by Mailgun itself, or about Mailgun's own lists. */
const meaningless = [
  ...['accepted', 'rejected', 'stored', 'list_member_uploaded', 'list_member_upload_error'],
  ...['list_uploaded', 'email_validation'],
];

/** Not sent because they had unsubscribed or complained before: no bounce. */
const suppressed = ['suppress-unsubscribe', 'suppress-complaint'];

/** Mailgun signs a time and a token, not what comes with them: so a token may come with one body only. */
export const mailgun: Adapter = {
  most: ONE_EVENT,
  // The signature is in the body.
  admits: () => true,
  async verify({ body, secret, now }) {
    const payload = parsed(body.toString('utf8'));
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
    if (kind === 'bounced' && suppressed.includes(word(event.reason))) return { events: [] };
    const [email] = firstOf(addresses(event.recipient), addresses(fields(event.envelope).targets));
    if (email === undefined) return { unread: 'no address' };
    const at = moment(event.timestamp);
    const variables = fields(event['user-variables']);
    return {
      events: [
        {
          id:
            idOf(event.id) ?? derivedId({ kind, email, at }, [mailOf(event), text(event.url)], { item, now }),
          ...{ email, kind, at: at ?? now },
          ...campaignOf(variables.campaign),
          ...linkOf(event.url),
          ...(text(fields(event['client-info']).bot) === undefined ? {} : { machine: true }),
          ...(kind === 'bounced' ? { bounce: bounceOf(event) } : {}),
        },
      ],
    };
  },
};

const mailOf = (event: Fields): string | undefined =>
  text(fields(fields(event.message).headers)['message-id']);

/** What Mailgun itself takes for a mailbox that isn't there: these addresses come on its list of bounces. */
const gone = ['bounce', 'delayed-bounce', 'suppress-bounce'];
/** Given up after hours of trying, or refused for who sends and not for who is sent to. */
const givenUp = ['old', 'espblock', 'greylisted', 'blacklisted'];

/**
 * "Permanent" only says that Mailgun won't try again: also after eight hours of trying in vain (`old`, code 602), and after
 * any answer of 5xx, mailboxes that are full and mail that is refused as spam among them.
 */
function bounceOf(event: Fields): 'hard' | 'soft' {
  const [severity, reason] = [word(event.severity), word(event.reason)];
  const status = fields(event['delivery-status']);
  if (severity !== 'permanent' && (severity !== '' || !gone.includes(reason))) return 'soft';
  if (gone.includes(reason)) return 'hard';
  if (givenUp.includes(reason) || ['552', '602'].includes(text(status.code) ?? '')) return 'soft';
  // RFC 3463: 5.1 is the address, 5.2.1 a mailbox that is closed; 5.2.2 is full, 5.7 is policy.
  const enhanced = text(status['enhanced-code']);
  return enhanced === undefined || /^5\.(?:0|1|2\.1$)/.test(enhanced) ? 'hard' : 'soft';
}
