import { validationOf } from '../emails-risk.ts';
import type { ContactFields, Status } from './contacts.ts';
import type { Database } from './database.ts';

/** A contact as it is held while a call writes it. */
export interface HeldContact extends ContactFields {
  id: number;
  key: string;
  status: Status;
  statusAt: Date;
  signedUpAt: Date | null;
}

/** Makes the contacts that are missing, bare and non-subscribed. Returns the keys of those that are new. */
export async function makeContacts(
  database: Database,
  given: { workspaceId: number; emails: { email: string; key: string }[]; source: string; now: Date },
): Promise<Set<string>> {
  const { workspaceId, source, now } = given;
  // In the order of keys, so that two calls with the same contacts never wait for each other in a ring.
  const emails = [...given.emails].sort((a, b) => (a.key < b.key ? -1 : 1));
  const rows = await database.$queryRaw<{ key: string }[]>`
    INSERT INTO contacts (workspace_id, email, email_key, status_source, status_at, source, email_validation, created_at,
      updated_at)
    SELECT ${workspaceId}::int, email, key, ${source}, ${now}, ${source}, validation, ${now}, ${now}
    FROM unnest(${emails.map((each) => each.email)}::text[], ${emails.map((each) => each.key)}::text[],
      ${emails.map((each) => validationOf(each.key))}::text[])
      WITH ORDINALITY AS row (email, key, validation, position)
    ORDER BY position
    ON CONFLICT (workspace_id, email_key) DO NOTHING RETURNING email_key AS key`;
  return new Set(rows.map(({ key }) => key));
}

/** The contacts with these keys, by key; held until the transaction ends. Looked up one by one: see idsOfKeys. */
export async function holdContacts(
  database: Database,
  workspaceId: number,
  keys: string[],
): Promise<Map<string, HeldContact>> {
  const rows = await database.$queryRaw<HeldContact[]>`
    SELECT id, email_key AS key, name, country, language, phone, company, status, status_at AS "statusAt",
      signed_up_at AS "signedUpAt", attributes
    FROM contacts WHERE workspace_id = ${workspaceId} AND id = ANY(ARRAY(
      SELECT found.id FROM unnest(${keys}::text[]) AS wanted (key) CROSS JOIN LATERAL (
        SELECT c.id FROM contacts c
        WHERE c.workspace_id = (SELECT ${workspaceId}::int) AND c.email_key = wanted.key LIMIT 1) AS found))
    ORDER BY id FOR UPDATE`;
  return new Map(rows.map((row) => [row.key, row]));
}

/** Puts contacts as they are given in place of what is stored. */
export async function writeContacts(
  database: Database,
  given: { workspaceId: number; contacts: (HeldContact & { statusSource: string | null })[]; now: Date },
): Promise<void> {
  const { workspaceId, contacts, now } = given;
  await database.$executeRaw`
    UPDATE contacts c SET name = v.name, country = v.country, language = v.language, phone = v.phone,
      company = v.company, attributes = v.attributes, updated_at = ${now}, status = v.status, status_at = v."statusAt",
      status_source = coalesce(v."statusSource", c.status_source), signed_up_at = v."signedUpAt",
      signed_up_on = CASE WHEN v."signedUpAt" IS NOT DISTINCT FROM c.signed_up_at THEN c.signed_up_on END
    FROM jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb) v (id int, name text, country text, language text,
      phone text, company text, status text, "statusAt" timestamptz(3), "statusSource" text,
      "signedUpAt" timestamptz(3), attributes jsonb)
    WHERE c.workspace_id = ${workspaceId} AND c.id = v.id`;
}
