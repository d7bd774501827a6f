import { type ImportState, listRecentImports } from '../../storage/imports/imports.ts';
import { countTags as countStoredTags } from '../../storage/tags/tags.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { countContacts, type Totals } from '../contacts/totals.ts';
import { hasRole, requireRole } from '../permissions.ts';
import { listSegments, type SegmentPage } from '../segments/list.ts';
import { type Change, listChanges } from './history.ts';

/** What Home shows, as of one moment. */
export interface Dashboard {
  totals: Totals;
  tags: number;
  segments: SegmentPage;
  imports: ImportState[];
  changes: Change[];
  mayEdit: boolean;
  at: Date;
}

const SHOWN = { segments: 8, imports: 3, changes: 5 } as const;

/** Totals, the newest segments with their sizes, the latest imports and changes. */
export async function dashboard(deps: AudienceDeps, caller: Caller): Promise<Dashboard> {
  requireRole(caller, 'viewer', 'see the audience');
  const { workspaceId } = caller;
  const { prisma } = deps.storage;
  const [totals, tags, segments, imports, { changes }] = await Promise.all([
    countContacts(deps, caller),
    countStoredTags(prisma, workspaceId),
    listSegments(deps, caller, { sort: 'newest', perPage: SHOWN.segments }),
    listRecentImports(prisma, workspaceId, SHOWN.imports),
    listChanges(deps, caller, { limit: SHOWN.changes }),
  ]);
  return { totals, tags, segments, imports, changes, mayEdit: hasRole(caller, 'editor'), at: deps.now() };
}
