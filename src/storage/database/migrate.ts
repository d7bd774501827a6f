import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { RollcallError } from '../../errors.ts';
import { root } from '../../places.ts';

const ownFolder = join(root, 'prisma/migrations');

/** The key that Prisma's own `migrate deploy` locks, so that the two wait for each other. */
const advisoryLock = 72707369;

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/**
 * Brings a database to the state that this version of Rollcall needs, and keeps the same records as Prisma's
 * own engine. Each migration is one transaction with its record; a new database gets all of them in one, in
 * half the time. Several processes may start at once.
 *
 * @returns the names of the migrations applied now, in order; empty if there was nothing to do
 * @throws RollcallError `misconfigured` if the database has migrations that this version doesn't know (it is
 *   newer, or belongs to another program), a changed one, or a failed one; or if a migration's SQL fails
 */
export async function migrate(pool: pg.Pool, options: { folder?: string } = {}): Promise<string[]> {
  const migrations = await readMigrations(options.folder ?? ownFolder);
  const applied: string[] = [];
  const client = await pool.connect();
  try {
    for (;;) {
      const names = await applyNext(client, migrations);
      if (names.length === 0) return applied;
      applied.push(...names);
    }
  } finally {
    client.release();
  }
}

/** One transaction: lock, look, apply. Looking again under the lock makes several starters safe. */
async function applyNext(client: pg.PoolClient, migrations: Migration[]): Promise<string[]> {
  await client.query('BEGIN');
  try {
    // Wait for another process's migration, however long it takes; a server's own limit must not cut one
    // short.
    await client.query('SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0');
    await client.query('SELECT pg_advisory_xact_lock($1)', [advisoryLock]);
    await client.query(createRecords);
    const records = await readRecords(client);
    const missing = findMissing(migrations, records);
    // A new database has nothing to keep if one of them fails.
    const due = records.length === 0 ? missing : missing.slice(0, 1);
    for (const migration of due) {
      await runScript(client, migration);
      await client.query(insertRecord, [randomUUID(), migration.checksum, migration.name]);
    }
    await client.query('COMMIT');
    return due.map(({ name }) => name);
  } catch (error) {
    // A broken connection can't roll back; report the original error.
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

async function runScript(client: pg.PoolClient, migration: Migration): Promise<void> {
  try {
    // Without parameters, pg sends a script as is: several statements, function bodies and all.
    await client.query(migration.sql);
  } catch (cause) {
    throw new RollcallError(
      'misconfigured',
      `Migration ${migration.name} failed and was rolled back: ${cause instanceof Error ? cause.message : cause}`,
      { hint: 'Rollcall needs a database of its own, and a role that may create tables in it.', cause },
    );
  }
}

interface Record {
  name: string;
  checksum: string;
  finished: boolean;
}

/** The migrations that a database lacks, in their order. */
function findMissing(migrations: Migration[], records: Record[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const record of records) {
    const migration = known.get(record.name);
    if (migration === undefined) {
      throw new RollcallError(
        'misconfigured',
        `The database has the migration ${record.name}, which this version of Rollcall doesn't know.`,
        { hint: 'Start the newer version of Rollcall that created it, or use a separate database.' },
      );
    }
    if (!record.finished) {
      throw new RollcallError(
        'misconfigured',
        `The migration ${record.name} was started but never finished.`,
        {
          hint: 'It was started by Prisma: see "prisma migrate resolve".',
        },
      );
    }
    if (record.checksum !== migration.checksum) {
      throw new RollcallError(
        'misconfigured',
        `The migration ${record.name} was changed after the database applied it.`,
        {
          hint: `Change prisma/migrations/${record.name} back to what it was, and put the change into a new migration.`,
        },
      );
    }
    known.delete(record.name);
  }
  // Maps keep their order.
  return [...known.values()];
}

async function readRecords(client: pg.PoolClient): Promise<Record[]> {
  const { rows } = await client.query<Record>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  );
  return rows;
}

/** The migrations that this version of Rollcall knows, in their order. */
export async function migrationNames(folder: string = ownFolder): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function readMigrations(folder: string): Promise<Migration[]> {
  return Promise.all(
    (await migrationNames(folder)).map(async (name) => {
      const sql = await readFile(`${folder}/${name}/migration.sql`, 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** The same table as Prisma's engine creates. */
const createRecords = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36)  PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64)  NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ  NOT NULL DEFAULT now(),
    applied_steps_count INTEGER      NOT NULL DEFAULT 0
  )`;

// The transaction's start, and now: two calls of clock_timestamp() run in the order of the table's columns,
// not in this one.
const insertRecord = `
  INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
  VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`;
