import type pg from 'pg';
import type { ContactFieldName } from '../../contact-fields.ts';
import { perField } from '../contacts/fields.ts';
import { addFacts, type StatusFact } from '../contacts/status-facts.ts';
import { breaksKey } from '../database/database.ts';
import { numbered, runNamed } from '../database/named.ts';
import { idsOfKeys, ofWorkspace } from '../database/of-workspace.ts';
import type { Prisma } from '../generated/client.ts';
import { type Decided, type DecidedBatch, decidedCounts, decidedParams, decidedSql } from './decide.ts';
import { nothing, sum } from './decided-sums.ts';
import type { ImportBatch } from './import-batch.ts';

/** Adds and changes the contacts of a batch, and says what happened to them. */
export async function writeContacts(client: pg.PoolClient, batch: ImportBatch): Promise<Decided> {
  const { contacts } = batch;
  if (contacts.length === 0) return nothing;
  const isPlain = !contacts.some(({ key }) => batch.suppressed.has(key));
  // If they are probably new, skip the look-up: the unique key of addresses reports those that exist.
  if (isPlain && (batch.likelyNew || !(await holdThoseHere(client, batch)))) {
    const added = await addAll(client, batch);
    if (added !== null) return added;
    await holdThoseHere(client, batch);
  } else if (!isPlain) await holdThoseHere(client, batch);
  const { actor, askedWhere = null } = batch;
  const params = { ...decidedParams(batch, { anyHere: true }), actor, asked_where: askedWhere };
  type Written = Decided & { lost: string[]; facts: StatusFact[] | null };
  const { rows } = await runNamed<Written>(client, writeSql, params);
  const { lost, facts, ...done } = rows[0] ?? { ...nothing, lost: [], facts: null };
  await addFacts(client, { workspaceId: batch.workspaceId, facts: facts ?? [], now: batch.now });
  if (lost.length === 0) return done;
  // Someone else added them between the two statements: now they exist, so decide again.
  const again = new Set(lost);
  const more = await writeContacts(client, {
    ...batch,
    likelyNew: false,
    contacts: contacts.filter((contact) => again.has(contact.key)),
  });
  return sum({ ...done, added: done.added - lost.length }, more);
}

/**
 * Locks the existing contacts of a batch until the transaction ends, in the order of ids, like everything
 * that locks many contacts at once: what is decided next still holds when it is written.
 *
 * @returns whether there are any
 */
async function holdThoseHere(client: pg.PoolClient, batch: DecidedBatch): Promise<boolean> {
  const { rows } = await client.query<{ any: boolean }>(
    `WITH held AS (
       SELECT FROM contacts WHERE workspace_id = $1 AND id = ANY(${idsOfKeys('$2')}) ORDER BY id FOR NO KEY UPDATE)
     SELECT count(*) > 0 AS any FROM held`,
    [batch.workspaceId, batch.contacts.map((contact) => contact.key)],
  );
  return rows[0]?.any ?? false;
}

/**
 * Adds a batch without any existing contact, at two thirds of the cost of preparing for some.
 *
 * @returns null, with nothing done, if one of them is a contact after all
 */
async function addAll(client: pg.PoolClient, batch: DecidedBatch): Promise<Decided | null> {
  await client.query('SAVEPOINT all_new');
  try {
    const { rows } = await runNamed<Decided>(client, addSql, decidedParams(batch, { anyHere: false }));
    await client.query('RELEASE SAVEPOINT all_new');
    return rows[0] ?? nothing;
  } catch (error) {
    if (!breaksKey(error, ADDRESS_KEY)) throw error;
    await client.query('ROLLBACK TO SAVEPOINT all_new');
    return null;
  }
}

const ADDRESS_KEY = 'contacts_workspace_id_email_key_key';

const fields = perField((column) => column);

/** Columns that an import doesn't set on a new contact: later facts, or facts that decide the status. */
type LaterColumn =
  | ('optedOutAt' | 'bouncedAt' | 'withdrawnAt' | 'complainedAt' | 'confirmedAt')
  | 'emailChangedAt';
type NewColumn = Exclude<keyof Prisma.$ContactPayload['scalars'], ContactFieldName | LaterColumn>;

/**
 * The value of each column of a new contact: the compiler requires all that prisma/schema.prisma has, besides
 * the fields.
 */
const newContact: Record<NewColumn, string> = {
  workspaceId: ':workspace',
  id: "coalesce(id, nextval('contacts_id_seq'))",
  importId: ':import',
  addedByImport: ':import',
  importLine: 'line',
  email: 'email',
  emailKey: 'email_key',
  status: "CASE WHEN remembered IS NULL THEN given_status ELSE 'non-subscribed' END",
  statusSource: "'import'",
  statusAt: 'said_at',
  consentedAt: `CASE WHEN given_status = 'subscribed' AND remembered IS NULL
    AND (:resubscribes OR said IS NOT NULL AND NOT undated) THEN said_at END`,
  source: "'import'",
  signedUpOn: 'signed_up_on',
  signedUpAt: 'signed_up_at',
  attributes: 'attributes',
  emailValidation: 'validation',
  createdAt: ':now',
  updatedAt: ':now',
};

