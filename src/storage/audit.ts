import type { Database } from './database/database.ts';

/** One change, as the audit keeps it. `details` and `subject` never hold an email address. */
export interface AuditEntry {
  workspaceId: number;
  actor: string;
  action: string;
  subject: string;
  details?: Record<string, string | number | boolean>;
}

/** Written in the transaction of the change itself. */
export async function writeAudit(database: Database, entry: AuditEntry): Promise<void> {
  await database.auditEntry.create({ data: { ...entry, details: entry.details ?? {} } });
}

export interface StoredAudit {
  id: bigint;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  details: unknown;
  /** What its Undo button would carry, while it can be taken back. */
  undoId?: number;
}

/** Changes, the newest first; those before `before`. With each, how it can be taken back at the moment `now`. */
export async function listAudit(
  database: Database,
  workspaceId: number,
  { before, limit, now }: { before?: bigint | undefined; limit: number; now: Date },
): Promise<StoredAudit[]> {
  const [entries, undos] = await Promise.all([
    database.auditEntry.findMany({
      where: { workspaceId, ...(before === undefined ? {} : { id: { lt: before } }) },
      select: { id: true, at: true, actor: true, action: true, subject: true, details: true },
      orderBy: { id: 'desc' },
      take: limit,
    }),
    database.undo.findMany({
      where: { workspaceId, undoneAt: null, expiresAt: { gt: now } },
      select: { id: true, kind: true, subject: true, createdBy: true },
      orderBy: { id: 'desc' },
    }),
  ]);
  // Both are written by one transaction, in the same order: the newest of a kind belongs to the newest entry.
  const left = new Map<string, number[]>();
  for (const { id, kind, subject, createdBy } of undos) {
    const key = JSON.stringify([kind, subject, createdBy]);
    left.set(key, [...(left.get(key) ?? []), id]);
  }
  return entries.map((entry) => {
    const undoId = left.get(JSON.stringify([entry.action, entry.subject, entry.actor]))?.shift();
    return undoId === undefined ? entry : { ...entry, undoId };
  });
}
