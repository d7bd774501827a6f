import { join } from 'node:path';
import type pg from 'pg';
import { RollcallError } from '../../errors.ts';
import { unseal } from './sealed.ts';
import {
  type KeyedHashes,
  keptSecret,
  keyedHashes,
  readKeptSecret,
  type SecretOptions,
  secretMark,
} from './secret.ts';
import { inTransaction } from './transaction.ts';

export interface CheckedSecrets extends SecretOptions {
  /** Continue without secrets that rows were made under: those rows can no longer be recognized or read. */
  withoutLost?: boolean | undefined;
}

/**
 * Compares the configured secrets with those that the database's rows were made under, and notes a new one.
 * Under another secret, people who were erased would not be recognized, so every secret that was ever used
 * must be configured. Their order only decides which one new rows are made under, so a rotation can go
 * through the processes one by one.
 *
 * @throws RollcallError `misconfigured`, naming what is missing
 */
export async function checkSecrets(pool: pg.Pool, options: CheckedSecrets): Promise<KeyedHashes> {
  const isCurrent = ({ secret, secretsBefore = [] }: SecretOptions, marks: readonly string[]): boolean =>
    secret !== undefined &&
    marks.includes(secretMark(secret)) &&
    missing(marks, [secret, ...secretsBefore]).length === 0;

  const found = { ...options, secret: options.secret ?? readKeptSecret(options.dataDir) };
  // Nearly always there is nothing to note: then a start writes nothing.
  if (isCurrent(found, await readMarks(pool))) return keyedHashes(found);
  return inTransaction(pool, async (client) => {
    await client.query('LOCK TABLE secret_marks IN SHARE ROW EXCLUSIVE MODE');
    const marks = await readMarks(client);
    // Another process may have made one while this one waited for the lock.
    const kept = found.secret ?? readKeptSecret(options.dataDir);
    const secret = kept ?? (marks.length === 0 ? keptSecret(options.dataDir) : undefined);
    if (secret === undefined) throw noSecret(options);
    const secrets = [secret, ...(options.secretsBefore ?? [])];
    const keyed = keyedHashes({ ...options, secret });
    const lost = missing(marks, secrets);
    const isOther = lost.length > 0 || (marks.length === 0 && !(await readsSomething(client, keyed)));
    if (isOther && options.withoutLost !== true)
      throw otherSecret(options, { lost: lost.length, of: marks.length });
    await client.query('DELETE FROM secret_marks WHERE mark = ANY($1)', [lost]);
    await client.query('INSERT INTO secret_marks (mark) VALUES ($1) ON CONFLICT DO NOTHING', [
      secretMark(secret),
    ]);
    return keyed;
  });
}

async function readMarks(client: pg.Pool | pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ mark: string }>('SELECT mark FROM secret_marks ORDER BY created_at');
  return rows.map(({ mark }) => mark);
}

const missing = (marks: readonly string[], secrets: readonly string[]): string[] => {
  const known = new Set(secrets.map(secretMark));
  return marks.filter((mark) => !known.has(mark));
};

/**
 * For a database from before marks existed: whether these secrets read a stored value. No stored values is
 * fine.
 */
async function readsSomething(client: pg.PoolClient, keyed: KeyedHashes): Promise<boolean> {
  const { rows } = await client.query<{ secret: string }>('SELECT secret FROM webhooks');
  return rows.length === 0 || rows.some(({ secret }) => unseal(secret, keyed) !== undefined);
}

function noSecret({ dataDir }: SecretOptions): RollcallError {
  return new RollcallError('misconfigured', 'This database’s secret is missing.', {
    hint: `It was set as ROLLCALL_SECRET, or kept in ${join(dataDir, 'secret')}. Put it back. ${ifLost}`,
  });
}

function otherSecret(
  { secret, dataDir }: SecretOptions,
  { lost, of }: { lost: number; of: number },
): RollcallError {
  const name = secret === undefined ? `The secret in ${join(dataDir, 'secret')}` : 'ROLLCALL_SECRET';
  if (lost < of) {
    const several = lost === 1 ? 'one more secret' : `${lost} more secrets`;
    return new RollcallError('misconfigured', `This database needs ${several} in ROLLCALL_SECRETS_BEFORE.`, {
      hint: `A secret that was used once has to stay there: without it, Rollcall doesn’t recognize people erased under it. ${ifLost}`,
    });
  }
  return new RollcallError('misconfigured', `${name} doesn't match this database.`, {
    hint: `Use the same value as the other processes. If you’re changing it, add the old one to ROLLCALL_SECRETS_BEFORE. ${ifLost}`,
  });
}

const ifLost = 'If it\'s lost for good, see "npm run secret -- --help".';
