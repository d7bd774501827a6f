import { beforeEach, describe, expect, it } from 'vitest';
import {
  addJob,
  cancelJob,
  claimJob,
  deleteOldJobs,
  endJob,
  type Lease,
  type NewJob,
  releaseJob,
  withLease,
} from '../../../src/storage/jobs/jobs.ts';
import { databases } from '../../support/database.ts';
import { withAudience } from '../../support/with-audience.ts';

describe.each(databases)('jobs (%s)', (kind) => {
  const audience = withAudience({ on: kind });
  let workspaceId: number;
  // A kind of its own for each test: all workspaces share jobs.
  let kindOfJob: 'import';
  let tests = 0;

  beforeEach(async () => {
    workspaceId = await audience.addWorkspace();
    tests += 1;
    kindOfJob = `test-${tests}` as 'import';
  });

  const add = (importId: number, minute = 0, more: Pick<NewJob<'import'>, 'key' | 'dueAt'> = {}) =>
    addJob(audience.storage.prisma, {
      workspaceId,
      kind: kindOfJob,
      payload: { importId },
      createdAt: new Date(Date.UTC(2026, 10, 23, 10, minute)),
      dueAt: new Date(Date.UTC(2026, 10, 23, 10, minute)),
      ...more,
    });
  const claim = (runner: string, leaseMs = 60_000) =>
    claimJob(audience.storage.pool, { kinds: [kindOfJob], runner, leaseMs: () => leaseMs });
  const held = async (runner: string, leaseMs = 60_000): Promise<Lease> => {
    const job = await claim(runner, leaseMs);
    if (job === null) throw new Error('no job to claim');
    return { job, runner, leaseMs };
  };
  const letLeaseRunOut = () =>
    audience.storage.pool.query("UPDATE jobs SET leased_until = now() - interval '1 s' WHERE kind = $1", [
      kindOfJob,
    ]);
  const rows = async () =>
    (
      await audience.storage.pool.query(
        'SELECT state, runner, attempts, problem, finished_at FROM jobs WHERE kind = $1 ORDER BY id',
        [kindOfJob],
      )
    ).rows;

  it('are taken one by one, starting with the one that has been due longest', async () => {
    await add(2, 2);
    await add(1, 1);
    expect(await claim('a')).toMatchObject({ workspaceId, payload: { importId: 1 }, attempts: 1 });
    expect(await claim('b')).toMatchObject({ payload: { importId: 2 } });
    expect(await claim('c')).toBeNull();
  });

  it('are each taken by one runner if many ask at once', async () => {
    for (let id = 1; id <= 5; id++) await add(id);
    const claimed = await Promise.all(Array.from({ length: 12 }, (_, index) => claim(`runner ${index}`)));
    const ids = claimed.flatMap((job) =>
      job === null ? [] : [(job.payload as { importId: number }).importId],
    );
    expect(ids.sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('are taken over when a lease has expired, not before', async () => {
    await add(1);
    const first = await held('a');
    expect(await claim('b')).toBeNull();
    await letLeaseRunOut();
    expect(await claim('b')).toMatchObject({ attempts: 2 });

    const worked = await withLease(audience.storage.pool, first, async () => 'written');
    expect(worked).toBeNull();
    await releaseJob(audience.storage.pool, first, { delayMs: 0, afresh: true });
    expect(await rows()).toMatchObject([{ state: 'running', runner: 'b' }]);
  });

  it('keep their lease by work, which also resets the count of attempts', async () => {
    await add(1);
    await held('a');
    await letLeaseRunOut();
    const lease = await held('b');
    await letLeaseRunOut();
    expect(await withLease(audience.storage.pool, lease, async () => 'written')).toBe('written');
    expect(await claim('c')).toBeNull();
    expect(await rows()).toMatchObject([{ runner: 'b', attempts: 1 }]);
  });

  it('write all of a piece of work or nothing', async () => {
    await add(1);
    const lease = await held('a');
    const work = withLease(audience.storage.pool, lease, async (client) => {
      await client.query("INSERT INTO tags (workspace_id, name, created_by) VALUES ($1, 'half', 'U1')", [
        workspaceId,
      ]);
      throw new Error('in the middle');
    });
    await expect(work).rejects.toThrow('in the middle');
    expect(await audience.storage.prisma.tag.count({ where: { workspaceId } })).toBe(0);
  });

  it.runIf(kind === 'server')('can’t be taken over while a piece of work is being written', async () => {
    await add(1);
    const lease = await held('a', 1);
    const other = await withLease(audience.storage.pool, lease, async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return claim('b');
    });
    expect(other).toBeNull();
  });

  it('can be returned, at once or for later', async () => {
    await add(1);
    await releaseJob(audience.storage.pool, await held('a'), { delayMs: 0, afresh: true });
    const again = await held('b');
    expect(again.job).toMatchObject({ attempts: 1 });
    await releaseJob(audience.storage.pool, again, { delayMs: 60_000, afresh: false });
    expect(await claim('c')).toBeNull();
    await letLeaseRunOut();
    expect(await claim('c')).toMatchObject({ attempts: 2 });
  });

  it('end well or with a sentence, and are never taken again', async () => {
    await add(1);
    await add(2, 1);
    const at = new Date('2026-11-23T12:00:00Z');
    for (const outcome of [{ state: 'done' as const }, { state: 'failed' as const, problem: 'No.' }]) {
      const lease = await held('a');
      await withLease(audience.storage.pool, lease, (client) => endJob(client, lease, { ...outcome, at }));
    }
    await letLeaseRunOut();
    expect(await claim('b')).toBeNull();
    expect(await rows()).toMatchObject([
      { state: 'done', problem: null, finished_at: at },
      { state: 'failed', problem: 'No.', finished_at: at },
    ]);
  });

  it('wait for the time when they are due, by a clock that can be moved', async () => {
    const { clock } = audience.storage;
    const dueAt = new Date(clock.now().getTime() + 3_600_000);
    await add(1, 0, { dueAt });
    expect(await claim('a')).toBeNull();
    await clock.move(3_601_000);
    const lease = await held('a');
    // Leases use the real clock: moving the other one gives no one's work to someone else.
    await clock.move(86_400_000);
    expect(await claim('b')).toBeNull();
    const again = new Date(clock.now().getTime() + 3_600_000);
    await releaseJob(audience.storage.pool, lease, { delayMs: 0, afresh: true, dueAt: again });
    expect(await claim('b')).toBeNull();
    await clock.move(3_601_000);
    expect(await claim('b')).toMatchObject({ attempts: 1 });
  });

  it('exist once for a key, until they are done or removed', async () => {
    expect(await add(1, 0, { key: 'x' })).toBe(true);
    expect(await add(2, 0, { key: 'x' })).toBe(false);
    expect(await add(3, 0, { key: 'y' })).toBe(true);
    const which = { workspaceId, kind: kindOfJob };
    expect(await cancelJob(audience.storage.pool, { ...which, key: 'y' })).toBe(true);
    const lease = await held('a');
    expect(lease.job).toMatchObject({ payload: { importId: 1 } });
    expect(await add(2, 0, { key: 'x' })).toBe(false);
    expect(await cancelJob(audience.storage.pool, { ...which, key: 'x' })).toBe(false);
    await endJob(audience.storage.pool, lease, { state: 'done', at: new Date() });
    expect(await add(2, 0, { key: 'x' })).toBe(true);
  });

  it('are deleted in the end, long after they are done', async () => {
    await add(1);
    await endJob(audience.storage.pool, await held('a'), {
      state: 'done',
      at: new Date('2026-10-01T00:00Z'),
    });
    await add(2);
    const before = new Date('2026-10-02T00:00Z');
    expect(await deleteOldJobs(audience.storage.pool, { workspaceId, before })).toBe(1);
    expect(await rows()).toMatchObject([{ state: 'waiting' }]);
  });
});
