import pg from 'pg';
import { isDirect } from './session.ts';

const usual = {
  /** How often sessions are checked, in ms. */
  every: 1_000,
  /** How long a session may be silent during a statement before we check whether the server still answers. */
  silence: 3_000,
  /** How long that check may take to reach the server's host. */
  patience: 3_000,
  /**
   * How long the check may take if it reached the host: a server whose processor is overloaded takes a few
   * seconds to answer a new connection, and works on the statement meanwhile.
   */
  slow: 10_000,
  /** How long a session behind a pooler may be silent: its process can't be checked. */
  longest: 300_000,
};

interface Watched {
  /** Bytes on the session's stream at the last check. */
  bytes: number;
  /** Since when it has been silent during a statement. */
  since: number | undefined;
}

/** Fields that a client has and its types leave out. */
interface Internals {
  readyForQuery: boolean;
  processID: number;
  connection: { stream: { bytesRead: number; connecting: boolean; destroy(error?: Error): void } };
}

const internals = (client: pg.ClientBase): Internals => client as unknown as Internals;

/**
 * Notices that the database's host has vanished with connections open, which no socket reports: TCP resends a
 * statement for a quarter of an hour. Statements may take as long as they need: if one is silent for a few
 * seconds, a separate connection asks whether the server answers and whether the statement's process is
 * working. If not, the session is ended, together with the idle ones, which lead to the same host. Until a
 * connection opens again, nobody waits for one longer than that check may take. Returns a function that stops
 * the watching.
 */
export function watchSessions(pool: pg.Pool, limits: Partial<typeof usual> = {}): () => void {
  const { every, silence, patience, slow, longest } = { ...usual, ...limits };
  const watched = new Map<pg.PoolClient, Watched>();
  const { connectionTimeoutMillis } = pool.options;
  pool.on('connect', (client) => {
    Object.assign(pool.options, { connectionTimeoutMillis });
    watched.set(client, { bytes: 0, since: undefined });
    client.once('end', () => watched.delete(client));
  });
  let looking = false;

  const timer = setInterval(() => {
    const now = performance.now();
    for (const [client, state] of watched) {
      const { readyForQuery, connection } = internals(client);
      const { bytesRead } = connection.stream;
      const isMoving = bytesRead !== state.bytes;
      state.since = readyForQuery ? undefined : isMoving ? now : (state.since ?? now);
      state.bytes = bytesRead;
    }
    if (looking || silent().length === 0) return;
    looking = true;
    void look().finally(() => {
      looking = false;
    });
  }, every).unref();
  return () => clearInterval(timer);

  function silent(): pg.PoolClient[] {
    const before = performance.now() - silence;
    return [...watched].filter(([, { since }]) => since !== undefined && since <= before).map(([one]) => one);
  }

  async function look(): Promise<void> {
    const suspects = silent();
    const busy = await atWork(pool, suspects, { patience, slow });
    const stillSilent = new Set(silent());
    const lost = suspects.filter((client) => stillSilent.has(client) && !isAtWork(client));
    if (lost.length === 0) return;
    if (busy === undefined) pool.options.connectionTimeoutMillis = patience;
    const idle = [...watched.keys()].filter((client) => internals(client).readyForQuery);
    for (const client of [...lost, ...idle]) internals(client).connection.stream.destroy(gone());

    function isAtWork(client: pg.PoolClient): boolean {
      if (busy === undefined) return false;
      if (isDirect(client)) return busy.has(internals(client).processID);
      return performance.now() - (watched.get(client)?.since ?? Number.POSITIVE_INFINITY) < longest;
    }
  }
}

/** The numbers of those sessions' processes that are working; undefined if the server doesn't answer. */
async function atWork(
  pool: pg.Pool,
  clients: pg.PoolClient[],
  limits: { patience: number; slow: number },
): Promise<Set<number> | undefined> {
  const pids = clients.map((client) => internals(client).processID);
  try {
    const rows = await askApart<{ pid: number }>(pool, {
      text: "SELECT pid FROM pg_stat_activity WHERE pid = ANY($1) AND state IN ('active', 'fastpath function call')",
      values: [pids],
      ...limits,
    });
    return new Set(rows.map(({ pid }) => pid));
  } catch (error) {
    // It refused us, as a server without spare connections does: so it is alive.
    return error instanceof pg.DatabaseError ? new Set(pids) : undefined;
  }
}

/**
 * Asks on a connection of its own, so it doesn't wait behind the pool's queries.
 *
 * @param question.patience ms, for reaching the host
 * @param question.slow ms, for the answer if the host was reached
 */
async function askApart<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  question: { text: string; values?: unknown[]; patience: number; slow: number },
): Promise<Row[]> {
  const { text, values = [], patience, slow } = question;
  const client = new pg.Client({ ...pool.options, connectionTimeoutMillis: slow });
  client.on('error', () => {});
  const { stream } = internals(client).connection;
  // With TLS, another stream takes its place.
  const giveUp = () => internals(client).connection.stream.destroy(gone());
  let timer = setTimeout(() => {
    if (stream.connecting) return giveUp();
    timer = setTimeout(giveUp, slow - patience);
  }, patience);
  try {
    await client.connect();
    const { rows } = await client.query<Row>(text, values);
    void client.end().catch(() => {});
    return rows;
  } catch (error) {
    internals(client).connection.stream.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

const gone = (): Error => Object.assign(new Error('The database stopped answering.'), { code: 'ETIMEDOUT' });
