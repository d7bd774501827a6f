import type pg from 'pg';
import { type Runs, runSql } from '../queries/run-sql.ts';
import type { JobKind, JobPayloads } from './kinds.ts';

/**
 * Work that one runner holds. Leases use the database's real clock: the clocks of app processes need not
 * agree.
 */
export interface Job<K extends JobKind = JobKind> {
  workspaceId: number;
  id: number;
  kind: K;
  payload: JobPayloads[K];
  /** Starts since it last made progress, this one included. */
  attempts: number;
}

/** Who holds a job. */
export interface Lease {
  job: Pick<Job, 'workspaceId' | 'id'>;
  /** A name that no other runner has. */
  runner: string;
  leaseMs: number;
}

/** A job to be added. */
export interface NewJob<K extends JobKind> {
  workspaceId: number;
  kind: K;
  payload: JobPayloads[K];
  /** By `deps.now()`. */
  createdAt: Date;
  /** Not before this moment, by `rollcall_now()`. At once if left out. */
  dueAt?: Date;
  /** Only one unfinished job of a kind has this key. We make the key: it is never an address. */
  key?: string;
}

/**
 * Adds a job in the transaction that makes it necessary, with either driver.
 *
 * @returns false, with nothing added, if an unfinished job of this kind has the same key
 */
export async function addJob<K extends JobKind>(on: Runs, job: NewJob<K>): Promise<boolean> {
  const rows = await runSql(
    on,
    `INSERT INTO jobs (workspace_id, kind, payload, created_at, due_at, key)
     VALUES ($1::int, $2::text, $3::jsonb, $4::timestamptz, coalesce($5::timestamptz, now()), $6::text)
     ON CONFLICT DO NOTHING RETURNING id`,
    [
      job.workspaceId,
      job.kind,
      JSON.stringify(job.payload),
      job.createdAt,
      job.dueAt ?? null,
      job.key ?? null,
    ],
  );
  return rows.length > 0;
}

/** Removes a job that nobody has started. False if no job has this key, or it is running. */
export async function cancelJob(
  on: Runs,
  { workspaceId, kind, key }: { workspaceId: number; kind: JobKind; key: string },
): Promise<boolean> {
  const rows = await runSql(
    on,
    `DELETE FROM jobs WHERE workspace_id = $1::int AND kind = $2::text AND key = $3::text AND state = 'waiting' RETURNING id`,
    [workspaceId, kind, key],
  );
  return rows.length > 0;
}

/** Candidates read at once when looking for work: others may claim some of them first. */
const CANDIDATES = 20;
/** If others claim all of them first, try this many more times; then wait for the next look. */
const ROUNDS = 3;

const isFree = `state IN ('waiting', 'running') AND (leased_until IS NULL OR leased_until <= now())`;

/**
 * Claims the job of these kinds that has been due the longest and that nobody holds: a waiting one, or one
 * whose runner let its lease expire. Null if there is none. Safe to call from any number of processes at
 * once.
 *
 * It reads candidates of all workspaces and claims one by its workspace and id, because a distributed
 * PostgreSQL locks rows of only one workspace.
 */
export async function claimJob<K extends JobKind>(
  pool: pg.Pool,
  options: { kinds: readonly K[]; runner: string; leaseMs: (kind: K) => number },
): Promise<Job<K> | null> {
  for (let round = 0; round < ROUNDS; round++) {
    const { rows } = await pool.query<Pick<Job<K>, 'workspaceId' | 'id' | 'kind'>>(
      `SELECT workspace_id AS "workspaceId", id, kind FROM jobs
       WHERE kind = ANY($1::text[]) AND ${isFree} AND due_at <= rollcall_now()
       ORDER BY due_at, workspace_id, id LIMIT ${CANDIDATES}`,
      [options.kinds],
    );
    for (const { workspaceId, id, kind } of rows) {
      const job = await claim<K>(pool, {
        workspaceId,
        runner: options.runner,
        leaseMs: options.leaseMs(kind),
        which: 'id = $4::int AND due_at <= rollcall_now()',
        params: [id],
      });
      if (job !== null) return job;
    }
    if (rows.length < CANDIDATES) return null;
  }
  return null;
}

/**
 * The same for a single job, the newest of its kind with this in its payload: null while another runner holds
 * it.
 */
export async function claimThisJob<K extends JobKind>(
  pool: pg.Pool,
  options: {
    workspaceId: number;
    kind: K;
    payload: Partial<JobPayloads[K]>;
    runner: string;
    leaseMs: number;
  },
): Promise<Job<K> | null> {
  const { kind, payload, ...rest } = options;
  return claim<K>(pool, {
    ...rest,
    which: 'kind = $4::text AND payload @> $5::jsonb',
    params: [kind, payload],
  });
}

async function claim<K extends JobKind>(
  pool: pg.Pool,
  given: { workspaceId: number; runner: string; leaseMs: number; which: string; params: unknown[] },
): Promise<Job<K> | null> {
  const { rows } = await pool.query<Job<K>>(
    `UPDATE jobs SET state = 'running', runner = $2, leased_until = now() + $3::float8 * interval '1 ms', attempts = attempts + 1
     WHERE workspace_id = $1 AND id = (
       SELECT id FROM jobs WHERE workspace_id = $1 AND ${given.which} AND ${isFree}
       ORDER BY id DESC LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING workspace_id AS "workspaceId", id, kind, payload, attempts`,
    [given.workspaceId, given.runner, given.leaseMs, ...given.params],
  );
  return rows[0] ?? null;
}

