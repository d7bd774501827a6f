import type { FileStatus } from '../../csv/consent/statuses.ts';
import type { CsvDate } from '../../csv/dates/dates.ts';
import type { RowContact } from '../../csv/rows/contact.ts';
import { statusOf } from '../../lib/consent.ts';
import { fieldColumns, perField } from '../contacts/fields.ts';
import { latestBounce, latestOptOut } from '../contacts/status-facts.ts';
import { factsOfSuppressions, type Suppression } from '../contacts/suppressions.ts';
import { arrayText } from '../database/array-text.ts';
import { ofWorkspace } from '../database/of-workspace.ts';
import type { ImportChoices } from './import-state.ts';

/** Rows of a file, and everything that decides what happens to them. */
export interface DecidedBatch extends ImportChoices {
  workspaceId: number;
  importId: number;
  /** No two with the same key. Their tags already have the names that they get. */
  contacts: RowContact[];
  /** Suppressions of addresses, by key: they decide how new contacts start. */
  suppressed: ReadonlyMap<string, readonly Suppression[]>;
  newStatus: 'subscribed' | 'non-subscribed';
  /** The time zone in which days begin. */
  timeZone: string;
  /** When the import began: the moment of everything that the file says without one. */
  startedAt: Date;
  now: Date;
}

/** What happens to the contacts of a batch: what a rehearsal adds up, and what a run does. */
export interface Decided {
  added: number;
  /** Existing contacts that get other values, or tags. */
  updated: number;
  unchanged: number;
  /** Contacts that are subscribed again. */
  resubscribed: number;
  /** Contacts that stay unsubscribed, bounced or non-subscribed, though their row says subscribed. */
  unsubscribed: number;
  bounced: number;
  nonSubscribed: number;
  /**
   * Contacts that become unsubscribed or bounced, as their row says; and how many of them become
   * unsubscribed.
   */
  lowered: number;
  loweredToUnsubscribed: number;
  /** Contacts that don't change, but get a newly known opt-out or bounce stored with them. */
  noted: number;
  /** Contacts that stay subscribed though their row says non-subscribed: that isn't an opt-out. */
  staySubscribed: number;
  /** Names of the missing tags. */
  newTags: string[];
}

/**
 * The parameters that `decidedSql` names. The last three are known when the statement is planned: most files
 * don't mention statuses, and then no row pays for them.
 *
 * @param anyHere false if probably none of them is a contact yet: they are not looked up, and adding them
 *   finds out
 */
export function decidedParams(
  batch: DecidedBatch,
  { anyHere }: { anyHere: boolean },
): Record<string, unknown> {
  const { contacts, suppressed } = batch;
  const isDated = contacts.some(({ statusAt }) => statusAt !== null);
  const areRemembered = suppressed.size > 0;
  const lists = rowColumns.map(({ name, of }) => {
    // A list that is shorter than the others is padded with nulls.
    const isLeftOut = name === 'more' && !isDated && !areRemembered;
    return [`each_${name}`, isLeftOut ? '{}' : arrayText(contacts.map((contact) => of(contact, batch)))];
  });
  return {
    workspace: batch.workspaceId,
    import: batch.importId,
    zone: batch.timeZone,
    now: batch.now,
    ...Object.fromEntries(lists),
    updates: batch.existing === 'update',
    resubscribes: batch.existing === 'update' && batch.resubscribe,
    started_at: batch.startedAt,
    asked_at: batch.askedAt ?? batch.startedAt,
    any_here: anyHere,
    are_dated: isDated,
    are_remembered: areRemembered,
    speak: areRemembered || batch.resubscribe || contacts.some(({ status }) => lowers.has(status)),
  };
}

/** What the database gets for each row: one list per column, in the order of the rows. */
const rowColumns: readonly {
  name: string;
  type: string;
  of: (contact: RowContact, batch: DecidedBatch) => string | null;
}[] = [
  { name: 'line', type: 'int', of: ({ line }) => String(line) },
  { name: 'email', type: 'text', of: ({ email }) => email },
  { name: 'email_key', type: 'text', of: ({ key }) => key },
  ...fieldColumns.map(({ name, column }) => ({
    name: column,
    type: 'text',
    of: (contact: RowContact) => contact[name],
  })),
  { name: 'status', type: 'text', of: ({ status }, { newStatus }) => givenStatus(status, newStatus) },
  { name: 'day', type: 'date', of: ({ signedUp }) => signedUp && dayOf(signedUp) },
  { name: 'wall', type: 'timestamp', of: ({ signedUp }) => signedUp && wallOf(signedUp) },
  { name: 'instant', type: 'timestamptz', of: ({ signedUp }) => signedUp && instantOf(signedUp) },
  { name: 'attributes', type: 'jsonb', of: ({ attributes }) => JSON.stringify(attributes) },
  { name: 'tags', type: 'jsonb', of: ({ tags }) => (tags.length === 0 ? null : JSON.stringify(tags)) },
  { name: 'validation', type: 'text', of: ({ validation }) => validation },
  { name: 'more', type: 'jsonb', of: (contact, { suppressed }) => moreOf(contact, suppressed) },
];
const rowLists = rowColumns.map(({ name, type }) => `:each_${name}::${type}[]`).join(', ');
const rowNames = rowColumns.map(({ name }) => name).join(', ');

