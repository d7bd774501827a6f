import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRows, shareAnswer } from '../../../src/storage/queries/read-query.ts';
import { databases, openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { refused } from '../../support/refused.ts';

/** Takes minutes, and a server can be told to stop. */
const endless = 'SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b';
const calledOff = 'unavailable: The request was canceled before it finished.';

describe.each(databases)('a query (%s)', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database?.close());
  const running = async () => {
    const { rows } = await database.storage.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE state = 'active' AND query = $1`,
      [endless],
    );
    return rows[0]?.n;
  };

  it('returns rows', async () => {
    expect(await readRows(database.storage, 'SELECT $1::int AS n', [7])).toEqual([{ n: 7 }]);
  });

  it('doesn’t begin if it was canceled already', async () => {
    const signal = AbortSignal.abort();
    expect(await refused(readRows(database.storage, endless, [], { signal }))).toBe(calledOff);
  });

  it.runIf(kind === 'server')('is stopped if it is canceled, and nothing else is', async () => {
    const controller = new AbortController();
    const asked = refused(readRows(database.storage, endless, [], { signal: controller.signal }));
    await expect.poll(running).toBe(1);
    controller.abort();
    expect(await asked).toBe(calledOff);
    await expect.poll(running).toBe(0);
    expect(await readRows(database.storage, 'SELECT 1 AS n', [])).toEqual([{ n: 1 }]);
  });

  it('shares its result, and is canceled with the last one that waits', async () => {
    const { pool } = database.storage;
    const controllers = [new AbortController(), new AbortController()];
    let [begun, stopped] = [0, false];
    const start = (signal: AbortSignal) => {
      begun += 1;
      return new Promise<string>((_, reject) => {
        signal.addEventListener('abort', () => {
          stopped = true;
          reject(new Error('stopped'));
        });
      });
    };
    const [first, second] = controllers.map(({ signal }) => refused(shareAnswer(pool, 'key', signal, start)));
    controllers[0]?.abort();
    expect(await first).toBe(calledOff);
    expect([begun, stopped]).toEqual([1, false]);
    controllers[1]?.abort();
    expect(await second).toBe(calledOff);
    expect([begun, stopped]).toEqual([1, true]);
    // The next one begins again, and a waiting one without a signal keeps it going.
    const [patient, hasty] = [shareAnswer(pool, 'key', undefined, async () => 'done'), new AbortController()];
    const left = refused(shareAnswer(pool, 'key', hasty.signal, start));
    hasty.abort();
    expect([await left, await patient, begun]).toEqual([calledOff, 'done', 1]);
  });

  it.runIf(kind === 'server')('fails in time if it takes too long', async () => {
    expect(await refused(readRows(database.storage, endless, [], { timeout: 200 }))).toBe(
      'unavailable: Counting took more than 0.2 seconds and was stopped.',
    );
  });
});

it('restarts the embedded database if it never ends', { timeout: 90_000 }, async () => {
  const database = await openTestDatabase('embedded');
  try {
    const { workspaceId } = database;
    const lost = refused(readRows(database.storage, endless, [], { timeout: 200, grace: 300 }));
    expect(await lost).toBe('unavailable: Counting took more than 0.2 seconds and was stopped.');
    await sleep(400);
    await database.storage.restart?.();
    expect(
      await readRows(database.storage, 'SELECT id FROM workspaces WHERE id = $1', [workspaceId]),
    ).toEqual([{ id: workspaceId }]);
    expect(await database.storage.prisma.workspace.count()).toBe(1);
  } finally {
    await database.close();
  }
});
