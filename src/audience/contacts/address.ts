import { RollcallError } from '../../errors.ts';
import { complaintStands } from '../../lib/consent.ts';
import { emailKey } from '../../lib/emails.ts';
import { clip } from '../../lib/words.ts';
import { writeAudit } from '../../storage/audit.ts';
import {
  findContact,
  lockContact,
  type StoredContact,
  updateAddress,
  updateContact,
} from '../../storage/contacts/contacts.ts';
import { addFacts, dropBounces } from '../../storage/contacts/status-facts.ts';
import {
  addSuppressions,
  factsOfSuppressions,
  findSuppressions,
  isErased,
  type Suppression,
} from '../../storage/contacts/suppressions.ts';
import type { Database } from '../../storage/database/database.ts';
import { logAddressChange } from '../../storage/topics/log.ts';
import { findPerson, type StoredPerson } from '../../storage/topics/person.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';

/**
 * Gives a contact another address, as part of an edit. Their opt-outs stay with both addresses, a hard bounce
 * only with the old one; what is known against the new one counts from now on. Call `whileNobodyAdds` and
 * lock the contact first.
 *
 * @throws RollcallError `invalid-input`, `taken`, `not-allowed`, all about `email`
 */
export async function changeAddress(
  { storage }: AudienceDeps,
  database: Database,
  { workspaceId, actor }: Caller,
  given: { contact: StoredContact; email: string; now: Date; how: 'slack' | 'api' },
): Promise<void> {
  const about = 'email';
  const { contact, email, now, how } = given;
  const { id, emailKey: oldKey } = contact;
  const key = emailKey(email);
  if (key === null)
    throw new RollcallError('invalid-input', `"${clip(email, 100)}" is not an email address.`, { about });
  if (key === oldKey) {
    // Only its spelling.
    const { emailChangedAt: changedAt } = contact;
    return updateAddress(database, workspaceId, { id, email, emailKey: key, changedAt });
  }
  if ((await findContact(database, workspaceId, { emailKey: key })) !== undefined)
    throw new RollcallError('taken', `Another contact has the address ${email}.`, { about });
  const { hash, hashes } = storage;
  const known = await findSuppressions(database, workspaceId, { keys: [key, oldKey], hashes });
  const ofNew = known.get(key) ?? [];
  if (isErased(ofNew))
    throw new RollcallError('not-allowed', 'This address was erased on request and can’t be added again.', {
      about,
    });
  const person = await findPerson(database, workspaceId, { id });
  if (person === undefined) throw new RollcallError('not-found', 'That contact was just erased.');
  const ofOld = [...(known.get(oldKey) ?? []), ...saidOf(person, contact.statusSource)].filter(
    ({ reason }) => reason !== 'erased',
  );
  await addSuppressions(database, workspaceId, [
    ...ofOld.map((each) => ({ ...each, hash: hash(oldKey) })),
    ...ofOld.filter(({ reason }) => reason !== 'bounced').map((each) => ({ ...each, hash: hash(key) })),
  ]);
  await updateAddress(database, workspaceId, { id, email, emailKey: key, changedAt: now });
  await logAddressChange(database, workspaceId, { contactId: id, by: actor, at: now, how });
  const facts = factsOfSuppressions(ofNew).facts.map(({ begins: _, ...fact }) => ({
    contactId: id,
    ...fact,
  }));
  await addFacts(database, { workspaceId, facts, now });
}

/** What the contact itself says against mail to its address. */
function saidOf(person: StoredPerson, source: string): Suppression[] {
  const { optedOutAt, bouncedAt, complainedAt } = person;
  const said = (reason: Suppression['reason'], at: Date | null | undefined): Suppression[] =>
    at === null || at === undefined ? [] : [{ reason, at, source }];
  const complained = complaintStands(person) ? said('complained', complainedAt) : [];
  // A complaint is an opt-out too.
  const left = complained[0]?.at.getTime() === optedOutAt?.getTime() ? [] : said('unsubscribed', optedOutAt);
  return [
    ...complained,
    ...(person.status === 'unsubscribed' ? left : []),
    ...(person.status === 'bounced' ? said('bounced', bouncedAt) : []),
  ];
}

/** Whether a contact's hard bounce is about an address that was corrected since. */
export const isCorrected = ({
  status,
  bouncedAt,
  emailChangedAt,
}: Pick<StoredPerson, 'status' | 'bouncedAt' | 'emailChangedAt'>): boolean =>
  status === 'bounced' && bouncedAt !== null && emailChangedAt !== null && emailChangedAt > bouncedAt;

/**
 * Lifts a hard bounce after the address was corrected: the contact has the status that it would have without
 * it. An opt-out stays.
 *
 * @throws RollcallError `not-found`, `invalid-input` if the address is still the one that bounced
 */
export async function liftBounce(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
): Promise<{ contact: StoredContact }> {
  requireRole(caller, 'admin', 'lift bounces');
  const { workspaceId, actor } = caller;
  return deps.storage.prisma.$transaction(async (database) => {
    if ((await lockContact(database, workspaceId, id)) === undefined)
      throw new RollcallError('not-found', 'That contact no longer exists: someone erased it.');
    const person = await findPerson(database, workspaceId, { id });
    if (person === undefined || !isCorrected(person))
      throw new RollcallError('invalid-input', 'Mail to this address bounced.', {
        hint: 'Correct the address first: choose Edit on the card.',
      });
    const now = deps.now();
    await dropBounces(database, workspaceId, id, { now, by: actor });
    await updateContact(database, workspaceId, { id, updatedAt: now });
    const subject = `contact ${id}`;
    await writeAudit(database, { workspaceId, at: now, actor, action: 'address.lifted', subject });
    const contact = await findContact(database, workspaceId, { id });
    if (contact === undefined) throw new RollcallError('not-found', 'That contact was just erased.');
    return { contact };
  });
}