const insertSql = `
  INSERT INTO contacts AS c (${Object.keys(newContact).map(snakeCase).join(', ')}, ${fields})
  SELECT ${Object.values(newContact).join(', ')}, ${fields}
  FROM decided WHERE id IS NULL OR writes`;

const addSql = numbered(`
WITH ${decidedSql},
written AS (${insertSql})
SELECT ${decidedCounts} FROM decided`);

// An existing contact gets a row in import_changes if something about it changes, or if an earlier import
// that can still be undone had added or changed it: undoing that one must not remove what this file has, too.
// A table that grew in one import has no statistics yet: each look at another table is written so that it can
// only use its index once for each row of the batch (LIMIT 1, = ANY), never scan all contacts for each batch.
// The old values are saved before the new ones are written: a single database sees one moment of them either
// way, but a distributed one runs the INSERTs one by one. Two statements would see two moments: someone added
// in between would be changed, but not saved.
const writeSql = numbered(`
WITH ${decidedSql},
remembered AS (
  INSERT INTO import_changes (workspace_id, import_id, contact_id, at, what, updated_at, ${fields},
    signed_up_at, signed_up_on, attributes, prior_import_id, prior_line, prior_updated_at, tag_ids)
  SELECT :workspace, :import, d.id, :now, CASE WHEN d.writes THEN 'written' WHEN d.tagged THEN 'tagged' ELSE 'found' END,
    CASE WHEN d.writes THEN :now ELSE d.updated_at END, ${perField((column) => `b.${column}`)},
    b.signed_up_at, b.signed_up_on, b.attributes, b.import_id, b.import_line, b.updated_at,
    ARRAY(SELECT t.id FROM jsonb_array_elements_text(CASE WHEN d.tagged THEN d.tags END) AS wanted (name)
      JOIN tags t ON t.workspace_id = :workspace AND t.name = wanted.name
      LEFT JOIN contact_tags l ON l.workspace_id = ${ofWorkspace} AND l.tag_id = t.id AND l.contact_id = d.id
      WHERE l.contact_id IS NULL)
  FROM decided d
  LEFT JOIN LATERAL (SELECT * FROM contacts b WHERE d.writes AND b.workspace_id = ${ofWorkspace} AND b.id = d.id LIMIT 1) b ON true
  WHERE d.id IS NOT NULL AND (d.writes OR d.tagged
    OR d.import_id IN (SELECT id FROM imports WHERE workspace_id = :workspace AND id <> :import
      AND state IN ('running', 'done', 'failed', 'cancelled', 'undoing') AND coalesce(finished_at, :now) > :now - interval '7 days')
    OR (SELECT true FROM import_changes x WHERE x.workspace_id = ${ofWorkspace} AND x.contact_id = d.id AND x.import_id <> :import LIMIT 1))),
written AS (${insertSql}
  ON CONFLICT (workspace_id, email_key) DO UPDATE SET import_id = CASE WHEN :updates THEN excluded.import_id ELSE c.import_id END,
    import_line = CASE WHEN :updates THEN excluded.import_line ELSE c.import_line END,
    ${perField((column) => `${column} = excluded.${column}`)},
    signed_up_at = excluded.signed_up_at, signed_up_on = excluded.signed_up_on,
    attributes = excluded.attributes, updated_at = excluded.updated_at
  -- One that was not here when it was decided on has another id by now.
  WHERE c.id = excluded.id
  RETURNING id, email_key)
SELECT ${decidedCounts}, (
    SELECT jsonb_agg(jsonb_build_object('contactId', contact, 'kind', kind, 'at', at, 'source', source, 'importId', import, 'begins', begins)
      || CASE WHEN kind = 'consent' AND NOT begins THEN jsonb_build_object('by', :actor::text, 'details',
        jsonb_strip_nulls(jsonb_build_object('where', :asked_where::text))) ELSE '{}' END)
    FROM (
      SELECT id AS contact, fact AS kind, said_at AS at, 'import' AS source, :import::int AS import, false AS begins
      FROM decided WHERE stored AND id IS NOT NULL
      UNION ALL
      SELECT w.id, f.kind, f.at, f.source, f.import, f.begins
      FROM decided d JOIN written w ON w.email_key = d.email_key CROSS JOIN LATERAL (
        SELECT kind, at, source, NULL::int AS import, true AS begins FROM jsonb_to_recordset(d.remembered) AS r (kind text, at timestamptz(3), source text)
        UNION ALL SELECT d.fact, d.said_at, 'import', :import::int, false WHERE d.stored) AS f
      WHERE d.id IS NULL AND d.remembered IS NOT NULL) AS said) AS facts,
  CASE WHEN (SELECT count(*) FROM written) = count(*) FILTER (WHERE id IS NULL OR writes) THEN '{}'
    ELSE ARRAY(SELECT email_key FROM decided WHERE id IS NULL EXCEPT SELECT email_key FROM written) END AS lost
FROM decided`);

/** `created_at` for `createdAt`. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
