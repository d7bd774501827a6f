import type { FactKind } from '../../lib/consent.ts';
import type { KeyedHashes } from '../database/secret.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';

/** Why an address gets no mail, though it is nobody's here. */
export type SuppressionReason = 'erased' | 'unsubscribed' | 'complained' | 'bounced' | 'by-hand';

/** What is remembered of an address. */
export interface Suppression {
  reason: SuppressionReason;
  at: Date;
  /** api, webhook, page, one-click, slack, import, request (of erased ones) */
  source: string;
}

/** What a suppression says of a contact that has the address from now on. Erased addresses never come to be one. */
const factOf: Record<Exclude<SuppressionReason, 'erased'>, FactKind> = {
  unsubscribed: 'opt-out',
  complained: 'complaint',
  bounced: 'bounce',
  'by-hand': 'opt-out',
};

/** A key for the database's locks that nothing else uses; a place in a row of imports has an import's id there, from 1 up. */
const LOCK = -16;

/**
 * Call it first in a transaction that may add contacts, before looking for suppressions: nobody remembers or erases an address
 * until it ends. Any number may add at the same time. A lock of its own, and not the workspace's row, which every entry in
 * the audit looks at.
 */
export async function whileAdding(on: Runs, workspaceId: number): Promise<void> {
  await runSql(on, 'SELECT pg_advisory_xact_lock_shared($1::int, $2::int)::text AS held', [
    LOCK,
    workspaceId,
  ]);
}

/** Call it first in a transaction that remembers or erases addresses: nobody adds contacts until it ends. */
export async function whileNobodyAdds(on: Runs, workspaceId: number): Promise<void> {
  await runSql(on, 'SELECT pg_advisory_xact_lock($1::int, $2::int)::text AS held', [LOCK, workspaceId]);
}

/** What is remembered of these addresses, by their keys; those of which nothing is are left out. */
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

/** Remembers addresses: of each reason, the latest moment. */
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

/** The facts with which a contact begins whose address is remembered, and the latest of each kind. */
export function remembered(suppressions: readonly Suppression[]): {
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

/** Forgets what speaks against mail to an address, but for an erasure. */
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

/** Takes suppressions of one reason and moment back. */
export async function dropSuppressions(
  on: Runs,
  workspaceId: number,
  given: { hashes: readonly string[]; reason: SuppressionReason; at: string },
): Promise<void> {
  await runSql(
    on,
    `DELETE FROM suppressions WHERE workspace_id = $1::int AND email_hash = ANY($2::text[]) AND reason = $3::text
       AND at = $4::timestamptz`,
    [workspaceId, [...given.hashes], given.reason, given.at],
  );
}
