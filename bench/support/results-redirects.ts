import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeToken } from '../../src/audience/public/token.ts';
import { openStorage } from '../../src/storage/database/client.ts';
import { ensureWorkspace } from '../../src/storage/workspace/workspaces.ts';
import { freePort, until } from '../../test/support/app-process.ts';
import { startFakeSlack } from '../../test/support/fake-slack.ts';
import { addTrackedCampaign } from '../../test/support/tracked-rows.ts';
import { spawnApp } from './app.ts';
import { ms, times } from './measure.ts';
import type { verdicts } from './verdicts.ts';

/** People whose links are followed, in turn. */
const PEOPLE = 2_000;
/** Redirects and health checks take turns of this length. */
const TURN_MS = 1_000;

/** Redirects a second, beside /healthz over the same connections. */
export async function measureRedirects(given: {
  databaseUrl: string;
  seconds: number;
  connections: number;
  found: ReturnType<typeof verdicts>;
}): Promise<void> {
  const { databaseUrl, seconds, connections, found } = given;
  const secret = 'x'.repeat(32);
  const storage = await openStorage({ databaseUrl, dataDir: 'unused', secret });
  const slack = await startFakeSlack({ identity: { team_id: 'T0REDIRECTS' } });
  const { id: workspaceId } = await ensureWorkspace(storage, 'T0REDIRECTS');
  const { campaignId, contactIds } = await addTrackedCampaign(storage, workspaceId, { people: PEOPLE });
  const paths = contactIds.map(
    (id) => `/l/${makeToken(storage, { kind: 'link', workspaceId, campaignId, id, link: 1, month: 0 })}`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = spawnApp(folder, {
    ...{ PORT: String(port), SLACK_API_URL: slack.api, DATABASE_URL: databaseUrl, ROLLCALL_SECRET: secret },
    ...{ SLACK_BOT_TOKEN: 'xoxb-bench', SLACK_SIGNING_SECRET: 'of the bench', ROLLCALL_URL: url },
  });
  const lines: Line[] = [];
  try {
    const isUp = async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok === true;
    await Promise.race([until(isUp, 60_000), app.ended.then(() => Promise.reject(new Error(app.output())))]);
    for (let n = 0; n < connections; n++) lines.push(await openLine(port));
    let next = 0;
    const link = () => paths[next++ % paths.length] as string;
    const health = () => '/healthz';
    // Warms both up.
    for (const path of [link, health]) await turn(lines, path, TURN_MS);
    const taken = { redirects: [] as number[], health: [] as number[] };
    let spent = 0;
    let wrong = 0;
    for (let left = seconds * 1_000; left > 0; left -= 2 * TURN_MS) {
      for (const [name, path, status] of [
        ['redirects', link, 302],
        ['health', health, 200],
      ] as const) {
        const answers = await turn(lines, path, TURN_MS);
        taken[name].push(...answers.map(({ took }) => took));
        wrong += answers.filter((answer) => answer.status !== status).length;
      }
      spent += TURN_MS / 1_000;
    }
    const rates = { redirects: taken.redirects.length / spent, health: taken.health.length / spent };
    const p99 = { redirects: share(taken.redirects, 0.99), health: share(taken.health, 0.99) };
    const rate = rates.redirects / rates.health;
    console.log(
      `${Math.round(rates.redirects)} redirects a second, p99 ${ms(p99.redirects)} ms; ${Math.round(rates.health)} of /healthz, p99 ${ms(p99.health)} ms`,
    );
    found.check('every link is answered by a redirect', wrong === 0, `${wrong} wrong`);
    found.check('redirects a second ≥ 0.5 × those of /healthz', rate >= 0.5, times(rate));
    const slower = p99.redirects / p99.health;
    found.check('redirects p99 < 3 × that of /healthz', slower < 3, times(slower));
    // The rest of the last second, and what the app still folds, is stored when it stops.
    await app.end('SIGTERM');
    const { rows } = await storage.pool.query<{ n: number }>(
      `SELECT ((SELECT count(*) FROM tracked_hits WHERE workspace_id = $1)
         + (SELECT count(*) FROM events WHERE workspace_id = $1))::int AS n`,
      [workspaceId],
    );
    const least = taken.redirects.length;
    found.check('every click is recorded', (rows[0]?.n ?? 0) >= least, `${rows[0]?.n} of at least ${least}`);
  } finally {
    for (const { socket } of lines) socket.destroy();
    await app.end('SIGKILL');
    await slack.close();
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Answer {
  status: number;
  took: number;
}

/** A connection that stays open. Written by hand: Node's client takes longer than the app. */
interface Line {
  socket: Socket;
  ask(path: string): Promise<Answer>;
}

async function openLine(port: number): Promise<Line> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  let received = '';
  let answered: (status: number) => void = () => {};
  socket.setEncoding('latin1');
  socket.on('data', (part: string) => {
    received += part;
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = received.slice(0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    const isWhole =
      length === undefined
        ? !/\r\ntransfer-encoding: chunked/i.test(head) || received.endsWith('0\r\n\r\n')
        : received.length >= end + 4 + Number(length);
    if (!isWhole) return;
    received = '';
    answered(Number(head.slice(9, 12)));
  });
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return {
    socket,
    ask(path) {
      const began = performance.now();
      return new Promise((resolve) => {
        answered = (status) => resolve({ status, took: performance.now() - began });
        socket.write(
          `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) Firefox/133.0\r\n\r\n`,
        );
      });
    },
  };
}

/** Asks over all connections, each again as soon as it is answered. */
async function turn(lines: readonly Line[], path: () => string, forMs: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  const end = performance.now() + forMs;
  await Promise.all(
    lines.map(async (line) => {
      while (performance.now() < end) answers.push(await line.ask(path()));
    }),
  );
  return answers;
}

const share = (took: readonly number[], part: number): number =>
  [...took].sort((one, other) => one - other)[Math.min(took.length - 1, Math.floor(took.length * part))] ?? 0;