function givenStatus(status: FileStatus, newStatus: DecidedBatch['newStatus']): string {
  if (status === 'as-chosen') return newStatus;
  return status === 'non-subscribed' ? SAID_BY_FILE : status;
}

/** Non-subscribed because a row says so, not because someone chose it for the whole file. */
const SAID_BY_FILE = 'said';

/** Statuses in rows that lower an existing contact. */
const lowers: ReadonlySet<FileStatus> = new Set(['unsubscribed', 'bounced'] as const);

const dayOf = ({ day, time }: CsvDate): string | null => (time === null ? day : null);
const wallOf = ({ day, time, offset }: CsvDate): string | null =>
  time !== null && offset === null ? `${day} ${time}` : null;
const instantOf = ({ day, time, offset }: CsvDate): string | null =>
  offset === null ? null : `${day} ${time}${offset}`;

/** What few rows have: the moment of their status, and suppressions of their address. */
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
  const { facts, optedOutAt, bouncedAt, complainedAt } = factsOfSuppressions(suppressions);
  const status = statusOf({ consentedAt: null, optedOutAt, bouncedAt, withdrawnAt: null, complainedAt });
  return { facts, status, 'opt-out': optedOutAt, bounce: bouncedAt, complaint: complainedAt };
}

/** The latest opt-out, bounce or complaint of a contact `c`, or of a suppressed address `i`. */
function knownMoment(kind: 'opt-out' | 'bounce' | 'complaint'): string {
  const known = { 'opt-out': latestOptOut, bounce: latestBounce, complaint: 'c.complained_at' }[kind];
  return `CASE WHEN :are_remembered AND c.id IS NULL THEN (i.remembered ->> '${kind}')::timestamptz ELSE ${known} END`;
}

/**
 * The row's value instead of the stored one, if the row has one; existing contacts may be left as they are.
 */
function value(column: string): string {
  return `CASE WHEN NOT :updates AND c.id IS NOT NULL THEN c.${column} ELSE coalesce(i.${column}, c.${column}) END AS ${column}`;
}

const fields = perField((column) => column);

/**
 * The one place that decides what happens to a row: a rehearsal counts its results and a run writes them, so
 * the two can't disagree. `id` is null for a new contact; `writes`, `tagged`, `raises`, `raised` and
 * `lowered` are about an existing contact, or a suppressed address (`remembered`: its facts). `fact` is the
 * status that the row reports, at `said_at` (its own date; for consent, else when people asked for it; else the
 * start of the import), and `stored` says whether to keep it. A file's unsubscribes and
 * bounces always count; its consent only counts if someone confirmed it. For a day without a time, an opt-out
 * counts until the day's end. An empty cell changes nothing.
 */
