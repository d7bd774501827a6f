import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { runInQueue } from '../../../src/storage/queries/embedded-queue.ts';

describe('turns on the embedded database', () => {
  /** Queries each in order, the first one being in progress, and returns in which order they are answered. */
  async function orderOf(pool: pg.Pool, statements: { statement: string; ms: number }[]): Promise<string[]> {
    const order: string[] = [];
    const turns = statements.map(({ statement, ms }) =>
      runInQueue(pool, statement, async () => {
        await sleep(ms);
        order.push(statement);
      }),
    );
    await Promise.all(turns.map(({ answer }) => answer));
    return order;
  }

  it('go to quick queries before slow ones', async () => {
    const pool = {} as pg.Pool;
    const [slow, quick] = [
      { statement: 'slow', ms: 80 },
      { statement: 'quick', ms: 1 },
    ];
    await orderOf(pool, [slow]);
    await orderOf(pool, [quick]);
    expect(await orderOf(pool, [slow, slow, quick, quick])).toEqual(['slow', 'quick', 'quick', 'slow']);
    // Another pool knows nothing about it.
    const other = {} as pg.Pool;
    expect(await orderOf(other, [slow, slow, quick])).toEqual(['slow', 'slow', 'quick']);
  });

  it('go to one query at a time, also if one fails', async () => {
    const pool = {} as pg.Pool;
    let [running, most] = [0, 0];
    const asked = Array.from({ length: 5 }, (_, index) =>
      runInQueue(pool, 'same', async () => {
        running += 1;
        most = Math.max(most, running);
        await sleep(5);
        running -= 1;
        if (index === 1) throw new Error('broken');
        return index;
      }),
    );
    const answers = await Promise.allSettled(asked.map(({ answer }) => answer));
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
    expect(most).toBe(1);
  });

  it('are never given to a query that was given up while it waited; a running one continues', async () => {
    const pool = {} as pg.Pool;
    const begun: string[] = [];
    const turnOf = (name: string) =>
      runInQueue(pool, name, async () => {
        begun.push(name);
        await sleep(20);
      });
    const [first, second, third] = [turnOf('first'), turnOf('second'), turnOf('third')];
    expect([first.leave(), second.leave()]).toEqual([false, true]);
    await Promise.all([first.answer, third.answer]);
    expect(begun).toEqual(['first', 'third']);
  });
});
