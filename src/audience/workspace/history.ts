import { listAudit } from '../../storage/audit.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';

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
}

export interface ChangePage {
  changes: Change[];
  /** Pass it as `before` for the next page; undefined at the end. */
  next?: string;
}

/** Changes in the workspace, newest first. */
export async function listChanges(
  deps: AudienceDeps,
  caller: Caller,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<ChangePage> {
  requireRole(caller, 'viewer', 'see the history');
  const found = await listAudit(deps.storage.prisma, caller.workspaceId, {
    before: before === undefined ? undefined : BigInt(before),
    limit: limit + 1,
    now: deps.now(),
  });
  const changes = found.slice(0, limit).map(({ id, details, ...entry }) => ({
    ...entry,
    id: String(id),
    details: typeof details === 'object' && details !== null ? { ...details } : {},
  }));
  const last = changes.at(-1);
  return found.length > limit && last !== undefined ? { changes, next: last.id } : { changes };
}
