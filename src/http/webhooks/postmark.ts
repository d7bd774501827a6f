import { type Adapter, isSame, MANY_EVENTS, parsed } from './adapter.ts';
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
  text,
  type What,
  word,
} from './reading.ts';

/** What a record says: null if it means nothing here, undefined if that can't be told. */
const records = new Map<string, (record: Fields) => What | null | undefined>([
  ['delivery', () => ({ kind: 'received' })],
  ['open', () => ({ kind: 'opened' })],
  ['click', () => ({ kind: 'clicked' })],
  ['bounce', bounceOf],
  ['spamcomplaint', () => ({ kind: 'complained' })],
  ['subscriptionchange', changeOf],
  ['smtpapierror', apiErrorOf],
  // Mail that came in.
  ['inbound', () => null],
]);

/** Postmark, which signs nothing: Basic authentication says who sends. */
export const postmark: Adapter = {
  // A bounce may carry the mail that bounced.
  most: MANY_EVENTS,
  admits({ headers, secret }) {
    const given = /^Basic +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
    return given !== undefined && isSame(Buffer.from(given, 'base64').toString('utf8'), secret);
  },
  // Who sends has been looked at before the body was read.
  verify: async ({ body }) => ({ payload: parsed(body.toString('utf8')) }),
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
    // If no mail went out, what was said before isn't the campaign's.
    const isRefusal = [record.RecordType, record.Type].some((type) => word(type) === 'smtpapierror');
    const facts = {
      ...what,
      at: at ?? now,
      ...(isRefusal ? {} : campaignOf(fields(record.Metadata).campaign)),
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

/** Bounces and complaints have an id of their own. Two opens of one mail share the mail's, and some changes have none. */
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

/** Types of bounces that are something else; all others are soft. */
const types = new Map<string, What | null>([
  ['hardbounce', { kind: 'bounced', bounce: 'hard' }],
  ['bademailaddress', { kind: 'bounced', bounce: 'hard' }],
  ['spamcomplaint', { kind: 'complained' }],
  // Somebody's answer asked for it, or somebody deactivated the address by hand.
  ['unsubscribe', { kind: 'unsubscribed' }],
  ['manuallydeactivated', { kind: 'unsubscribed' }],
  // The mail came in, and something answered.
  ['subscribe', null],
  ['autoresponder', null],
  ['addresschange', null],
]);

/** Their numbers, which say the same. */
const typeCodes = new Map<string, string>([
  ...([
    ['1', 'hardbounce'],
    ['100000', 'bademailaddress'],
    ['100001', 'spamcomplaint'],
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
  if (what !== undefined) return what;
  const isOff = type === '' && flag(record.Inactive) === true;
  return { kind: 'bounced', bounce: isOff ? 'hard' : 'soft' };
}

/**
 * Mail that Postmark didn't take. If that is because the address is inactive, somebody said no before, or their mailbox was gone,
 * and it doesn't say which: the safe side (decision 029). Undefined if it doesn't say whether it is.
 */
function apiErrorOf(record: Fields): What | null | undefined {
  const said = [record.Name, record.Description, record.Details, record.Message].map(word).join(' ');
  const isOff = flag(record.Inactive);
  if (isOff === true || text(record.ErrorCode) === '406' || /inactive|suppress/.test(said))
    return { kind: 'unsubscribed' };
  return isOff === false ? null : undefined;
}

/** An address that Postmark won't send to any more, whoever asked for it; one that it sends to again raises nobody. */
function changeOf(record: Fields): What | null | undefined {
  const isOff = flag(record.SuppressSending);
  if (isOff !== true) return isOff === false ? null : undefined;
  const reason = word(record.SuppressionReason);
  if (reason === 'hardbounce') return { kind: 'bounced', bounce: 'hard' };
  return { kind: reason === 'spamcomplaint' ? 'complained' : 'unsubscribed' };
}
