import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { importState, startImport } from '../../../src/audience/imports/imports.ts';
import { proposeImport } from '../../../src/audience/imports/proposals.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { openStorage, type Storage, type StorageOptions } from '../../../src/storage/database/client.ts';
import { databases, openTestDatabase } from '../../support/database.ts';
import { copyEmbeddedTemplate, testSecret } from '../../support/database-templates.ts';

const ROWS = 5_000;
const bytes = new TextEncoder().encode(
  `Email,Name\n${Array.from({ length: ROWS }, (_, index) => `p${index}@example.org,Person ${index}\n`).join('')}`,
);

/** A process that does nothing but run imports, in small batches, and reports its progress. */
const runnerProcess = (options: StorageOptions): ChildProcess => {
  const module = (path: string) => JSON.stringify(new URL(`../../../src/${path}`, import.meta.url).href);
  const script = `
    const { openStorage } = await import(${module('storage/database/client.ts')});
    const { startJobRunner } = await import(${module('audience/jobs/runner.ts')});
    const storage = await openStorage(${JSON.stringify(options)});
    startJobRunner({ storage, now: () => new Date() }, {
      batchRows: 100, leaseMs: 1000, onProgress: ({ rowsDone }) => console.log(rowsDone),
    });
  `;
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
};

describe.each(databases)('an import whose process is killed (%s)', (kind) => {
  const cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  /** How other processes reach the database, too. */
  async function place(): Promise<StorageOptions> {
    if (kind === 'server') {
      const database = await openTestDatabase('server');
      cleanups.push(() => database.close());
      const { connectionString } = database.storage.pool.options;
      return { databaseUrl: connectionString, dataDir: 'unused', secret: testSecret };
    }
    const dataDir = await copyEmbeddedTemplate();
    cleanups.push(async () => rmSync(dataDir, { recursive: true, force: true }));
    return { dataDir };
  }

  it('continues after the last whole batch, and adds no one twice', async () => {
    const options = await place();
    const withStorage = async <T>(work: (storage: Storage) => Promise<T>): Promise<T> => {
      const storage = await openStorage(options);
      try {
        return await work(storage);
      } finally {
        await storage.close();
      }
    };
    const on = (storage: Storage): AudienceDeps => ({ storage, now: () => new Date() });
    const contactsOf = async (storage: Storage, { workspaceId }: Caller): Promise<object> =>
      (
        await storage.pool.query(
          `SELECT count(*)::int AS contacts, min(import_line) AS first, max(import_line) AS last,
             count(DISTINCT email_key)::int AS people FROM contacts WHERE workspace_id = $1`,
          [workspaceId],
        )
      ).rows[0];

    const { ada, importId } = await withStorage(async (storage) => {
      const { id } = await storage.prisma.workspace.create({ data: { teamId: 'T0KILLED' } });
      const caller: Caller = { workspaceId: id, actor: 'U0ADA', role: 'editor' };
      const proposal = await proposeImport(on(storage), caller, { fileName: 'people.csv', bytes });
      await startImport(on(storage), caller, { ...proposal, newStatus: 'subscribed' });
      return { ada: caller, importId: proposal.importId };
    });

    const child = runnerProcess(options);
    let printed = '';
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`the runner ended by itself: ${printed}`)));
      child.stdout?.on('data', (chunk) => {
        printed += chunk;
        if (/^300$/m.test(printed)) resolve();
      });
    });
    child.removeAllListeners('exit');
    child.kill('SIGKILL');
    await once(child, 'exit');

    await withStorage(async (storage) => {
      const killed = await importState(on(storage), ada, importId);
      expect(killed).toMatchObject({ state: 'running', added: killed.rowsDone });
      expect(killed.rowsDone).toBeGreaterThanOrEqual(300);
      expect(killed.rowsDone).toBeLessThan(ROWS);
      expect(await contactsOf(storage, ada)).toEqual({
        contacts: killed.rowsDone,
        people: killed.rowsDone,
        first: 2,
        last: killed.rowsDone + 1,
      });

      const runner = startJobRunner(on(storage), { pollMs: 50 });
      await expect
        .poll(async () => (await importState(on(storage), ada, importId)).state, { timeout: 120_000 })
        .toBe('done');
      await runner.stop();
      expect(await importState(on(storage), ada, importId)).toMatchObject({
        rowsDone: ROWS,
        added: ROWS,
        updated: 0,
      });
      expect(await contactsOf(storage, ada)).toEqual({
        contacts: ROWS,
        people: ROWS,
        first: 2,
        last: ROWS + 1,
      });
    });
  }, 180_000);
});
