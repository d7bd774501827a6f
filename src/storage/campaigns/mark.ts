import type pg from 'pg';
import { type ContactValues, columnOf, contactFieldNames } from '../../contact-fields.ts';
import type { LeftOutReason } from '../../lib/campaigns/recipients.ts';
import { createCompiler } from '../../rules/sql/compile.ts';
import { queryPlanned } from '../database/planned.ts';
import type { Claimed, Holder } from './claim.ts';
import { leftOutReason, type MailLimits } from './left-out.ts';
import { isMaybeSent, keyLasts } from './maybe-sent.ts';

/** A contact as their mail is written: as they are at this very moment. */
export interface Addressee extends ContactValues {
  id: number;
  email: string;
  /** When they got this address, if it is not their first. */
  emailChangedAt: Date | null;
  /** By the attributes' ids. */
  attributes: Record<string, string | number | boolean>;
}

/** A recipient after the last look. */
export type Marked =
  /** Nobody else hands it over; it has to go out now. `tries` includes this one. */
  | { is: 'handing over'; addressee: Addressee; tries: number; keyMonth: number }
  | { is: 'left out'; contactId: number; reason: LeftOutReason }
  /** They may have it from an earlier attempt, and can't or mustn't be sent it again. */
  | { is: 'uncertain'; contactId: number }
  /** The campaign doesn't go out now, or the address changed since the claim: it waits again. */
  | { is: 'waiting'; contactId: number };

/**
 * Marks recipients directly before they are handed over, each to a free connection: only those that are still
 * this process's, whose lease runs, and who may still be mailed; everyone else is left out with the reason.
 * What anyone said before this moment counts. Recipients that another process took over are not returned.
 */
export async function markRecipients(
  pool: pg.Pool,
  holder: Holder,
  given: { claimed: readonly Claimed[]; limits: MailLimits; hashes: (text: string) => string[] },
): Promise<Marked[]> {
  const { workspaceId, campaignId, runner, leaseMs } = holder;
  const { params, param } = createCompiler(workspaceId);
  // Each once, by its last claim: a claim that lapsed in a slow process may be followed by another of its own.
  const claims = new Map(given.claimed.map((each) => [each.contactId, each]));
  const wanted = [...claims.values()].map(({ contactId, emailKey }) => ({
    ...{ contactId, key: emailKey ?? '', hashes: emailKey === null ? [] : given.hashes(emailKey) },
  }));
  const values = {
    campaign: param(campaignId, 'int'),
    runner: param(runner, 'text'),
    lease: param(leaseMs, 'float8'),
    ids: param(
      wanted.map(({ contactId }) => contactId),
      'int[]',
    ),
    wanted: param(JSON.stringify(wanted), 'jsonb'),
  };
  const { rows } = await queryPlanned<MarkedRow>(
    pool,
    markSql(values, leftOutReason(given.limits, param)),
    params,
  );
  return rows.map(markedOf);
}

type MarkedRow = Addressee & { outcome: string | null; tries: number; keyMonth: number };

function markedOf({ outcome, tries, keyMonth, ...addressee }: MarkedRow): Marked {
  if (outcome === null) return { is: 'handing over', addressee, tries, keyMonth };
  if (outcome === 'waiting' || outcome === 'uncertain') return { is: outcome, contactId: addressee.id };
  return { is: 'left out', contactId: addressee.id, reason: outcome as LeftOutReason };
}

const columns = ['email', ...contactFieldNames.map(columnOf), 'attributes', 'email_changed_at'];
/** The fields under their own names, which their columns have in snake case. */
const fields = contactFieldNames.map((name) => `j.${columnOf(name)} AS "${name}"`);

