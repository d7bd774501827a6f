import type pg from 'pg';
import type { Status } from '../../lib/consent.ts';
import { brandColumns, type StoredBrand } from '../workspace/brand.ts';

/** Everything that a preference page shows. */
export interface StoredPage {
  brand: StoredBrand;
  contactId: number;
  email: string;
  language: string | null;
  status: Status;
  /** When they last got another address; null: they have their first one. */
  emailChangedAt: Date | null;
  pausedUntil: Date | null;
  /** The topics that people can choose, in order; `chosen` is their choice, or the default. */
  topics: { id: number; name: string; description: string; confirms: boolean; chosen: boolean }[];
}

/** Reads a preference page in one query: thousands of people open one within minutes of a mail. */
export async function readPage(
  pool: pg.Pool,
  { workspaceId, contactId }: { workspaceId: number; contactId: number },
): Promise<StoredPage | undefined> {
  const { rows } = await pool.query<Omit<StoredPage, 'brand'> & StoredBrand>(
    `SELECT ${brandColumns}, c.id AS "contactId", c.email, c.language, c.status,
       c.email_changed_at AS "emailChangedAt",
       (SELECT p.until FROM pauses p WHERE p.workspace_id = $1 AND p.contact_id = $2) AS "pausedUntil",
       (SELECT coalesce(json_agg(json_build_object('id', t.id, 'name', t.name, 'description', t.description,
            'confirms', t.confirms, 'chosen', coalesce(ch.is_on, t.is_on)) ORDER BY t.position, t.id), '[]')
        FROM topics t
        LEFT JOIN topic_choices ch ON ch.workspace_id = $1 AND ch.topic_id = t.id AND ch.contact_id = $2
        WHERE t.workspace_id = $1 AND t.is_shown AND t.archived_at IS NULL) AS topics
     FROM workspaces w JOIN contacts c ON c.workspace_id = $1 AND c.id = $2 WHERE w.id = $1`,
    [workspaceId, contactId],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { teamName, brandName, logo, accent, takesSignUps, timeZone, postalAddress, footerLinks, ...page } =
    row;
  const brand = { teamName, brandName, logo, accent, takesSignUps, timeZone, postalAddress, footerLinks };
  return { brand, ...page };
}
