import type { Status } from '../../lib/consent.ts';
import { countByStatus } from '../../storage/contacts/contacts.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';

/** How many contacts there are, by status. */
export interface Totals {
  contacts: number;
  byStatus: Record<Status, number>;
}

export async function countContacts(deps: AudienceDeps, caller: Caller): Promise<Totals> {
  requireRole(caller, 'viewer', 'see totals');
  const byStatus = await countByStatus(deps.storage.prisma, caller.workspaceId);
  return { contacts: Object.values(byStatus).reduce((sum, count) => sum + count, 0), byStatus };
}
