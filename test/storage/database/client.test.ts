import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isUniqueViolation } from '../../../src/storage/database/database.ts';
import { databases, openTestDatabase, type TestDatabase } from '../../support/database.ts';

describe.each(databases)('storage (%s)', (kind) => {
  let database: TestDatabase;
  let workspaceId: number;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    workspaceId = await database.addWorkspace();
  });
  afterAll(() => database?.close());

  const addTag = (name: string) =>
    database.storage.prisma.tag.create({ data: { workspaceId, name, createdBy: 'U1' } });
  const countTags = () => database.storage.prisma.tag.count({ where: { workspaceId } });

  it('stores a moment as that moment, whatever time zone this process is in', async () => {
    const moment = new Date('2026-03-29T00:30:00.123Z');
    const { id } = await database.storage.prisma.tag.create({
      data: { workspaceId, name: 'vip', createdBy: 'U1', createdAt: moment },
    });
    const { rows } = await database.storage.pool.query(
      `SELECT created_at::text AS text, created_at AS date FROM tags WHERE id = $1`,
      [id],
    );
    expect(rows).toEqual([{ text: '2026-03-29 00:30:00.123+00', date: moment }]);
    expect(await database.storage.prisma.tag.findFirst({ where: { id } })).toMatchObject({
      createdAt: moment,
    });
  });

  it('distinguishes a taken name from other errors', async () => {
    await addTag('vip');
    const byPrisma = await addTag('vip').catch((error: unknown) => error);
    expect(byPrisma).toMatchObject({ code: 'P2002' });
    expect(isUniqueViolation(byPrisma)).toBe(true);

    const { pool } = database.storage;
    const insert = `INSERT INTO tags (workspace_id, name, created_by) VALUES ($1, $2, 'U1')`;
    const byPool = await pool.query(insert, [workspaceId, 'vip']).catch((error: unknown) => error);
    expect(isUniqueViolation(byPool)).toBe(true);

    const unknownWorkspace = await pool.query(insert, [-1, 'vip']).catch((error: unknown) => error);
    expect(isUniqueViolation(unknownWorkspace)).toBe(false);
    expect(isUniqueViolation(new Error('P2002'))).toBe(false);
  });

  it('runs 40 writes at once', async () => {
    const made = await Promise.all(Array.from({ length: 40 }, (_, i) => addTag(`tag ${i}`)));
    expect(new Set(made.map((tag) => tag.id)).size).toBe(40);
    expect(await countTags()).toBe(40);
  });

  it('keeps interactive transactions apart, and nothing of one that fails', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) =>
        database.storage.prisma.$transaction(async (tx) => {
          const tag = await tx.tag.create({ data: { workspaceId, name: `tag ${i}`, createdBy: 'U1' } });
          if (i === 3) throw new Error('changed my mind');
          await tx.tag.update({
            where: { workspaceId_id: { workspaceId, id: tag.id } },
            data: { createdBy: `U${i}` },
          });
        }),
      ),
    );
    expect(results.filter((result) => result.status === 'rejected')).toHaveLength(1);
    const tags = await database.storage.prisma.tag.findMany({ where: { workspaceId } });
    expect(tags.map((tag) => [tag.name, tag.createdBy]).sort()).toEqual(
      [0, 1, 2, 4, 5, 6, 7].map((i) => [`tag ${i}`, `U${i}`]),
    );
  });

  it('continues after an error inside a transaction', async () => {
    await addTag('vip');
    const failing = database.storage.prisma.$transaction(async (tx) => {
      await tx.tag.create({ data: { workspaceId, name: 'beta', createdBy: 'U1' } });
      await tx.tag.create({ data: { workspaceId, name: 'vip', createdBy: 'U1' } });
    });
    await expect(failing).rejects.toMatchObject({ code: 'P2002' });
    expect(await countTags()).toBe(1);
  });

  it('runs queries with their own statements beside large parameters', async () => {
    await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        if (i % 3 === 0) {
          const many = Array.from({ length: 40_000 }, (_, k) => k + i);
          const { rows } = await database.storage.pool.query(
            'SELECT count(*)::int AS count, min(x)::int AS least FROM unnest($1::int[]) x',
            [many],
          );
          expect(rows).toEqual([{ count: 40_000, least: i }]);
        } else {
          const { rows } = await database.storage.pool.query('SELECT $1::text AS text', [`query ${i}`]);
          expect(rows).toEqual([{ text: `query ${i}` }]);
        }
      }),
    );
  });

  it('runs queries with their own statements after a transaction', async () => {
    const transaction = await database.storage.pool.connect();
    await transaction.query('BEGIN');
    await transaction.query('SELECT 1');
    const queries = Array.from({ length: 30 }, async (_, i) => {
      const { rows } = await database.storage.pool.query(`SELECT $1::int AS given, ${i} AS written`, [i]);
      expect(rows).toEqual([{ given: i, written: i }]);
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await transaction.query('COMMIT');
    transaction.release();
    await Promise.all(queries);
  });

  it('rolls back what a connection left open when it broke', async () => {
    const client = await database.storage.pool.connect();
    await client.query('BEGIN');
    await client.query(`INSERT INTO tags (workspace_id, name, created_by) VALUES ($1, 'lost', 'U1')`, [
      workspaceId,
    ]);
    // The way a killed process leaves: no COMMIT, no goodbye.
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    client.release(true);
    await expect.poll(() => countTags()).toBe(0);
    expect(await addTag('lost')).toMatchObject({ name: 'lost' });
  });

  it('uses no named prepared statements, which the connections to an embedded database would share', async () => {
    await Promise.all([
      addTag('a'),
      addTag('b'),
      database.storage.prisma.tag.findMany({ where: { workspaceId } }),
    ]);
    await database.storage.prisma.$queryRaw`SELECT ${workspaceId}::int`;
    const { rows } = await database.storage.pool.query(
      `SELECT name FROM pg_prepared_statements WHERE name <> ''`,
    );
    expect(rows).toEqual([]);
  });

  it('closes once, however often it is asked to', async () => {
    const other = await openTestDatabase(kind);
    await Promise.all([other.storage.close(), other.storage.close()]);
    await other.close();
    await expect(other.storage.pool.query('SELECT 1')).rejects.toThrow();
  });
});
