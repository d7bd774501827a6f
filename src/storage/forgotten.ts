import type pg from 'pg';
import type { Database } from './database.ts';

/** Keeps the hash of an erased address. */
export async function addForgotten(
  database: Database,
  forgotten: { workspaceId: number; emailHash: string; at: Date },
): Promise<void> {
  await database.forgotten.createMany({ data: [forgotten], skipDuplicates: true });
}

/** Whether an address was erased. */
export async function isForgotten(
  database: Database,
  workspaceId: number,
  emailHash: string,
): Promise<boolean> {
  const where = { workspaceId_emailHash: { workspaceId, emailHash } };
  return (await database.forgotten.findUnique({ where })) !== null;
}

/** Of these hashes, those of erased addresses. */
export async function whichForgotten(
  client: pg.Pool | pg.PoolClient,
  workspaceId: number,
  hashes: () => string[],
): Promise<Set<string>> {
  // Nearly always there are none: then nothing has to be hashed.
  const any = await client.query('SELECT 1 FROM forgotten WHERE workspace_id = $1 LIMIT 1', [workspaceId]);
  if (any.rows.length === 0) return new Set();
  const { rows } = await client.query<{ hash: string }>(
    'SELECT email_hash AS hash FROM forgotten WHERE workspace_id = $1 AND email_hash = ANY($2)',
    [workspaceId, hashes()],
  );
  return new Set(rows.map(({ hash }) => hash));
}

/** What is left of a person beside the contact: before-images and rejected rows. Returns how many of each went. */
export async function eraseTraces(
  database: Database,
  { workspaceId, contactId, emails }: { workspaceId: number; contactId: number; emails: string[] },
): Promise<{ rejectedRows: number; undos: number }> {
  const undos = await database.$executeRaw`
    DELETE FROM undos WHERE workspace_id = ${workspaceId} AND kind = 'contact.edited'
      AND before ->> 'id' = ${String(contactId)}`;
  const rejectedRows = await database.$executeRaw`
    DELETE FROM import_rejections r WHERE r.workspace_id = ${workspaceId}
      AND EXISTS (SELECT 1 FROM jsonb_array_elements_text(r.cells) cell, unnest(${emails}::text[]) email
        WHERE strpos(lower(cell), lower(email)) > 0)`;
  // Answers that are kept for clients who ask twice hold what they were told.
  await database.$executeRaw`
    UPDATE given_answers a SET body = NULL WHERE a.workspace_id = ${workspaceId}
      AND EXISTS (SELECT 1 FROM unnest(${emails}::text[]) email WHERE strpos(lower(a.body), lower(email)) > 0)`;
  return { rejectedRows, undos };
}
