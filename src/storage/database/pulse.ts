import pg from 'pg';
import { defined } from '../../lib/defined.ts';

/** Asks the database whether it is there, past everybody who waits for a session. */
export interface Pulse {
  /** Rejects when it does not answer; asked again meanwhile, gives the answer that is on its way. */
  beat(): Promise<void>;
  /** When it was last heard of, whoever asked it what, by `performance.now()`. It was there when it was opened. */
  seen(): number;
}

/** How long an answer is waited for, in ms. The embedded database is deaf while a question runs, which may take a minute. */
const patience = { server: 5_000, embedded: 65_000 } as const;

const pulses = new WeakMap<pg.Pool, Pulse & { end(): Promise<void> }>();

/** The pulse of a database, over a session of its own: the pool's may all be in use, with thousands of questions in line. */
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
    // Where the database is now: an embedded one that restarted is elsewhere. (The pool hides its password from copies.)
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
  /** Leaves a session that broke, or that does not answer. */
  function drop(left: pg.Client | undefined): void {
    if (left === undefined || left !== client) return;
    client = undefined;
    // It may never hear this.
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
