import { setTimeout as sleep } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { RollcallError } from '../../errors.ts';
import { checkOpenFiles } from '../../system-trouble.ts';
import { PrismaClient } from '../generated/client.ts';
import { endLeases } from '../jobs/jobs.ts';
import { atSocket } from './at-socket.ts';
import { type Clock, type ClockUse, openClock } from './clock.ts';
import { type Embedded, findEmbedded, startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { endPulse } from './pulse.ts';
import type { KeyedHashes } from './secret.ts';
import { type CheckedSecrets, checkSecrets } from './secret-marks.ts';
import { checkServer, explainConnectError, readDatabaseUrl } from './server.ts';
import { setUpSession } from './session.ts';
import { watchSessions } from './watch.ts';

export interface Storage extends KeyedHashes {
  kind: 'embedded' | 'server';
  /** For compiled rules and bulk statements. The same pool that Prisma uses; sessions are in UTC. */
  pool: pg.Pool;
  prisma: PrismaClient;
  /** The product's time. */
  clock: Clock;
  /** Restarts the embedded database if this process started it: queries under way fail. */
  restart?: () => Promise<void>;
  /** Ends connections, and the embedded database if it was started here. */
  close(): Promise<void>;
}

/** `secret`, `secretsBefore`: they key the hashes of erased addresses and encrypt providers' secrets. */
export interface StorageOptions extends CheckedSecrets {
  /** A PostgreSQL server, 15 or later. Without it: the embedded database in `dataDir`. */
  databaseUrl?: string | undefined;
  dataDir: string;
  /** The embedded database on `dataDir`, if it is already starting. */
  embedded?: Promise<Embedded> | undefined;
  /** Who may move the clock. Default: `followed`. */
  clock?: ClockUse;
  /** For tools that run beside an app: join the app's embedded database instead of being refused. */
  join?: boolean;
  /** The name of such a tool, like `npm run import`: an app shows it while it waits for the tool to end. */
  tool?: string;
  /**
   * Most connections at once. Default: 10 to a server, 4 to the embedded database, which serves one at a
   * time.
   */
  poolSize?: number;
  log?: (line: string) => void;
  /** Called with a sentence if the embedded database ends by itself: nothing can be stored after that. */
  onLost?: (reason: string) => void;
}

/**
 * How long to wait for a connection, in ms. If a command fails, it still tries to tidy up over another
 * connection, and the whole command should end within fifteen seconds.
 */
const connectWithin = ({ tool }: StorageOptions): number => (tool === undefined ? 10_000 : 5_000);

/** How long queries under way may take while storage closes, in ms. */
const patience = 5_000;

/**
 * Opens the database and brings it to the state that this version needs.
 *
 * @throws RollcallError `misconfigured` (a wrong DATABASE_URL, password, version; an unknown migration;
 *   another secret), `unavailable` (no answer), `busy` (another process holds `dataDir`): each a sentence
 *   that says what to do. Never with the password.
 * @example const storage = await openStorage({ dataDir: 'data' });
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const log = options.log ?? (() => {});
  return options.databaseUrl === undefined
    ? openEmbedded(options, log)
    : openServer(options.databaseUrl, options, log);
}

async function openServer(databaseUrl: string, options: StorageOptions, log: Log): Promise<Storage> {
  checkOpenFiles();
  const { connectionString, shown } = readDatabaseUrl(databaseUrl);
  const pool = createPool(
    {
      connectionString,
      max: options.poolSize ?? 10,
      connectionTimeoutMillis: connectWithin(options),
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
      onConnect: setUpSession,
    },
    log,
  );
  const unwatch = watchSessions(pool);
  try {
    await checkServer(pool, shown);
    return await openPool('server', pool, { log, options }, async () => unwatch());
  } catch (error) {
    unwatch();
    await pool.end();
    throw explainConnectError(error, shown);
  }
}

async function openEmbedded(options: StorageOptions, log: Log): Promise<Storage> {
  const { dataDir, join, tool = join ? 'a command' : undefined } = options;
  const place = { dataDir, tool, log, onLost: lost };
  for (let attempt = 1; ; attempt++) {
    const joined = join ? await findEmbedded(options.dataDir) : undefined;
    let started: Embedded | undefined;
    let pool: pg.Pool | undefined;
    try {
      started = joined === undefined ? await (options.embedded ?? startEmbedded(place)) : undefined;
      const max = options.poolSize ?? 4;
      // A guest's open connections tell the process that started the database that it is still in use.
      const idle = joined === undefined ? {} : { idleTimeoutMillis: 0 };
      pool = createPool({ ...atSocket(joined ?? started?.socket ?? ''), ...idle, max }, log);
      const around = { log, options };
      const storage = await openPool('embedded', pool, around, async () => started?.close());
      // A process that joins is a guest: the app that it joins runs the database.
      if (started === undefined) return storage;
      await endLeases(pool);
      const { options: connections } = pool;
      let restarting: Promise<void> | undefined;
      const restart = async () => {
        log('The embedded database is stuck on a query, so Rollcall restarts it.');
        await started?.close();
        started = await startEmbedded(place);
        Object.assign(connections, atSocket(started.socket));
      };
      return Object.assign(storage, {
        restart: () => {
          restarting ??= restart().finally(() => {
            restarting = undefined;
          });
          return restarting;
        },
      });
    } catch (error) {
      await pool?.end();
      await started?.close();
      // The other process ended or started after we looked: look again.
      const changed =
        join && (joined !== undefined || (error instanceof RollcallError && error.code === 'busy'));
      if (!changed || attempt === 3) throw error;
    }
  }

  function lost(reason: string) {
    log(reason);
    options.onLost?.(reason);
  }
}

type Log = (line: string) => void;

/** One line, however many there are: a new database takes all of them. */
const migrated = (applied: readonly string[]): string =>
  applied.length === 1
    ? `Database: applied the migration ${applied[0]}.`
    : `Database: applied ${applied.length} migrations, up to ${applied.at(-1)}.`;

async function openPool(
  kind: Storage['kind'],
  pool: pg.Pool,
  { log, options }: { log: Log; options: StorageOptions },
  after: () => Promise<void>,
): Promise<Storage> {
  const applied = await migrate(pool);
  if (applied.length > 0) log(migrated(applied));
  const keyed = await checkSecrets(pool, options);
  const clock = await openClock(pool, options.clock ?? 'followed');
  let prisma: PrismaClient | undefined;
  let closed: Promise<void> | undefined;
  const close = async () => {
    await Promise.all([prisma?.$disconnect(), endPulse(pool)]);
    // The pool waits for queries under way; one that doesn't end must not keep the app from ending.
    await Promise.race([pool.end(), sleep(patience, undefined, { ref: false })]);
    await after();
  };
  return {
    kind,
    pool,
    // Made on first use: it takes 40 ms, and no start needs it before the app listens.
    get prisma() {
      prisma ??= new PrismaClient({
        adapter: new PrismaPg(pool),
        // Prisma's defaults of two and five seconds would fail a write that waits for its turn behind a long
        // count.
        transactionOptions: { maxWait: 10_000, timeout: 30_000 },
      });
      return prisma;
    },
    clock,
    ...keyed,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

function createPool(config: pg.PoolConfig, log: Log): pg.Pool {
  const pool = new pg.Pool(config);
  // Without listeners, a broken connection ends the whole process, whether it was idle or in use.
  pool.on('error', (error) => log(`A connection to the database broke: ${error.message}`));
  pool.on('connect', (client) => void client.on('error', () => {}));
  return pool;
}
