import type { Database } from '../database/database.ts';
import { Prisma } from '../generated/client.ts';
import type { StoredContact } from './contacts.ts';
import { selectedFields } from './fields.ts';

/** A contact with the names of its tags. */
export type ListedContact = StoredContact & { tags: string[] };

/** Contacts by id: those after `after`, or the one with this key. */
export function contactsWithTags(
  database: Database,
  workspaceId: number,
  { after, key, limit }: { after?: number; key?: string; limit: number },
): Promise<ListedContact[]> {
  return database.$queryRaw<ListedContact[]>`
    SELECT c.id, c.email, c.email_key AS "emailKey", ${fields}, c.status,
      c.status_source AS "statusSource", c.status_at AS "statusAt", c.email_validation AS "emailValidation", c.source,
      c.signed_up_at AS "signedUpAt", c.attributes, c.created_at AS "createdAt", c.updated_at AS "updatedAt",
      ARRAY(SELECT t.name FROM contact_tags l JOIN tags t ON t.workspace_id = l.workspace_id AND t.id = l.tag_id
        WHERE l.workspace_id = c.workspace_id AND l.contact_id = c.id ORDER BY t.name) AS tags
    FROM contacts c
    WHERE c.workspace_id = ${workspaceId} AND c.id > ${after ?? 0}
      AND (${key ?? null}::text IS NULL OR c.email_key = ${key ?? null}::text)
    ORDER BY c.id LIMIT ${limit}`;
}

const fields = Prisma.raw(selectedFields('c'));
