import { createPublicKey, verify } from 'node:crypto';
import type { ProviderEvent } from '../../audience/events/provider-event.ts';
import { type BounceCause, causeOf } from '../../lib/campaigns/bounce-causes.ts';
import { defined } from '../../lib/defined.ts';
import { type Adapter, isRecent, jsonOf, MANY_EVENTS } from './adapter.ts';
import {
  addresses,
  campaignOf,
  derivedId,
  type Fields,
  fields,
  flag,
  idFor,
  idOf,
  linkOf,
  list,
  moment,
  people,
  sendKeyOf,
  text,
  type What,
  word,
} from './reading.ts';

const kinds = new Map<string, ProviderEvent['kind']>([
  ['delivered', 'received'],
  ['open', 'opened'],
  ['click', 'clicked'],
  ['bounce', 'bounced'],
  ['spamreport', 'complained'],
  ['unsubscribe', 'unsubscribed'],
  // They left one of SendGrid's groups. No topic here stands for a group, so this counts as leaving everything.
  ['group_unsubscribe', 'unsubscribed'],
]);

/** No one has done anything yet, or nothing that counts here: rejoining a group raises no one's status. */
const meaningless = ['processed', 'deferred', 'group_resubscribe', 'account_status_change'];

const signatureOf = (headers: Headers) => headers.get('x-twilio-email-event-webhook-signature') ?? '';
const timeOf = (headers: Headers) => headers.get('x-twilio-email-event-webhook-timestamp') ?? '';

/**
 * SendGrid: ECDSA over the time and the raw bytes, with a key in base64 DER. Node verifies it natively: the
 * SDK does it in script.
 */
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
    return { payload: jsonOf(body.toString('utf8')) };
  },
  items: (payload) => (Array.isArray(payload) ? payload : [payload]),
  read(item, context) {
    const event = fields(item);
    const name = word(event.event);
    if (meaningless.includes(name)) return { events: [] };
    const isDropped = name === 'dropped';
    const what = isDropped ? refusalFor(word(event.reason)) : saidBy(name, event);
    if (what === null) return { events: [] };
    if (what === undefined) return { unread: isDropped ? 'unknown reason' : 'unknown event' };
    const emails = people(addresses(event.email));
    if (emails.length === 0) return { unread: 'no address' };
    const at = moment(event.timestamp);
    const facts = {
      ...what,
      at: at ?? context.now,
      // No mail went out: the earlier opt-out or bounce isn't the campaign's.
      ...(isDropped
        ? {}
        : {
            ...campaignOf(event.campaign, event.singlesend_name, event.marketing_campaign_name),
            ...sendKeyOf(event.rollcall, fields(event.unique_args).rollcall),
          }),
      ...linkOf(event.url),
      ...defined({ machine: flag(event.sg_machine_open) || undefined }),
    };
    return {
      events: emails.map((email) => ({
        ...facts,
        email,
        id: idOfEvent({ kind: what.kind, email, at }, { event, emails }, context),
      })),
    };
  },
};

function saidBy(name: string, event: Fields): What | undefined {
  const kind = kinds.get(name);
  if (kind !== 'bounced') return kind && { kind };
  // Blocked or expired isn't a hard bounce: the address exists.
  return {
    kind,
    bounce: ['', 'bounce'].includes(word(event.type)) ? 'hard' : 'soft',
    ...defined({ cause: causeOfBounce(event) }),
  };
}

/** SendGrid's own classes, where they say why. */
const classes: ReadonlyMap<string, BounceCause> = new Map([
  ['invalid address', 'no mailbox'],
  ['content', 'blocked'],
  ['reputation', 'blocked'],
  ['frequency or volume too high', 'blocked'],
]);

/** The classes that cover several causes: the server's answer may say which. */
const wideClasses: ReadonlyMap<string, BounceCause> = new Map([
  ['mailbox unavailable', 'closed'],
  ['technical failure', 'unavailable'],
]);

function causeOfBounce(event: Fields): BounceCause | undefined {
  const own = word(event.bounce_classification);
  return (
    classes.get(own) ??
    causeOf({ status: text(event.status), text: text(event.reason) }) ??
    wideClasses.get(own) ??
    // Days of tries are over.
    (word(event.type) === 'expired' ? 'unavailable' : undefined)
  );
}

/**
 * Why SendGrid suppresses an address (decision 029); null if it's about the mail, undefined if no one can
 * tell.
 */
function refusalFor(reason: string): What | null | undefined {
  if (/unsub|opt(?:ed)?[ -]?out|suppress/.test(reason)) return { kind: 'unsubscribed' };
  if (/spam report|complain/.test(reason)) return { kind: 'complained' };
  if (/smtpapi|spam content|quota/.test(reason)) return null;
  const isGone = /\bbounced?\b|^invalid$|invalid (?:e-?mail|recipient|address)/.test(reason);
  if (!isGone) return undefined;
  const cause = reason.includes('invalid') ? 'no mailbox' : 'bounced before';
  return { kind: 'bounced', bounce: 'hard', cause };
}

/**
 * `sg_event_id` is missing from many unsubscriptions, and differs if an event is sent again (sendgrid-nodejs
 * issue 1435), while everything else stays the same. So an event is identified by the mail, who, what, when,
 * with what and where to; the id counts only if there is no mail to name.
 */
function idOfEvent(
  event: Parameters<typeof derivedId>[0],
  { event: item, emails }: { event: Fields; emails: string[] },
  { now }: { now: Date },
): string {
  const own = idOf(item.sg_event_id);
  const mail = text(item.sg_message_id) ?? text(item['smtp-id']);
  if (own !== undefined && (mail === undefined || event.at === undefined))
    return idFor(own, event.email, emails);
  const by = [text(item.useragent), text(item.ip), flag(item.sg_machine_open)];
  const where = [text(item.url), list(item.url_offset), text(item.asm_group_id)];
  return derivedId(event, [mail, ...by, ...where], { item, now });
}
