import { listSegments } from '../storage/segments.ts';
import type { AudienceDeps, Caller } from './caller.ts';
import { requireRole } from './permissions.ts';

/** The first segments with these letters in their name, in any case, for a picker that completes what is typed. */
export async function suggestSegments(
  deps: AudienceDeps,
  caller: Caller,
  { search, limit }: { search: string; limit: number },
): Promise<{ id: number; name: string }[]> {
  requireRole(caller, 'viewer', 'see segments');
  const wanted = search.trim().toLowerCase();
  const segments = await listSegments(deps.storage.prisma, caller.workspaceId);
  return segments
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .slice(0, limit)
    .map(({ id, name }) => ({ id, name }));
}
