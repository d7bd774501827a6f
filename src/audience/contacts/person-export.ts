import { writeAudit } from '../../storage/audit.ts';
import { copyOfPerson } from '../../storage/contacts/person-copy.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { type ContactRef, lookUpContact } from './lookup.ts';

/** A copy of one person's data, as required by data protection law. */
export interface PersonExport {
  /** Without an extension, and without the address. */
  name: string;
  /** JSON. */
  content: string;
}

/** Exports everything that is stored about one person as JSON, for an admin to pass on to them. */
export async function exportPerson(
  deps: AudienceDeps,
  caller: Caller,
  ref: ContactRef,
): Promise<PersonExport> {
  requireRole(caller, 'admin', 'export a person’s data');
  const { workspaceId, actor } = caller;
  const { prisma, hashes } = deps.storage;
  const { id, emailKey } = await lookUpContact(deps, caller, ref);
  const copy = await copyOfPerson(prisma, workspaceId, { contactId: id, hashes: hashes(emailKey) });
  const subject = `contact ${id}`;
  await writeAudit(prisma, { workspaceId, actor, action: 'person.exported', subject });
  const content = JSON.stringify({ exportedAt: deps.now().toISOString(), ...copy }, null, 2);
  return { name: `contact-${id}`, content: `${content}\n` };
}
