import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClock } from '../../../src/storage/database/clock.ts';
import { databases, openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { refused } from '../../support/refused.ts';

const DAY_MS = 86_400_000;

describe.each(databases)('the clock (%s)', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database?.close());

  const aheadOf = async (now: Date): Promise<number> => now.getTime() - Date.now();
  const ofDatabase = async (): Promise<Date> =>
    (await database.storage.pool.query('SELECT rollcall_now() AS now')).rows[0].now;

  it('is the real one until it is moved, then ahead of it in this process and in the database', async () => {
    const { clock, pool } = database.storage;
    expect(Math.abs(await aheadOf(clock.now()))).toBeLessThan(1_000);
    expect(Math.abs(await aheadOf(await ofDatabase()))).toBeLessThan(5_000);
    const follower = await openClock(pool, 'followed');
    const other = await openClock(pool, 'movable');
    await clock.move(DAY_MS);
    await clock.move(2 * DAY_MS);
    for (const now of [clock.now(), await ofDatabase(), (await openClock(pool, 'followed')).now()]) {
      expect(Math.abs((await aheadOf(now)) - 3 * DAY_MS)).toBeLessThan(5_000);
    }
    await Promise.all([follower.refresh(), other.refresh()]);
    expect([follower.aheadMs(), other.aheadMs()]).toEqual([0, 3 * DAY_MS]);
  });

  it('only moves forward, and only when it is allowed to', async () => {
    const { clock, pool } = database.storage;
    for (const by of [0, -DAY_MS, 0.5, Number.NaN, 11 * 366 * DAY_MS]) {
      expect(await refused(clock.move(by))).toBe(
        'invalid-input: The clock moves forward only, and at most ten years.',
      );
    }
    const { move } = await openClock(pool, 'followed');
    expect(await refused(move(DAY_MS))).toBe('not-allowed: The clock can be moved in the playground only.');
    await expect(pool.query('INSERT INTO clock (id, ahead_ms) VALUES (2, 0)')).rejects.toThrow(
      /clock_one_row/,
    );
  });

  it('of a database for real work can’t be moved', async () => {
    const { pool, clock } = database.storage;
    await clock.move(DAY_MS);
    expect(await refused(openClock(pool, 'real'))).toMatch(
      /^misconfigured: The clock of this database was moved \d+ days ahead in the playground/,
    );
    await pool.query('DELETE FROM clock');
    await expect(openClock(pool, 'real')).resolves.toMatchObject({ now: expect.any(Function) });
  });
});
