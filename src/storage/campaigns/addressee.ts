import type pg from 'pg';
import { columnOf, contactFieldNames } from '../../contact-fields.ts';
import type { Addressee } from './mark.ts';

/** A recipient of a campaign as their mail is written from; undefined if they weren't one, or are gone. */
export async function findAddressee(
  pool: pg.Pool,
  { workspaceId, campaignId, contactId }: { workspaceId: number; campaignId: number; contactId: number },
): Promise<Addressee | undefined> {
  const fields = contactFieldNames.map((name) => `c.${columnOf(name)} AS "${name}"`);
  const { rows } = await pool.query<Addressee>(
    `SELECT c.id, c.email, ${fields.join(', ')}, c.attributes, c.email_changed_at AS "emailChangedAt" FROM contacts c
     WHERE c.workspace_id = $1 AND c.id = $3 AND EXISTS (SELECT 1 FROM campaign_recipients r
       WHERE r.workspace_id = $1 AND r.campaign_id = $2 AND r.contact_id = $3 AND r.marked_at IS NOT NULL)`,
    [workspaceId, campaignId, contactId],
  );
  return rows[0];
}
