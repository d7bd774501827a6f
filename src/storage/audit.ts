import type { Database } from './database.ts';

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
