import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { cancelImport } from '../../../src/audience/imports/cancel.ts';
import {
  type ImportState,
  importState,
  retryImport,
  startImport,
} from '../../../src/audience/imports/imports.ts';
import { discardImport, proposeImport } from '../../../src/audience/imports/proposals.ts';
import { type RunnerOptions, startJobRunner } from '../../../src/audience/jobs/runner.ts';
import type { Storage } from '../../../src/storage/database/client.ts';
import { databases } from '../../support/database.ts';
import { failing } from '../../support/failing-storage.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

/**
 * Rows of a file: every 100th is repeated 350 rows later, in another batch and with something to add; another
 * 100th of the last ones have no address.
 */
const ROWS = 1000;
const DOUBLES = 6;
const FAULTS = 7;
const PEOPLE = ROWS - DOUBLES - FAULTS;
const file = (): Uint8Array => {
  const rows = Array.from({ length: ROWS }, (_, index) => {
    if (index % 100 === 20 && index > 300) return `nobody,Person ${index},\n`;
    const isAgain = index % 100 === 50 && index > 350;
    return isAgain
      ? `p${index - 350}@example.org,,Again ${index}\n`
      : `p${index}@example.org,Person ${index},\n`;
  });
  return new TextEncoder().encode(`Email,Name,Company\n${rows.join('')}`);
};

