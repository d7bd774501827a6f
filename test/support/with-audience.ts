import { afterAll, beforeAll } from 'vitest';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import type { Role } from '../../src/lib/roles.ts';
import type { Storage } from '../../src/storage/database/client.ts';
import { type DatabaseKind, type OpenDatabase, openDatabase, usualDatabase } from './database.ts';
import { runFolder } from './postgres.ts';
import { recordThisFile, statementsSince } from './statement-rules.ts';

/**
 * A database for the tests of one file or describe, empty at its start. All of it is available from the first
 * `beforeAll` on.
 */
export interface TestAudience {
  readonly kind: DatabaseKind;
  readonly storage: Storage;
  /**
   * The data folder of an embedded one: a command that gets it as DATA_DIR joins the database, as it joins an
   * app's.
   */
  readonly dataDir: string;
  /** What use cases need: this storage, and the given clock. */
  readonly deps: AudienceDeps;
  /** A new workspace, empty: 1 ms. */
  addWorkspace(): Promise<number>;
  /**
   * Someone in a new workspace: `ada = await newCaller('editor')` in a `beforeEach` gives each test its own
   * place.
   */
  newCaller(role?: Role, actor?: string): Promise<Caller>;
}

/**
 * A database for tests, opened before them and returned after them. A test process opens one of each kind and
 * empties it for each file, because opening costs up to 3 s of processor time.
 *
 * @param options.on the usual one if left out; `describe.each(databases)` only for tests of storage itself
 * @param options.now the clock; the machine's if left out
 * @example
 * describe('tags', () => {
 * const audience = withAudience({ now: () => now });
 * const { deps } = audience;
 * let ada: Caller;
 * beforeEach(async () => { ada = await audience.newCaller('editor'); });
 * });
 */
export function withAudience(options: { on?: DatabaseKind; now?: () => Date } = {}): TestAudience {
  const { on: kind = usualDatabase, now = () => new Date() } = options;
  let database: OpenDatabase | undefined;
  beforeAll(async () => {
    database = await borrowDatabase(kind);
  });
  afterAll(async () => {
    await database?.close();
    database = undefined;
  });
  const opened = (): OpenDatabase => {
    if (database === undefined) throw new Error('withAudience() opens its database before the first test.');
    return database;
  };
  const addWorkspace = () => opened().addWorkspace();
  return {
    kind,
    get storage() {
      return opened().storage;
    },
    get dataDir() {
      return opened().dataDir;
    },
    deps: {
      get storage() {
        return opened().storage;
      },
      now,
    },
    addWorkspace,
    newCaller: async (role = 'admin', actor = 'U0ADA') => ({
      workspaceId: await addWorkspace(),
      actor,
      role,
    }),
  };
}

/** Open databases of this test process that are not in use. */
const spare: Record<DatabaseKind, OpenDatabase[]> = { embedded: [], server: [] };

/**
 * One of the open databases of this test process, emptied, or a new one; `close` returns it. Ids continue
 * where they were, so that nothing remembered of an earlier workspace fits a new one.
 */
export async function borrowDatabase(kind: DatabaseKind): Promise<OpenDatabase> {
  recordThisFile();
  const known = spare[kind].pop();
  if (known !== undefined) await empty(known.storage);
  const database = known ?? (await openDatabase(kind, runFolder()));
  const { pool } = database.storage;
  return {
    ...database,
    close: async () => {
      const check = await statementsSince(pool);
      // If something still works on it, it would write into the tables of the next file.
      if (pool.totalCount === pool.idleCount) spare[kind].push(database);
      else await database.close();
      check();
    },
  };
}

async function empty({ pool, clock }: Storage): Promise<void> {
  const { rows } = await pool.query<{ tables: string }>(
    `SELECT string_agg(format('%I', tablename), ', ') AS tables FROM pg_tables
     WHERE schemaname = current_schema() AND tablename NOT IN ('_prisma_migrations', 'secret_marks')`,
  );
  await pool.query(`TRUNCATE ${rows[0]?.tables}`);
  await clock.refresh();
}
