import { RollcallError } from '../../errors.ts';
import * as stored from '../../storage/contacts/contacts.ts';
import { addSuppressions, whileNobodyAdds } from '../../storage/contacts/suppressions.ts';
import { type ErasedTraces, eraseImages, eraseTraces } from '../../storage/contacts/traces.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneLongChange } from '../change.ts';
import { eraseFromKeptItems } from '../events/kept-items.ts';
import { requireRole } from '../permissions.ts';
import { type ContactRef, lookUpContact } from './lookup.ts';

/** What was erased about a person. */
export interface Erased extends ErasedTraces {
  tags: number;
  events: number;
}

/** Every event and contact is searched for the address: twenty seconds among ten million events. */
const PATIENCE = { maxWait: 10_000, timeout: 600_000 };

/**
 * Erases a person everywhere: contact, tags, events, undo data, rejected rows of imports, waiting files,
 * unreadable items from providers, and the address anywhere else it was written. Only a hash of the address
 * stays, so that no import, API call or person adds them again. This can't be undone.
 *
 * @throws RollcallError `not-found`, `not-allowed`
 */
export async function forgetContact(deps: AudienceDeps, caller: Caller, ref: ContactRef): Promise<Erased> {
  requireRole(caller, 'admin', 'erase contacts');
  const { id } = await lookUpContact(deps, caller, ref);
  return asOneLongChange(deps, caller, PATIENCE, async ({ database, workspaceId, audit }) => {
    // No one can add them again between the lookup and the suppression.
    await whileNobodyAdds(database, workspaceId);
    const contact = await stored.lockContact(database, workspaceId, id);
    if (contact === undefined) throw new RollcallError('not-found', 'That contact was already erased.');
    const where = { workspaceId, contactId: id };
    const [tags, events] = [
      await database.contactTag.count({ where }),
      await database.event.count({ where }),
    ];
    const { email, emailKey: key } = contact;
    const images = await eraseImages(database, workspaceId, id);
    await stored.deleteContact(database, workspaceId, id);
    const person = { workspaceId, contactId: id, email, emailKey: key };
    const traces = await eraseTraces(database, person);
    traces.mentions += await eraseFromKeptItems(database, deps, person);
    await addSuppressions(database, workspaceId, [
      { hash: deps.storage.hash(contact.emailKey), reason: 'erased', at: deps.now(), source: 'request' },
    ]);
    const counts = { tags, events, ...traces, undos: traces.undos + images };
    await audit('contact.forgotten', `contact ${id}`, counts);
    return counts;
  });
}