/** The payload of the newest unfinished job of a kind with this in its payload. */
export async function findJob<K extends JobKind>(
  pool: pg.Pool,
  given: { workspaceId: number; kind: K; payload: Partial<JobPayloads[K]> },
): Promise<JobPayloads[K] | undefined> {
  const { rows } = await pool.query<{ payload: JobPayloads[K] }>(
    `SELECT payload FROM jobs WHERE workspace_id = $1 AND kind = $2 AND payload @> $3 AND state IN ('waiting', 'running')
     ORDER BY id DESC LIMIT 1`,
    [given.workspaceId, given.kind, given.payload],
  );
  return rows[0]?.payload;
}

/** Removes jobs that ended before a moment, a few thousand at most; returns how many. */
export async function deleteOldJobs(
  pool: pg.Pool,
  { workspaceId, before }: { workspaceId: number; before: Date },
): Promise<number> {
  const { rowCount } = await pool.query(
    `DELETE FROM jobs WHERE workspace_id = $1 AND id IN (
       SELECT id FROM jobs WHERE workspace_id = $1 AND state IN ('done', 'failed') AND finished_at < $2 LIMIT 5000)`,
    [workspaceId, before],
  );
  return rowCount ?? 0;
}

/**
 * Frees every job and every recipient of a campaign at once, no matter which process held it. For the only app of an embedded database, when it
 * starts: the processes that used it before are gone. A runner that is still alive finds that it lost its
 * job, and writes nothing.
 */
export async function endLeases(pool: pg.Pool): Promise<void> {
  await pool.query("UPDATE jobs SET leased_until = NULL WHERE state = 'running' AND leased_until > now()");
  await pool.query(
    "UPDATE campaign_recipients SET leased_until = now() WHERE state IN ('claimed', 'handing over') AND leased_until > now()",
  );
}

/**
 * Does a job's next piece of work in one transaction that also extends the lease. The job's row stays locked
 * until the transaction ends, so nobody takes over the job meanwhile, however long it lasts.
 *
 * @param ahead work to do first in the same transaction, while the previous piece is still running: it
 *   doesn't lock the job's row
 * @returns null, with nothing done, if another runner has taken over the job
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
    // A job that gets this far is making progress: count attempts from here again.
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
    // Don't give a failed connection to the next caller.
    client.release(failure !== undefined);
  }
}

/**
 * Changes a job's payload while it is held; that doesn't count as progress. False if another runner has taken
 * over the job.
 */
export async function noteInJob<K extends JobKind>(
  pool: pg.Pool,
  { job, runner }: Lease,
  payload: JobPayloads[K],
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE jobs SET payload = $4::jsonb WHERE workspace_id = $1 AND id = $2 AND runner = $3 AND state = 'running'`,
    [job.workspaceId, job.id, runner, JSON.stringify(payload)],
  );
  return rowCount === 1;
}

/** How many jobs of a kind with this key were added since a moment, finished or not. */
export async function countJobs(
  on: Runs,
  given: { workspaceId: number; kind: JobKind; key: string; since: Date },
): Promise<number> {
  const [row] = await runSql<{ count: number }>(
    on,
    `SELECT count(*)::int AS count FROM jobs
     WHERE workspace_id = $1::int AND kind = $2::text AND key = $3::text AND created_at > $4::timestamptz`,
    [given.workspaceId, given.kind, given.key, given.since],
  );
  return row?.count ?? 0;
}

/** Extends a lease while there’s nothing to write yet. False if another runner has taken over the job. */
export async function renewLease(pool: pg.Pool, { job, runner, leaseMs }: Lease): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE jobs SET leased_until = now() + $4::float8 * interval '1 ms'
     WHERE workspace_id = $1 AND id = $2 AND runner = $3 AND state = 'running'`,
    [job.workspaceId, job.id, runner, leaseMs],
  );
  return rowCount === 1;
}

/**
 * Releases a job, so that anyone can claim it after `delayMs` (of the real clock) and not before `dueAt`. It
 * keeps its count of attempts, unless `afresh`: then nothing went wrong with it.
 */
export async function releaseJob(
  pool: pg.Pool,
  lease: Lease,
  options: { delayMs: number; afresh: boolean; dueAt?: Date },
): Promise<void> {
  await pool.query(
    `UPDATE jobs SET state = 'waiting', runner = NULL, leased_until = now() + nullif($4::float8, 0) * interval '1 ms',
       attempts = CASE WHEN $5 THEN 0 ELSE attempts END, due_at = coalesce($6, due_at)
     WHERE workspace_id = $1 AND id = $2 AND runner = $3 AND state = 'running'`,
    [
      lease.job.workspaceId,
      lease.job.id,
      lease.runner,
      options.delayMs,
      options.afresh,
      options.dueAt ?? null,
    ],
  );
}

/** Ends a job, in the transaction of its last piece of work. */
export async function endJob(
  client: pg.Pool | pg.PoolClient,
  lease: Lease,
  outcome: { state: 'done' | 'failed'; problem?: string; at: Date },
): Promise<void> {
  await client.query(
    `UPDATE jobs SET state = $4, problem = $5, finished_at = $6, leased_until = NULL
     WHERE workspace_id = $1 AND id = $2 AND runner = $3`,
    [lease.job.workspaceId, lease.job.id, lease.runner, outcome.state, outcome.problem ?? null, outcome.at],
  );
}
