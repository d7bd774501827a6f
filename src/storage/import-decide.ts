import type { RowContact } from '../csv/rows.ts';
import { arrayText } from './array-text.ts';
import type { ImportChoices } from './imports.ts';
import { ofWorkspace } from './of-workspace.ts';

/** Rows of a file, and what decides what becomes of them. */
export interface DecidedBatch extends ImportChoices {
  workspaceId: number;
  importId: number;
  /** No two with the same key. Their tags have the names under which they are to be put on. */
  contacts: RowContact[];
  newStatus: 'subscribed' | 'non-subscribed';
  /** Where days begin. */
  timeZone: string;
  now: Date;
}

/** What becomes of the contacts of a batch: what a rehearsal adds up, and what a run does. */
export interface Decided {
  added: number;
  /** Contacts that are here and that get other values, or tags. */
  updated: number;
  unchanged: number;
  /** Contacts that become subscribed again. */
  resubscribed: number;
  /** Contacts that stay unsubscribed, bounced or non-subscribed, though their row says that they are subscribed. */
  unsubscribed: number;
  bounced: number;
  nonSubscribed: number;
  /** Contacts that become unsubscribed or bounced, as their row says. */
  lowered: number;
  /** Contacts that stay higher than their row says: unsubscribed, bounced. */
  notUnsubscribed: number;
  notBounced: number;
  /** Tags that are missing, by name. */
  newTags: string[];
}

/**
 * The parameters of `decidedSql`, $1 to $23.
 *
 * @param anyHere false where nobody of them is taken to be a contact yet: they are not looked up, and whoever adds them finds out
 */
export function decidedParams(batch: DecidedBatch, { anyHere }: { anyHere: boolean }): unknown[] {
  const { contacts, newStatus } = batch;
  const column = (value: (contact: RowContact) => string | null): string => arrayText(contacts.map(value));
  return [
    batch.workspaceId,
    batch.importId,
    batch.timeZone,
    batch.now,
    contacts.map((contact) => contact.line),
    column((contact) => contact.email),
    column((contact) => contact.key),
    column((contact) => contact.name),
    column((contact) => contact.country),
    column((contact) => contact.language),
    column((contact) => contact.phone),
    column((contact) => contact.company),
    column((contact) => (contact.status === 'as-chosen' ? newStatus : contact.status)),
    column(({ signedUp }) => (signedUp?.time === null ? signedUp.day : null)),
    column(({ signedUp }) =>
      signedUp?.time && signedUp.offset === null ? `${signedUp.day} ${signedUp.time}` : null,
    ),
    column(({ signedUp }) =>
      signedUp?.offset ? `${signedUp.day} ${signedUp.time}${signedUp.offset}` : null,
    ),
    column((contact) => JSON.stringify(contact.attributes)),
    column((contact) => (contact.tags.length === 0 ? null : JSON.stringify(contact.tags))),
    batch.existing === 'update',
    batch.existing === 'update' && batch.resubscribe,
    column((contact) => contact.validation),
    batch.existing === 'update' && batch.lowerStatus,
    anyHere,
  ];
}

/**
 * The one place that decides what becomes of a row: a rehearsal counts what stands here, and a run does it, so that they
 * can't disagree. `id` is null for a new contact; `writes`, `tagged`, `raises`, `raised`, `lowers` and `lowered` are about one that is here.
 * An empty cell changes nothing.
 */
export const decidedSql = `
incoming AS (
  SELECT line, email, email_key, name, country, language, phone, company, status, day AS signed_up_on,
    coalesce(instant, coalesce(wall, day::timestamp) AT TIME ZONE $3) AS signed_up_at, attributes, tags,
    validation
  FROM unnest($5::int[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
    $14::date[], $15::timestamp[], $16::timestamptz[], $17::jsonb[], $18::jsonb[], $21::text[])
    AS row (line, email, email_key, name, country, language, phone, company, status, day, wall, instant, attributes, tags,
      validation)),
merged AS (
  SELECT i.line, i.email, i.email_key, i.tags, i.validation, i.status AS given_status, c.id, c.status, c.updated_at, c.import_id,
    coalesce(i.name, c.name) AS name, coalesce(i.country, c.country) AS country,
    coalesce(i.language, c.language) AS language, coalesce(i.phone, c.phone) AS phone,
    coalesce(i.company, c.company) AS company, coalesce(i.signed_up_at, c.signed_up_at) AS signed_up_at,
    CASE WHEN i.signed_up_at IS NULL THEN c.signed_up_on ELSE i.signed_up_on END AS signed_up_on,
    coalesce(c.attributes || i.attributes, i.attributes) AS attributes,
    (c.name, c.country, c.language, c.phone, c.company, c.signed_up_at, c.attributes) AS values_before,
    c.signed_up_on AS day_before,
    c.id IS NOT NULL AND c.status <> 'subscribed' AND i.status = 'subscribed' AS raises,
    c.id IS NOT NULL AND (i.status = 'unsubscribed' AND c.status <> 'unsubscribed'
      OR i.status = 'bounced' AND c.status IN ('subscribed', 'non-subscribed')) AS lowers
  FROM incoming i
  LEFT JOIN LATERAL (SELECT * FROM contacts c WHERE $23 AND c.workspace_id = ${ofWorkspace} AND c.email_key = i.email_key LIMIT 1) c ON true),
decided AS MATERIALIZED (
  SELECT m.*, raises AND $20 AS raised, lowers AND $22 AS lowered,
    id IS NOT NULL AND $19 AND (raises AND $20 OR lowers AND $22 OR day_before IS DISTINCT FROM signed_up_on OR values_before
      IS DISTINCT FROM (name, country, language, phone, company, signed_up_at, attributes)) AS writes,
    id IS NOT NULL AND $19 AND tags IS NOT NULL AND EXISTS (
      SELECT 1 FROM jsonb_array_elements_text(tags) AS wanted (name)
      LEFT JOIN tags t ON t.workspace_id = $1 AND t.name = wanted.name
      LEFT JOIN contact_tags l ON l.workspace_id = ${ofWorkspace} AND l.tag_id = t.id AND l.contact_id = m.id
      WHERE l.contact_id IS NULL) AS tagged,
    $2::int AS this_import, $4::timestamptz AS now
  FROM merged m)`;

/** The counts of what was decided, as columns of a SELECT from it. */
export const decidedCounts = `
  count(*) FILTER (WHERE id IS NULL)::int AS added,
  count(*) FILTER (WHERE writes OR tagged)::int AS updated,
  count(*) FILTER (WHERE id IS NOT NULL AND NOT writes AND NOT tagged)::int AS unchanged,
  count(*) FILTER (WHERE raised)::int AS resubscribed,
  count(*) FILTER (WHERE raises AND NOT raised AND status = 'unsubscribed')::int AS unsubscribed,
  count(*) FILTER (WHERE raises AND NOT raised AND status = 'bounced')::int AS bounced,
  count(*) FILTER (WHERE raises AND NOT raised AND status = 'non-subscribed')::int AS "nonSubscribed",
  count(*) FILTER (WHERE lowered)::int AS lowered,
  count(*) FILTER (WHERE lowers AND NOT lowered AND given_status = 'unsubscribed')::int AS "notUnsubscribed",
  count(*) FILTER (WHERE lowers AND NOT lowered AND given_status = 'bounced')::int AS "notBounced",
  ARRAY(SELECT DISTINCT wanted.name FROM decided, jsonb_array_elements_text(tags) AS wanted (name)
    WHERE (id IS NULL OR $19) AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.workspace_id = $1 AND t.name = wanted.name)
    ORDER BY 1) AS "newTags"`;
