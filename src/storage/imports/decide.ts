import type { CsvDate } from '../../csv/dates.ts';
import type { RowContact } from '../../csv/row-contact.ts';
import type { FileStatus } from '../../csv/statuses.ts';
import { statusOf } from '../../lib/consent.ts';
import { latestBounce, latestOptOut } from '../contacts/status-facts.ts';
import { remembered, type Suppression } from '../contacts/suppressions.ts';
import { arrayText } from '../database/array-text.ts';
import { ofWorkspace } from '../database/of-workspace.ts';
import type { ImportChoices } from './imports.ts';

/** Rows of a file, and what decides what becomes of them. */
export interface DecidedBatch extends ImportChoices {
  workspaceId: number;
  importId: number;
  /** No two with the same key. Their tags have the names under which they are to be put on. */
  contacts: RowContact[];
  /** What is remembered of addresses, by key: of new contacts, it is where they start. */
  suppressed: ReadonlyMap<string, readonly Suppression[]>;
  newStatus: 'subscribed' | 'non-subscribed';
  /** Where days begin. */
  timeZone: string;
  /** When the import began: the moment of all that the file says without one. */
  startedAt: Date;
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
  /** Contacts that become unsubscribed or bounced, as their row says; and those of them that become unsubscribed. */
  lowered: number;
  loweredToUnsubscribed: number;
  /** Contacts that are unchanged, but an opt-out or bounce that was not known is stored with them. */
  noted: number;
  /** Contacts that are subscribed and stay so, though their row says non-subscribed: that is no opt-out. */
  staySubscribed: number;
  /** Tags that are missing, by name. */
  newTags: string[];
}

/**
 * The parameters of `decidedSql`, $1 to $27. The last three are known when the statement is planned: most files say nothing of
 * statuses, and then nothing of it is worked out for each row.
 *
 * @param anyHere false where nobody of them is taken to be a contact yet: they are not looked up, and whoever adds them finds out
 */
export function decidedParams(batch: DecidedBatch, { anyHere }: { anyHere: boolean }): unknown[] {
  const { contacts, newStatus } = batch;
  const column = (value: (contact: RowContact) => string | null): string => arrayText(contacts.map(value));
  const isDated = contacts.some(({ statusAt }) => statusAt !== null);
  const areRemembered = batch.suppressed.size > 0;
  const speak = areRemembered || batch.resubscribe || contacts.some(({ status }) => lowers.has(status));
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
    column(({ status }) =>
      status === 'as-chosen' ? newStatus : status === 'non-subscribed' ? SAID_BY_FILE : status,
    ),
    column(({ signedUp }) => signedUp && dayOf(signedUp)),
    column(({ signedUp }) => signedUp && wallOf(signedUp)),
    column(({ signedUp }) => signedUp && instantOf(signedUp)),
    column((contact) => JSON.stringify(contact.attributes)),
    column((contact) => (contact.tags.length === 0 ? null : JSON.stringify(contact.tags))),
    batch.existing === 'update',
    batch.existing === 'update' && batch.resubscribe,
    column((contact) => contact.validation),
    batch.startedAt,
    anyHere,
    // A list that is shorter than the others is filled up with nulls.
    isDated || areRemembered ? column((contact) => moreOf(contact, batch.suppressed)) : '{}',
    isDated,
    areRemembered,
    speak,
  ];
}

/** Non-subscribed because a row says so, and not because somebody chose it for the whole file. */
const SAID_BY_FILE = 'said';

/** Statuses of rows that lower whoever is here. */
const lowers: ReadonlySet<FileStatus> = new Set(['unsubscribed', 'bounced'] as const);

const dayOf = ({ day, time }: CsvDate): string | null => (time === null ? day : null);
const wallOf = ({ day, time, offset }: CsvDate): string | null =>
  time !== null && offset === null ? `${day} ${time}` : null;
const instantOf = ({ day, time, offset }: CsvDate): string | null =>
  offset === null ? null : `${day} ${time}${offset}`;

/** What few rows have: the moment of their status, and what is remembered of their address. */
function moreOf(
  { key, statusAt, undated }: RowContact,
  suppressed: DecidedBatch['suppressed'],
): string | null {
  const suppressions = suppressed.get(key);
  if (statusAt === null && suppressions === undefined) return null;
  const said = statusAt && {
    day: dayOf(statusAt),
    wall: wallOf(statusAt),
    instant: instantOf(statusAt),
    undated,
  };
  return JSON.stringify({ ...said, ...(suppressions && { remembered: rememberedFacts(suppressions) }) });
}

