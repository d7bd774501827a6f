import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { readDatabaseUrl } from '../../../src/storage/database/server.ts';
import { checkZone } from '../../../src/storage/database/session.ts';
import { hasPostgres } from '../../support/postgres.ts';
import { withAudience } from '../../support/with-audience.ts';

describe.runIf(hasPostgres())('sessions with a server whose time zone is Asia/Tokyo', () => {
  const audience = withAudience({ on: 'server' });
  const url = () => audience.storage.pool.options.connectionString as string;

  it('are in UTC, do not compile, and wait ten seconds for locks, each of them', async () => {
    const { pool } = audience.storage;
    const clients = await Promise.all(Array.from({ length: 4 }, () => pool.connect()));
    try {
      for (const client of clients) {
        const shown: unknown[] = [];
        for (const name of ['TimeZone', 'jit', 'lock_timeout'])
          shown.push((await client.query(`SHOW ${name}`)).rows[0]);
        expect(shown).toEqual([{ TimeZone: 'UTC' }, { jit: 'off' }, { lock_timeout: '10s' }]);
      }
    } finally {
      for (const client of clients) client.release();
    }
    const { rows } = await pool.query(
      "SELECT current_setting('TimeZone', true) AS now, setting FROM pg_db_role_setting, unnest(setconfig) AS setting WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
    expect(rows).toEqual([{ now: 'UTC', setting: 'TimeZone=Asia/Tokyo' }]);
  });

  it('set nothing when they open that a pooler would refuse', async () => {
    const { connectionString } = readDatabaseUrl(url());
    expect(new URL(connectionString).searchParams.get('options')).toBeNull();
    const client = new pg.Client({ ...audience.storage.pool.options, connectionString });
    const start = (client as unknown as { getStartupConf(): object }).getStartupConf();
    expect(Object.keys(start).sort()).toEqual(['database', 'user']);
  });

  it('store and read a moment as that moment', async () => {
    const at = new Date('2026-03-29T12:00:00Z');
    const { prisma, pool } = audience.storage;
    const { id } = await prisma.workspace.create({ data: { teamId: 'T0TOKYO', createdAt: at } });
    const { rows } = await pool.query(
      'SELECT created_at, created_at::text AS text FROM workspaces WHERE id = $1',
      [id],
    );
    expect(rows).toEqual([{ created_at: at, text: '2026-03-29 12:00:00+00' }]);
    expect((await prisma.workspace.findUniqueOrThrow({ where: { id } })).createdAt).toEqual(at);
  });

  it('are refused if something in between loses the time zone', async () => {
    const pool = new pg.Pool({ connectionString: url(), max: 2 });
    try {
      await expect(checkZone(pool, 'ada@db/rollcall')).rejects.toMatchObject({
        code: 'misconfigured',
        message: expect.stringMatching(/time zone Asia\/Tokyo .* \(DATABASE_URL: ada@db\/rollcall\)/),
      });
    } finally {
      await pool.end();
    }
  });
});
