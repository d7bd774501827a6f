import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRecorder, type NewHit } from '../../../src/audience/campaigns/tracking/recorder.ts';

/** A database that notes what it stores, and may be away. */
function fakePool() {
  const stored: string[] = [];
  const batches: number[] = [];
  const state = { isAway: false, next: 0 };
  return {
    stored,
    batches,
    state,
    pool: {
      async query(sql: string, params: unknown[]) {
        if (state.isAway) throw new Error('connect ECONNREFUSED');
        if (sql.includes('nextval')) {
          const count = params[0] as number;
          return { rows: Array.from({ length: count }, () => ({ id: String(++state.next) })) };
        }
        const ids = params[1] as string[];
        batches.push(ids.length);
        stored.push(...ids);
        return { rows: [] };
      },
    },
  };
}

describe('the recorder of hits', () => {
  const hit: NewHit = {
    ...{ workspaceId: 1, campaignId: 1, contactId: 1, kind: 'clicked', linkId: 1 },
    ...{ at: new Date(), machine: false },
  };
  let fake: ReturnType<typeof fakePool>;
  let log: string[];
  const recorder = (options: { everyMs?: number; most?: number } = {}) =>
    createRecorder({ storage: { pool: fake.pool } } as unknown as Parameters<typeof createRecorder>[0], {
      log: (line) => log.push(line),
      ...options,
    });
  beforeEach(() => {
    fake = fakePool();
    log = [];
  });

  it('stores the first hit of a quiet time at once, and what follows in one batch a while later', async () => {
    const { record, stop } = recorder({ everyMs: 150 });
    record(hit);
    await sleep(40);
    expect(fake.batches).toEqual([1]);
    for (let n = 0; n < 50; n++) record(hit);
    await sleep(30);
    expect(fake.batches).toEqual([1]);
    await sleep(200);
    expect(fake.batches).toEqual([1, 50]);
    await stop();
  });

  it('keeps what it has while the database is away, says so once, and counts again afterwards', async () => {
    const { record, stop } = recorder({ everyMs: 10, most: 100 });
    fake.state.isAway = true;
    for (let n = 0; n < 130; n++) record(hit);
    await sleep(80);
    expect(fake.stored).toEqual([]);
    expect(log).toEqual([
      '100 opens and clicks wait for the database; more are not counted until it is back',
      'opens and clicks can’t be stored; they wait in memory: connect ECONNREFUSED',
    ]);
    fake.state.isAway = false;
    await sleep(60);
    expect(fake.stored).toHaveLength(100);
    expect(new Set(fake.stored).size).toBe(100);
    expect(log.at(-1)).toBe('opens and clicks are stored again; 30 were not counted');
    record(hit);
    await stop();
    expect(fake.stored).toHaveLength(101);
  });

  it('stores the rest when it stops, waits for the database a while, and says what it could not store', async () => {
    const { record, stop } = recorder({ everyMs: 60_000 });
    record(hit);
    await sleep(20);
    record(hit);
    fake.state.isAway = true;
    setTimeout(() => {
      fake.state.isAway = false;
    }, 300);
    await stop();
    expect(fake.stored).toHaveLength(2);

    const other = recorder({ everyMs: 60_000 });
    fake.state.isAway = true;
    other.record(hit);
    await other.stop();
    expect(log.at(-1)).toBe('opens and clicks that could not be stored: 1');
  });

  it('says at once how many may be lost if it stops while the database is away', async () => {
    const { record, flush, stop } = recorder({ everyMs: 60_000 });
    fake.state.isAway = true;
    for (let n = 0; n < 3; n++) record(hit);
    await expect(flush()).rejects.toThrow('ECONNREFUSED');
    // The process ends before the last try.
    const stopped = stop();
    expect(log.at(-1)).toBe('opens and clicks that are lost if the database stays away: 3');
    fake.state.isAway = false;
    await stopped;
    expect(log.at(-1)).toBe('opens and clicks are stored again');
    expect(fake.stored).toHaveLength(3);
  });
});