function rememberedFacts(suppressions: readonly Suppression[]): object {
  const { facts, optedOutAt, bouncedAt } = remembered(suppressions);
  const status = statusOf({ consentedAt: null, optedOutAt, bouncedAt, withdrawnAt: null });
  return { facts, status, 'opt-out': optedOutAt, bounce: bouncedAt };
}

/** The latest opt-out, or bounce, of a contact `c`, or of an address `i` that is remembered. */
function knownMoment(kind: 'opt-out' | 'bounce'): string {
  const known = { 'opt-out': latestOptOut, bounce: latestBounce }[kind];
  return `CASE WHEN $26 AND c.id IS NULL THEN (i.remembered ->> '${kind}')::timestamptz ELSE ${known} END`;
}

/** A value of the row in place of what stands there, if the row has one; contacts that are here may be left as they are. */
function value(column: string): string {
  return `CASE WHEN NOT $19 AND c.id IS NOT NULL THEN c.${column} ELSE coalesce(i.${column}, c.${column}) END AS ${column}`;
}

/**
 * The one place that decides what becomes of a row: a rehearsal counts what stands here, and a run does it, so that they
 * can't disagree. `id` is null for a new contact; `writes`, `tagged`, `raises`, `raised` and `lowered` are about one that is here,
 * or one that is remembered (`remembered`: its facts). `fact` is what the row says of a status, at `said_at`, and `stored` whether
 * it is to be kept. What a file says of people who unsubscribed or bounced always counts; what it says of consent, only
 * where somebody confirmed it. Of a day without a time, an opt-out counts until its end. An empty cell changes nothing.
 */
