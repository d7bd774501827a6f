import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStorage, type Storage } from '../../../src/storage/database/client.ts';
import { addJob, claimJob, withLease } from '../../../src/storage/jobs/jobs.ts';
import { copyEmbeddedTemplate } from '../../support/database-templates.ts';

let dataDir: string;
let open: Storage[];
beforeEach(async () => {
  dataDir = await copyEmbeddedTemplate();
  open = [];
});
afterEach(async () => {
  for (const storage of open.reverse()) await storage.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(options: { join?: boolean } = {}): Promise<Storage> {
  const storage = await openStorage({ dataDir, ...options });
  open.push(storage);
  return storage;
}

const claim = ({ pool }: Storage, runner: string) =>
  claimJob(pool, { kinds: ['import'], runner, leaseMs: () => 600_000 });

async function startWithHeldJob(): Promise<Storage> {
  const app = await start();
  const { id: workspaceId } = await app.prisma.workspace.create({ data: { teamId: 'T1' } });
  await addJob(app.prisma, {
    workspaceId,
    kind: 'import',
    payload: { importId: 1 },
    createdAt: new Date('2026-11-23T10:00:00Z'),
  });
  expect(await claim(app, 'first app')).toMatchObject({ attempts: 1 });
  return app;
}

it('resume at once what the previous app left, on the embedded database', async () => {
  const before = await startWithHeldJob();
  await before.close();
  const app = await start();
  expect(await claim(app, 'second app')).toMatchObject({ payload: { importId: 1 }, attempts: 2 });
});

it('leave a running app its jobs when a tool joins it', async () => {
  const app = await startWithHeldJob();
  const tool = await start({ join: true });
  expect(await claim(tool, 'tool')).toBeNull();
  const { rows } = await app.pool.query('SELECT workspace_id AS "workspaceId", id FROM jobs');
  const lease = { job: rows[0], runner: 'first app', leaseMs: 1000 };
  expect(await withLease(app.pool, lease, async () => 'mine still')).toBe('mine still');
});
