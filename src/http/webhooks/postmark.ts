import { type BounceCause, causeOf } from '../../lib/campaigns/bounce-causes.ts';
import { defined } from '../../lib/defined.ts';
import { type Adapter, isSame, jsonOf, MANY_EVENTS } from './adapter.ts';
import {
  addresses,
  campaignOf,
  derivedId,
  type Fields,
  fields,
  firstOf,
  flag,
  idFor,
  idOf,
  linkOf,
  moment,
  nameOf,
  people,
  sendKeyOf,
  text,
  type What,
  word,
} from './reading.ts';

/** What a record says: null if it means nothing here, undefined if no one can tell. */
const records = new Map<string, (record: Fields) => What | null | undefined>([
  ['delivery', () => ({ kind: 'received' })],
  ['open', () => ({ kind: 'opened' })],
  ['click', () => ({ kind: 'clicked' })],
  ['bounce', bounceOf],
  ['spamcomplaint', () => ({ kind: 'complained' })],
  ['subscriptionchange', changeOf],
  ['smtpapierror', apiErrorOf],
  // Inbound mail.
  ['inbound', () => null],
]);

/** Postmark signs nothing: Basic authentication identifies the sender. */
export const postmark: Adapter = {
  // A bounce may include the mail that bounced.
  most: MANY_EVENTS,
  admits({ headers, secret }) {
    const given = /^Basic +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
    return given !== undefined && isSame(Buffer.from(given, 'base64').toString('utf8'), secret);
  },
  // The sender was checked before the body was read.
  verify: async ({ body }) => ({ payload: jsonOf(body.toString('utf8')) }),
  items: (payload) => (Array.isArray(payload) ? payload : [payload]),
  read(item, { now }) {
    const record = fields(item);
    const what = records.get(word(record.RecordType))?.(record);
    if (what === null) return { events: [] };
    if (what === undefined) return { unread: 'unknown event' };
    const emails = people(firstOf(addresses(record.Recipient), addresses(record.Email)));
    if (emails.length === 0) return { unread: 'no address' };
    const times = [record.DeliveredAt, record.ReceivedAt, record.BouncedAt, record.ChangedAt];
    const at = times.map(moment).find((each) => each !== undefined);
    // If no mail went out, the earlier opt-out or bounce isn't the campaign's.
    const isRefusal = [record.RecordType, record.Type].some((type) => word(type) === 'smtpapierror');
    const metadata = fields(record.Metadata);
    const facts = {
      ...what,
      at: at ?? now,
      ...(isRefusal ? {} : { ...campaignOf(metadata.campaign), ...sendKeyOf(metadata.rollcall) }),
      ...linkOf(record.OriginalLink),
    };
    return {
      events: emails.map((email) => ({
        ...facts,
        email,
        id: idOfRecord({ ...what, email, at }, { record, emails }, now),
      })),
    };
  },
};

/**
 * Bounces and complaints have their own ids. Two opens of one mail share the mail's id, and some changes have
 * none.
 */
function idOfRecord(
  { kind, email, at }: What & { email: string; at: Date | undefined },
  { record, emails }: { record: Fields; emails: string[] },
  now: Date,
): string {
  const own = idOf(record.ID);
  if (own !== undefined) return idFor(`${text(record.RecordType)}:${own}`, email, emails);
  const mail = text(record.MessageID);
  return mail !== undefined && mail.length <= 100 && at !== undefined
    ? `${mail}:${kind}:${nameOf(email)}:${at.getTime()}`
    : derivedId({ kind, email, at }, [mail], { item: record, now });
}

