// Fifty people at once: `npm run bench -- slash`, on the embedded database with 100,000 contacts and a
// million events. The app runs as under `npm start`, as a separate process in HTTP mode. This process plays
// Slack: it sends signed slash commands, serves the Web API and receives the answers. `--people 50`,
// `--commands 20` for each of them, `--contacts 100000`.
import { createHmac, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { addSegment } from '../src/audience/segments/segments.ts';
import { freePort, until } from '../test/support/app-process.ts';
import { spawnApp } from './support/app.ts';
import { benchNow } from './support/audience.ts';
import { embeddedFolder, openEmbeddedAudience } from './support/database.ts';
import { ms } from './support/measure.ts';
import { verdicts } from './support/verdicts.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '50' },
    commands: { type: 'string', default: '20' },
    contacts: { type: 'string', default: '100000' },
  },
});
const [people, commands, contacts] = [values.people, values.commands, values.contacts].map(Number) as [
  number,
  number,
  number,
];
const secret = 'of the bench';
/** A person reads an answer before asking again. */
const pauseMs = 1_500;
/** An answer later than this is lost. */
const lostMs = 60_000;

/**
 * What people ask, and how often in a hundred. Heavy: rules that look at many events or all contacts, one in
 * five.
 */
const mix: { weight: number; kind: 'light' | 'heavy' | 'tagging'; line: () => string }[] = [
  { weight: 25, kind: 'light', line: () => '/segments size recent vips' },
  { weight: 10, kind: 'light', line: () => '/segments size silent vips' },
  { weight: 15, kind: 'light', line: () => '/segments list' },
  {
    weight: 10,
    kind: 'light',
    line: () => '/segments count signed up in the last 30 days and country is Norway',
  },
  { weight: 10, kind: 'light', line: () => '/tags list' },
  {
    weight: 10,
    kind: 'tagging',
    line: () => {
      const n = randomInt(contacts);
      // Half of them add the tag that most of the requested sizes depend on: those have to be counted again.
      return `/tags add ${n % 2 === 0 ? 'lead' : 'vip'} person${n}@example${n % 97}.org`;
    },
  },
  { weight: 7, kind: 'heavy', line: () => '/segments count opened at least 12 times in the last 90 days' },
  {
    weight: 7,
    kind: 'heavy',
    line: () => '/segments count opened between 60 and 30 days ago and not tagged vip',
  },
  { weight: 6, kind: 'heavy', line: () => '/segments count never clicked and (plan is pro or seats > 40)' },
];

const audience = await openEmbeddedAudience(contacts);
const caller = { workspaceId: audience.workspaceId, actor: 'bench', role: 'editor' } as const;
for (const [name, sentence] of [
  ['Recent VIPs', 'tagged vip and signed up in the last 12 months'],
  ['Silent VIPs', 'tagged vip and not opened in the last 60 days'],
  ['Partners', 'tagged partner'],
] as const) {
  const deps = { storage: audience.storage, now: () => benchNow };
  await addSegment(deps, caller, { name, sentence }).catch((error: { code?: string }) => {
    // From an earlier run.
    if (error.code !== 'taken') throw error;
  });
}
await audience.storage.close();

interface Asked {
  line: string;
  kind: 'light' | 'heavy' | 'tagging';
  ackMs: number;
  answerMs: number | undefined;
}
const waiting = new Map<string, (at: number) => void>();
const slack = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const path = request.url ?? '';
    if (path.startsWith('/answers/')) waiting.get(path.slice('/answers/'.length))?.(performance.now());
    const user = new URLSearchParams(Buffer.concat(chunks).toString()).get('user') ?? 'U0BENCH';
    const answers: Record<string, object> = {
      '/api/auth.test': { bot_id: 'B0', user_id: 'U0BOT', team_id: 'T0BENCH', is_enterprise_install: false },
      '/api/users.info': {
        user: { id: user, team_id: 'T0BENCH', is_admin: true, tz: 'Europe/London', locale: 'en-GB' },
      },
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, ...answers[path] }));
  });
}).listen(0, '127.0.0.1');
await once(slack, 'listening');
const slackUrl = `http://127.0.0.1:${(slack.address() as AddressInfo).port}`;

