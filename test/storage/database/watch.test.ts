import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps } from '../../../src/audience/caller.ts';
import { createHealth } from '../../../src/audience/workspace/health.ts';
import { databaseTrouble } from '../../../src/database-trouble.ts';
import { setUpSession } from '../../../src/storage/database/session.ts';
import { watchSessions } from '../../../src/storage/database/watch.ts';
import { hasPostgres, requestPostgres } from '../../support/postgres.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';

// A tenth of what is usual.
const limits = { every: 100, silence: 300, patience: 300, slow: 1_000 };

describe.runIf(hasPostgres())('a server whose host vanishes with connections open', () => {
  let proxy: TcpProxy;
  let pool: pg.Pool;
  let unwatch: () => void;
  beforeEach(async () => {
    const url = new URL(await requestPostgres());
    proxy = await startTcpProxy(Number(url.port));
    url.port = String(proxy.port);
    pool = new pg.Pool({
      ...{ connectionString: url.href, max: 4, connectionTimeoutMillis: 2_000 },
      onConnect: setUpSession,
    });
    pool.on('error', () => {});
    pool.on('connect', (client) => void client.on('error', () => {}));
    unwatch = watchSessions(pool, limits);
  });
  afterEach(async () => {
    unwatch();
    await proxy.close();
    await pool.end();
  });

  const ask = () => pool.query('SELECT 1 AS one').then(({ rows }) => rows[0].one);

  it('fails current queries soon, in words, and works again as soon as it is back', async () => {
    const askHealth = createHealth({ storage: { pool, kind: 'server' } } as AudienceDeps);
    const isHealthy = async () => (await askHealth()).ok;
    expect(await isHealthy()).toBe(true);
    const both = [pool.connect(), pool.connect()];
    for (const client of await Promise.all(both)) client.release();
    const slow = pool.query('SELECT pg_sleep(30)').catch((error: unknown) => error);
    proxy.vanish();
    const error = await ask().catch((error: unknown) => error);
    expect(databaseTrouble(error)).toMatchObject({
      code: 'database-unavailable',
      message: "The database isn't answering right now.",
    });
    expect(databaseTrouble(await slow)?.message).toBe("The database isn't answering right now.");
    // The next query isn't kept waiting for as long as a slow server may take.
    expect(pool.options.connectionTimeoutMillis).toBe(limits.patience);
    expect(await ask().catch((error: unknown) => error)).toBeInstanceOf(Error);
    await expect.poll(isHealthy).toBe(false);
    proxy.comeBack();
    expect(await ask()).toBe(1);
    expect(pool.options.connectionTimeoutMillis).toBe(2_000);
    await expect.poll(isHealthy, { timeout: 15_000 }).toBe(true);
  });

  it('isn’t confused with another host that answers in its place', async () => {
    for (const client of await Promise.all([pool.connect(), pool.connect()])) client.release();
    proxy.vanish();
    proxy.comeBack();
    const error = await ask().catch((error: unknown) => error);
    expect(databaseTrouble(error)).toBeDefined();
    // The idle ones led there too.
    expect(await ask()).toBe(1);
  });

  it('is distinguished from one that is too busy to answer a new connection soon', async () => {
    await ask();
    proxy.delay(150);
    // Three answers before it says who works: longer than it takes to reach a host.
    expect((await pool.query('SELECT pg_sleep(2.5), 2 AS two')).rows[0].two).toBe(2);
  });

  it('is distinguished from a slow statement, and from one that waits for a lock', async () => {
    const holder = await pool.connect();
    await holder.query('SELECT pg_advisory_lock(4242)');
    const waiting = pool.query('SELECT pg_advisory_lock(4242)').then(() => 'got it');
    expect((await pool.query('SELECT pg_sleep(1.5), 2 AS two')).rows[0].two).toBe(2);
    await holder.query('SELECT pg_advisory_unlock(4242)');
    holder.release();
    expect(await waiting).toBe('got it');
  });
});
