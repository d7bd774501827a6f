import pg from 'pg';
import { RollcallError } from '../errors.ts';
import type { CompiledRule } from '../rules/compile.ts';
import type { Storage } from './client.ts';

export interface Size {
  members: number;
  /** Of these, subscribed and with an address not known to be invalid. */
  reachable: number;
}

export interface Member {
  id: number;
  email: string;
  name: string | null;
  status: string;
}

/** What running a rule needs of a storage. */
export type RuleStorage = Pick<Storage, 'pool' | 'kind'>;

export interface RunOptions {
  /** How long the statement may take on a server, in milliseconds. The embedded database knows no such limit. */
  timeout?: number;
}

const usualTimeout = 20_000;

/**
 * How many contacts a rule has, and how many of them can be reached: one statement, so both are true at one moment.
 * Equal questions that are asked while one runs share its answer.
 *
 * @throws RollcallError `unavailable` when the statement took too long
 * @example await sizeOf(storage, compiled) // { members: 1204, reachable: 977 }
 */
export function sizeOf(
  storage: RuleStorage,
  compiled: CompiledRule,
  options: RunOptions = {},
): Promise<Size> {
  return shared(storage.pool, `size ${compiled.key} ${compiled.sql}`, async () => {
    const [size] = await run<Size>(
      storage,
      `SELECT count(*)::int AS members, (count(*) FILTER (WHERE ${reachable}))::int AS reachable
       FROM contacts c WHERE ${compiled.sql}`,
      compiled.params,
      options,
    );
    return size ?? { members: 0, reachable: 0 };
  });
}

/** A page of a rule's members by id: at most `limit`, those with an id over `after`. */
export function membersOf(
  storage: RuleStorage,
  compiled: CompiledRule,
  { after = 0, limit, ...options }: { after?: number; limit: number } & RunOptions,
): Promise<Member[]> {
  const { params } = compiled;
  return run<Member>(
    storage,
    `SELECT c.id, c.email, c.name, c.status FROM contacts c
     WHERE ${compiled.sql} AND c.id > $${params.length + 1}::int ORDER BY c.id LIMIT $${params.length + 2}::int`,
    [...params, after, limit],
    options,
  );
}

/** Whether a contact is a member; false where there is no such contact in the workspace. */
export async function isMember(
  storage: RuleStorage,
  compiled: CompiledRule,
  contactId: number,
  options: RunOptions = {},
): Promise<boolean> {
  const rows = await run(
    storage,
    `SELECT 1 FROM contacts c WHERE ${compiled.sql} AND c.id = $${compiled.params.length + 1}::int`,
    [...compiled.params, contactId],
    options,
  );
  return rows.length > 0;
}

const reachable = `c.status = 'subscribed' AND c.email_validation <> 'invalid'`;

/** Questions under way, by pool: forgotten as soon as they are answered, so no answer is ever older than the asking. */
const underWay = new WeakMap<pg.Pool, Map<string, Promise<unknown>>>();

function shared<T>(pool: pg.Pool, key: string, ask: () => Promise<T>): Promise<T> {
  const questions = underWay.get(pool) ?? new Map<string, Promise<unknown>>();
  underWay.set(pool, questions);
  const running = questions.get(key);
  if (running !== undefined) return running as Promise<T>;
  const asked = ask().finally(() => questions.delete(key));
  questions.set(key, asked);
  return asked;
}

/**
 * One statement that only reads, under the limits of all questions about rules.
 *
 * @throws RollcallError `unavailable` when the statement took too long
 */
export async function run<Row extends object>(
  storage: RuleStorage,
  sql: string,
  params: unknown[],
  { timeout = usualTimeout }: RunOptions = {},
): Promise<Row[]> {
  try {
    if (storage.kind === 'embedded') return (await storage.pool.query<Row>(sql, params)).rows;
    return await runLimited<Row>(storage.pool, sql, params, timeout);
  } catch (error) {
    throw tooSlow(error, timeout) ?? error;
  }
}

/**
 * For the planner: room for a hash of a million contacts; pages that are likely in memory; no compiling of a statement that
 * takes less time than that; a second process only for what is long, and no third, for each of them may do the inner
 * part of a join over again. Measured in docs/performance.md.
 */
const planning = [
  "SET LOCAL work_mem = '64MB'",
  'SET LOCAL random_page_cost = 1.1',
  'SET LOCAL jit = off',
  'SET LOCAL parallel_setup_cost = 5000',
  'SET LOCAL max_parallel_workers_per_gather = 1',
].join('; ');

/** In a transaction of its own, for `SET LOCAL` leaves nothing behind in the pooled session. */
async function runLimited<Row extends object>(
  pool: pg.Pool,
  sql: string,
  params: unknown[],
  timeout: number,
): Promise<Row[]> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${Math.ceil(timeout)}; ${planning}`);
    const { rows } = await client.query<Row>(sql, params);
    await client.query('COMMIT');
    return rows;
  } catch (error) {
    await client.query('ROLLBACK').catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    // A session that could not roll back is thrown away.
    client.release(broken);
  }
}

/** PostgreSQL's code of a statement that was cancelled. */
const cancelled = '57014';

function tooSlow(error: unknown, timeout: number): RollcallError | undefined {
  if (!(error instanceof pg.DatabaseError) || error.code !== cancelled) return undefined;
  const message = `The question took more than ${timeout / 1000} seconds and was stopped.`;
  const hint = 'Try again in a moment, or make the rule narrower: fewer conditions, a shorter timeframe.';
  return new RollcallError('unavailable', message, { hint, cause: error });
}
