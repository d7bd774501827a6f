import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { makeToken } from '../../src/audience/public/token.ts';
import { openStorage, type Storage } from '../../src/storage/database/client.ts';
import { ensureWorkspace } from '../../src/storage/workspace/workspaces.ts';
import { freePort, spawnApp, until } from '../support/app-process.ts';
import { copyServerTemplate, testSecret } from '../support/database-templates.ts';
import { startFakeSlack } from '../support/fake-slack.ts';
import { addTrackedCampaign } from '../support/tracked-rows.ts';

let undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.reverse()) await each();
  undo = [];
});

/** The built app on a server, and a connection of the test's own to its database. */
async function start() {
  const { databaseUrl, drop } = await copyServerTemplate();
  undo.push(drop);
  const storage = await openStorage({ databaseUrl, dataDir: 'unused', secret: testSecret, poolSize: 2 });
  undo.push(() => storage.close());
  const { id: workspaceId } = await ensureWorkspace(storage, 'T0HITS');
  const { campaignId, contactIds } = await addTrackedCampaign(storage, workspaceId, { people: 200 });
  const slack = await startFakeSlack({ identity: { team_id: 'T0HITS' } });
  undo.push(slack.close);
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-hits-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = spawnApp(folder, {
    ...{ PORT: String(port), DATABASE_URL: databaseUrl, ROLLCALL_SECRET: testSecret, ROLLCALL_URL: url },
    ...{ SLACK_API_URL: slack.api, SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'of these tests' },
  });
  undo.push(() => app.end('SIGKILL'));
  await until(() => /Rollcall is listening/.test(app.output()), 60_000);
  const pathOf = (contactId: number): string =>
    `/l/${makeToken(storage, { kind: 'link', workspaceId, campaignId, id: contactId, link: 1, month: 0 })}`;
  return { app, port, storage, workspaceId, campaignId, contactIds, pathOf };
}

const lines = new Agent({ keepAlive: true, maxSockets: 8 });

/** Asks for a link; resolves with whether it was answered. */
const click = (port: number, path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/133.0' };
    request({ port, path, agent: lines, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode === 302));
    })
      .on('error', () => resolve(false))
      .end();
  });

/** Clicks that are stored, as requests or as events. */
const stored = async ({ pool }: Storage, workspaceId: number): Promise<number> => {
  const { rows } = await pool.query<{ n: number }>(
    `SELECT ((SELECT count(*) FROM tracked_hits WHERE workspace_id = $1)
       + (SELECT count(*) FROM events WHERE workspace_id = $1 AND kind = 'clicked'))::int AS n`,
    [workspaceId],
  );
  return rows[0]?.n ?? 0;
};

/** Clicks one after the other for some time; returns when each was answered. */
async function clickFor(ms: number, next: () => Promise<boolean>): Promise<number[]> {
  const answered: number[] = [];
  for (const end = performance.now() + ms; performance.now() < end; await sleep(4))
    if (await next()) answered.push(performance.now());
  return answered;
}

describe('clicks of an app that ends', () => {
  it('are all stored after SIGTERM', async () => {
    const { app, port, storage, workspaceId, contactIds, pathOf } = await start();
    let n = 0;
    // By number, not by time: on a busy machine, the first answer takes seconds.
    let answered = 0;
    while (answered < 100) if (await click(port, pathOf(contactIds[n++ % 200] ?? 0))) answered += 1;
    // At once after the last one, which can't have been written yet.
    expect(await app.end('SIGTERM')).toBe(0);
    expect(await stored(storage, workspaceId)).toBe(answered);
  }, 120_000);

  it('are stored after kill -9, but for those of the last second', async () => {
    const { app, port, storage, workspaceId, contactIds, pathOf } = await start();
    let n = 0;
    const answered = await clickFor(4_000, () => click(port, pathOf(contactIds[n++ % 200] ?? 0)));
    const killed = performance.now();
    await app.end('SIGKILL');
    const kept = await stored(storage, workspaceId);
    const ofLastSecond = answered.filter((at) => at >= killed - 1_000).length;
    // Enough before the last second to lose, if more could be lost.
    expect(answered.length - ofLastSecond).toBeGreaterThan(30);
    expect(answered.length - kept).toBeLessThanOrEqual(ofLastSecond);
    expect(kept).toBeLessThanOrEqual(answered.length);
  }, 120_000);
});
