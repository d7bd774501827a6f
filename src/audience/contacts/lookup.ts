import { RollcallError } from '../../errors.ts';
import { emailKey, findEmails } from '../../lib/emails.ts';
import { clip } from '../../lib/words.ts';
import { findContact, type StoredContact } from '../../storage/contacts/contacts.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';

/** How someone refers to a contact: by address in any form, or by the id that a button contains. */
export type ContactRef = { email: string } | { id: number };

/**
 * Finds the contact in the caller's workspace.
 *
 * @throws RollcallError `not-allowed`, `invalid-input` for an invalid address, `not-found`
 */
export async function lookUpContact(
  deps: AudienceDeps,
  caller: Caller,
  ref: ContactRef,
): Promise<StoredContact> {
  // People who may not see contacts must not learn whether an address belongs to one.
  requireRole(caller, 'editor', 'see contacts');
  const { prisma } = deps.storage;
  if ('id' in ref) {
    const found = await findContact(prisma, caller.workspaceId, { id: ref.id });
    if (found !== undefined) return found;
    throw new RollcallError('not-found', 'That contact no longer exists: someone erased it.');
  }
  const key = keyOf(ref.email);
  const found = await findContact(prisma, caller.workspaceId, { emailKey: key });
  if (found !== undefined) return found;
  throw new RollcallError('not-found', `No contact with the address ${key}.`, {
    hint: `Search: /contacts find ${key.split('@')[0]}, or add them: /contacts add ${key}`,
    lines: [`/contacts find ${key.split('@')[0]}`],
  });
}

/** The key of the only address in a text. @throws RollcallError `invalid-input` */
export function keyOf(text: string): string {
  const [only, ...others] = findEmails(text).flatMap((piece) => ('key' in piece ? [piece.key] : []));
  const key = only ?? emailKey(text);
  if (key !== null && key !== undefined && others.length === 0) return key;
  const typed = clip(text.trim(), 60);
  const isName = others.length === 0 && typed !== '' && typed === text.trim();
  throw new RollcallError(
    'invalid-input',
    others.length > 0
      ? `Give one address at a time: "${typed}" has ${others.length + 1}.`
      : typed === ''
        ? 'Which contact? No email address given.'
        : `"${typed}" is not an email address.`,
    {
      hint: 'Give one address, like ada@example.org. To search by name: /contacts find ada',
      lines: isName ? [`/contacts find ${typed}`] : [],
    },
  );
}
