import { findEmails } from '../../lib/emails.ts';
import { eraseDomain } from '../campaigns/domains.ts';
import type { Database } from '../database/database.ts';
import { eraseMentions, freeFilesWith } from '../segments/mentions.ts';
import { dropSignUps } from '../topics/sign-ups.ts';

interface RejectedRow {
  importId: number;
  line: number;
  reason: string;
  cells: string[];
}

/** What was erased of a person besides the contact itself. */
export interface ErasedTraces {
  rejectedRows: number;
  undos: number;
  /** Files of imports that wait or stopped. */
  files: number;
  /** Rows about others, and about the workspace, that contained the address. */
  mentions: number;
}

/**
 * Erases what imports keep about a contact for their undo; call it before the contact is deleted, which
 * deletes these rows too. Returns how many.
 */
export function eraseImages(database: Database, workspaceId: number, contactId: number): Promise<number> {
  return database.$executeRaw`
    DELETE FROM import_changes WHERE workspace_id = ${workspaceId} AND contact_id = ${contactId}`;
}

/** Erases what is left of a person besides the contact: call it once the contact is deleted. */
export async function eraseTraces(
  database: Database,
  {
    workspaceId,
    contactId,
    email,
    emailKey,
  }: { workspaceId: number; contactId: number; email: string; emailKey: string },
): Promise<ErasedTraces> {
  const undos = await database.$executeRaw`
    DELETE FROM undos WHERE workspace_id = ${workspaceId}
      AND kind IN ('contact.edited', 'contact.topics-set', 'contact.suppressed', 'preferences.changed') AND before ->> 'id' = ${String(contactId)}`;
  const spellings = [...new Set([email.toLowerCase(), emailKey])];
  const like = await database.$queryRaw<RejectedRow[]>`
    SELECT r.import_id AS "importId", r.line, r.reason, r.cells FROM import_rejections r
    WHERE r.workspace_id = ${workspaceId} AND EXISTS (SELECT 1 FROM unnest(${spellings}::text[]) AS s (email)
      WHERE strpos(lower(r.cells::text), s.email) > 0 OR strpos(lower(r.reason), s.email) > 0)`;
  // "ada@x.org" is also part of "dada@x.org", which belongs to someone else.
  const rows = like.filter(({ reason, cells }) =>
    [reason, ...cells].some((text) =>
      findEmails(text).some((piece) => 'key' in piece && piece.key === emailKey),
    ),
  );
  for (const { importId, line } of rows)
    await database.importRejection.deleteMany({ where: { workspaceId, importId, line } });
  // Answers that are kept for repeated requests contain what clients were told.
  await database.$executeRaw`
    UPDATE given_answers a SET body = NULL WHERE a.workspace_id = ${workspaceId}
      AND EXISTS (SELECT 1 FROM unnest(${spellings}::text[]) AS s (email) WHERE strpos(lower(a.body), s.email) > 0)`;
  await database.$executeRaw`
    DELETE FROM tracked_hits WHERE workspace_id = ${workspaceId} AND contact_id = ${contactId}`;
  await eraseDomain(database, { workspaceId, domain: emailKey.slice(emailKey.lastIndexOf('@') + 1) });
  await dropSignUps(database, { workspaceId, emailKey });
  await database.$executeRaw`
    UPDATE workspaces SET test_addresses = ARRAY(SELECT t.a FROM unnest(test_addresses) AS t (a) WHERE lower(t.a) <> ALL (${spellings}::text[]))
    WHERE id = ${workspaceId} AND EXISTS (SELECT 1 FROM unnest(test_addresses) AS t (a) WHERE lower(t.a) = ANY (${spellings}::text[]))`;
  const files = await freeFilesWith(database, { workspaceId, spellings });
  const mentions = await eraseMentions(database, { workspaceId, contactId, spellings });
  return { rejectedRows: rows.length, undos, files, mentions };
}
