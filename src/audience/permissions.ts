import { RollcallError } from '../errors.ts';
import type { Caller, Role } from './caller.ts';

const ranks: Record<Role, number> = { viewer: 0, editor: 1, admin: 2 };

/**
 * Lets a caller pass whose role reaches.
 *
 * @param doing what they want to do, to fit "You may not …": "make tags"
 * @throws RollcallError `not-allowed`
 */
export function requireRole(caller: Caller, needed: Role, doing: string): void {
  if (ranks[caller.role] >= ranks[needed]) return;
  throw new RollcallError(
    'not-allowed',
    `You may not ${doing}: that takes the role "${needed}", yours is "${caller.role}".`,
    {
      hint: 'Ask an admin of this workspace to do it, or to change your role.',
    },
  );
}
