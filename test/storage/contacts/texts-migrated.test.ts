import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fold, tidy } from '../../../src/lib/texts.ts';
import { migrate } from '../../../src/storage/database/migrate.ts';
import { databases, openTestDatabase, type TestDatabase } from '../../support/database.ts';

const migration = '0021_texts_as_compared';
const sql = readFileSync(
  join(import.meta.dirname, `../../../prisma/migrations/${migration}/migration.sql`),
  'utf8',
);

const messy = ' Jose\u0301\u00a0 O’Hara\u200b\n';
const kept = 'José O’Hara';

describe.each(databases)('texts that were stored before (%s)', (kind) => {
  let database: TestDatabase;
  let workspaceId: number;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    workspaceId = await database.addWorkspace();
    const { pool } = database.storage;
    await store(pool);
    await pool.query('DROP FUNCTION folded');
    await pool.query('DELETE FROM _prisma_migrations WHERE migration_name = $1', [migration]);
    expect(await migrate(pool)).toEqual([migration]);
  });
  afterAll(() => database?.close());

  async function store(pool: pg.Pool) {
    const names = (table: string, rows: [name: string, key: string][], more = '', values = '') =>
      pool.query(
        `INSERT INTO ${table} (workspace_id, name, name_key${more})
         SELECT $1, n, k${values} FROM unnest($2::text[], $3::text[]) u (n, k)`,
        [workspaceId, rows.map(([name]) => name), rows.map(([, key]) => key)],
      );
    await pool.query(
      `INSERT INTO contacts (workspace_id, email, email_key, name, company, phone, source, status_source, attributes, updated_at)
       VALUES ($1, 'a@x.org', 'a@x.org', $2, $3, $4, 'test', 'test', $5, '2020-01-01'),
         ($1, 'b@x.org', 'b@x.org', 'Ben', 'Acme Corp', null, 'test', 'test', '{"1": "plain", "2": 5}', '2020-01-01')`,
      [
        workspaceId,
        messy,
        '\u00a0',
        '\u202a+47 22\u202c',
        JSON.stringify({ 1: messy, 2: 7, 3: 'https://x.org/e\u0301' }),
      ],
    );
    await pool.query(
      `INSERT INTO events (workspace_id, contact_id, kind, occurred_at, properties)
       SELECT $1, id, 'trial  started', '2025-01-01', $2 FROM contacts WHERE workspace_id = $1 AND email_key = 'a@x.org'`,
      [workspaceId, JSON.stringify({ ' Plan\u00a0name': messy, amount: 3 })],
    );
    await pool.query(
      `INSERT INTO event_kinds (workspace_id, name, properties) VALUES ($1, 'trial  started', $2), ($1, 'trial started', $3)`,
      [workspaceId, { ' Plan\u00a0name': 'text', amount: 'number' }, { amount: 'text', day: 'date' }],
    );
    await pool.query(
      `INSERT INTO tags (workspace_id, name, created_by) SELECT $1, unnest($2::text[]), 'test'`,
      [workspaceId, ['café', 'cafe\u0301', 'a  b', "men's"]],
    );
    await names(
      'attributes',
      [
        ["men's size", "men's size"],
        ['men’s size', 'men’s size'],
        ['cafe\u0301', 'cafe\u0301'],
      ],
      ', type',
      ", 'text'",
    );
    await names('campaigns', [
      ['Spring  sale', 'spring  sale'],
      ['spring sale', 'spring sale'],
      ['Men’s Day', 'men’s day'],
    ]);
    const rule = {
      type: 'event',
      event: 'trial  started',
      properties: [{ property: ' Plan\u00a0name', test: { is: 'known' } }],
    };
    await pool.query(
      `INSERT INTO segments (workspace_id, name, name_key, description, rule, created_by, updated_by)
       VALUES ($1, $2, $3, $4, $5, 'test', 'test')`,
      [workspaceId, 'VIP’s', 'vip’s', `${messy}\r\n two\u00a0 lines`, JSON.stringify(rule)],
    );
  }

  const rows = async (query: string) => (await database.storage.pool.query(query, [workspaceId])).rows;

  it('are as new ones are written, and what was already right isn’t rewritten', async () => {
    expect(
      await rows(
        `SELECT name, company, phone, attributes, updated_at < '2021-01-01' AS "unchanged" FROM contacts WHERE workspace_id = $1 ORDER BY id`,
      ),
    ).toEqual([
      {
        name: kept,
        company: null,
        phone: '+47 22',
        attributes: { 1: kept, 2: 7, 3: 'https://x.org/e\u0301' },
        unchanged: true,
      },
      { name: 'Ben', company: 'Acme Corp', phone: null, attributes: { 1: 'plain', 2: 5 }, unchanged: true },
    ]);
    expect(await rows('SELECT kind, properties FROM events WHERE workspace_id = $1')).toEqual([
      { kind: 'trial started', properties: { 'Plan name': kept, amount: 3 } },
    ]);
    expect(await rows('SELECT name, properties FROM event_kinds WHERE workspace_id = $1')).toEqual([
      { name: 'trial started', properties: { 'Plan name': 'text', amount: 'text', day: 'date' } },
    ]);
    expect(
      await rows('SELECT name, name_key, description, rule FROM segments WHERE workspace_id = $1'),
    ).toEqual([
      {
        name: 'VIP’s',
        name_key: "vip's",
        description: `${kept}\n\ntwo lines`,
        rule: {
          type: 'event',
          event: 'trial started',
          properties: [{ property: 'Plan name', test: { is: 'known' } }],
        },
      },
    ]);
  });

  it('keep names different that would be the same now', async () => {
    expect(
      (await rows('SELECT name FROM tags WHERE workspace_id = $1 ORDER BY id')).map(({ name }) => name),
    ).toEqual([...['café', 'café 2', 'a b', "men's"]]);
    expect(await rows('SELECT name, name_key FROM attributes WHERE workspace_id = $1 ORDER BY id')).toEqual([
      { name: "men's size", name_key: "men's size" },
      // Its own spelling is its key: exact first.
      { name: 'men’s size', name_key: 'men’s size' },
      { name: 'café', name_key: 'café' },
    ]);
    expect(await rows('SELECT name, name_key FROM campaigns WHERE workspace_id = $1 ORDER BY id')).toEqual([
      { name: 'Spring sale 2', name_key: 'spring sale 2' },
      { name: 'spring sale', name_key: 'spring sale' },
      { name: 'Men’s Day', name_key: "men's day" },
    ]);
  });

  it('are tidied by SQL as by tidy(), with every letter in them', async () => {
    const [function_] = /CREATE FUNCTION pg_temp\.tidied\(value TEXT\).*?\$\$.*?\$\$;/s.exec(sql) ?? [];
    const letters = Array.from({ length: 0x110000 }, (_, code) => code)
      .filter((code) => code > 0 && (code < 0xd800 || code > 0xdfff))
      .map((code) => String.fromCodePoint(code))
      .filter((letter) => !/[\p{Cn}\p{Co}]/u.test(letter));
    // Composed and apart; older servers don't compose scripts that are newer than Unicode 15.
    const apart = letters.map((letter) => letter.normalize('NFD')).filter((letter) => !young.test(letter));
    const texts = [...letters, ...apart].map((letter) => ` x${letter}  y${letter}`);
    const client = await database.storage.pool.connect();
    try {
      await client.query(function_ ?? '');
      const { rows } = await client.query(
        `SELECT t AS text, pg_temp.tidied(t), here FROM unnest($1::text[], $2::text[]) u (t, here)
         WHERE pg_temp.tidied(t) COLLATE "C" <> here`,
        [texts, texts.map(tidy)],
      );
      expect(rows).toEqual([]);
    } finally {
      await client.query('DROP FUNCTION pg_temp.tidied(TEXT)');
      client.release();
    }
    expect(fold(kept)).toBe("josé o'hara");
  }, 60_000);
});

/** Todhri, Tulu-Tigalari, Gurung Khema and Kirat Rai. */
const young = /[\u{105c0}-\u{105ff}\u{11380}-\u{113ff}\u{16100}-\u{1613f}\u{16d40}-\u{16d7f}]/u;
