import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, openTestDatabase, type TestDatabase } from '../../support/database.ts';

const engine = '@prisma/schema-engine-wasm/schema_engine_bg';
const hasEngine = (() => {
  try {
    return Boolean(createRequire(import.meta.url).resolve(engine));
  } catch {
    console.warn(`NOT CHECKED: that migrations and schema agree. ${engine} is not installed.`);
    return false;
  }
})();

describe('the migrations', () => {
  it.skipIf(!hasEngine && !process.env.CI)('create what prisma/schema.prisma describes', async () => {
    const script = '../../../scripts/migration.mjs';
    const { migrationSql }: { migrationSql: () => Promise<string> } = await import(script);
    expect(await migrationSql()).toBe('');
  });
});

/** Tables that are about all workspaces. */
const ofNoWorkspace = ['workspaces', '_prisma_migrations', 'secret_marks', 'clock'];

describe.each(databases)('the tables (%s)', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database?.close());

  const query = (sql: string, values: unknown[] = []) => database.storage.pool.query(sql, values);

  it('have the workspace first in every key', async () => {
    const { rows } = await query(
      `
      SELECT c.conrelid::regclass::text AS table, c.conname AS key, a.attname AS first
      FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      WHERE c.contype IN ('p', 'u', 'f') AND c.connamespace = 'public'::regnamespace
        AND c.conrelid::regclass::text <> ALL ($1)`,
      [ofNoWorkspace],
    );
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => row.first !== 'workspace_id')).toEqual([]);
  });

  it('have unique indexes that begin with the workspace', async () => {
    const { rows } = await query(
      `
      SELECT i.indrelid::regclass::text AS table, i.indexrelid::regclass::text AS index, a.attname AS first
      FROM pg_index i
      JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace
      LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      WHERE i.indisunique AND c.relname <> ALL ($1)`,
      [ofNoWorkspace],
    );
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => row.first !== 'workspace_id')).toEqual([]);
  });

  it('belong to a workspace, except for those that are about all of them', async () => {
    const { rows } = await query(`
      SELECT c.relname AS table FROM pg_class c
      WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT EXISTS (
        SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND a.attnotnull)
      ORDER BY 1`);
    expect(rows.map(({ table }) => table)).toEqual([...ofNoWorkspace].sort());
  });

  it('have foreign keys that do nothing if an id changes, because none does', async () => {
    const { rows } = await query(`
      SELECT conrelid::regclass::text AS table, conname AS key, confupdtype AS "on update" FROM pg_constraint
      WHERE contype = 'f' AND connamespace = 'public'::regnamespace`);
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => row['on update'] !== 'a')).toEqual([]);
  });

  it.each([
    ['workspaces', 'week_start', 'friday'],
    ['workspaces', 'date_order', 'ydm'],
    ['workspaces', 'fiscal_year_start', 13],
    ['workspaces', 'tag_style', 'shouting'],
    ['contacts', 'status', 'member'],
    ['contacts', 'email_validation', 'maybe'],
    ['attributes', 'type', 'json'],
    ['imports', 'state', 'lost'],
    ['imports', 'new_status', 'bounced'],
    ['jobs', 'state', 'lost'],
    ['webhooks', 'provider', 'fax'],
    ['role_overrides', 'role', 'king'],
  ])('%s contain no %s that has no meaning', async (table, column, value) => {
    const { rows } = await query(`
      SELECT pg_get_constraintdef(oid) AS check FROM pg_constraint
      WHERE conrelid = '${table}'::regclass AND conname = '${table}_${column}_check'`);
    const [{ check } = { check: '' }] = rows;
    const literal = typeof value === 'number' ? value : `'${value}'::text`;
    const { rows: answer } = await query(
      `SELECT ${check.replace(/^CHECK /, '').replaceAll(column, String(literal))} AS fits`,
    );
    expect(answer).toEqual([{ fits: false }]);
  });

  it('are vacuumed after few new events, for index-only scans', async () => {
    const { rows } = await query(`SELECT reloptions FROM pg_class WHERE oid = 'events'::regclass`);
    expect(rows).toEqual([{ reloptions: ['autovacuum_vacuum_insert_scale_factor=0.01'] }]);
  });
});
