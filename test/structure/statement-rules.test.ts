import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { allowedStatements, brokenRules } from '../support/statement-rules.ts';
import { forgetStatements, recordStatements, takeStatements } from '../support/statements.ts';

describe.each(databases)('the rules of statements (%s)', (kind) => {
  let database: TestDatabase;
  let client: pg.PoolClient;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    client = await database.storage.pool.connect();
  });
  afterAll(async () => {
    client?.release();
    await database?.close();
  });

  const said = async (sql: string): Promise<string[]> =>
    (await brokenRules(client, [{ sql, from: 'src/planted.ts:1' }])).map((rule) => rule.split('\n')[0] ?? '');

  it.each([
    'SELECT id FROM tags WHERE workspace_id = $1 AND name = ANY($2)',
    'SELECT "t"."id" FROM "public"."tags" AS "t" WHERE ("t"."workspace_id" = $1 AND "t"."id" IN ($2, $3)) LIMIT $4',
    // Joined by workspace to a table that is bound, directly or through another.
    'SELECT c.id FROM tags t JOIN contact_tags l ON l.workspace_id = t.workspace_id AND l.tag_id = t.id JOIN contacts c ON c.workspace_id = l.workspace_id AND c.id = l.contact_id WHERE t.workspace_id = $1',
    'SELECT t.id FROM tags t LEFT JOIN contact_tags l ON l.workspace_id = t.workspace_id AND l.tag_id = t.id WHERE t.workspace_id = $1',
    'SELECT t.id, (SELECT count(*) FROM contact_tags l WHERE l.workspace_id = t.workspace_id AND l.tag_id = t.id) FROM tags t WHERE t.workspace_id = $1 AND NOT EXISTS (SELECT FROM segments s WHERE s.workspace_id = $1 AND s.name = t.name)',
    'SELECT id FROM contacts WHERE workspace_id = (SELECT $1::int) AND email_key = $2',
    'SELECT id FROM tags WHERE workspace_id = $1 AND (name = $2 OR id = $3)',
    'SELECT id FROM tags WHERE workspace_id = $1 AND id = $2 FOR UPDATE',
    'INSERT INTO tags (workspace_id, name, created_by) SELECT $1, name, $3 FROM tags WHERE workspace_id = $1 AND id = $2',
    'WITH old AS MATERIALIZED (SELECT id, name FROM tags WHERE workspace_id = $1), made AS (INSERT INTO tags (workspace_id, name, created_by) SELECT $1, name, name FROM old RETURNING id) SELECT (SELECT count(*) FROM old) + (SELECT count(*) FROM made) AS n',
    'UPDATE tags SET name = CASE WHEN id = $2 THEN lower(name) ELSE coalesce(name, upper($3)) END WHERE workspace_id = $1',
    'WITH x AS MATERIALIZED (SELECT coalesce(name, created_by) AS name FROM tags WHERE workspace_id = $1 AND (id, name) IN ((1, $2), (2, $3))) SELECT (name) AS n FROM x',
    "SELECT 'a (' AS x, id FROM tags WHERE workspace_id = $1 AND name = ' OR ('",
    'SELECT 1',
  ])('find nothing in %s', async (sql) => {
    expect(await said(sql)).toEqual([]);
  });

  it.each<[sql: string, ...broken: string[]]>([
    ['SELECT id FROM tags WHERE name = $1', 'reads tags of all workspaces'],
    ['SELECT id FROM tags WHERE workspace_id = ANY($1)', 'reads tags of all workspaces'],
    ['SELECT id FROM tags WHERE workspace_id = $1 OR name = $2', 'reads tags of all workspaces'],
    ['SELECT id FROM tags WHERE workspace_id > $1', 'reads tags of all workspaces'],
    [
      'SELECT t.id FROM tags t JOIN contact_tags l ON l.tag_id = t.id WHERE t.workspace_id = $1',
      'reads contact_tags of all workspaces',
    ],
    [
      'SELECT id FROM tags t WHERE workspace_id = $1 AND EXISTS (SELECT FROM segments s WHERE s.name = t.name)',
      'reads segments of all workspaces',
    ],
    ['DELETE FROM tags WHERE id = $1', 'reads tags of all workspaces'],
    ['UPDATE tags SET name = $1', 'reads tags of all workspaces'],
    ['SELECT id FROM workspaces', 'reads workspaces of all workspaces'],
    [
      'SELECT id FROM tags WHERE name = $1 FOR UPDATE',
      'reads tags of all workspaces',
      'locks rows of tags in all workspaces',
    ],
    ['INSERT INTO secret_marks (mark) SELECT name FROM tags WHERE id = 1', 'reads tags of all workspaces'],
    [
      'WITH made AS (INSERT INTO tags (workspace_id, name, created_by) VALUES ($1, $2, $3) RETURNING id) SELECT t.name FROM made JOIN tags t ON t.workspace_id = $1 AND t.id = made.id',
      'inserts into tags in a CTE, and reads it behind that',
    ],
    [
      'WITH made AS (INSERT INTO tags (workspace_id, name, created_by) VALUES ($1, $2, $3)), noted AS (INSERT INTO segments (workspace_id, name, name_key, description, rule, created_by, updated_by) SELECT $1, name, name, name, $4, name, name FROM tags WHERE workspace_id = $1) SELECT 1',
      'inserts into tags in a CTE, and reads it behind that',
    ],
    [
      'WITH x AS MATERIALIZED (SELECT (name, id) AS pair FROM tags WHERE workspace_id = $1) SELECT pair FROM x',
      'makes a row without a name in CTE x',
      'makes a row without a name as pair',
    ],
    [
      'WITH x AS (SELECT id, (name, lower(name)) AS pair FROM tags WHERE workspace_id = $1) SELECT id FROM x WHERE pair IS NOT NULL',
      'makes a row without a name as pair',
    ],
    [
      'UPDATE tags SET created_at = CASE WHEN id = $2 THEN now() ELSE created_at END WHERE workspace_id = $1',
      'uses now() in CASE or COALESCE of an UPDATE',
    ],
    [
      "UPDATE segments SET rule = coalesce(rule, jsonb_build_object('a', $2::text)) WHERE workspace_id = $1",
      'uses jsonb_build_object() in CASE or COALESCE of an UPDATE',
    ],
    ['SELECT nothing FROM nowhere', 'has no plan: error: relation "nowhere" does not exist'],
  ])('find what is wrong with %s', async (sql, ...broken) => {
    expect(await said(sql)).toEqual(broken);
  });

  // A worker records each text once: for the first of the two.
  it.runIf(kind === databases[0])(
    'hold for what the code sends, through the pool and through Prisma, and not for what a test sends',
    async () => {
      recordStatements(true);
      forgetStatements();
      const { listTags } = await import('../../src/storage/tags/tags.ts');
      const { findMapping } = await import('../../src/storage/imports/imports.ts');
      await listTags(database.storage.prisma, database.workspaceId);
      await findMapping(database.storage.prisma, database.workspaceId, 1);
      await database.storage.pool.query('SELECT 123 AS "of the test"');
      await database.storage.prisma.segment.count({ where: { name: 'of the test' } });
      const found = takeStatements();
      expect(found.map(({ from }) => from.replace(/:\d+$/, '')).sort()).toEqual([
        'src/storage/imports/imports.ts',
        'src/storage/tags/tags.ts',
      ]);
      expect(await brokenRules(client, found)).toEqual([]);
    },
  );
});

it('are broken only by a short list of statements, each of which still exists', () => {
  for (const { from, sql } of allowedStatements) {
    // Prisma's aren't written anywhere.
    if (sql.includes('"public"')) continue;
    const text = readFileSync(from, 'utf8').replace(/\s+/g, ' ');
    expect([from, text.includes(sql)]).toEqual([from, true]);
  }
});
