import { RollcallError } from '../errors.ts';
import type { Caller, Role } from './caller.ts';

const ranks: Record<Role, number> = { viewer: 0, editor: 1, admin: 2 };

export const hasRole = (caller: Caller, needed: Role): boolean => ranks[caller.role] >= ranks[needed];

/**
 * Lets a caller pass whose role reaches.
 *
 * @param doing what they want to do, to fit "You may not …": "make tags"
 * @throws RollcallError `not-allowed`
 */
export function requireRole(caller: Caller, needed: Role, doing: string): void {
  if (hasRole(caller, needed)) return;
  throw new RollcallError(
    'not-allowed',
    `You may not ${doing}: that takes the role "${needed}", yours is "${caller.role}".`,
    {
      hint: 'Ask an admin of this workspace to do it, or to change your role.',
    },
  );
}
