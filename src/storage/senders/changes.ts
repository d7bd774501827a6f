import { fold } from '../../lib/texts.ts';
import type { Storage } from '../database/client.ts';
import type { Database } from '../database/database.ts';
import { seal } from '../database/sealed.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';
import type { SenderFields } from './senders.ts';

interface SenderKey {
  workspaceId: number;
  id: number;
}

/**
 * Changes a sender. What was checked or confirmed no longer counts.
 *
 * @param change.password undefined: it stays
 * @param change.isSameAddress its From address stays, and so does its confirmation
 */
export async function updateSender(
  database: Database,
  hash: Storage['hash'],
  { workspaceId, id }: SenderKey,
  change: Omit<SenderFields, 'password'> & { password?: string | null | undefined } & {
    at: Date;
    isSameAddress: boolean;
  },
): Promise<void> {
  const { at, isSameAddress, password, ...fields } = change;
  const sealed = password === undefined || password === null ? password : seal(password, { hash });
  await database.sender.update({
    where: { workspaceId_id: { workspaceId, id } },
    data: {
      ...fields,
      nameKey: fold(fields.name),
      updatedAt: at,
      ...(sealed === undefined ? {} : { password: sealed }),
      ...{ checkedAt: null, problem: null, findings: [] },
      ...(isSameAddress ? {} : { confirmedAt: null, codeHash: null, codeUntil: null }),
    },
    select: { id: true },
  });
}

/** Stores what a check found. */
export async function noteCheck(
  on: Runs,
  { workspaceId, id }: SenderKey,
  { at, problem, findings }: { at: Date; problem: string | null; findings: unknown },
): Promise<void> {
  await runSql(
    on,
    `UPDATE senders SET checked_at = $3::timestamptz, problem = $4::text, findings = $5::jsonb
     WHERE workspace_id = $1::int AND id = $2::int RETURNING id`,
    [workspaceId, id, at, problem, JSON.stringify(findings)],
  );
}

/** A sender is no longer offered, or is again. */
export async function archiveSender(
  on: Runs,
  { workspaceId, id }: SenderKey,
  { at }: { at: Date | null },
): Promise<void> {
  await runSql(
    on,
    'UPDATE senders SET archived_at = $3::timestamptz WHERE workspace_id = $1::int AND id = $2::int RETURNING id',
    [workspaceId, id, at],
  );
}

/** Stores the key that signs a sender’s mails, encrypted, or removes it (null). */
export async function saveDkimKey(
  on: Runs,
  hash: Storage['hash'],
  { workspaceId, id }: SenderKey,
  key: { selector: string; privateKey: string } | null,
): Promise<void> {
  await runSql(
    on,
    `UPDATE senders SET dkim_selector = $3::text, dkim_key = $4::text
     WHERE workspace_id = $1::int AND id = $2::int RETURNING id`,
    [workspaceId, id, key?.selector ?? null, key === null ? null : seal(key.privateKey, { hash })],
  );
}

/**
 * Remembers the code that is mailed to a sender's From address, hashed.
 *
 * @param code.unlessAfter false, with nothing changed, if the last one counts until later than this
 */
export async function saveCode(
  on: Runs,
  { workspaceId, id }: SenderKey,
  { hash, until, unlessAfter }: { hash: string; until: Date; unlessAfter: Date },
): Promise<boolean> {
  const rows = await runSql(
    on,
    `UPDATE senders SET code_hash = $3::text, code_until = $4::timestamptz, code_tries = 0
     WHERE workspace_id = $1::int AND id = $2::int AND (code_until IS NULL OR code_until <= $5::timestamptz) RETURNING id`,
    [workspaceId, id, hash, until, unlessAfter],
  );
  return rows.length > 0;
}

/**
 * Takes a code that someone entered; each try counts, so that nobody gets through by trying.
 *
 * @param tried.hashes of what they entered, by each of the installation's secrets
 * @param tried.most wrong codes after which it no longer counts
 */
export async function takeCode(
  on: Runs,
  { workspaceId, id }: SenderKey,
  { hashes, at, most }: { hashes: readonly string[]; at: Date; most: number },
): Promise<'confirmed' | 'wrong' | 'expired'> {
  const [row] = await runSql<{ isConfirmed: boolean }>(
    on,
    `UPDATE senders SET
       confirmed_at = CASE WHEN code_hash = ANY ($3::text[]) THEN $4::timestamptz ELSE confirmed_at END,
       code_hash = CASE WHEN code_hash = ANY ($3::text[]) THEN NULL ELSE code_hash END,
       code_tries = code_tries + 1
     WHERE workspace_id = $1::int AND id = $2::int AND code_hash IS NOT NULL AND code_until > $4::timestamptz
       AND code_tries < $5::int
     RETURNING code_hash IS NULL AS "isConfirmed"`,
    [workspaceId, id, [...hashes], at, most],
  );
  if (row === undefined) return 'expired';
  return row.isConfirmed ? 'confirmed' : 'wrong';
}
