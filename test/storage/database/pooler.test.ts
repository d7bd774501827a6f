import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStorage, type Storage } from '../../../src/storage/database/client.ts';
import { isDirect } from '../../../src/storage/database/session.ts';
import { readRows } from '../../../src/storage/queries/read-query.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { testSecret } from '../../support/database-templates.ts';
import { hasPgbouncer, type Pgbouncer, startPgbouncer } from '../../support/pgbouncer.ts';
import { hasPostgres } from '../../support/postgres.ts';

const isChecked = hasPostgres() && hasPgbouncer();
if (!isChecked)
  console.warn('NOT CHECKED: Rollcall behind PgBouncer, which is not installed (apt-get install pgbouncer).');

describe.runIf(isChecked)('storage behind PgBouncer, by transaction, on a database in Asia/Tokyo', () => {
  let database: TestDatabase;
  let pooler: Pgbouncer;
  let storage: Storage;
  beforeAll(async () => {
    database = await openTestDatabase('server');
    pooler = await startPgbouncer(database.storage.pool.options.connectionString as string);
    storage = await openStorage({ databaseUrl: pooler.url, dataDir: 'unused', secret: testSecret });
  });
  afterAll(async () => {
    await storage?.close();
    await pooler?.close();
    await database?.close();
  });

  it('keeps moments unchanged, whatever session a transaction gets', async () => {
    const at = new Date('2026-03-29T12:00:00Z');
    // More than twice as many at once as there are sessions behind it.
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        storage.prisma.$transaction(async (tx) => {
          const data = {
            workspaceId: database.workspaceId,
            name: `tag ${n}`,
            createdBy: 'U1',
            createdAt: at,
          };
          const { id } = await tx.tag.create({ data });
          const [zone] = await tx.$queryRaw<{ zone: string }[]>`SELECT current_setting('TimeZone') AS zone`;
          return { id, zone: zone?.zone };
        }),
      ),
    );
    expect(new Set(made.map(({ zone }) => zone))).toEqual(new Set(['UTC']));
    const { rows } = await database.storage.pool.query(
      'SELECT DISTINCT created_at FROM tags WHERE workspace_id = $1',
      [database.workspaceId],
    );
    expect(rows).toEqual([{ created_at: at }]);
    const tags = await storage.prisma.tag.findMany({ where: { workspaceId: database.workspaceId } });
    expect(tags.filter(({ createdAt }) => createdAt.getTime() !== at.getTime())).toEqual([]);
  });

  it('cancels a query, and no one else’s', async () => {
    const controller = new AbortController();
    const other = readRows<{ one: number }>(storage, 'SELECT 1 AS one, pg_sleep(1.5)', []);
    const question = readRows(storage, 'SELECT pg_sleep(60)', [], { signal: controller.signal });
    setTimeout(() => controller.abort(), 300);
    await expect(question).rejects.toMatchObject({ code: 'unavailable' });
    expect(await other).toMatchObject([{ one: 1 }]);
    const { rows } = await database.storage.pool.query(
      "SELECT count(*)::int AS busy FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND state = 'active' AND pid <> pg_backend_pid()",
    );
    expect(rows).toEqual([{ busy: 0 }]);
  });

  it('is recognized as one that hides which process works for whom', async () => {
    const client = await storage.pool.connect();
    expect(isDirect(client)).toBe(false);
    client.release();
    const direct = await database.storage.pool.connect();
    expect(isDirect(direct)).toBe(true);
    direct.release();
  });
});
