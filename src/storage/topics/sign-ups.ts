import type pg from 'pg';
import { type Runs, runSql } from '../queries/run-sql.ts';

/** Someone asked for mail with the public form, and has not confirmed yet that the address is theirs. */
export interface SignUp {
  id: number;
  email: string;
  /** ISO 639-1, of the page that they used. */
  language: string;
  topicIds: number[];
  /** The form's text: together with the confirmation, the proof of consent. */
  shown: string;
  createdAt: Date;
}

/** No other advisory lock has this number. */
const SIGN_UPS = -18;

/** Makes sign-ups of one address wait for each other until the transaction ends. */
export async function holdSignUps(
  client: pg.PoolClient,
  { workspaceId, emailKey }: { workspaceId: number; emailKey: string },
): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1::int, hashtext($2::text))', [
    SIGN_UPS,
    `${workspaceId} ${emailKey}`,
  ]);
}

/** Keeps a sign-up until it is confirmed; for each address, only the latest. Returns its id. */
export async function addSignUp(
  client: pg.PoolClient,
  given: Omit<SignUp, 'id'> & { workspaceId: number; emailKey: string },
): Promise<number> {
  const { workspaceId, email, emailKey, language, topicIds, shown, createdAt } = given;
  await client.query('DELETE FROM sign_ups WHERE workspace_id = $1 AND email_key = $2', [
    workspaceId,
    emailKey,
  ]);
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO sign_ups (workspace_id, email, email_key, language, topic_ids, shown, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    [workspaceId, email, emailKey, language, topicIds, shown, createdAt],
  );
  return rows[0]?.id ?? 0;
}

/** A sign-up that waits to be confirmed. */
export async function findSignUp(
  on: Runs,
  { workspaceId, id }: { workspaceId: number; id: number },
): Promise<SignUp | undefined> {
  const [row] = await runSql<SignUp>(
    on,
    `SELECT id, email, language, topic_ids AS "topicIds", shown, created_at AS "createdAt" FROM sign_ups
     WHERE workspace_id = $1::int AND id = $2::int`,
    [workspaceId, id],
  );
  return row;
}

/** Removes a sign-up once it is confirmed. */
export async function removeSignUp(
  on: Runs,
  { workspaceId, id }: { workspaceId: number; id: number },
): Promise<void> {
  await runSql(on, 'DELETE FROM sign_ups WHERE workspace_id = $1::int AND id = $2::int RETURNING id', [
    workspaceId,
    id,
  ]);
}

/** When someone last signed up with an address and didn't confirm; undefined: never, or it was confirmed. */
export async function lastSignUp(
  on: Runs,
  { workspaceId, emailKey }: { workspaceId: number; emailKey: string },
): Promise<Date | undefined> {
  const [row] = await runSql<{ at: Date | null }>(
    on,
    'SELECT max(created_at) AS at FROM sign_ups WHERE workspace_id = $1::int AND email_key = $2::text',
    [workspaceId, emailKey],
  );
  return row?.at ?? undefined;
}

/** Deletes sign-ups of an erased address, and those that nobody confirmed before a moment. */
export async function dropSignUps(
  on: Runs,
  { workspaceId, emailKey, before }: { workspaceId: number; emailKey?: string; before?: Date },
): Promise<void> {
  await runSql(
    on,
    `DELETE FROM sign_ups WHERE workspace_id = $1::int
       AND (email_key = $2::text OR created_at < $3::timestamptz) RETURNING id`,
    [workspaceId, emailKey ?? null, before ?? null],
  );
}
