import { createPublicKey, verify } from 'node:crypto';
import type { ProviderEvent } from '../../audience/provider-events.ts';
import { type Adapter, isRecent, MANY_EVENTS, parsed } from './adapter.ts';
import {
  addresses,
  campaignOf,
  derivedId,
  type Fields,
  fields,
  flag,
  idOf,
  linkOf,
  list,
  moment,
  text,
  word,
} from './reading.ts';

const kinds = new Map<string, ProviderEvent['kind']>([
  ['delivered', 'received'],
  ['open', 'opened'],
  ['click', 'clicked'],
  ['bounce', 'bounced'],
  ['spamreport', 'complained'],
  ['unsubscribe', 'unsubscribed'],
  // From one group only; until there are topics, the safe side.
  ['group_unsubscribe', 'unsubscribed'],
]);

/** Nobody did anything yet, or nothing that counts here: coming back to a group raises nobody. */
const meaningless = ['processed', 'deferred', 'dropped', 'group_resubscribe', 'account_status_change'];

const signatureOf = (headers: Headers) => headers.get('x-twilio-email-event-webhook-signature') ?? '';
const timeOf = (headers: Headers) => headers.get('x-twilio-email-event-webhook-timestamp') ?? '';

/** SendGrid: ECDSA over the time and the raw bytes, with a key in base64 DER. Node does it: the SDK's own does it in script. */
export const sendgrid: Adapter = {
  most: MANY_EVENTS,
  admits({ headers, now }) {
    const time = timeOf(headers);
    return signatureOf(headers) !== '' && /^\d{1,12}$/.test(time) && isRecent(Number(time), now);
  },
  async verify({ headers, body, secret }) {
    try {
      const key = createPublicKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'spki' });
      const signed = Buffer.concat([Buffer.from(timeOf(headers)), body]);
      if (!verify('sha256', signed, key, Buffer.from(signatureOf(headers), 'base64'))) return null;
    } catch {
      return null;
    }
    return { payload: parsed(body.toString('utf8')) };
  },
  items: (payload) => (Array.isArray(payload) ? payload : [payload]),
  read(item, context) {
    const event = fields(item);
    const name = word(event.event);
    const kind = kinds.get(name);
    if (kind === undefined) return meaningless.includes(name) ? { events: [] } : { unread: 'unknown event' };
    const [email] = addresses(event.email);
    if (email === undefined) return { unread: 'no address' };
    const at = moment(event.timestamp);
    return {
      events: [
        {
          ...{ id: idOfEvent({ kind, email, at }, event, context), email, kind, at: at ?? context.now },
          ...campaignOf(event.campaign, event.singlesend_name, event.marketing_campaign_name),
          ...linkOf(event.url),
          ...(flag(event.sg_machine_open) === true ? { machine: true } : {}),
          ...(kind === 'bounced' ? { bounce: bounceOf(event) } : {}),
        },
      ],
    };
  },
};

/** Blocked or expired is no hard bounce: the address is there. */
const bounceOf = (event: Fields) => (['', 'bounce'].includes(word(event.type)) ? 'hard' : 'soft');

/**
 * `sg_event_id` is missing from many unsubscriptions, and is another one when an event is sent again (sendgrid-nodejs issue
 * 1435), while all else stays the same. So what tells an event from others is the mail, who, what, when, with what and
 * where to; the id does only if there is no mail to name.
 */
function idOfEvent(event: Parameters<typeof derivedId>[0], item: Fields, { now }: { now: Date }): string {
  const own = idOf(item.sg_event_id);
  const mail = text(item.sg_message_id) ?? text(item['smtp-id']);
  if (own !== undefined && (mail === undefined || event.at === undefined)) return own;
  const by = [text(item.useragent), text(item.ip), flag(item.sg_machine_open)];
  const where = [text(item.url), list(item.url_offset), text(item.asm_group_id)];
  return derivedId(event, [mail, ...by, ...where], { item, now });
}
