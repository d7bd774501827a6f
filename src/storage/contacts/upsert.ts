import type { Moments, Status } from '../../lib/consent.ts';
import { validationOf } from '../../lib/emails-risk.ts';
import type { Database } from '../database/database.ts';
import { idsOfKeys } from '../database/of-workspace.ts';
import { Prisma } from '../generated/client.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';
import type { ContactFields } from './contacts.ts';
import { perField, selectedFields } from './fields.ts';
import { knownMoments } from './status-facts.ts';

/** A contact that is locked while a call writes it. */
export interface HeldContact extends ContactFields, Moments {
  id: number;
  key: string;
  status: Status;
  statusAt: Date;
  signedUpAt: Date | null;
}

/** The status of a new contact. */
export interface FirstStatus {
  status: Status;
  at: Date;
  /** The place where they agreed. The contact itself doesn't say it, so the consent log has to. */
  details?: { where: string };
}

/** Creates the missing contacts, bare and non-subscribed. Returns the keys of the new ones. */
export async function makeContacts(
  on: Runs,
  given: { workspaceId: number; emails: { email: string; key: string }[]; source: string; now: Date },
): Promise<Set<string>> {
  const { workspaceId, source, now } = given;
  // In the order of keys, so that two calls with the same contacts never deadlock.
  const emails = [...given.emails].sort((a, b) => (a.key < b.key ? -1 : 1));
  const rows = await runSql<{ key: string }>(
    on,
    `INSERT INTO contacts (workspace_id, email, email_key, status_source, status_at, source, email_validation, created_at,
       updated_at)
     SELECT $1::int, email, key, $2::text, $3::timestamptz, $2::text, validation, $3::timestamptz, $3::timestamptz
     FROM unnest($4::text[], $5::text[], $6::text[]) WITH ORDINALITY AS row (email, key, validation, position)
     ORDER BY position
     ON CONFLICT (workspace_id, email_key) DO NOTHING RETURNING email_key AS key`,
    [
      ...[workspaceId, source, now.toISOString()],
      ...[emails.map((each) => each.email), emails.map((each) => each.key)],
      emails.map((each) => validationOf(each.key)),
    ],
  );
  return new Set(rows.map(({ key }) => key));
}

/**
 * The contacts with these keys, by key; locked until the transaction ends. Looked up one by one: see
 * idsOfKeys.
 */
export async function holdContacts(
  on: Runs,
  workspaceId: number,
  keys: string[],
): Promise<Map<string, HeldContact>> {
  const rows = await runSql<HeldContact & Record<string, unknown>>(on, holdSql, [workspaceId, keys]);
  return new Map(rows.map((row) => [row.key, row]));
}

const holdSql = `
  SELECT id, email_key AS key, ${selectedFields('held')}, status, status_at AS "statusAt", consented AS "consentedAt",
    opted_out AS "optedOutAt", bounced AS "bouncedAt", withdrawn AS "withdrawnAt", complained AS "complainedAt", confirmed AS "confirmedAt",
    signed_up_at AS "signedUpAt", attributes
  FROM (
    SELECT c.*, ${knownMoments} FROM contacts c WHERE c.workspace_id = $1::int AND c.id = ANY(${idsOfKeys('$2')})
    ORDER BY c.id FOR UPDATE) AS held`;

/**
 * Replaces the stored contacts with these. It doesn't set their status, which follows from facts:
 * status-facts.ts.
 */
export async function writeContacts(
  database: Database,
  given: { workspaceId: number; contacts: HeldContact[]; now: Date },
): Promise<void> {
  const { workspaceId, contacts, now } = given;
  await database.$executeRaw`
    UPDATE contacts c SET ${setFields}, attributes = v.attributes, updated_at = ${now}, signed_up_at = v."signedUpAt",
      signed_up_on = CASE WHEN v."signedUpAt" IS NOT DISTINCT FROM c.signed_up_at THEN c.signed_up_on END
    FROM jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb) v (
      id int, ${givenFields}, "signedUpAt" timestamptz(3), attributes jsonb)
    WHERE c.workspace_id = ${workspaceId} AND c.id = v.id`;
}

const setFields = Prisma.raw(perField((column, name) => `${column} = v."${name}"`));
const givenFields = Prisma.raw(perField((_, name) => `"${name}" text`));

/**
 * Sets the first status of new contacts about whom nothing else was said. The log gets a row for those who
 * say where they agreed.
 *
 * @param given.by who says so
 */
export async function setFirstStatuses(
  database: Database,
  given: { workspaceId: number; firsts: (FirstStatus & { id: number })[]; by: string; now: Date },
): Promise<void> {
  const { workspaceId, firsts, by, now } = given;
  await database.$executeRaw`
    WITH first AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(firsts)}::jsonb)
        f (id int, status text, at timestamptz(3), details jsonb)),
    logged AS (
      INSERT INTO consent_log (workspace_id, contact_id, what, said, at, recorded_at, how, "by", details)
      SELECT ${workspaceId}::int, id, 'status', 'consent', at, ${now}::timestamptz, 'api', ${by}::text,
        details || jsonb_build_object('to', status)
      FROM first WHERE status = 'subscribed' AND details IS NOT NULL)
    UPDATE contacts c SET status = f.status, status_at = f.at,
      consented_at = CASE WHEN f.status = 'subscribed' THEN f.at END
    FROM first f WHERE c.workspace_id = ${workspaceId} AND c.id = f.id`;
}

/** Deletes new contacts whose facts can't be stored. */
export async function unmakeContacts(database: Database, workspaceId: number, ids: number[]): Promise<void> {
  await database.contact.deleteMany({ where: { workspaceId, id: { in: ids } } });
}
