import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, openTestDatabase, type TestDatabase } from '../support/database.ts';

describe.each(databases)('storage (%s)', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database?.close());

  it('keeps its sessions in UTC', async () => {
    const { rows } = await database.storage.pool.query('SHOW TimeZone');
    expect(rows).toEqual([{ TimeZone: 'UTC' }]);
  });
});
