import { RollcallError } from '../errors.ts';
import { type Role, roles } from '../lib/roles.ts';
import type { Caller } from './caller.ts';

export const hasRole = (caller: Caller, needed: Role): boolean =>
  roles.indexOf(caller.role) >= roles.indexOf(needed);

/**
 * Lets a caller pass if their role is high enough.
 *
 * @param doing what they want to do, to fit "You need the editor role to …": "create tags"
 * @throws RollcallError `not-allowed`
 */
export function requireRole(caller: Caller, needed: Role, doing: string): void {
  if (hasRole(caller, needed)) return;
  throw new RollcallError(
    'not-allowed',
    `You need the ${needed} role to ${doing}. Your role is ${caller.role}.`,
    {
      hint: 'Ask a workspace admin to do it, or to change your role.',
    },
  );
}

/** Whether a caller may see who contacts are: addresses, names and phones. */
export const seesContacts = (caller: Caller): boolean => caller.seesContacts ?? hasRole(caller, 'editor');

/**
 * Lets a caller pass who may query by email address, name and phone. Someone who may not see contacts could
 * otherwise identify people by asking how many have a certain name.
 *
 * @throws RollcallError `not-allowed`
 */
export function requireContacts(caller: Caller): void {
  if (seesContacts(caller)) return;
  const what = 'count contacts by their email address, name or phone';
  if (caller.seesContacts === undefined) requireRole(caller, 'editor', what);
  throw new RollcallError(
    'not-allowed',
    `The key "${caller.actor}" needs the scope contacts:read to ${what}.`,
    {
      hint: 'Without it, you can still count by email domain, and by whether contacts have a name or a phone.',
    },
  );
}