/** Bounce types that mean something else; all others are soft. */
const types = new Map<string, What | null>([
  ['hardbounce', { kind: 'bounced', bounce: 'hard' }],
  ['bademailaddress', { kind: 'bounced', bounce: 'hard' }],
  ['spamcomplaint', { kind: 'complained' }],
  // Someone's reply asked for it, or someone deactivated the address by hand.
  ['unsubscribe', { kind: 'unsubscribed' }],
  ['manuallydeactivated', { kind: 'unsubscribed' }],
  // The mail arrived, and something answered.
  ['subscribe', null],
  ['autoresponder', null],
  ['addresschange', null],
]);

/** Their numbers, with the same meaning. */
const typeCodes = new Map<string, string>([
  ...([
    ['1', 'hardbounce'],
    ['100000', 'bademailaddress'],
    ['100001', 'spamcomplaint'],
  ] as const),
  ...([
    ['2', 'transient'],
    ['256', 'dnserror'],
    ['512', 'spamnotification'],
    ['8192', 'virusnotification'],
    ['16384', 'challengeverification'],
    ['100006', 'blocked'],
    ['100009', 'dmarcpolicy'],
  ] as const),
  ...([
    ['16', 'unsubscribe'],
    ['100002', 'manuallydeactivated'],
    ['32', 'subscribe'],
  ] as const),
  ...([
    ['64', 'autoresponder'],
    ['128', 'addresschange'],
    ['100007', 'smtpapierror'],
  ] as const),
]);

function bounceOf(record: Fields): What | null | undefined {
  const said = word(record.Type);
  const type = types.has(said) ? said : (typeCodes.get(text(record.TypeCode) ?? '') ?? said);
  if (type === 'smtpapierror') return apiErrorOf(record);
  const what = types.get(type);
  const cause = causeOfBounce(type, record);
  if (what !== undefined) return what?.kind === 'bounced' ? { ...what, ...defined({ cause }) } : what;
  const isOff = type === '' && flag(record.Inactive) === true;
  return { kind: 'bounced', bounce: isOff ? 'hard' : 'soft', ...defined({ cause }) };
}

/** Postmark's own types, where they say why. */
const causes: ReadonlyMap<string, BounceCause> = new Map([
  ['bademailaddress', 'no mailbox'],
  ['dnserror', 'no server'],
  ['spamnotification', 'blocked'],
  ['virusnotification', 'blocked'],
  ['challengeverification', 'blocked'],
  ['blocked', 'blocked'],
  ['dmarcpolicy', 'blocked'],
]);

/** The types that cover several causes: the server's answer may say which. */
const wideTypes: ReadonlyMap<string, BounceCause> = new Map([
  ['hardbounce', 'no mailbox'],
  ['transient', 'unavailable'],
]);

/** Description is Postmark's explanation of the type, the same for all: only Details is the server's answer. */
const causeOfBounce = (type: string, record: Fields): BounceCause | undefined =>
  causes.get(type) ?? causeOf({ text: text(record.Details) }) ?? wideTypes.get(type);

/**
 * Mail that Postmark refused. If the address is inactive, the person had opted out or their mailbox didn't
 * exist, and Postmark doesn't say which: take the safe side (decision 029). Undefined if it doesn't say
 * whether it is inactive.
 */
function apiErrorOf(record: Fields): What | null | undefined {
  const said = [record.Name, record.Description, record.Details, record.Message].map(word).join(' ');
  const isOff = flag(record.Inactive);
  if (isOff === true || text(record.ErrorCode) === '406' || /inactive|suppress/.test(said))
    return { kind: 'unsubscribed' };
  return isOff === false ? null : undefined;
}

/**
 * An address that Postmark stopped sending to, at anyone's request; reactivating an address raises no one's
 * status.
 */
function changeOf(record: Fields): What | null | undefined {
  const isOff = flag(record.SuppressSending);
  if (isOff !== true) return isOff === false ? null : undefined;
  const reason = word(record.SuppressionReason);
  if (reason === 'hardbounce') return { kind: 'bounced', bounce: 'hard', cause: 'bounced before' };
  return { kind: reason === 'spamcomplaint' ? 'complained' : 'unsubscribed' };
}
