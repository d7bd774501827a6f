import { complaintStands } from '../../lib/consent.ts';
import { findSuppressions } from '../../storage/contacts/suppressions.ts';
import { findPerson } from '../../storage/topics/person.ts';
import type { AudienceDeps } from '../caller.ts';
import { isCorrected } from './address.ts';

/** Why someone gets no mail, and who can change that. */
export interface Hold {
  reason: 'by-hand' | 'complained' | 'unsubscribed' | 'bounced';
  at: Date;
  /** A bounce from before the address was corrected: an admin can lift it. */
  isCorrected: boolean;
}

/** Everything that keeps mail from a contact; nothing for someone who is subscribed, or never agreed. */
export async function holdsOf({ storage }: AudienceDeps, workspaceId: number, id: number): Promise<Hold[]> {
  const person = await findPerson(storage.prisma, workspaceId, { id });
  if (person === undefined || person.status === 'subscribed' || person.status === 'non-subscribed') return [];
  const { emailKey, optedOutAt, bouncedAt, complainedAt, consentedAt, status } = person;
  const hold = (reason: Hold['reason'], at: Date | null | undefined): Hold[] =>
    at === null || at === undefined ? [] : [{ reason, at, isCorrected: isCorrected(person) }];
  if (status === 'bounced') return hold('bounced', bouncedAt);
  const keys = [emailKey];
  const known = await findSuppressions(storage.pool, workspaceId, { keys, hashes: storage.hashes });
  // Not one from before they came back by themselves.
  const byHand = known
    .get(emailKey)
    ?.find(({ reason, at }) => reason === 'by-hand' && (consentedAt === null || at >= consentedAt));
  const complained = complaintStands(person) ? hold('complained', complainedAt) : [];
  // A suppression by hand and a complaint are opt-outs too: nothing is said twice.
  const isSaid = [byHand?.at, complained[0]?.at].some((at) => at?.getTime() === optedOutAt?.getTime());
  return [...complained, ...hold('by-hand', byHand?.at), ...(isSaid ? [] : hold('unsubscribed', optedOutAt))];
}
