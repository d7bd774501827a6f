import type { StoredContact } from '../../storage/contacts/contacts.ts';
import { type LogRow, listLog } from '../../storage/topics/log.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { type ContactRef, lookUpContact } from '../contacts/lookup.ts';

/** Proof of consent: a page of statements, newest first; pass `next` as `before` for older ones. */
export interface ConsentHistory {
  contact: StoredContact;
  rows: LogRow[];
  next?: string;
}

/**
 * Everything that was said about what a contact gets. Editors only. The contact itself has the initial
 * status.
 */
export async function consentHistory(
  deps: AudienceDeps,
  caller: Caller,
  { contact: ref, before, limit }: { contact: ContactRef; before?: string; limit: number },
): Promise<ConsentHistory> {
  const contact = await lookUpContact(deps, caller, ref);
  const { workspaceId } = caller;
  const found = await listLog(deps.storage.prisma, {
    workspaceId,
    contactId: contact.id,
    hashes: deps.storage.hashes(contact.emailKey),
    before,
    limit: limit + 1,
  });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return found.length > limit && last !== undefined ? { contact, rows, next: last.id } : { contact, rows };
}