export const decidedSql = `
incoming AS (
  SELECT line, email, email_key, name, country, language, phone, company, status, day AS signed_up_on,
    coalesce(instant, coalesce(wall, day::timestamp) AT TIME ZONE $3) AS signed_up_at, attributes, tags,
    validation, CASE WHEN $26 THEN more -> 'remembered' END AS remembered, CASE WHEN $25 THEN coalesce(
      (more ->> 'instant')::timestamptz, (more ->> 'wall')::timestamp AT TIME ZONE $3,
      CASE WHEN status IN ('unsubscribed', 'bounced')
        THEN ((more ->> 'day')::date + 1)::timestamp AT TIME ZONE $3 - interval '1 ms'
        ELSE (more ->> 'day')::date::timestamp AT TIME ZONE $3 END) END AS said,
    CASE WHEN $25 THEN coalesce((more ->> 'undated')::boolean, false) ELSE false END AS undated
  FROM unnest($5::int[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
    $14::date[], $15::timestamp[], $16::timestamptz[], $17::jsonb[], $18::jsonb[], $21::text[], $24::jsonb[])
    AS row (line, email, email_key, name, country, language, phone, company, status, day, wall, instant, attributes, tags,
      validation, more)),
merged AS (
  SELECT i.line, i.email, i.email_key, i.tags, i.validation, CASE i.status WHEN '${SAID_BY_FILE}' THEN 'non-subscribed' ELSE i.status END AS given_status,
    i.status = '${SAID_BY_FILE}' AS said_by_file, c.id, c.updated_at, c.import_id,
    CASE WHEN $26 AND c.id IS NULL THEN i.remembered ->> 'status' ELSE c.status END AS status, c.status_at,
    c.consented_at AS consented, c.withdrawn_at AS withdrawn, ${knownMoment('opt-out')} AS opted_out, ${knownMoment('bounce')} AS bounced,
    i.said, i.undated, least(i.said, $22)::timestamptz(3) AS said_at, CASE WHEN $26 AND c.id IS NULL THEN i.remembered -> 'facts' END AS remembered,
    ${value('name')}, ${value('country')}, ${value('language')}, ${value('phone')}, ${value('company')},
    ${value('signed_up_at')},
    -- The moment at which that day begins says nothing new of it.
    CASE WHEN i.signed_up_at IS NULL OR NOT $19 AND c.id IS NOT NULL OR i.signed_up_on IS NULL AND i.signed_up_at = c.signed_up_at THEN c.signed_up_on ELSE i.signed_up_on END AS signed_up_on,
    CASE WHEN NOT $19 AND c.id IS NOT NULL THEN c.attributes ELSE coalesce(c.attributes || i.attributes, i.attributes) END
      AS attributes,
    (c.name, c.country, c.language, c.phone, c.company, c.signed_up_at, c.attributes) AS values_before,
    c.signed_up_on AS day_before
  FROM incoming i
  LEFT JOIN LATERAL (
    SELECT * FROM contacts c WHERE $23 AND c.workspace_id = ${ofWorkspace} AND c.email_key = i.email_key LIMIT 1) c ON true),
stated AS (
  SELECT m.*, status IS NOT NULL AND status <> 'subscribed' AND given_status = 'subscribed' AS raises,
    CASE WHEN NOT $27 OR status IS NULL THEN NULL WHEN given_status = 'unsubscribed' THEN 'opt-out' WHEN given_status = 'bounced' THEN 'bounce'
      WHEN $20 AND given_status = 'subscribed' AND status <> 'subscribed'
        AND contact_status(greatest(consented, said_at), opted_out, bounced, withdrawn) = 'subscribed' THEN 'consent' END AS fact
  FROM merged m),
judged AS (
  SELECT s.*, coalesce(fact = 'consent', false) AS raised, CASE fact
    WHEN 'opt-out' THEN contact_status(consented, greatest(opted_out, said_at), bounced, withdrawn)
    WHEN 'bounce' THEN contact_status(consented, opted_out, greatest(bounced, said_at), withdrawn)
    WHEN 'consent' THEN 'subscribed' END AS new_status
  FROM stated s),
decided AS MATERIALIZED (
  -- Named one by one: what is not needed any more is not kept.
  SELECT line, email, email_key, tags, validation, given_status, id, status, updated_at, import_id, said, undated, said_at, remembered,
    name, country, language, phone, company, signed_up_at, signed_up_on, attributes, raises, raised, fact, new_status, said_by_file,
    coalesce(id IS NOT NULL AND fact IN ('opt-out', 'bounce') AND new_status <> status, false) AS lowered,
    id IS NOT NULL AND (moved OR day_before IS DISTINCT FROM signed_up_on OR values_before
      IS DISTINCT FROM (name, country, language, phone, company, signed_up_at, attributes)) AS writes,
    id IS NOT NULL AND $19 AND tags IS NOT NULL AND EXISTS (
      SELECT 1 FROM jsonb_array_elements_text(tags) AS wanted (name)
      LEFT JOIN tags t ON t.workspace_id = $1 AND t.name = wanted.name
      LEFT JOIN contact_tags l ON l.workspace_id = ${ofWorkspace} AND l.tag_id = t.id AND l.contact_id = j.id
      WHERE l.contact_id IS NULL) AS tagged,
    CASE WHEN fact IS NULL THEN false
      -- Known already, and not from an import: that one's undoing takes its own away, and this stays.
      WHEN id IS NOT NULL AND said_at = CASE fact WHEN 'opt-out' THEN opted_out WHEN 'bounce' THEN bounced ELSE consented END THEN (
        SELECT true FROM status_facts f WHERE f.workspace_id = ${ofWorkspace} AND f.contact_id = j.id AND f.kind = fact
          AND f.at = said_at AND f.import_id <> $2 LIMIT 1) IS NOT NULL
      ELSE true END AS stored,
    -- Not every statement needs it, but each is told of what type it is.
    $4::timestamptz AS now
  FROM (
    SELECT *, fact IS NOT NULL AND (new_status <> status OR said_at > status_at AND CASE fact
      WHEN 'opt-out' THEN new_status = 'unsubscribed' WHEN 'bounce' THEN new_status = 'bounced' END) AS moved
    FROM judged) AS j)`;

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
  count(*) FILTER (WHERE lowered AND new_status = 'unsubscribed')::int AS "loweredToUnsubscribed",
  count(*) FILTER (WHERE id IS NOT NULL AND stored AND NOT writes AND NOT tagged)::int AS noted,
  count(*) FILTER (WHERE said_by_file AND id IS NOT NULL AND status = 'subscribed')::int AS "staySubscribed",
  ARRAY(SELECT DISTINCT wanted.name FROM decided, jsonb_array_elements_text(tags) AS wanted (name)
    WHERE (id IS NULL OR $19) AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.workspace_id = $1 AND t.name = wanted.name)
    ORDER BY 1) AS "newTags"`;
