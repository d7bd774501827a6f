import {
  complaintStands,
  decidedAt,
  type FactKind,
  type Moments,
  type Status,
  statusOf,
} from '../../lib/consent.ts';

/** Consent as a program sends it. */
export interface Consent {
  source: string;
  at: Date;
}

/** A fact about a status; `details` is what the consent log adds: where they agreed. */
export interface SaidFact {
  kind: FactKind;
  at: Date;
  details?: { where: string };
}

/** The fact to store about a contact's status, if any; or why it is refused. */
export type SaidStatus = { fact: SaidFact | undefined } | { field: string; message: string };

/** How far a sender's clock may be ahead of ours, in milliseconds. */
const CLOCK_SKEW = 5 * 60_000;

export const needsConsent =
  'To subscribe someone, say when and where they agreed to get mail: "consent": {"source": "sign-up form", "at": "2026-11-23T10:00:00Z"}.';

/** Why a consent can't count: it is in the future. */
export function consentTooLate(consent: Consent | undefined, now: Date): string | undefined {
  if (consent === undefined || consent.at.getTime() <= now.getTime() + CLOCK_SKEW) return undefined;
  return `is in the future: ${consent.at.toISOString()}; it is now ${now.toISOString()}`;
}

/**
 * Reads a status that a program sends. Subscribing takes consent that is newer than anything against it. An
 * opt-out and a bounce always count, even for someone who is already unsubscribed or bounced: consent is
 * compared with the latest one. "non-subscribed" only withdraws consent: someone who unsubscribed or bounced
 * stays so.
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
  if (status === 'subscribed') return { fact: { kind: 'consent', at, details: { where: consent.source } } };
  if (complaintStands(after)) return { field: 'consent', message: afterComplaint };
  const since = decidedAt(status, after)?.toISOString() ?? '';
  return {
    field: 'consent',
    message: `They have been ${status} since ${since}. Consent from before then doesn't count.`,
  };
}

const latest = (one: Date | null, other: Date): Date => (one !== null && one > other ? one : other);

/** Why no one else can resubscribe a person who complained. */
export const afterComplaint =
  'They reported a mail as spam. Only they can subscribe again: on their preference page, or by a sign-up that they confirm.';

/** Why a low status can't be changed by hand; undefined if it can. */
export function staysLow(from: Status, to: Status): string | undefined {
  if (to === 'non-subscribed' && (from === 'unsubscribed' || from === 'bounced')) {
    return `They are ${from}, which outranks non-subscribed. Only new consent can change it, to subscribed.`;
  }
  if (to === 'bounced' && from === 'unsubscribed') {
    return 'They are unsubscribed, which outranks bounced. Only new consent can change it, to subscribed.';
  }
  return undefined;
}