export const decidedSql = `
incoming AS (
  SELECT line, email, email_key, ${fields}, status, day AS signed_up_on,
    coalesce(instant, coalesce(wall, day::timestamp) AT TIME ZONE :zone) AS signed_up_at, attributes, tags,
    validation, CASE WHEN :are_remembered THEN more -> 'remembered' END AS remembered, CASE WHEN :are_dated THEN coalesce(
      (more ->> 'instant')::timestamptz, (more ->> 'wall')::timestamp AT TIME ZONE :zone,
      CASE WHEN status IN ('unsubscribed', 'bounced')
        THEN ((more ->> 'day')::date + 1)::timestamp AT TIME ZONE :zone - interval '1 ms'
        ELSE (more ->> 'day')::date::timestamp AT TIME ZONE :zone END) END AS said,
    CASE WHEN :are_dated THEN coalesce((more ->> 'undated')::boolean, false) ELSE false END AS undated
  FROM unnest(${rowLists}) AS row (${rowNames})),
merged AS (
  SELECT i.line, i.email, i.email_key, i.tags, i.validation, CASE i.status WHEN '${SAID_BY_FILE}' THEN 'non-subscribed' ELSE i.status END AS given_status,
    i.status = '${SAID_BY_FILE}' AS said_by_file, c.id, c.updated_at, c.import_id,
    CASE WHEN :are_remembered AND c.id IS NULL THEN i.remembered ->> 'status' ELSE c.status END AS status, c.status_at,
    c.consented_at AS consented, c.withdrawn_at AS withdrawn, c.confirmed_at AS confirmed, ${knownMoment('complaint')} AS complained, ${knownMoment('opt-out')} AS opted_out, ${knownMoment('bounce')} AS bounced,
    i.said, i.undated, least(coalesce(i.said, CASE WHEN :resubscribes AND i.status = 'subscribed' AND (c.id IS NOT NULL OR i.remembered IS NOT NULL)
      THEN :asked_at::timestamptz END), :started_at)::timestamptz(3) AS said_at, CASE WHEN :are_remembered AND c.id IS NULL THEN i.remembered -> 'facts' END AS remembered,
    ${perField(value)}, ${value('signed_up_at')},
    -- The moment at which that day begins says nothing new of it.
    CASE WHEN i.signed_up_at IS NULL OR NOT :updates AND c.id IS NOT NULL OR i.signed_up_on IS NULL AND i.signed_up_at = c.signed_up_at THEN c.signed_up_on ELSE i.signed_up_on END AS signed_up_on,
    CASE WHEN NOT :updates AND c.id IS NOT NULL THEN c.attributes ELSE coalesce(c.attributes || i.attributes, i.attributes) END
      AS attributes,
    ${perField((column) => `c.${column} AS ${column}_before`)}, c.signed_up_at AS signed_up_at_before, c.attributes AS attributes_before,
    c.signed_up_on AS day_before
  FROM incoming i
  LEFT JOIN LATERAL (
    SELECT * FROM contacts c WHERE :any_here AND c.workspace_id = ${ofWorkspace} AND c.email_key = i.email_key LIMIT 1) c ON true),
stated AS (
  SELECT m.*, status IS NOT NULL AND status <> 'subscribed' AND given_status = 'subscribed' AS raises,
    CASE WHEN NOT :speak OR status IS NULL THEN NULL WHEN given_status = 'unsubscribed' THEN 'opt-out' WHEN given_status = 'bounced' THEN 'bounce'
      WHEN :resubscribes AND given_status = 'subscribed' AND status <> 'subscribed'
        AND contact_status(greatest(consented, said_at), opted_out, bounced, withdrawn, complained, confirmed) = 'subscribed' THEN 'consent' END AS fact
  FROM merged m),
judged AS (
  SELECT s.*, coalesce(fact = 'consent', false) AS raised, CASE fact
    WHEN 'opt-out' THEN contact_status(consented, greatest(opted_out, said_at), bounced, withdrawn, complained, confirmed)
    WHEN 'bounce' THEN contact_status(consented, opted_out, greatest(bounced, said_at), withdrawn, complained, confirmed)
    WHEN 'consent' THEN 'subscribed' END AS new_status
  FROM stated s),
decided AS MATERIALIZED (
  -- Named one by one: what is not needed any more is not kept.
  SELECT line, email, email_key, tags, validation, given_status, id, status, updated_at, import_id, said, undated, said_at, remembered,
    ${fields}, signed_up_at, signed_up_on, attributes, raises, raised, fact, new_status, said_by_file,
    coalesce(id IS NOT NULL AND fact IN ('opt-out', 'bounce') AND new_status <> status, false) AS lowered,
    id IS NOT NULL AND (moved OR day_before IS DISTINCT FROM signed_up_on OR
      (${perField((column) => `${column}_before`)}, signed_up_at_before, attributes_before)
      IS DISTINCT FROM (${fields}, signed_up_at, attributes)) AS writes,
    id IS NOT NULL AND :updates AND tags IS NOT NULL AND EXISTS (
      SELECT 1 FROM jsonb_array_elements_text(tags) AS wanted (name)
      LEFT JOIN tags t ON t.workspace_id = :workspace AND t.name = wanted.name
      LEFT JOIN contact_tags l ON l.workspace_id = ${ofWorkspace} AND l.tag_id = t.id AND l.contact_id = j.id
      WHERE l.contact_id IS NULL) AS tagged,
    CASE WHEN fact IS NULL THEN false
      -- Known already, and not from an import: that one's undoing takes its own away, and this stays.
      WHEN id IS NOT NULL AND said_at = CASE fact WHEN 'opt-out' THEN opted_out WHEN 'bounce' THEN bounced ELSE consented END THEN (
        SELECT true FROM status_facts f WHERE f.workspace_id = ${ofWorkspace} AND f.contact_id = j.id AND f.kind = fact
          AND f.at = said_at AND f.import_id <> :import LIMIT 1) IS NOT NULL
      ELSE true END AS stored,
    -- The statements around it take it from here or from the parameter, which is told of what type it is.
    :now::timestamptz AS now
  FROM (
    SELECT *, fact IS NOT NULL AND (new_status <> status OR said_at > status_at AND CASE fact
      WHEN 'opt-out' THEN new_status = 'unsubscribed' WHEN 'bounce' THEN new_status = 'bounced' END) AS moved
    FROM judged) AS j)`;

/** The counts of the decisions, as columns of a SELECT from them. */
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
    WHERE (id IS NULL OR :updates) AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.workspace_id = :workspace AND t.name = wanted.name)
    ORDER BY 1) AS "newTags"`;