describe.each(databases)('the runner of imports (%s)', (kind) => {
  const audience = withAudience({ on: kind });
  let ada: Caller;
  let log: string[];
  let states: ImportState[];

  beforeEach(async () => {
    ada = await audience.newCaller('editor');
    log = [];
    states = [];
  });

  const depsOn = (storage: Storage): AudienceDeps => ({
    storage,
    now: () => new Date('2026-11-23T10:00:00Z'),
  });
  const begin = async (caller = ada): Promise<number> => {
    const deps = depsOn(audience.storage);
    const { importId, mapping } = await proposeImport(deps, caller, {
      fileName: 'people.csv',
      bytes: file(),
    });
    await startImport(deps, caller, { importId, mapping, newStatus: 'subscribed' });
    return importId;
  };
  const runnerOn = (storage: Storage, options: RunnerOptions = {}) =>
    startJobRunner(depsOn(storage), {
      batchRows: 100,
      retryMs: 0,
      pollMs: 10,
      log: (line) => log.push(line),
      onProgress: (state) => states.push(state),
      ...options,
    });
  const runOn = async (storage: Storage, options: RunnerOptions = {}): Promise<void> => {
    const runner = runnerOn(storage, options);
    await runner.idle();
    await runner.stop();
  };
  const stateOf = (importId: number, caller = ada) => importState(depsOn(audience.storage), caller, importId);
  const letLeasesRunOut = () =>
    audience.storage.pool.query(
      "UPDATE jobs SET leased_until = now() - interval '1 s' WHERE state = 'running'",
    );

  /** What is stored agrees with what the import says, and no one was added twice. */
  async function expectWhole(importId: number, caller = ada): Promise<void> {
    expect(await stateOf(importId, caller)).toMatchObject({
      state: 'done',
      rowsDone: ROWS,
      added: PEOPLE,
      updated: 0,
      unchanged: 0,
      rejected: FAULTS,
      repeated: DOUBLES,
    });
    expect(await stored(caller)).toEqual({
      contacts: PEOPLE,
      lines: PEOPLE,
      rejections: FAULTS,
      joined: DOUBLES,
    });
  }
  async function stored(caller = ada): Promise<Record<string, number>> {
    const { rows } = await audience.storage.pool.query(
      `SELECT count(*)::int AS contacts, count(DISTINCT import_line)::int AS lines,
         count(*) FILTER (WHERE name LIKE 'Person %' AND company LIKE 'Again %')::int AS joined,
         (SELECT count(*)::int FROM import_rejections WHERE workspace_id = $1) AS rejections
       FROM contacts WHERE workspace_id = $1`,
      [caller.workspaceId],
    );
    return rows[0];
  }

  it('merges rows with the same email in other batches', async () => {
    const id = await begin();
    await runOn(audience.storage);
    await expectWhole(id);
    expect(states.map((state) => state.rowsDone)).toEqual([
      100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1000,
    ]);
    expect(log).toEqual([]);
  });

  it.each<[what: string, statement: string, times: number[]]>([
    ['before a batch', 'BEGIN', [4, 9]],
    // Seven of the batches have some.
    ['between the contacts of a batch and its rejections', 'INSERT INTO import_rejections', [2, 5]],
    ['before the import is moved on', 'UPDATE imports SET rows_done', [4, 9]],
    ['before a batch is committed', 'COMMIT', [4, 9]],
  ])('continues after a failure %s, without losing or repeating rows', async (_what, statement, times) => {
    const id = await begin();
    const storage = failing(audience.storage, [{ statement, times }]);
    await runOn(storage);
    expect(log).toEqual([
      `import ${id} failed (attempt 1): the connection is gone`,
      `import ${id} failed (attempt 1): the connection is gone`,
    ]);
    await expectWhole(id);
  });

  it('leaves only whole batches behind when it fails, and says how far it got', async () => {
    const id = await begin();
    const storage = failing(audience.storage, [{ statement: 'COMMIT', times: [4] }]);
    await runOn(storage, { retryMs: 60_000 });
    expect(await stateOf(id)).toMatchObject({ state: 'running', rowsDone: 300, added: 300, rejected: 0 });
    expect(await stored()).toEqual({ contacts: 300, lines: 300, rejections: 0, joined: 2 });
    await letLeasesRunOut();
    await audience.storage.pool.query("UPDATE jobs SET leased_until = NULL WHERE state = 'waiting'");
    await runOn(audience.storage);
    await expectWhole(id);
  });

  it('gives up after three failures in a row, says so, and continues when asked to', async () => {
    const id = await begin();
    const storage = failing(audience.storage, [{ statement: 'COMMIT', times: [3, 4, 5] }]);
    await runOn(storage);
    const failed = await stateOf(id);
    expect(failed).toMatchObject({ state: 'failed', rowsDone: 200, added: 200 });
    expect(failed.problem).toBe(
      'Writing the next rows failed three times. Everything before them is imported; try again when the database is healthy.',
    );
    expect(states.at(-1)).toEqual(failed);
    expect(await refused(retryImport(depsOn(audience.storage), { ...ada, role: 'viewer' }, id))).toMatch(
      /^not-allowed/,
    );

    expect(await retryImport(depsOn(audience.storage), ada, id)).toMatchObject({
      state: 'running',
      problem: null,
    });
    await runOn(audience.storage);
    await expectWhole(id);
    expect(await refused(retryImport(depsOn(audience.storage), ada, id))).toBe(
      'busy: The import of people.csv didn’t fail, so there’s nothing to try again.',
    );
  });

  it('deletes the file of a failed import that is discarded, and keeps what was written', async () => {
    const id = await begin();
    await runOn(failing(audience.storage, [{ statement: 'COMMIT', times: [3, 4, 5] }]));
    await discardImport(depsOn(audience.storage), ada, id);
    expect((await stateOf(id)).state).toBe('discarded');
    const { workspaceId } = ada;
    expect(await audience.storage.prisma.upload.count({ where: { workspaceId } })).toBe(0);
    expect((await stored()).contacts).toBe(200);
  });

  it('says so if the file no longer exists', async () => {
    const id = await begin();
    await audience.storage.prisma.import.updateMany({ where: { id }, data: { uploadId: null } });
    await runOn(audience.storage);
    expect(await stateOf(id)).toMatchObject({
      state: 'failed',
      problem: 'The file for this import no longer exists. Upload it again.',
    });
  });

  it('waits for a database that doesn’t answer', async () => {
    const id = await begin();
    const storage = failing(audience.storage, [{ statement: 'UPDATE jobs SET state', times: [1, 2, 3] }]);
    const runner = runnerOn(storage);
    await expect.poll(async () => (await stateOf(id)).state, { timeout: 30_000 }).toBe('done');
    await runner.stop();
    expect(log).toEqual(['looking for jobs failed: the connection is gone']);
    await expectWhole(id);
  });

  it('takes over from a runner that died, once its lease has expired', async () => {
    const id = await begin();
    // Neither ends its work nor gives it back: what a killed process looks like from outside.
    const dying = failing(audience.storage, [
      { statement: 'COMMIT', times: [4] },
      { statement: "UPDATE jobs SET state = 'waiting'", times: [1] },
    ]);
    await runOn(dying);
    expect(log).toEqual([
      `import ${id} failed (attempt 1): the connection is gone`,
      `import ${id} could not be set aside: the connection is gone`,
    ]);
    await runOn(audience.storage);
    expect(await stateOf(id)).toMatchObject({ state: 'running', rowsDone: 300 });
    await letLeasesRunOut();
    await runOn(audience.storage);
    await expectWhole(id);
  });

  it('writes nothing after another runner has taken over its import', async () => {
    const id = await begin();
    let taken = false;
    await runOn(audience.storage, {
      onProgress: () => {
        // As another runner would, after a pause of this process that was longer than the lease.
        if (!taken)
          void audience.storage.pool.query("UPDATE jobs SET runner = 'other' WHERE state = 'running'");
        taken = true;
      },
    });
    const { rowsDone, state } = await stateOf(id);
    expect(state).toBe('running');
    expect(rowsDone).toBeLessThan(ROWS);
    expect(await stored()).toMatchObject({ contacts: (await stateOf(id)).added });
    await letLeasesRunOut();
    await runOn(audience.storage);
    await expectWhole(id);
  });

  it('stops between batches, and leaves the rest to the next start', async () => {
    const id = await begin();
    const runner = runnerOn(audience.storage, {
      onProgress: (state) => {
        states.push(state);
        if (state.rowsDone === 300) void runner.stop();
      },
    });
    await runner.idle();
    await runner.stop();
    // On a server, the next batch has already begun.
    expect(await stateOf(id)).toMatchObject({ state: 'running', rowsDone: kind === 'server' ? 400 : 300 });
    await runOn(audience.storage);
    await expectWhole(id);
  });

  // The embedded database writes one at a time.
  it.runIf(kind === 'server')('keeps the file’s order even if a later batch is ready first', async () => {
    const { pool } = audience.storage;
    const id = await begin();
    const other = await pool.connect();
    try {
      await other.query('BEGIN');
      await other.query(
        `INSERT INTO contacts (workspace_id, email, email_key, status_source, source)
         VALUES ($1, 'p110@example.org', 'p110@example.org', 'api', 'api')`,
        [ada.workspaceId],
      );
      const running = runOn(audience.storage);
      const waiting = `SELECT count(*)::int AS count FROM pg_locks
        WHERE locktype = 'advisory' AND classid = $1 AND mode = 'ShareLock' AND NOT granted`;
      await expect.poll(async () => (await pool.query(waiting, [id])).rows[0].count).toBe(1);
      expect(states.map(({ rowsDone }) => rowsDone)).toEqual([100]);
      expect(await stored()).toEqual({ contacts: 100, lines: 100, rejections: 0, joined: 0 });
      await other.query('ROLLBACK');
      await running;
    } finally {
      other.release();
    }
    await expectWhole(id);
    expect(log).toEqual([]);
  });

  it('stops after the current batch when it is canceled, and keeps what was written', async () => {
    const id = await begin();
    let asking: Promise<unknown> | undefined;
    await runOn(audience.storage, {
      // Small enough that it doesn't end before the request to cancel it arrives.
      batchRows: 10,
      onProgress: (state) => {
        states.push(state);
        if (state.rowsDone === 300) asking = cancelImport(depsOn(audience.storage), ada, id);
      },
    });
    await asking;
    const ended = await stateOf(id);
    expect(ended).toMatchObject({ state: 'cancelled', cancelledBy: 'U0ADA', problem: null });
    expect(ended.rowsDone).toBeGreaterThanOrEqual(300);
    expect(ended.rowsDone).toBeLessThan(ROWS);
    expect(states.at(-1)).toEqual(ended);
    expect((await stored()).contacts).toBe(ended.added);
    const { workspaceId } = ada;
    expect(await audience.storage.prisma.upload.count({ where: { workspaceId } })).toBe(0);
    const audit = await audience.storage.prisma.auditEntry.findMany({
      where: { workspaceId },
      orderBy: { id: 'asc' },
    });
    expect(audit.map(({ action }) => action)).toEqual([
      'import.started',
      'import.cancel-asked',
      'import.cancelled',
    ]);
    expect(await refused(cancelImport(depsOn(audience.storage), ada, id))).toBe(
      'busy: The import of people.csv is no longer running.',
    );
    expect(await refused(retryImport(depsOn(audience.storage), ada, id))).toMatch(/^busy: /);
  });

  it('writes nothing of an import that was canceled before a runner took it', async () => {
    const id = await begin();
    await cancelImport(depsOn(audience.storage), ada, id);
    await runOn(audience.storage);
    expect(await stateOf(id)).toMatchObject({ state: 'cancelled', rowsDone: 0 });
    expect((await stored()).contacts).toBe(0);
    const viewer: Caller = { ...ada, role: 'viewer' };
    expect(await refused(cancelImport(depsOn(audience.storage), viewer, id))).toMatch(/^not-allowed: /);
  });

  it('reports its speed', async () => {
    const speeds: (number | undefined)[] = [];
    await begin();
    await runOn(audience.storage, { onProgress: (_state, perSecond) => speeds.push(perSecond) });
    expect(speeds).toHaveLength(11);
    expect(speeds.at(-1)).toBeUndefined();
    for (const speed of speeds.slice(0, -1)) expect(speed).toBeGreaterThan(0);
  });

  it('shares imports with the runners of other processes, and each is written once', async () => {
    const bob: Caller = { ...ada, workspaceId: await audience.addWorkspace() };
    const eve: Caller = { ...ada, workspaceId: await audience.addWorkspace() };
    const ids = [await begin(), await begin(bob), await begin(eve)];
    const runners = [runnerOn(audience.storage), runnerOn(audience.storage), runnerOn(audience.storage)];
    await Promise.all(runners.map((runner) => runner.idle()));
    await Promise.all(runners.map((runner) => runner.stop()));
    for (const [index, caller] of [ada, bob, eve].entries()) await expectWhole(ids[index] ?? 0, caller);
  });

  it('survives a listener that throws', async () => {
    const id = await begin();
    await runOn(audience.storage, {
      onProgress: () => {
        throw new Error('no such channel');
      },
    });
    await expectWhole(id);
    expect(log[0]).toBe(`showing the progress of import ${id} failed: no such channel`);
  });
});
