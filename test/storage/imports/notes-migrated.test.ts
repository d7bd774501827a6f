import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../../src/storage/database/migrate.ts';
import { findMapping, listRecentImports } from '../../../src/storage/imports/imports.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';

const migration = '0027_import_notes';

let database: TestDatabase;
let workspaceId: number;

const columns = [{ header: 'Email', target: 'email' }];
const unmade = { tags: { gone: 1, kept: 2, names: ['a', 'b'] }, attributes: { gone: 0, kept: 0, names: [] } };

beforeAll(async () => {
  database = await openTestDatabase('embedded');
  workspaceId = await database.addWorkspace();
  const { pool } = database.storage;
  // As they were stored until then.
  await pool.query(
    'ALTER TABLE imports DROP COLUMN lowered, DROP COLUMN noted, DROP COLUMN repeated, DROP COLUMN made_attributes, DROP COLUMN unmade',
  );
  const notes = [
    { madeAttributes: [7, 9], lowered: 3, repeated: 4, unmade },
    { madeAttributes: [] },
    { lowered: 1 },
    undefined,
  ];
  for (const each of notes) {
    await pool.query(
      `INSERT INTO imports (workspace_id, file_name, state, mapping, rows_total, created_by)
       VALUES ($1, 'a.csv', 'done', $2, 1, 'U1')`,
      [workspaceId, JSON.stringify({ columns, ...(each && { notes: each }) })],
    );
  }
  await pool.query('DELETE FROM _prisma_migrations WHERE migration_name = $1', [migration]);
  expect(await migrate(pool)).toEqual([migration]);
});
afterAll(() => database?.close());

it('moves what imports noted about themselves from their mapping into columns', async () => {
  const { prisma, pool } = database.storage;
  const imports = (await listRecentImports(prisma, workspaceId, 9)).reverse();
  expect(
    imports.map(({ lowered, repeated, unmade: found }) => ({ lowered, repeated, unmade: found })),
  ).toEqual([
    { lowered: 3, repeated: 4, unmade },
    { lowered: 0, repeated: 0, unmade: null },
    { lowered: 1, repeated: 0, unmade: null },
    { lowered: 0, repeated: 0, unmade: null },
  ]);
  const { rows } = await pool.query(
    'SELECT made_attributes FROM imports WHERE workspace_id = $1 ORDER BY id',
    [workspaceId],
  );
  expect(rows.map((row) => row.made_attributes)).toEqual([[7, 9], [], [], []]);
  for (const { id } of imports) expect(await findMapping(prisma, workspaceId, id)).toEqual({ columns });
});
