import type pg from 'pg';
import type { Database } from '../database/database.ts';

/** Work that one runner holds. Times of leases are the database's: the clocks of app processes need not agree. */
export interface Job {
  workspaceId: number;
  id: number;
  kind: string;
  payload: unknown;
  /** Starts since it last got anywhere, this one included. */
  attempts: number;
}

/** Who holds a job. */
export interface Lease {
  job: Pick<Job, 'workspaceId' | 'id'>;
  /** A name that no other runner has. */
  runner: string;
  leaseMs: number;
}

/** Adds a job, in the transaction that makes it necessary. */
export async function addJob(
  database: Database,
  job: { workspaceId: number; kind: string; payload: Record<string, number | string>; createdAt: Date },
): Promise<void> {
  await database.job.create({ data: job });
}

/**
 * Takes the oldest job that nobody holds: one that waits, or one whose runner let its lease run out. Null where there is
 * none. Safe to call from any number of processes at once.
 */
export async function claimJob(
  pool: pg.Pool,
  options: { kind: string; runner: string; leaseMs: number },
): Promise<Job | null> {
  const { rows } = await pool.query<Job>(
    `UPDATE jobs SET state = 'running', runner = $2, leased_until = now() + $3::float8 * interval '1 ms', attempts = attempts + 1
     WHERE (workspace_id, id) = (
       SELECT workspace_id, id FROM jobs
       WHERE kind = $1 AND state IN ('waiting', 'running') AND (leased_until IS NULL OR leased_until <= now())
       ORDER BY created_at, workspace_id, id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING workspace_id AS "workspaceId", id, kind, payload, attempts`,
    [options.kind, options.runner, options.leaseMs],
  );
  return rows[0] ?? null;
}

/** The same of one job, which is the newest of its kind with this in its payload: null while another runner holds it. */
export async function claimThisJob(
  pool: pg.Pool,
  options: {
    workspaceId: number;
    kind: string;
    payload: Record<string, number | string>;
    runner: string;
    leaseMs: number;
  },
): Promise<Job | null> {
  const { rows } = await pool.query<Job>(
    `UPDATE jobs SET state = 'running', runner = $4, leased_until = now() + $5::float8 * interval '1 ms', attempts = attempts + 1
     WHERE (workspace_id, id) = (
       SELECT workspace_id, id FROM jobs
       WHERE workspace_id = $1 AND kind = $2 AND payload @> $3 AND state IN ('waiting', 'running')
         AND (leased_until IS NULL OR leased_until <= now())
       ORDER BY id DESC LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING workspace_id AS "workspaceId", id, kind, payload, attempts`,
    [options.workspaceId, options.kind, options.payload, options.runner, options.leaseMs],
  );
  return rows[0] ?? null;
}

/** The payload of the newest unfinished job of a kind with this in its payload. */
export async function findJob(
  pool: pg.Pool,
  given: { workspaceId: number; kind: string; payload: Record<string, number | string> },
): Promise<Record<string, number | string> | undefined> {
  const { rows } = await pool.query<{ payload: Record<string, number | string> }>(
    `SELECT payload FROM jobs WHERE workspace_id = $1 AND kind = $2 AND payload @> $3 AND state IN ('waiting', 'running')
     ORDER BY id DESC LIMIT 1`,
    [given.workspaceId, given.kind, given.payload],
  );
  return rows[0]?.payload;
}

/**
 * Lets every job be taken up at once, whoever held it. For the one app of an embedded database, when it starts: the
 * processes that worked on it before are gone. A runner that lives all the same finds its job lost, and writes nothing.
 */
export async function endLeases(pool: pg.Pool): Promise<void> {
  await pool.query("UPDATE jobs SET leased_until = NULL WHERE state = 'running' AND leased_until > now()");
}

/**
 * Does a job's next piece of work in one transaction, and prolongs the lease with it. The job's row stays locked until
 * the transaction ends, so that nobody takes the job over meanwhile, however long it lasts.
 *
 * @param ahead what is done in the same transaction before that, while the piece before this one is not done yet: it keeps
 *   nobody from the job's row
 * @returns null, with nothing done, where another runner has taken the job over
 */
export async function withLease<T>(
  pool: pg.Pool,
  lease: Lease,
  work: (client: pg.PoolClient) => Promise<T>,
  ahead?: (client: pg.PoolClient) => Promise<void>,
): Promise<T | null> {
  const client = await pool.connect();
  let failure: unknown;
  try {
    await client.query('BEGIN');
    await ahead?.(client);
    // What gets this far is getting on: attempts are counted from here again.
    const { rowCount } = await client.query(
      `UPDATE jobs SET leased_until = now() + $4::float8 * interval '1 ms', attempts = 1
       WHERE workspace_id = $1 AND id = $2 AND runner = $3 AND state = 'running'`,
      [lease.job.workspaceId, lease.job.id, lease.runner, lease.leaseMs],
    );
    const result = rowCount === 1 ? await work(client) : null;
    await client.query(rowCount === 1 ? 'COMMIT' : 'ROLLBACK');
    return result;
  } catch (error) {
    failure = error;
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    // A connection that failed is not given to the next one.
    client.release(failure !== undefined);
  }
}

/** Prolongs a lease where there is nothing to write yet. False where another runner has taken the job over. */
export async function renewLease(pool: pg.Pool, { job, runner, leaseMs }: Lease): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE jobs SET leased_until = now() + $4::float8 * interval '1 ms'
     WHERE workspace_id = $1 AND id = $2 AND runner = $3 AND state = 'running'`,
    [job.workspaceId, job.id, runner, leaseMs],
  );
  return rowCount === 1;
}

/**
 * Gives a job back, to be taken up by anyone after `delayMs`; what it holds of attempts stays, unless `afresh`: then
 * nothing went wrong with it.
 */
export async function releaseJob(
  pool: pg.Pool,
  lease: Lease,
  options: { delayMs: number; afresh: boolean },
): Promise<void> {
  await pool.query(
    `UPDATE jobs SET state = 'waiting', runner = NULL, leased_until = CASE WHEN $4::float8 > 0 THEN now() + $4::float8 * interval '1 ms' END,
       attempts = CASE WHEN $5 THEN 0 ELSE attempts END
     WHERE workspace_id = $1 AND id = $2 AND runner = $3 AND state = 'running'`,
    [lease.job.workspaceId, lease.job.id, lease.runner, options.delayMs, options.afresh],
  );
}

/** Ends a job, in the transaction of its last piece of work. */
export async function endJob(
  client: pg.PoolClient,
  lease: Lease,
  outcome: { state: 'done' | 'failed'; problem?: string; at: Date },
): Promise<void> {
  await client.query(
    `UPDATE jobs SET state = $4, problem = $5, finished_at = $6, leased_until = NULL
     WHERE workspace_id = $1 AND id = $2 AND runner = $3`,
    [lease.job.workspaceId, lease.job.id, lease.runner, outcome.state, outcome.problem ?? null, outcome.at],
  );
}

/**
 * Takes a place in a row of transactions: held until this one ends, and waited for by whoever comes after it. The waiting is
 * the database's own, so that it finds out when somebody else waits for the one and the other for them.
 */
export async function takePlace(client: pg.PoolClient, row: number, place: number): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1, $2)', [row, place]);
}

/** Waits until the transaction that took this place has ended. */
export async function afterPlace(client: pg.PoolClient, row: number, place: number): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock_shared($1, $2)', [row, place]);
}
