import type pg from 'pg';
import { RollcallError } from '../../errors.ts';

/**
 * How long a statement waits for a row or a table that is locked, in ms: import batches take well under one
 * second.
 */
const lockTimeout = 10_000;

/** Sessions whose server process has the number that they were told: there is no pooler in between. */
const direct = new WeakSet<pg.ClientBase>();

export const isDirect = (client: pg.ClientBase): boolean => direct.has(client);

/**
 * Sets up a session when it opens, not in the URL: a pooler refuses or drops settings in the URL that it
 * doesn't know. Times without a zone are in UTC, because Prisma sends them so. JIT is off, because PostgreSQL
 * would spend longer compiling the statements of imports than running them.
 */
export async function setUpSession(client: pg.ClientBase): Promise<void> {
  const sets = ["SET TIME ZONE 'UTC'", 'SET jit = off', `SET lock_timeout = ${lockTimeout}`];
  const results = (await client.query(`${sets.join('; ')}; SELECT pg_backend_pid() AS pid`)) as unknown as {
    rows: { pid: number }[];
  }[];
  const pid = results.at(-1)?.rows[0]?.pid;
  if (pid === (client as unknown as { processID: number }).processID) direct.add(client);
}

/**
 * Checks that sessions are in UTC, in two transactions at once: a pooler gives the second one another server
 * process, which has the database's own zone if the pooler doesn't forward settings.
 *
 * @throws RollcallError `misconfigured` if they aren't: times would be stored wrong without any error
 */
export async function checkZone(pool: pg.Pool, shown: string): Promise<void> {
  const clients: pg.PoolClient[] = [];
  try {
    for (let i = 0; i < Math.min(2, pool.options.max); i++) clients.push(await pool.connect());
    for (const client of clients) {
      await client.query('BEGIN');
      const { rows } = await client.query<{ TimeZone: string }>('SHOW TimeZone');
      const zone = rows[0]?.TimeZone ?? '';
      if (zone !== 'UTC') throw wrongZone(zone, shown);
    }
  } finally {
    for (const client of clients) {
      const broken = await client.query('ROLLBACK').then(
        () => false,
        () => true,
      );
      client.release(broken);
    }
  }
}

const wrongZone = (zone: string, shown: string): RollcallError =>
  new RollcallError(
    'misconfigured',
    `Sessions of the database are in the time zone ${zone} although Rollcall sets UTC, so times would be stored wrong (DATABASE_URL: ${shown}).`,
    {
      hint: "A connection pooler is dropping the setting. PgBouncer passes it on (tested with 1.18 and later). Or run ALTER DATABASE … SET timezone = 'UTC'.",
    },
  );
