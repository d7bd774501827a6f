// Preference pages while an import runs: `npm run bench -- pages`, 200 of them a second, from a PostgreSQL that
// it starts. The app runs as under `npm start`, as a separate process (build it first), and imports files of
// 200,000 rows, one after the other. /healthz is asked over the same connections, fifty times a second.
// `--rows 1000000` (in all), `--seconds 20`, `--rate 200`, `--contacts 100000`.
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { AudienceDeps, Caller } from '../src/audience/caller.ts';
import { importState, startImport } from '../src/audience/imports/imports.ts';
import { proposeImport } from '../src/audience/imports/proposals.ts';
import { startJobRunner } from '../src/audience/jobs/runner.ts';
import { preferencesUrl } from '../src/audience/public/links.ts';
import { addTopic } from '../src/audience/topics/topics.ts';
import { openStorage } from '../src/storage/database/client.ts';
import { ensureWorkspace } from '../src/storage/workspace/workspaces.ts';
import { freePort, until } from '../test/support/app-process.ts';
import { startFakeSlack } from '../test/support/fake-slack.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { spawnApp } from './support/app.ts';
import { ms, times } from './support/measure.ts';
import { verdicts } from './support/verdicts.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '200' },
    contacts: { type: 'string', default: '100000' },
  },
});
const [rows, seconds, rate, contacts] = [values.rows, values.seconds, values.rate, values.contacts].map(
  Number,
) as [number, number, number, number];

/** About 8 MB. */
const ROWS_OF_A_FILE = 200_000;
const csv = (prefix: string, count: number) => {
  const lines = Array.from({ length: count }, (_, n) => `${prefix}${n}@example.org,Name ${n},NO`);
  return new TextEncoder().encode(`Email,Name,Country\n${lines.join('\n')}\n`);
};
async function begin(deps: AudienceDeps, caller: Caller, bytes: Uint8Array): Promise<number> {
  const { importId, mapping } = await proposeImport(deps, caller, { fileName: 'people.csv', bytes });
  const started = await startImport(deps, caller, { importId, mapping, newStatus: 'subscribed' });
  if (!started.ok) throw new Error(JSON.stringify(started));
  return importId;
}

const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
const server = await startPostgres({ settings: ['shared_buffers=1GB', 'max_wal_size=4GB'] });
const slack = await startFakeSlack({ identity: { team_id: 'T0BENCH' } });
const secret = 'x'.repeat(32);
const storage = await openStorage({ databaseUrl: server.url, dataDir: 'unused', secret });
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const deps: AudienceDeps = { storage, now: () => new Date(), pages: { url, check: async () => undefined } };
const { id: workspaceId } = await ensureWorkspace(storage, 'T0BENCH');
const caller: Caller = { workspaceId, actor: 'bench', role: 'admin' };
for (const name of ['Product news', 'Events', 'Offers'])
  await addTopic(deps, caller, {
    ...{ name, description: `About ${name}`, isOn: true, isShown: true, confirms: false },
  });
await begin(deps, caller, csv('here', contacts));
const runner = startJobRunner(deps, { pollMs: 20 });
await runner.idle();
await runner.stop();
const [{ first = 0 } = {}] = (
  await storage.pool.query<{ first: number }>(
    'SELECT min(id) AS first FROM contacts WHERE workspace_id = $1',
    [workspaceId],
  )
).rows;

const app = spawnApp(folder, {
  ...{ PORT: String(port), SLACK_API_URL: slack.api, DATABASE_URL: server.url, ROLLCALL_SECRET: secret },
  ...{ SLACK_BOT_TOKEN: 'xoxb-bench', SLACK_SIGNING_SECRET: 'of the bench', ROLLCALL_URL: url },
});
const isUp = async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok === true;
await Promise.race([until(isUp, 60_000), app.ended.then(() => Promise.reject(new Error(app.output())))]);

