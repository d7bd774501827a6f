import type { AuditAction } from '../lib/audit-actions.ts';
import type { Database } from './database/database.ts';
import { type Runs, runSql } from './queries/run-sql.ts';

/** One change, as the audit stores it. `details` and `subject` never hold an email address. */
export interface AuditEntry {
  workspaceId: number;
  actor: string;
  action: AuditAction | `${AuditAction}.undone`;
  subject: string;
  details?: Record<string, string | number | boolean>;
  /** If left out, the database's current time. */
  at?: Date;
}

/** Writes an entry in the transaction of the change itself, with either driver. Returns the entry's id. */
export async function writeAudit(on: Runs, entry: AuditEntry): Promise<bigint> {
  const { workspaceId, at, actor, action, subject, details = {} } = entry;
  const [row] = await runSql<{ id: string | bigint }>(
    on,
    `INSERT INTO audit_entries (workspace_id, at, actor, action, subject, details)
     VALUES ($1::int, COALESCE($2::timestamptz, rollcall_now()), $3::text, $4::text, $5::text, $6::jsonb) RETURNING id`,
    [workspaceId, at ?? null, actor, action, subject, JSON.stringify(details)],
  );
  return BigInt(row?.id ?? 0);
}

export interface StoredAudit {
  id: bigint;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  details: unknown;
  /** The id behind its Undo button, while it can be undone. */
  undoId?: number;
}

/** Changes, newest first; only those before `before`. Each says how it can be undone at the moment `now`. */
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
  // One transaction writes both, in the same order: the newest of a kind belongs to the newest entry.
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
