/**
 * Facts about a contact's status. At the same moment, a no wins. A confirmation is consent by the person's
 * own click, or a sign-up that they confirmed; a complaint is an opt-out that only a confirmation lifts.
 */
export const factKinds = ['consent', 'confirmation', 'opt-out', 'complaint', 'bounce', 'withdrawal'] as const;
export type FactKind = (typeof factKinds)[number];

/** Statuses of a contact. */
export const statuses = ['subscribed', 'unsubscribed', 'non-subscribed', 'bounced'] as const;
export type Status = (typeof statuses)[number];

/** The latest fact of each kind, if any. Confirmations also count as consent, and complaints as opt-outs. */
export interface Moments {
  consentedAt: Date | null;
  optedOutAt: Date | null;
  bouncedAt: Date | null;
  withdrawnAt: Date | null;
  complainedAt?: Date | null;
  confirmedAt?: Date | null;
}

/**
 * The status that follows from the latest fact of each kind, in whatever order they arrived. The database has
 * the same as contact_status(), and a test checks that the two agree.
 *
 * @example
 * statusOf({ consentedAt: day(20), optedOutAt: day(25), bouncedAt: null, withdrawnAt: null })
 * // 'unsubscribed'
 */
export function statusOf(moments: Moments): Status {
  const { consentedAt, optedOutAt, bouncedAt, withdrawnAt } = moments;
  const consent = consentedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  if (optedOutAt !== null && optedOutAt.getTime() >= consent) return 'unsubscribed';
  if (complaintStands(moments)) return 'unsubscribed';
  if (bouncedAt !== null && bouncedAt.getTime() >= consent) return 'bounced';
  if (consentedAt === null) return 'non-subscribed';
  return withdrawnAt !== null && withdrawnAt.getTime() >= consent ? 'non-subscribed' : 'subscribed';
}

/**
 * Whether the person complained and did not come back by themselves since: then nobody can vouch for them.
 */
export function complaintStands({
  complainedAt,
  confirmedAt,
}: Pick<Moments, 'complainedAt' | 'confirmedAt'>): boolean {
  if (complainedAt === null || complainedAt === undefined) return false;
  return complainedAt.getTime() >= (confirmedAt?.getTime() ?? Number.NEGATIVE_INFINITY);
}

/** The moment that decided a status. Null for non-subscribed without a withdrawal: nothing was ever said. */
export function decidedAt(status: Status, moments: Moments): Date | null {
  switch (status) {
    case 'unsubscribed':
      return moments.optedOutAt;
    case 'bounced':
      return moments.bouncedAt;
    case 'subscribed':
      return moments.consentedAt;
    case 'non-subscribed':
      return moments.withdrawnAt;
    default:
      return status satisfies never;
  }
}
