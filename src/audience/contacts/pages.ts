import { listAttributes } from '../../storage/contacts/attributes.ts';
import { contactsWithTags, type ListedContact } from '../../storage/contacts/pages.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { keyOf, lookUpContact } from './lookup.ts';

/** A contact for display: attributes by name. */
export type WholeContact = Omit<ListedContact, 'emailKey'>;

/** Contacts by id, page by page; pass `next` as `after`. It is undefined at the end. */
export async function pageOfContacts(
  deps: AudienceDeps,
  caller: Caller,
  { after = 0, limit }: { after?: number; limit: number },
): Promise<{ contacts: WholeContact[]; next?: number }> {
  requireRole(caller, 'editor', 'list contacts');
  const found = await contactsWithTags(deps.storage.prisma, caller.workspaceId, { after, limit: limit + 1 });
  const contacts = await inWords(deps, caller, found.slice(0, limit));
  const last = contacts.at(-1);
  return found.length > limit && last !== undefined ? { contacts, next: last.id } : { contacts };
}

/** One contact, by its address. @throws RollcallError `not-found`, `invalid-input` */
export async function wholeContact(
  deps: AudienceDeps,
  caller: Caller,
  { email }: { email: string },
): Promise<WholeContact> {
  requireRole(caller, 'editor', 'see contacts');
  const { prisma } = deps.storage;
  const key = keyOf(email);
  const found = await contactsWithTags(prisma, caller.workspaceId, { key, limit: 1 });
  const [contact] = await inWords(deps, caller, found);
  if (contact !== undefined) return contact;
  // Throws the usual not-found error.
  await lookUpContact(deps, caller, { email });
  throw new Error('a contact that is there and is not');
}

async function inWords(
  deps: AudienceDeps,
  { workspaceId }: Caller,
  contacts: ListedContact[],
): Promise<WholeContact[]> {
  const known = await listAttributes(deps.storage.prisma, workspaceId);
  const names = new Map(known.map(({ id, name }) => [String(id), name]));
  return contacts.map(({ emailKey: _, attributes, ...contact }) => ({
    ...contact,
    attributes: Object.fromEntries(
      Object.entries(attributes).flatMap(([id, value]) => {
        const name = names.get(id);
        return name === undefined ? [] : [[name, value]];
      }),
    ),
  }));
}
