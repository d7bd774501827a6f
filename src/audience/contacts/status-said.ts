import {
  complaintStands,
  decidedAt,
  type FactKind,
  type Moments,
  type Status,
  statusOf,
} from '../../lib/consent.ts';

/** Consent as a program gives it. */
export interface Consent {
  source: string;
  at: Date;
}

/** What was said of a contact's status: the fact to keep, if any; or why it can't be. */
export type SaidStatus =
  | { fact: { kind: FactKind; at: Date } | undefined }
  | { field: string; message: string };

/** So far may a sender's clock be ahead of ours, in milliseconds. */
const CLOCK_SKEW = 5 * 60_000;

export const needsConsent =
  'To subscribe someone, say when and where they agreed to get mail: "consent": {"source": "sign-up form", "at": "2026-11-23T10:00:00Z"}.';

/** Why a consent can't count: it lies in the future. */
export function consentTooLate(consent: Consent | undefined, now: Date): string | undefined {
  if (consent === undefined || consent.at.getTime() <= now.getTime() + CLOCK_SKEW) return undefined;
  return `is in the future: ${consent.at.toISOString()}; it is now ${now.toISOString()}`;
}

/**
 * What a status that a program gives says of a contact. Subscribing takes consent that is newer than whatever speaks against
 * it; an opt-out and a bounce always count, also of somebody who is unsubscribed or bounced already: the latest one is what
 * consent is compared with. "non-subscribed" takes consent back, and nothing else: who unsubscribed or bounced stays so.
 */
export function saidStatus(
  before: Moments & { status: Status },
  { status, consent }: { status?: Status | undefined; consent?: Consent | undefined },
  now: Date,
): SaidStatus {
  const tooLate = consentTooLate(consent, now);
  if (tooLate !== undefined) return { field: 'consent/at', message: tooLate };
  switch (status) {
    case undefined:
      return { fact: undefined };
    case 'unsubscribed':
      return { fact: { kind: 'opt-out', at: now } };
    case 'bounced':
      return { fact: { kind: 'bounce', at: now } };
    case 'non-subscribed': {
      const why = staysLow(before.status, status);
      return why === undefined
        ? { fact: { kind: 'withdrawal', at: now } }
        : { field: 'status', message: why };
    }
    case 'subscribed':
      return saidSubscribed(before, consent, now);
    default:
      return status satisfies never;
  }
}

function saidSubscribed(
  before: Moments & { status: Status },
  consent: Consent | undefined,
  now: Date,
): SaidStatus {
  if (consent === undefined) {
    if (before.status === 'subscribed') return { fact: undefined };
    const message =
      before.status === 'non-subscribed' ? needsConsent : `They are ${before.status}. ${needsConsent}`;
    return { field: 'status', message };
  }
  const at = consent.at > now ? now : consent.at;
  const after = { ...before, consentedAt: latest(before.consentedAt, at) };
  const status = statusOf(after);
  if (status === 'subscribed') return { fact: { kind: 'consent', at } };
  if (complaintStands(after)) return { field: 'consent', message: afterComplaint };
  const since = decidedAt(status, after)?.toISOString() ?? '';
  return {
    field: 'consent',
    message: `They have been ${status} since ${since}. Consent from before then doesn't count.`,
  };
}

const latest = (one: Date | null, other: Date): Date => (one !== null && one > other ? one : other);

/** Why nobody else's word brings back a person who complained. */
export const afterComplaint =
  'They reported a mail as spam. Only they can subscribe again: on their preference page, or by a sign-up that they confirm.';

/** Why a status that is low can't be set to another one by hand; undefined if it can. */
export function staysLow(from: Status, to: Status): string | undefined {
  if (to === 'non-subscribed' && (from === 'unsubscribed' || from === 'bounced')) {
    return `They are ${from}, which outranks non-subscribed. Only new consent can change it, to subscribed.`;
  }
  if (to === 'bounced' && from === 'unsubscribed') {
    return 'They are unsubscribed, which outranks bounced. Only new consent can change it, to subscribed.';
  }
  return undefined;
}
