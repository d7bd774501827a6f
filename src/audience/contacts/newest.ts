import * as stored from '../../storage/contacts/newest.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';

/** The addresses of the contacts who signed up last, newest first, of those who can be mailed. */
export async function newestAddresses(deps: AudienceDeps, caller: Caller, limit: number): Promise<string[]> {
  requireRole(caller, 'editor', 'see addresses');
  return stored.newestAddresses(deps.storage.prisma, caller.workspaceId, limit);
}
