import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import type { AudienceDeps } from '../../../src/audience/caller.ts';
import { createHealth } from '../../../src/audience/workspace/health.ts';
import { freePort } from '../../support/app-process.ts';
import { withAudience } from '../../support/with-audience.ts';

let undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.reverse()) await each();
  undo = [];
});

/** A storage that is nothing but the address of a server. */
function at(port: number): AudienceDeps {
  const pool = new pg.Pool({ host: '127.0.0.1', port, user: 'x', password: 'x', database: 'x' });
  pool.on('error', () => {});
  undo.push(() => pool.end());
  return { storage: { pool, kind: 'server' }, now: () => new Date() } as unknown as AudienceDeps;
}

describe('the health of the database', () => {
  const audience = withAudience({ on: 'embedded' });

  it('is checked without waiting for a session, and when it recovers', async () => {
    const { storage } = audience;
    const ask = createHealth({ storage, now: () => new Date() });
    const most = storage.pool.options.max ?? 0;
    const held = await Promise.all(Array.from({ length: most }, () => storage.pool.connect()));
    const queued = Array.from({ length: 500 }, () => storage.pool.query('SELECT 1'));
    expect(storage.pool.waitingCount).toBe(500);
    const asked = await Promise.all(Array.from({ length: 50 }, ask));
    expect(new Set(asked.map(({ ok }) => ok))).toEqual(new Set([true]));
    expect(storage.pool.waitingCount).toBe(500);
    for (const client of held) client.release();
    await Promise.all(queued);
    expect(await ask()).toEqual({ ok: true, database: 'embedded' });
  });

  it('is bad if nothing answers at its address', async () => {
    expect(await createHealth(at(await freePort()))()).toEqual({ ok: false, database: 'server' });
  });

  it('is reported in time if the database says nothing although it just answered', async () => {
    const silent: Server = createServer((socket: Socket) => void undo.push(() => socket.destroy()));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    undo.push(() => silent.close());
    const ask = createHealth(at((silent.address() as AddressInfo).port));
    expect(await Promise.all([ask(), ask()])).toEqual(Array(2).fill({ ok: true, database: 'server' }));
    // Once a query has timed out, an earlier answer no longer counts.
    await expect.poll(async () => (await ask()).ok).toBe(false);
  });
});
