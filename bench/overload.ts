// Twelve thousand commands at once: `npm run bench -- overload`, on the embedded database with 20,000
// contacts. The app runs as under `npm start`, as a separate process in HTTP mode (build it first). This
// process plays Slack, which signs the commands and receives the answers, and a load balancer that asks
// /healthz ten times a second. `--commands 12000`, `--people 12000`, `--connections 4000` at once,
// `--contacts 20000` (0: an empty database).
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort, until } from '../test/support/app-process.ts';
import { startFakeSlack } from '../test/support/fake-slack.ts';
import { signed } from '../test/support/signed.ts';
import { spawnApp } from './support/app.ts';
import { embeddedFolder, openEmbeddedAudience } from './support/database.ts';
import { ms, times } from './support/measure.ts';
import { verdicts } from './support/verdicts.ts';
import type { Seen } from './support/watch-health.ts';

const { values } = parseArgs({
  options: {
    commands: { type: 'string', default: '12000' },
    people: { type: 'string', default: '12000' },
    connections: { type: 'string', default: '4000' },
    contacts: { type: 'string', default: '20000' },
  },
});
const [commands, people, connections, contacts] = [
  values.commands,
  values.people,
  values.connections,
  values.contacts,
].map(Number) as [number, number, number, number];
const secret = 'of the bench';
const busy = 'Rollcall is busy.';

const folder = contacts === 0 ? mkdtempSync(join(tmpdir(), 'rollcall-bench-')) : embeddedFolder(contacts);
if (contacts > 0) await (await openEmbeddedAudience(contacts)).storage.close();
const slack = await startFakeSlack({ identity: { team_id: 'T0BENCH' } });
const port = await freePort();
const app = spawnApp(folder, {
  ...{ PORT: String(port), SLACK_API_URL: slack.api },
  ...{ SLACK_BOT_TOKEN: 'xoxb-bench', SLACK_SIGNING_SECRET: secret },
});
const isUp = async () =>
  (await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined))?.ok === true;
await Promise.race([until(isUp, 60_000), app.ended.then(() => Promise.reject(new Error(app.output())))]);

interface Answer {
  status: number;
  text: string;
  took: number;
}

function send(path: string, agent: Agent, body = '', headers: Record<string, string> = {}): Promise<Answer> {
  const started = performance.now();
  const method = body === '' ? 'GET' : 'POST';
  return new Promise((resolve, reject) => {
    request({ port, path, method, agent, headers }, (response) => {
      let text = '';
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text, took: performance.now() - started }),
      );
    })
      .on('error', reject)
      .end(body);
  });
}

const lines = new Agent({ keepAlive: true, maxSockets: connections });
/** Each asks something different, so that no answer serves two. */
async function ask(n: number): Promise<Answer> {
  const rule = `opened at least ${1 + (n % 40)} times in the last ${30 + (n % 300)} days`;
  const body = slack.commandForm(`count ${rule}`, `U0PERSON${n % people}`);
  const headers = signed(body, { secret, type: 'application/x-www-form-urlencoded' });
  return await send('/slack/events', lines, body, headers).catch((error: NodeJS.ErrnoException) => ({
    ...{ status: 0, text: error.code ?? error.message, took: 0 },
  }));
}

/** In MB. */
const memory = (): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(app.child.pid)], { encoding: 'utf8' })) / 1024;

/** The processor time that the app used, in ms: the user and system ticks in its line of /proc. */
function worked(): number {
  const fields = readFileSync(`/proc/${app.child.pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

try {
  for (let n = 0; n < 100; n++) await ask(n);
  await until(() => slack.posted.length === 100, 120_000);
  await sleep(1_000);
  slack.posted.length = 0;
  const [before, workedBefore] = [memory(), worked()];
  const watcher = fork(
    join(import.meta.dirname, 'support/watch-health.ts'),
    [port, app.child.pid].map(String),
  );
  const watched = once(watcher, 'message').then(([seen]) => seen as Seen);
  await sleep(1_000);
  const started = performance.now();
  const answers = await Promise.all(Array.from({ length: commands }, (_, n) => ask(n)));
  const seconds = (performance.now() - started) / 1000;
  const told = answers.filter(({ text }) => text.includes(busy)).length;
  const letIn = answers.filter(({ status, text }) => status === 200 && text === '').length;
  const others = answers.filter(
    ({ status, text }) => status !== 200 || (text !== '' && !text.includes(busy)),
  );
  const lost = others.length;
  const reasons = [...new Set(others.map(({ status, text }) => `${status} ${text}`))].slice(0, 5).join(', ');
  await until(() => slack.posted.length >= letIn, 120_000).catch(() => console.log(app.output()));
  const answered = slack.posted.length;
  const settled = (performance.now() - started) / 1000;
  const cost = (worked() - workedBefore) / commands;
  watcher.send('stop');
  const { took, well, peakMb: peak } = await watched;
  // V8 gives memory back once a process has been idle for about a minute.
  const isBack = async () => memory() < 1.5 * before;
  await until(isBack, 150_000).catch(() => undefined);
  const after = memory();
  const idle = (performance.now() - started) / 1000 - settled;

  const acks = answers.map(({ took }) => took).sort((a, b) => a - b);
  const slowest = Math.max(...took);
  console.log(`
${commands} commands of ${people} people over ${connections} connections, ${contacts} contacts
acknowledged in            ${seconds.toFixed(1)} s (${Math.round(commands / seconds)} a second), all answered after ${settled.toFixed(1)} s
processor of the app       ${cost.toFixed(2)} ms a command
let in; told to wait; lost ${letIn}; ${told}; ${lost}
answered, of those let in  ${answered}
acknowledgement            median ${ms(acks[acks.length >> 1] ?? 0)} ms, slowest ${ms(acks.at(-1) ?? 0)} ms
/healthz                   ${well} of ${took.length} are 200; slowest ${ms(slowest)} ms
memory of the app          ${before.toFixed(0)} MB before, ${peak.toFixed(0)} at most (${times(peak / before)}), ${after.toFixed(0)} after ${idle.toFixed(0)} s (${times(after / before)})`);

  const found = verdicts();
  found.check(
    'nothing is lost',
    lost === 0 && answered === letIn,
    `${lost} commands (${reasons}), ${letIn - answered} answers`,
  );
  found.check('/healthz answers within a second', slowest < 1_000, `${ms(slowest)} ms`);
  found.check('/healthz says that all is well', well === took.length, `${took.length - well} did not`);
  found.check('memory at most three times as much', peak < 3 * before, times(peak / before));
  found.check('memory comes back within two and a half minutes', after < 1.5 * before, times(after / before));
  found.print();
} finally {
  lines.destroy();
  await app.end('SIGTERM');
  slack.close();
  if (contacts === 0) rmSync(folder, { recursive: true, force: true });
}
