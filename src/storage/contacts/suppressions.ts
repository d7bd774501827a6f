import type { FactKind } from '../../lib/consent.ts';
import type { KeyedHashes } from '../database/secret.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';

/** Why an address gets no mail even without a contact. */
export type SuppressionReason = 'erased' | 'unsubscribed' | 'complained' | 'bounced' | 'by-hand';

/** What is stored about an address. */
export interface Suppression {
  reason: SuppressionReason;
  at: Date;
  /** api, webhook, page, one-click, slack, import, request (of erased ones) */
  source: string;
}

/**
 * What a suppression means for a contact that gets the address from now on. Erased addresses never become
 * contacts.
 */
const factOf: Record<Exclude<SuppressionReason, 'erased'>, FactKind> = {
  unsubscribed: 'opt-out',
  complained: 'complaint',
  bounced: 'bounce',
  'by-hand': 'opt-out',
};

/** A lock key that nothing else uses; places in the queue of imports use an import's id there, from 1 up. */
const LOCK = -16;

/**
 * Call it first in a transaction that may add contacts, before looking for suppressions: nobody suppresses or
 * erases an address until it ends. Any number may add contacts at the same time. It is a separate lock, not
 * the workspace's row, which every audit entry reads.
 */
export async function whileAdding(on: Runs, workspaceId: number): Promise<void> {
  await runSql(on, 'SELECT pg_advisory_xact_lock_shared($1::int, $2::int)::text AS held', [
    LOCK,
    workspaceId,
  ]);
}

/** Call it first in a transaction that suppresses or erases addresses: nobody adds contacts until it ends. */
export async function whileNobodyAdds(on: Runs, workspaceId: number): Promise<void> {
  await runSql(on, 'SELECT pg_advisory_xact_lock($1::int, $2::int)::text AS held', [LOCK, workspaceId]);
}

/** The suppressions of these addresses, by their keys; addresses without any are left out. */
export async function findSuppressions(
  on: Runs,
  workspaceId: number,
  { keys, hashes }: { keys: readonly string[]; hashes: KeyedHashes['hashes'] },
): Promise<Map<string, Suppression[]>> {
  const found = new Map<string, Suppression[]>();
  // Nearly always there are none: then nothing has to be hashed.
  const any = await runSql(on, 'SELECT 1 AS any FROM suppressions WHERE workspace_id = $1::int LIMIT 1', [
    workspaceId,
  ]);
  if (any.length === 0) return found;
  const keyOf = new Map(keys.flatMap((key) => hashes(key).map((hash) => [hash, key])));
  const rows = await runSql<Suppression & { hash: string }>(
    on,
    `SELECT email_hash AS hash, reason, at, source FROM suppressions
     WHERE workspace_id = $1::int AND email_hash = ANY($2::text[]) ORDER BY at`,
    [workspaceId, [...keyOf.keys()]],
  );
  for (const { hash, ...row } of rows) {
    const key = keyOf.get(hash);
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), row]);
  }
  return found;
}

/** Stores suppressions: for each reason, the latest moment. */
export async function addSuppressions(
  on: Runs,
  workspaceId: number,
  given: (Suppression & { hash: string })[],
): Promise<void> {
  if (given.length === 0) return;
  await runSql(
    on,
    `INSERT INTO suppressions AS s (workspace_id, email_hash, reason, at, source)
     SELECT DISTINCT ON (hash, reason) $1::int, hash, reason, at, source
     FROM jsonb_to_recordset($2::jsonb) AS row (hash text, reason text, at timestamptz(3), source text)
     ORDER BY hash, reason, at DESC
     ON CONFLICT (workspace_id, email_hash, reason) DO UPDATE SET at = excluded.at, source = excluded.source
     WHERE s.at < excluded.at`,
    [workspaceId, JSON.stringify(given)],
  );
}

/** The first facts of a contact whose address is suppressed, and the latest moment of each kind. */
export function factsOfSuppressions(suppressions: readonly Suppression[]): {
  facts: { kind: FactKind; at: Date; source: string; begins: true }[];
  optedOutAt: Date | null;
  bouncedAt: Date | null;
  complainedAt: Date | null;
} {
  const facts = suppressions.flatMap(({ reason, at, source }) =>
    reason === 'erased' ? [] : [{ kind: factOf[reason], at, source, begins: true as const }],
  );
  const latest = (...kinds: FactKind[]): Date | null => {
    const times = facts.flatMap((fact) => (kinds.includes(fact.kind) ? [fact.at.getTime()] : []));
    return times.length === 0 ? null : new Date(Math.max(...times));
  };
  return {
    facts,
    optedOutAt: latest('opt-out', 'complaint'),
    bouncedAt: latest('bounce'),
    complainedAt: latest('complaint'),
  };
}

/** Whether the address was erased on request. */
export const isErased = (suppressions: Suppression[] | undefined): boolean =>
  suppressions?.some(({ reason }) => reason === 'erased') ?? false;

/** Removes what blocks mail to an address, except an erasure. */
export async function liftSuppressions(
  on: Runs,
  workspaceId: number,
  hashes: readonly string[],
): Promise<void> {
  await runSql(
    on,
    `DELETE FROM suppressions WHERE workspace_id = $1::int AND email_hash = ANY($2::text[]) AND reason <> 'erased'`,
    [workspaceId, [...hashes]],
  );
}

/** Removes suppressions with one reason, moment and source; with `hashes`, only those of one address. */
export async function dropSuppressions(
  on: Runs,
  workspaceId: number,
  given: { reason: SuppressionReason; at: string; source: string; hashes?: readonly string[] },
): Promise<void> {
  await runSql(
    on,
    `DELETE FROM suppressions WHERE workspace_id = $1::int AND reason = $2::text AND at = $3::timestamptz
       AND source = $4::text AND ($5::text[] IS NULL OR email_hash = ANY($5::text[]))`,
    [workspaceId, given.reason, given.at, given.source, given.hashes ?? null],
  );
}
