import pg from 'pg';
import { RollcallError } from '../../errors.ts';
import { requestCancel } from '../database/cancel.ts';
import type { Storage } from '../database/client.ts';
import { runInQueue } from './embedded-queue.ts';

/** The parts of a storage that a question needs. */
export type ReadStorage = Pick<Storage, 'pool' | 'kind' | 'restart'>;

export interface ReadOptions {
  /** How long the question may take, in milliseconds. */
  timeout?: number;
  /** Cancels the question: a server stops working on it, the embedded database can't. */
  signal?: AbortSignal | undefined;
  /** How much longer the embedded database may take before it is restarted, in milliseconds. */
  grace?: number;
}

const usual = { timeout: 20_000, grace: 40_000 };

/**
 * One read-only statement, under the limits of all questions about rules.
 *
 * @throws RollcallError `unavailable` if the statement took too long or was canceled
 */
export async function readRows<Row extends object>(
  storage: ReadStorage,
  sql: string,
  params: unknown[],
  options: ReadOptions = {},
): Promise<Row[]> {
  const limits = { ...usual, ...options };
  if (limits.signal?.aborted) throw calledOff();
  if (storage.kind === 'embedded') return readFromEmbedded(storage, sql, params, limits);
  try {
    return await readFromServer(storage.pool, sql, params, limits);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== cancelled) throw error;
    throw limits.signal?.aborted ? calledOff(error) : tooSlow(limits.timeout, error);
  }
}

/**
 * Questions under way, by pool: removed as soon as they are answered, so no answer is older than its
 * question.
 */
const underWay = new WeakMap<pg.Pool, Map<string, Shared>>();

interface Shared {
  answer: Promise<unknown>;
  /** How many callers wait for it, and what cancels it once none is left. */
  waiting: number;
  controller: AbortController;
}

/**
 * Equal questions share the answer of one that is under way. A caller who cancels leaves the others waiting;
 * when the last one leaves, the question itself is canceled.
 */
export async function shareAnswer<T>(
  pool: pg.Pool,
  key: string,
  signal: AbortSignal | undefined,
  start: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw calledOff();
  const questions = underWay.get(pool) ?? new Map<string, Shared>();
  underWay.set(pool, questions);
  const shared = questions.get(key) ?? begin();
  shared.waiting += 1;
  if (signal === undefined) return shared.answer as Promise<T>;
  return new Promise<T>((resolve, reject) => {
    const leave = () => {
      shared.waiting -= 1;
      if (shared.waiting === 0) {
        if (questions.get(key) === shared) questions.delete(key);
        shared.controller.abort();
      }
      reject(calledOff());
    };
    signal.addEventListener('abort', leave, { once: true });
    (shared.answer as Promise<T>)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', leave));
  });

  function begin(): Shared {
    const controller = new AbortController();
    const answer = start(controller.signal).finally(() => {
      if (questions.get(key) === made) questions.delete(key);
    });
    // If every caller has left, nobody handles a failure.
    answer.catch(() => {});
    const made: Shared = { answer, waiting: 0, controller };
    questions.set(key, made);
    return made;
  }
}

/**
 * The embedded database supports neither a time limit nor canceling: the person who asks gets an answer in
 * time, and a database that stays stuck is restarted.
 */
async function readFromEmbedded<Row extends object>(
  { pool, restart }: ReadStorage,
  sql: string,
  params: unknown[],
  { timeout, grace, signal }: ReadOptions & typeof usual,
): Promise<Row[]> {
  const turn = runInQueue(pool, sql, () => pool.query<Row>(sql, params));
  const answer = turn.answer.then(({ rows }) => rows);
  answer.catch(() => {});
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(tooSlow(timeout));
      // A question that never got its turn says nothing about the database; the one that has the turn does.
      if (turn.leave()) return tidy();
      const lost = setTimeout(() => void restart?.().catch(() => {}), grace);
      answer.finally(() => clearTimeout(lost)).catch(() => {});
    }, timeout);
    const leave = () => {
      reject(calledOff());
      if (turn.leave()) tidy();
    };
    const tidy = () => {
      clearTimeout(late);
      signal?.removeEventListener('abort', leave);
    };
    signal?.addEventListener('abort', leave, { once: true });
    answer.then(resolve, reject).finally(tidy);
  });
}

/**
 * For the planner: enough memory for a hash of a million contacts. Pages are probably in memory: compared
 * with looking at the rows in it, reading one takes a fifth of the time that PostgreSQL assumes, and random
 * reads are nearly as fast. No JIT for statements that are faster than compiling them. No second process: on
 * two cores it gains nothing and takes a core from the next question. No hash joins: every table has an index
 * in the order of contacts, and a merge reads them sequentially, while a hash of a million contacts is
 * scattered all over memory. Measured in docs/performance.md.
 */
export const planning = [
  "SET LOCAL work_mem = '64MB'",
  'SET LOCAL enable_hashjoin = off',
  'SET LOCAL seq_page_cost = 0.2',
  'SET LOCAL random_page_cost = 0.22',
  'SET LOCAL jit = off',
  'SET LOCAL max_parallel_workers_per_gather = 0',
].join('; ');

/** In its own transaction, because `SET LOCAL` leaves nothing behind in the pooled session. */
async function readFromServer<Row extends object>(
  pool: pg.Pool,
  sql: string,
  params: unknown[],
  { timeout, signal }: ReadOptions & typeof usual,
): Promise<Row[]> {
  const client = await pool.connect();
  let broken: Error | undefined;
  let cancelling: Promise<unknown> | undefined;
  const cancel = () => {
    cancelling = requestCancel(client);
    // If the cancel request arrives late, it must not hit this session's next statement.
    broken = new Error('called off');
  };
  signal?.addEventListener('abort', cancel, { once: true });
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
    signal?.removeEventListener('abort', cancel);
    await cancelling;
    // A session that could not roll back is discarded.
    client.release(broken);
  }
}

/** PostgreSQL's code for a canceled statement. */
const cancelled = '57014';

function tooSlow(timeout: number, cause?: unknown): RollcallError {
  const message = `Counting took more than ${timeout / 1000} seconds and was stopped.`;
  const hint = 'Try again in a moment, or make the rule narrower: fewer conditions, a shorter timeframe.';
  return new RollcallError('unavailable', message, { hint, cause });
}

function calledOff(cause?: unknown): RollcallError {
  return new RollcallError('unavailable', 'The request was canceled before it finished.', { cause });
}