// Contacts are looked up one by one (LIMIT 1): the given rows have no statistics. Recipients are found by the list of
// ids, and only then judged: right after preparing, the planner believes that a campaign has one row, and would read
// all of them for each mark.
const markSql = (
  values: { campaign: string; runner: string; lease: string; ids: string; wanted: string },
  reason: string,
): string => `
WITH wanted AS MATERIALIZED (
  SELECT "contactId" AS id, key, hashes FROM jsonb_to_recordset(${values.wanted}) AS w ("contactId" int, key text, hashes text[])),
held AS MATERIALIZED (
  SELECT r.contact_id AS id, r.state, r.runner, r.leased_until, r.reason, r.handed_at FROM campaign_recipients r
  WHERE r.workspace_id = $1 AND r.campaign_id = ${values.campaign} AND r.contact_id = ANY(${values.ids})
  ORDER BY r.contact_id FOR UPDATE),
mine AS MATERIALIZED (
  SELECT h.id, h.handed_at, h.reason = 'unanswered' AS unanswered, ${isMaybeSent('h.reason')} AS maybe
  FROM held h WHERE h.state = 'claimed' AND h.runner = ${values.runner} AND h.leased_until > now()),
looked AS MATERIALIZED (
  SELECT m.id, m.maybe, m.unanswered AND (mail.way <> 'resend' OR m.handed_at <= (SELECT rollcall_now()) - ${keyLasts}
    OR c.email_changed_at > m.handed_at) AS stale, ${columns.map((column) => `c.${column}`).join(', ')}, (SELECT rollcall_now()) AS at, now() + ${values.lease} * interval '1 ms' AS until,
    CASE WHEN mail.state = 'stopped' THEN 'stopped' WHEN mail.state <> 'sending' THEN 'waiting' WHEN c.id IS NULL THEN 'erased'
      WHEN EXISTS (SELECT 1 FROM suppressions s WHERE s.workspace_id = $1 AND s.email_hash = ANY(w.hashes) AND s.reason = 'erased')
        THEN 'erased'
      WHEN c.email_key <> w.key THEN 'waiting' ELSE ${reason} END AS said
  FROM mine m JOIN wanted w ON w.id = m.id
  LEFT JOIN LATERAL (SELECT * FROM contacts c WHERE c.workspace_id = $1 AND c.id = m.id LIMIT 1) c ON true
  CROSS JOIN (SELECT a.state, coalesce((SELECT s.way FROM senders s WHERE s.workspace_id = $1 AND s.id = a.sender_id), '') AS way
    FROM campaign_mails a WHERE a.workspace_id = $1 AND a.campaign_id = ${values.campaign}) mail),
judged AS MATERIALIZED (
  SELECT l.*, CASE WHEN l.said IS NULL AND l.stale OR l.maybe AND l.said <> 'waiting' THEN 'uncertain' ELSE l.said END AS outcome FROM looked l),
written AS (
  UPDATE campaign_recipients r SET
    state = CASE WHEN j.outcome IS NULL THEN 'handing over' WHEN j.outcome IN ('waiting', 'uncertain') THEN j.outcome ELSE 'left out' END,
    reason = CASE WHEN j.outcome IS NULL OR j.outcome = 'waiting' THEN r.reason ELSE nullif(j.outcome, 'uncertain') END, marked_at = j.at, tries = r.tries + CASE WHEN j.outcome IS NULL THEN 1 ELSE 0 END,
    runner = CASE WHEN j.outcome IS NULL THEN r.runner END, leased_until = CASE WHEN j.outcome IS NULL THEN j.until END
  FROM judged j WHERE r.workspace_id = $1 AND r.campaign_id = ${values.campaign} AND r.contact_id = j.id AND r.contact_id = ANY(${values.ids})
  RETURNING r.contact_id, r.tries, r.key_month)
SELECT j.id, j.email, ${fields.join(', ')}, j.attributes, j.email_changed_at AS "emailChangedAt", j.outcome, x.tries, x.key_month AS "keyMonth"
FROM judged j JOIN written x ON x.contact_id = j.id ORDER BY j.id`;
