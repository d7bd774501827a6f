import { listAudit, type WrittenRun } from '../../storage/audit.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';

export type { WrittenRun };

/** Who changed what, and when. */
export interface Change {
  id: string;
  at: Date;
  /** A Slack user id, "command line", an API key's name, a provider. */
  actor: string;
  action: string;
  subject: string;
  details: Record<string, unknown>;
  /** The id for undo, while the change can be undone. */
  undoId?: number;
  /** Who wrote what how often, if this is everything that programs wrote between two changes of people. */
  written?: WrittenRun[];
  /** There is more of it on the next page. */
  isPartial?: boolean;
}

export interface ChangePage {
  changes: Change[];
  /** Pass it as `before` for the next page; undefined at the end. */
  next?: string;
}

/** Changes in the workspace, newest first. What programs write again and again takes one place. */
export async function listChanges(
  deps: AudienceDeps,
  caller: Caller,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<ChangePage> {
  requireRole(caller, 'viewer', 'see the history');
  const { entries, hasOlder } = await listAudit(deps.storage.prisma, caller.workspaceId, {
    before: before === undefined ? undefined : BigInt(before),
    limit,
    now: deps.now(),
  });
  const changes = entries.map(({ id, details, ...entry }) => ({
    ...entry,
    id: String(id),
    details: typeof details === 'object' && details !== null ? { ...details } : {},
  }));
  const last = changes.at(-1);
  return hasOlder && last !== undefined ? { changes, next: last.id } : { changes };
}
