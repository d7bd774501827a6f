import pg from 'pg';
import { defined } from '../../lib/defined.ts';

/** Checks whether the database answers, ahead of everyone who waits for a session. */
export interface Pulse {
  /** Rejects if it doesn't answer; a second call meanwhile shares the pending answer. */
  beat(): Promise<void>;
  /** When the database last answered anything, by `performance.now()`. It answered when it was opened. */
  seen(): number;
}

/**
 * How long to wait for an answer, in ms. The embedded database is blocked while a query runs, which may take
 * a minute.
 */
const patience = { server: 5_000, embedded: 65_000 } as const;

const pulses = new WeakMap<pg.Pool, Pulse & { end(): Promise<void> }>();

/**
 * The pulse of a database, over its own session: the pool's may all be busy, with thousands of queries in
 * line.
 */
export function pulseOf({ pool, kind }: { pool: pg.Pool; kind: keyof typeof patience }): Pulse {
  const known = pulses.get(pool);
  if (known !== undefined) return known;
  const made = makePulse(pool, patience[kind]);
  pulses.set(pool, made);
  return made;
}

/** Ends the session of a pool's pulse, if it has one. */
export const endPulse = async (pool: pg.Pool): Promise<void> => pulses.get(pool)?.end();

function makePulse(pool: pg.Pool, waitMs: number): Pulse & { end(): Promise<void> } {
  let client: pg.Client | undefined;
  let beating: Promise<void> | undefined;
  let seen = performance.now();
  pool.on('release', (error) => {
    if (!error) seen = performance.now();
  });

  async function beat(): Promise<void> {
    // The database's current address: a restarted embedded one has a new one. (The pool hides its password
    // from copies.)
    const { password } = pool.options;
    const limits = { connectionTimeoutMillis: waitMs, query_timeout: waitMs };
    client ??= await connect({ ...pool.options, ...limits, ...defined({ password }) });
    await client.query('SELECT 1');
    seen = performance.now();
  }
  async function connect(config: pg.ClientConfig): Promise<pg.Client> {
    const made = new pg.Client(config);
    made.on('error', () => drop(made));
    made.on('end', () => drop(made));
    await made.connect();
    return made;
  }
  /** Drops a session that broke or doesn't answer. */
  function drop(left: pg.Client | undefined): void {
    if (left === undefined || left !== client) return;
    client = undefined;
    // The server may never receive this.
    left.end().catch(() => {});
  }

  return {
    beat() {
      beating ??= beat()
        .catch((error: unknown) => {
          drop(client);
          seen = Number.NEGATIVE_INFINITY;
          throw error;
        })
        .finally(() => {
          beating = undefined;
        });
      return beating;
    },
    seen: () => seen,
    async end() {
      drop(client);
    },
  };
}
