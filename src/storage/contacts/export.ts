import type { ContactValues } from '../../contact-fields.ts';
import type { CompiledRule } from '../../rules/sql/compile.ts';
import { type ReadStorage, readRows } from '../queries/read-query.ts';
import { selectedFields } from './fields.ts';

/** A contact as an export writes it. */
export interface ExportRow extends ContactValues {
  id: number;
  email: string;
  status: string;
  statusAt: Date;
  consentedAt: Date | null;
  emailValidation: string;
  source: string;
  signedUpAt: Date | null;
  /** YYYY-MM-DD, if only the day is known. */
  signedUpOn: string | null;
  attributes: Record<string, string | number | boolean>;
  tags: string[] | null;
}

/** A page of a rule's members with everything that is exported about them, by id: those after `after`. */
export function exportPage(
  storage: ReadStorage,
  { sql, params }: CompiledRule,
  { after, limit }: { after: number; limit: number },
): Promise<ExportRow[]> {
  const next = params.length + 1;
  return readRows<ExportRow>(
    storage,
    `SELECT c.id, c.email, ${selectedFields('c')}, c.status, c.status_at AS "statusAt",
       c.consented_at AS "consentedAt", c.email_validation AS "emailValidation", c.source, c.signed_up_at AS "signedUpAt",
       to_char(c.signed_up_on, 'YYYY-MM-DD') AS "signedUpOn", c.attributes,
       (SELECT array_agg(g.name ORDER BY g.name) FROM contact_tags t
        JOIN tags g ON g.workspace_id = t.workspace_id AND g.id = t.tag_id
        WHERE t.workspace_id = $1 AND t.contact_id = c.id) AS tags
     FROM contacts c WHERE ${sql} AND c.id > $${next}::int ORDER BY c.id LIMIT $${next + 1}::int`,
    [...params, after, limit],
    { timeout: 120_000 },
  );
}
