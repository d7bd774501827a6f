// Campaigns: `npm run bench -- campaigns`, against a mail server of its own that takes everything. On a PostgreSQL
// that it starts, with a million contacts (`--contacts`): counting who gets a campaign and why others don't, next to
// counting the same people as a segment; writing its recipients, next to a bare INSERT … SELECT; sending for
// `--seconds 15`, next to a bare loop of nodemailer, with one process and with two. Then the app as under `npm start`
// on the embedded database, sending to `--embedded 10000` people while commands come in. Ends with which bounds hold.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openStorage } from '../src/storage/database/client.ts';
import { bundled } from '../test/support/bundled.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { makeAudience } from './support/audience.ts';
import { type BenchCampaign, benchCampaign, prepareAgain } from './support/campaign.ts';
import { campaignsBesideCommands } from './support/campaign-embedded.ts';
import type { SenderOrder } from './support/campaign-sender.ts';
import { countingTimes, preparingTimes } from './support/campaign-statements.ts';
import { ms } from './support/measure.ts';
import { verdicts } from './support/verdicts.ts';

const { values } = parseArgs({
  options: {
    contacts: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '15' },
    embedded: { type: 'string', default: '10000' },
  },
});
const [contacts, seconds, embedded] = [values.contacts, values.seconds, values.embedded].map(Number) as [
  number,
  number,
  number,
];
const found = verdicts();
if (contacts > 0) await onServer();
if (embedded > 0) {
  const { ackMs, perSecond, sent } = await campaignsBesideCommands(embedded);
  console.log(
    `embedded, ${sent} mails, ${perSecond.toFixed(0)} a second; ack p50 ${ms(ackMs.p50)}, p99 ${ms(ackMs.p99)} ms`,
  );
  found.check('embedded: ack p99 under 100 ms while it sends', ackMs.p99 < 100, `${ms(ackMs.p99)} ms`);
}
found.print();
process.exit(0);

async function onServer(): Promise<void> {
  const server = await startPostgres({ settings: ['shared_buffers=2GB', 'max_wal_size=8GB'] });
  const secret = 'x'.repeat(32);
  const storage = await openStorage({ databaseUrl: server.url, dataDir: 'unused', secret });
  try {
    const workspaceId = await makeAudience(storage, contacts, { eventsEach: 1 });
    console.log(`${contacts} contacts, PostgreSQL; load ${loadavg()[0]?.toFixed(1)} before`);
    const campaign = await benchCampaign(storage, workspaceId);
    for (const { audience, waterfall, segment, people } of await countingTimes(campaign)) {
      const ratio = waterfall / segment;
      console.log(
        `who gets it: ${audience} (${people}): ${ms(waterfall)} ms; as a segment ${ms(segment)} ms; ×${ratio.toFixed(2)}`,
      );
      found.check(
        'waterfall within 1.25 × counting a segment',
        ratio <= 1.25,
        `${audience}: ×${ratio.toFixed(2)}`,
      );
    }
    const { prepared, bare, megabytes } = await preparingTimes(campaign);
    console.log(
      `preparing ${contacts}: ${ms(prepared)} ms; bare INSERT … SELECT ${ms(bare)} ms; ×${(bare / prepared).toFixed(2)} as fast; this process grew by ${megabytes.toFixed(0)} MB`,
    );
    found.check(
      'preparing at least 0.5 as fast as a bare INSERT … SELECT',
      bare / prepared >= 0.5,
      `×${(bare / prepared).toFixed(2)}`,
    );
    await speeds(campaign, { databaseUrl: server.url, secret });
  } finally {
    await storage.close();
    await server.close();
  }
}

/** Mails a second: bare and as the app, in turns; then with a slow sink, one process and two. */
async function speeds(campaign: BenchCampaign, at: { databaseUrl: string; secret: string }): Promise<void> {
  const quick = await startSink(0);
  const order = (how: SenderOrder['how'], port: number): SenderOrder => ({
    how,
    ...at,
    port,
    mails: 10_000_000,
  });
  await prepareAgain(campaign);
  const rates = { bare: 0, app: 0 };
  let most = 0;
  for (const how of ['bare', 'app', 'bare', 'app'] as const) {
    const { rate, megabytes } = await rateOf([order(how, quick.port)], quick);
    rates[how] = Math.max(rates[how], rate);
    if (how === 'app') most = Math.max(most, megabytes);
  }
  const share = rates.app / rates.bare;
  console.log(
    `mails a second, one process: ${rates.app.toFixed(0)}; bare nodemailer ${rates.bare.toFixed(0)}; ×${share.toFixed(2)}; memory ${most.toFixed(0)} MB`,
  );
  found.check('mails a second at least 0.7 of bare nodemailer', share >= 0.7, `×${share.toFixed(2)}`);
  found.check('memory under 300 MB while sending', most < 300, `${most.toFixed(0)} MB`);
  const slow = await startSink(20);
  const one = await rateOf([order('app', slow.port)], slow);
  const two = await rateOf([order('app', slow.port), order('app', slow.port)], slow);
  const gain = two.rate / one.rate;
  console.log(
    `a sink that answers after 20 ms: one process ${one.rate.toFixed(0)} a second, two ${two.rate.toFixed(0)}; ×${gain.toFixed(2)}`,
  );
  found.check(
    'two processes at least 1.8 × one, if the sink answers after 20 ms',
    gain >= 1.8,
    `×${gain.toFixed(2)}`,
  );
}

interface Sink {
  port: number;
  /** How many mails came since the last call, within how long. */
  again(): Promise<{ mails: number; seconds: number }>;
}

async function startSink(delayMs: number): Promise<Sink> {
  const child = started('campaign-sink.ts', String(delayMs));
  const { port } = await told<{ port: number }>(child);
  return {
    port,
    again() {
      child.send('again');
      return told(child);
    },
  };
}

async function rateOf(orders: SenderOrder[], sink: Sink): Promise<{ rate: number; megabytes: number }> {
  const children = orders.map((order) => started('campaign-sender.ts', JSON.stringify(order)));
  await Promise.all(children.map(told));
  // The first seconds are about starting: connections, plans, the compiler.
  await sleep(3_000);
  await sink.again();
  await sleep(seconds * 1_000);
  const { mails, seconds: took } = await sink.again();
  const memory = await Promise.all(
    children.map((child) => {
      child.send('memory');
      return told<{ megabytes: number }>(child);
    }),
  );
  await Promise.all(children.map((child) => new Promise((done) => child.once('exit', done).kill('SIGTERM'))));
  return { rate: mails / took, megabytes: Math.max(...memory.map(({ megabytes }) => megabytes)) };
}

/** Built and started like the app: what runs the sources takes 60 MB by itself. */
function started(file: string, arg: string) {
  return fork(bundled(`bench/support/${file}`), [arg], { execArgv: heapFlags() });
}

/** How `npm start` keeps the heap small. */
function heapFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  return scripts.start.split(' ').filter((word: string) => word.startsWith('--'));
}

function told<T>(child: ReturnType<typeof started>): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', () => reject(new Error('a process of the benchmark ended')));
  });
}
