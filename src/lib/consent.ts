/** What can be said of a contact's status. At the same moment, whoever said no wins. */
export const factKinds = ['consent', 'opt-out', 'bounce', 'withdrawal'] as const;
export type FactKind = (typeof factKinds)[number];

/** Statuses of a contact. */
export const statuses = ['subscribed', 'unsubscribed', 'non-subscribed', 'bounced'] as const;
export type Status = (typeof statuses)[number];

/** The latest fact of each kind, if there is one. */
export interface Moments {
  consentedAt: Date | null;
  optedOutAt: Date | null;
  bouncedAt: Date | null;
  withdrawnAt: Date | null;
}

/**
 * The status that follows from the latest fact of each kind, whatever order they came in. The database has the same as
 * contact_status(), and the two are tested to agree.
 *
 * @example
 * statusOf({ consentedAt: day(20), optedOutAt: day(25), bouncedAt: null, withdrawnAt: null }) // 'unsubscribed'
 */
export function statusOf({ consentedAt, optedOutAt, bouncedAt, withdrawnAt }: Moments): Status {
  const consent = consentedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  if (optedOutAt !== null && optedOutAt.getTime() >= consent) return 'unsubscribed';
  if (bouncedAt !== null && bouncedAt.getTime() >= consent) return 'bounced';
  if (consentedAt === null) return 'non-subscribed';
  return withdrawnAt !== null && withdrawnAt.getTime() >= consent ? 'non-subscribed' : 'subscribed';
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
