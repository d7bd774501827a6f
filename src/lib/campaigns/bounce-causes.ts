/** Why mail bounces, or is refused when it is handed over; in words that follow a number of people. */
export const bounceCauses = {
  'no mailbox': 'no such mailbox',
  closed: 'mailbox closed',
  full: 'mailbox full',
  blocked: 'blocked as spam or by policy',
  'no server': 'mail server not found',
  'too large': 'mail too large',
  unavailable: 'mail server busy or not answering',
  'bounced before': 'not sent by the provider: bounced before',
  other: 'another reason',
} as const;
export type BounceCause = keyof typeof bounceCauses;
export const bounceCauseNames = Object.keys(bounceCauses) as [BounceCause, ...BounceCause[]];

export const isBounceCause = (text: unknown): text is BounceCause =>
  typeof text === 'string' && Object.hasOwn(bounceCauses, text);

/** What a mail server said, as far as it is known. */
export interface ServerReply {
  /** 550 */
  code?: string | undefined;
  /** RFC 3463: `5.1.1` */
  status?: string | undefined;
  text?: string | undefined;
}

/**
 * Why a mail server refused a mail; undefined if it doesn't say, or in words that aren't known. The status counts most,
 * then the words, then the code: 550 alone can mean anything.
 *
 * @example causeOf({ code: '550', text: '550 5.1.1 User unknown' }) // 'no mailbox'
 */
export function causeOf({ code, status, text = '' }: ServerReply): BounceCause | undefined {
  // "4.7.1 Greylisted": that is no judgement.
  if (greylisted.test(text)) return 'unavailable';
  const [, said] =
    /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(status ?? '') ?? anyStatus.exec(text) ?? [];
  const byStatus = said === undefined ? undefined : causeOfStatus(said);
  // Servers say "5.5.0 mailbox unavailable": the class for protocols is used for anything.
  if (byStatus !== undefined && byStatus !== 'other') return byStatus;
  const byWords = words.find(([pattern]) => pattern.test(text))?.[1];
  const byCode = codes.get(code ?? /^\s*([45]\d\d)\b/.exec(text)?.[1] ?? '');
  return byWords ?? byCode ?? byStatus;
}

const anyStatus = /(?:^|[\s#(\-:])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/;

/** By subject and detail, whatever the class: 4.2.2 is a full mailbox, too. */
function causeOfStatus(status: string): BounceCause | undefined {
  const [, subject = '', detail = ''] = status.split('.');
  const exact = statuses.get(`${subject}.${detail}`);
  if (exact !== undefined) return exact;
  switch (subject) {
    case '1':
      return 'no mailbox';
    case '3':
    case '4':
      return 'unavailable';
    case '7':
      return 'blocked';
    case '2':
    case '5':
    case '6':
      return 'other';
    default:
      return undefined;
  }
}

const statuses: ReadonlyMap<string, BounceCause> = new Map([
  // The domain, or that it takes no mail (RFC 7505).
  ['1.2', 'no server'],
  ['1.10', 'no server'],
  ['4.4', 'no server'],
  // The sender's address.
  ['1.7', 'blocked'],
  ['1.8', 'blocked'],
  ['2.1', 'closed'],
  ['2.2', 'full'],
  ['2.3', 'too large'],
  ['3.4', 'too large'],
  ['4.6', 'other'],
]);

const greylisted = /gr[ea]y-?\s?list/i;

/** Replies that mean one thing only. */
const codes: ReadonlyMap<string, BounceCause> = new Map([
  ['551', 'no mailbox'],
  ['553', 'no mailbox'],
  ['552', 'full'],
  // The host, or the domain, takes no mail at all (RFC 7504).
  ['521', 'no server'],
  ['556', 'no server'],
  ['421', 'unavailable'],
  ['450', 'unavailable'],
  ['451', 'unavailable'],
]);

/** What servers say, the plainest words first. */
const words: readonly (readonly [RegExp, BounceCause])[] = [
  [
    /(?:over|exceed\w*|out of|insufficient)\s+(?:\w+\s+){0,3}(?:quota|storage)|(?:quota|storage)\s+(?:\w+\s+){0,2}(?:exceed|full)|(?:mailbox|inbox)\s+(?:is\s+)?full/i,
    'full',
  ],
  [/(?:message|mail|size)\s+(?:\w+\s+){0,3}(?:too (?:large|big|long)|exceeds)/i, 'too large'],
  [
    /\bno mx\b|(?:domain|host)\s+(?:\w+\s+){0,3}not (?:found|exist)|(?:domain|host)\s+does(?:n['’]t| not) exist|nxdomain|null mx|name service error|unrouteable/i,
    'no server',
  ],
  [
    /\bspam|block(?:ed|list)|black\s?list|deny\s?list|reputation|\bdmarc\b|\bspf\b|\bdkim\b|\bpolicy\b|spamhaus|virus|malware|content rejected|not authorized|access denied/i,
    'blocked',
  ],
  [
    /(?:account|mailbox|user|recipient|address)\s+(?:\w+\s+){0,4}(?:disabled|inactive|suspended|closed|deactivated)|(?:disabled|inactive|suspended)\s+(?:account|mailbox|user|recipient)/i,
    'closed',
  ],
  [
    /user (?:is )?unknown|unknown (?:user|recipient|address|mailbox)|no such|(?:mailbox|recipient|user|address|account)\s+(?:\w+\s+){0,3}(?:not found|unavailable|unknown|rejected|does(?:n['’]t| not) exist)|does(?:n['’]t| not) (?:exist|have an? \S+ account)|invalid (?:recipient|mailbox|address)|not a valid (?:mailbox|recipient|user)/i,
    'no mailbox',
  ],
  [
    /timed? ?out|try (?:again )?later|connection (?:refused|reset|lost)|too many|temporar|throttl|rate.?limit|unreachable/i,
    'unavailable',
  ],
];
