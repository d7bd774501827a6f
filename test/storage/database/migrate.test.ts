import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../../src/storage/database/migrate.ts';
import { databases, openTestDatabase, type TestDatabase } from '../../support/database.ts';

const own = join(import.meta.dirname, '../../../prisma/migrations');
const released = readdirSync(own).filter((name) => /^\d{4}_/.test(name));

// The template has prisma/migrations already; each test adds some of its own and removes them.
describe.each(databases)('migrations (%s)', (kind) => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-migrations-'));
    cpSync(own, folder, { recursive: true });
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await database.storage.pool.query(`DROP TABLE IF EXISTS fruits, roots`);
    await database.storage.pool.query(`DELETE FROM _prisma_migrations WHERE migration_name LIKE '9%'`);
  });
  afterAll(() => database?.close());

  const add = (name: string, sql: string) => {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'migration.sql'), sql);
  };
  const run = () => migrate(database.storage.pool, { folder });
  const records = async () => {
    const { rows } = await database.storage.pool.query(
      'SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1',
    );
    return rows.map((row) => row.name);
  };
  const tables = async () => {
    const { rows } = await database.storage.pool.query(
      `SELECT tablename AS name FROM pg_tables WHERE tablename IN ('fruits', 'roots') ORDER BY 1`,
    );
    return rows.map((row) => row.name);
  };

  it("were applied when storage was opened, and recorded like Prisma's engine does", async () => {
    const { rows } = await database.storage.pool.query(
      `SELECT checksum, migration_name, logs, rolled_back_at, applied_steps_count,
              finished_at >= started_at AS in_order, length(id) AS id_length
       FROM _prisma_migrations WHERE migration_name = '0001_init'`,
    );
    const sql = readFileSync(join(own, '0001_init/migration.sql'));
    expect(rows).toEqual([
      {
        checksum: createHash('sha256').update(sql).digest('hex'),
        migration_name: '0001_init',
        logs: null,
        rolled_back_at: null,
        applied_steps_count: 1,
        in_order: true,
        id_length: 36,
      },
    ]);
    expect(await run()).toEqual([]);
  });

  it('are applied in order, each once, including function bodies', async () => {
    add('9002_roots', 'ALTER TABLE fruits RENAME TO roots;');
    add(
      '9001_fruits',
      `CREATE TABLE fruits (id int); DO $$ BEGIN INSERT INTO fruits VALUES (1); INSERT INTO fruits VALUES (2); END $$;`,
    );
    expect(await run()).toEqual(['9001_fruits', '9002_roots']);
    expect(await run()).toEqual([]);
    expect(await tables()).toEqual(['roots']);
  });

  it('are applied once if several processes start at once', async () => {
    add('9001_fruits', 'CREATE TABLE fruits (id int);');
    add('9002_roots', 'CREATE TABLE roots (id int);');
    const applied = await Promise.all([run(), run(), run()]);
    expect(applied.flat().sort()).toEqual(['9001_fruits', '9002_roots']);
  });

  it('leave nothing behind if they fail, and keep those before', async () => {
    add('9001_fruits', 'CREATE TABLE fruits (id int);');
    add('9002_broken', 'CREATE TABLE roots (id int); SELECT * FROM nowhere;');
    await expect(run()).rejects.toMatchObject({
      code: 'misconfigured',
      message: 'Migration 9002_broken failed and was rolled back: relation "nowhere" does not exist',
    });
    expect(await tables()).toEqual(['fruits']);
    expect(await records()).toEqual([...released, '9001_fruits']);
    // The connection was returned in order.
    expect((await database.storage.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('are refused if one was changed after it had been applied', async () => {
    add('9001_fruits', 'CREATE TABLE fruits (id int);');
    await run();
    add('9001_fruits', 'CREATE TABLE fruits (id bigint);');
    await expect(run()).rejects.toMatchObject({
      code: 'misconfigured',
      message: 'The migration 9001_fruits was changed after the database applied it.',
      hint: expect.stringContaining('prisma/migrations/9001_fruits'),
    });
  });

  it('are refused if the database is newer than this version', async () => {
    add('9001_fruits', 'CREATE TABLE fruits (id int);');
    await run();
    rmSync(join(folder, '9001_fruits'), { recursive: true });
    await expect(run()).rejects.toMatchObject({
      code: 'misconfigured',
      message: "The database has the migration 9001_fruits, which this version of Rollcall doesn't know.",
    });
  });

  it("are refused if Prisma's own engine left one unfinished, and continue after it was rolled back", async () => {
    add('9001_fruits', 'CREATE TABLE fruits (id int);');
    const { pool } = database.storage;
    await pool.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('1', 'x', '9001_fruits')`,
    );
    await expect(run()).rejects.toMatchObject({
      message: 'The migration 9001_fruits was started but never finished.',
    });
    await pool.query(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE id = '1'`);
    expect(await run()).toEqual(['9001_fruits']);
  });
});
