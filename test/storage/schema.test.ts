import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, openTestDatabase, type TestDatabase } from '../support/database.ts';

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
  it.skipIf(!hasEngine && !process.env.CI)('make what prisma/schema.prisma describes', async () => {
    const script = '../../scripts/migration.mjs';
    const { migrationSql }: { migrationSql: () => Promise<string> } = await import(script);
    expect(await migrationSql()).toBe('');
  });
});

describe.each(databases)('the tables (%s)', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database?.close());

  const query = (sql: string) => database.storage.pool.query(sql);

  it('have the workspace first in every key', async () => {
    const { rows } = await query(`
      SELECT c.conrelid::regclass::text AS table, c.conname AS key, a.attname AS first
      FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      WHERE c.contype IN ('p', 'u', 'f') AND c.connamespace = 'public'::regnamespace
        AND c.conrelid NOT IN ('workspaces'::regclass, '_prisma_migrations'::regclass, 'secret_marks'::regclass)`);
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => row.first !== 'workspace_id')).toEqual([]);
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
  ])('%s hold no %s that has no meaning', async (table, column, value) => {
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