const lines = new Agent({ keepAlive: true, maxSockets: 200 });
function visit(path: string): Promise<{ status: number; took: number }> {
  const started = performance.now();
  return new Promise((resolve) => {
    request({ port, path, agent: lines }, (response) => {
      response.resume();
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, took: performance.now() - started }),
      );
    })
      .on('error', () => resolve({ status: 0, took: performance.now() - started }))
      .end();
  });
}
const pageOf = (n: number): string => {
  const contactId = first + ((n * 7919) % contacts);
  return new URL(preferencesUrl(deps, { workspaceId, contactId, emailChangedAt: null })).pathname;
};
const share = (took: readonly number[], part: number): number =>
  [...took].sort((one, other) => one - other)[Math.min(took.length - 1, Math.floor(took.length * part))] ?? 0;

/** How often /healthz is asked in the same run, a second. */
const HEALTH_RATE = 50;

/** As many pages as there are in the time, each at its moment, however long the earlier ones take. */
async function measure(name: string): Promise<{ pages: number[]; health: number[] }> {
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  const visits: Promise<{ status: number; took: number }>[] = [];
  const checks: Promise<{ status: number; took: number }>[] = [];
  for (let passed = 0; passed < seconds; ) {
    passed = Math.min(seconds, (performance.now() - begun) / 1000);
    while (visits.length < passed * rate) visits.push(visit(pageOf(visits.length)));
    while (checks.length < passed * HEALTH_RATE) checks.push(visit('/healthz'));
    await sleep(2);
  }
  const [answers, alive] = [await Promise.all(visits), await Promise.all(checks)];
  const [pages, health] = [answers, alive].map((all) => all.map(({ took }) => took)) as [number[], number[]];
  const own = process.cpuUsage(cpu);
  const wrong = answers.filter(({ status }) => status !== 200).length;
  const figures = (took: readonly number[]) =>
    `median ${ms(share(took, 0.5))}, p99 ${ms(share(took, 0.99))}, slowest ${ms(share(took, 1))} ms`;
  console.log(`${name}: pages ${figures(pages)}; /healthz ${figures(health)}; ${wrong} not answered`);
  console.log(
    `  the bench itself used ${Math.round((own.user + own.system) / 10_000 / seconds)} % of a core; load ${loadavg()[0]?.toFixed(1)}`,
  );
  found.check('every page is answered', wrong === 0, `${name}: ${wrong} of ${pages.length}`);
  return { pages, health };
}

const found = verdicts();
try {
  for (let n = 0; n < 200; n++) await visit(pageOf(n));
  await measure('nothing else');
  // One after the other, each as large as a file in Slack may be.
  const importIds: number[] = [];
  for (let from = 0; from < rows; from += ROWS_OF_A_FILE)
    importIds.push(await begin(deps, caller, csv(`new${from}-`, Math.min(ROWS_OF_A_FILE, rows - from))));
  const done = async () => {
    const states = await Promise.all(importIds.map((id) => importState(deps, caller, id)));
    return states.reduce((sum, state) => sum + (state?.rowsDone ?? 0), 0);
  };
  await until(async () => (await done()) > 0, 60_000);
  const [before, begun] = [await done(), performance.now()];
  const { pages, health } = await measure('beside an import');
  const after = await done();
  const speed = (after - before) / ((performance.now() - begun) / 1000);
  console.log(`the import: ${Math.round(speed)} rows a second meanwhile`);
  found.check('an import runs all the time', after < rows, `${after} rows`);
  const [page, alive] = [share(pages, 0.99), share(health, 0.99)];
  const measured = `${ms(page)} ms to ${ms(alive)} (${times(page / alive)})`;
  console.log(`page p99 to /healthz p99: ${measured}`);
  found.check('page p99 at most 4 × that of /healthz', page <= 4 * alive, measured);
} finally {
  await app.end('SIGKILL');
  await storage.close();
  await slack.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
found.print();
