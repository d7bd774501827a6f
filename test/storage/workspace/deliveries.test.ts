import { describe, expect, it } from 'vitest';
import { deleteOldData } from '../../../src/audience/workspace/retention.ts';
import { createDeliveries } from '../../../src/slack/core/deliveries.ts';
import { databases } from '../../support/database.ts';
import { withAudience } from '../../support/with-audience.ts';

describe.each(databases)('events that Slack delivers to several processes (%s)', (kind) => {
  const audience = withAudience({ on: kind });
  let now = new Date('2026-11-23T10:00:00Z');

  const log: string[] = [];
  const processOf = (teamId = 'T0TEST', storage = audience.storage) =>
    createDeliveries({ storage, now: () => now }, { teamId, log: (line) => void log.push(line) });

  it('are processed once, however many processes get them at once, and in each workspace', async () => {
    const processes = [processOf(), processOf(), processOf()];
    const taken = await Promise.all(processes.map((isFirst) => isFirst('Ev1')));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await processOf()('Ev1')).toBe(false);
    expect(await processOf()('Ev2')).toBe(true);
    expect(await processOf('T0OTHER')('Ev1')).toBe(true);
    expect(log).toEqual([]);
  });

  it('are forgotten after a day', async () => {
    await processOf()('Ev3');
    now = new Date('2026-11-24T09:59:00Z');
    await deleteOldData({ storage: audience.storage, now: () => now }, { everyMs: 0 });
    expect(await processOf()('Ev3')).toBe(false);
    now = new Date('2026-11-24T10:01:00Z');
    await deleteOldData({ storage: audience.storage, now: () => now }, { everyMs: 0 });
    expect(await processOf()('Ev3')).toBe(true);
  });

  it('remember a shared file, however long ago that was', async () => {
    expect(await processOf()('file:F1')).toBe(true);
    now = new Date(now.getTime() + 400 * 86_400_000);
    await deleteOldData({ storage: audience.storage, now: () => now }, { everyMs: 0 });
    expect(await processOf()('file:F1')).toBe(false);
  });

  it('are processed by each process once if the database is unavailable', async () => {
    const pool = {
      query: () => Promise.reject(new Error('away')),
    } as unknown as typeof audience.storage.pool;
    const isFirst = processOf('T0TEST', { ...audience.storage, pool });
    expect([await isFirst('Ev4'), await isFirst('Ev4')]).toEqual([true, false]);
    expect(log.at(-1)).toContain('away');
  });
});
