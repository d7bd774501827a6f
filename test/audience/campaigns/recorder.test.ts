import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
    await expect.poll(() => fake.stored.length).toBe(100);
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

  describe('while batches take long', () => {
    beforeEach(() => {
      vi.useFakeTimers();
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    /** A database that stores each batch after some time, and the number of hits it has. */
    function slowPool(msOf: (batch: number) => number) {
      const state = { stored: 0, batches: 0 };
      const pool = {
        async query(sql: string, params: unknown[]) {
          if (sql.includes('nextval'))
            return { rows: Array.from({ length: params[0] as number }, () => ({ id: '1' })) };
          await new Promise((resolve) => setTimeout(resolve, msOf(state.batches++)));
          state.stored += (params[1] as string[]).length;
          return { rows: [] };
        },
      };
      return { pool, state };
    }

    /** Records for 20 seconds, a hit every few milliseconds; how many a crash would have lost, moment by moment. */
    async function lostOverTime(
      msOf: (batch: number) => number,
    ): Promise<{ lost: number; ofLastSecond: number }[]> {
      const { pool, state } = slowPool(msOf);
      const { record } = createRecorder({ storage: { pool } } as never);
      const times: number[] = [];
      const moments: { lost: number; ofLastSecond: number }[] = [];
      for (let ms = 0; ms < 20_000; ms += 5) {
        // Sometimes none come for a while.
        if (ms % 3_000 < 2_400) {
          record(hit);
          times.push(ms);
        }
        await vi.advanceTimersByTimeAsync(5);
        const ofLastSecond = times.filter((at) => at > ms + 5 - 1_000).length;
        moments.push({ lost: times.length - state.stored, ofLastSecond });
      }
      return moments;
    }

    it.each([
      ['at once', () => 0],
      ['in 300 ms', () => 300],
      ['in 750 ms', () => 750],
      ['in very different times', (batch: number) => [5, 790, 40, 600, 0, 300][batch % 6] ?? 0],
    ])('loses only hits of the last second, if the database stores them %s', async (_, msOf) => {
      const moments = await lostOverTime(msOf);
      expect(moments.length).toBe(4_000);
      expect(moments.filter(({ lost, ofLastSecond }) => lost > ofLastSecond)).toEqual([]);
    });

    it('writes no more than four batches at a time, however long they take', async () => {
      let under = 0;
      let most = 0;
      const pool = {
        async query(sql: string, params: unknown[]) {
          if (sql.includes('nextval'))
            return { rows: Array.from({ length: params[0] as number }, () => ({ id: '1' })) };
          most = Math.max(most, ++under);
          await new Promise((resolve) => setTimeout(resolve, 60_000));
          under -= 1;
          return { rows: [] };
        },
      };
      const { record } = createRecorder({ storage: { pool } } as never);
      for (let n = 0; n < 1_000; n++) {
        record(hit);
        await vi.advanceTimersByTimeAsync(50);
      }
      expect(most).toBe(4);
    });
  });
});