const port = await freePort();
const app = spawnApp(embeddedFolder(contacts), {
  PORT: String(port),
  SLACK_BOT_TOKEN: 'xoxb-bench',
  SLACK_SIGNING_SECRET: secret,
  SLACK_API_URL: `${slackUrl}/api/`,
});
const appUrl = `http://127.0.0.1:${port}`;
const isUp = async () => (await fetch(`${appUrl}/healthz`).catch(() => undefined))?.ok === true;
await Promise.race([until(isUp, 60_000), app.ended.then(() => Promise.reject(new Error(app.output())))]);

let number = 0;
/** Sends a slash command as Slack does, and waits for its answer. */
async function ask(userId: string, line: string, kind: Asked['kind']): Promise<Asked> {
  number += 1;
  const id = String(number);
  const [command = '', ...rest] = line.split(' ');
  const body = new URLSearchParams({
    ...{ command, text: rest.join(' '), team_id: 'T0BENCH', user_id: userId, channel_id: 'C0', token: 'x' },
    ...{ trigger_id: `1.2.${id}`, response_url: `${slackUrl}/answers/${id}`, api_app_id: 'A0' },
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const answered = new Promise<number | undefined>((resolve) => {
    waiting.set(id, resolve);
    setTimeout(() => resolve(undefined), lostMs).unref();
  });
  const asked = performance.now();
  const response = await fetch(`${appUrl}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  });
  const ackMs = performance.now() - asked;
  if (response.status !== 200) throw new Error(`${line}: answered ${response.status}`);
  const at = await answered;
  waiting.delete(id);
  return { line, kind, ackMs, answerMs: at === undefined ? undefined : at - asked };
}

function drawn(): (typeof mix)[number] {
  let left = randomInt(mix.reduce((sum, { weight }) => sum + weight, 0));
  for (const each of mix) {
    left -= each.weight;
    if (left < 0) return each;
  }
  throw new Error('the mix is empty');
}

const all: Asked[] = [];
try {
  await ask('U0WARM', '/segments list', 'light');
  console.log(
    `${people} people, ${commands} commands each, ${contacts} contacts, embedded database; load ${loadavg()[0]?.toFixed(1)} before`,
  );
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: people }, async (_, index) => {
      await sleep(Math.random() * pauseMs);
      for (let n = 0; n < commands; n++) {
        const { kind, line } = drawn();
        all.push(await ask(`U0PERSON${index}`, line(), kind));
        await sleep(Math.random() * 2 * pauseMs);
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  console.log(
    `${all.length} commands in ${seconds.toFixed(0)} s: ${(all.length / seconds).toFixed(0)} a second\n`,
  );
} finally {
  await app.end('SIGTERM');
  slack.close();
}

const share = (list: number[], part: number): number =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))] ?? Number.NaN;
const row = (what: string, list: number[]) =>
  console.log(
    `${what.padEnd(54)} ${[0.5, 0.95, 0.99].map((part) => ms(share(list, part)).padStart(9)).join(' ')}`,
  );
/** A command without its subject. */
const nameOf = ({ line }: Asked): string => line.replace(/ \S+@.*/, ' …').slice(0, 50);
const answersOf = (kind: Asked['kind']) =>
  all.filter((each) => each.kind === kind).flatMap(({ answerMs }) => answerMs ?? []);
console.log(`${''.padEnd(54)} ${['p50', 'p95', 'p99'].map((name) => name.padStart(9)).join(' ')}   (ms)`);
const acks = all.map(({ ackMs }) => ackMs);
row('ack', acks);
for (const kind of ['light', 'tagging', 'heavy'] as const) row(`answer, ${kind}`, answersOf(kind));
console.log();
for (const line of [...new Set(all.map(nameOf))].sort()) {
  row(
    `  ${line}`,
    all.filter((each) => nameOf(each) === line).flatMap(({ answerMs }) => answerMs ?? []),
  );
}

const found = verdicts();
const lost = all.filter(({ answerMs }) => answerMs === undefined).length;
found.check('ack p99 under 100 ms', share(acks, 0.99) < 100, `${ms(share(acks, 0.99))} ms`);
const light = share([...answersOf('light'), ...answersOf('tagging')], 0.95);
found.check('answers to light commands: p95 under 1 s', light < 1000, `${ms(light)} ms`);
found.check('nothing is lost', lost === 0, `${lost} of ${all.length}`);
found.print();
