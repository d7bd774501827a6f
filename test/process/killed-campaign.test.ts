import { type ChildProcess, fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { unsubscribeFromEverything } from '../../src/audience/topics/choices.ts';
import type { Storage, StorageOptions } from '../../src/storage/database/client.ts';
import { findHolder } from '../../src/storage/database/lock.ts';
import { bareEnv } from '../support/bare-env.ts';
import { type Beside, lookBeside } from '../support/beside.ts';
import { bundled } from '../support/bundled.ts';
import { addPeople, addSender, draftFor, sendNow } from '../support/campaigns.ts';
import { type DatabaseKind, databases } from '../support/database.ts';
import { copyEmbeddedTemplate, copyServerTemplate, testSecret } from '../support/database-templates.ts';
import { startSmtpSink } from '../support/smtp-sink.ts';

// The gate runs few and small rounds. For a thorough run:
// CRASH_ROUNDS=20 CRASH_PEOPLE=2000 npx vitest run test/process/killed-campaign.test.ts
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 1);
const PEOPLE = Number(process.env.CRASH_PEOPLE ?? 240);
const KILLS = 3;

const script = bundled('test/support/sending-app.ts', { starts: 'app' });

interface Opened {
  options: StorageOptions;
  remove: () => Promise<void>;
}

async function open(kind: DatabaseKind): Promise<Opened> {
  if (kind === 'embedded') {
    const dataDir = await copyEmbeddedTemplate();
    return {
      options: { dataDir },
      async remove() {
        // The database of an app that was killed ends a moment later, and writes until then.
        while ((await findHolder(dataDir)) !== undefined) await sleep(50);
        rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 });
      },
    };
  }
  const { databaseUrl, drop } = await copyServerTemplate();
  return { options: { databaseUrl, dataDir: 'unused', secret: testSecret }, remove: drop };
}

async function startApp(options: StorageOptions): Promise<ChildProcess> {
  const app = fork(script, [JSON.stringify(options)], {
    env: bareEnv({}),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await new Promise((resolve, reject) => {
    app.once('message', resolve);
    app.once('exit', () => reject(new Error('the app ended before it was ready')));
  });
  return app;
}

async function kill(app: ChildProcess): Promise<void> {
  app.removeAllListeners('exit');
  const ended = new Promise((resolve) => app.once('exit', resolve));
  app.kill('SIGKILL');
  await ended;
}

/** What one round left behind. */
interface Outcome {
  twice: string[];
  lost: string[];
  uncertain: number;
  /** Rows that said so at the kills. */
  handingOver: number;
  /** Of the uncertain, those that had gone out. */
  goneOut: number;
  /** Of the uncertain, those that the server knew of at a kill: begun, or taken while nobody heard the reply. */
  knownToServer: number;
  /** People who were marked after they had unsubscribed. */
  mailedAfterLeaving: number;
  sum: number;
}

async function round(kind: DatabaseKind): Promise<Outcome> {
  const { options, remove } = await open(kind);
  const sink = await startSmtpSink({ delayMs: 3 });
  const apps: ChildProcess[] = [];
  const beside: Beside = lookBeside(options);
  try {
    // On a server, two processes share the work.
    const count = kind === 'server' ? 2 : 1;
    for (let n = 0; n < count; n += 1) apps.push(await startApp(options));
    const { caller, campaignId, last } = await beside.ask((storage) => begin(storage, sink.port));
    let handingOver = 0;
    const underWay = new Set<string>();
    for (let n = 1; n <= KILLS; n += 1) {
      await until(() => sink.total() >= (PEOPLE * n) / (KILLS + 1));
      const app = apps.shift();
      for (const email of sink.underWay()) underWay.add(email);
      if (app !== undefined) await kill(app);
      handingOver += await beside.ask((storage) => handing(storage, campaignId));
      // People leave all the while.
      if (n === 1)
        await beside.ask((storage) =>
          unsubscribeFromEverything(
            depsOf(storage),
            { workspaceId: caller.workspaceId, contactId: last },
            { text: 'x' },
          ),
        );
      apps.push(await startApp(options));
    }
    await beside.until(async (storage) => (await stateOf(storage, campaignId)) === 'sent', 180_000);
    return await beside.ask((storage) =>
      outcome(storage, { campaignId, taken: sink.taken, underWay, handingOver }),
    );
  } finally {
    await beside.leave();
    for (const app of apps) await kill(app);
    await sink.close();
    await remove();
  }
}

const depsOf = (storage: Storage): AudienceDeps => ({
  ...{
    storage,
    now: storage.clock.now,
    pages: { url: 'https://mail.acme.example', check: async () => undefined },
  },
});

async function begin(
  storage: Storage,
  port: number,
): Promise<{ caller: Caller; campaignId: number; last: number }> {
  const { id: workspaceId } = await storage.prisma.workspace.create({ data: { teamId: 'T0CRASH' } });
  const caller: Caller = { workspaceId, actor: 'U0ADA', role: 'admin' };
  const ids = await addPeople(storage, workspaceId, PEOPLE);
  const senderId = await addSender(storage, workspaceId, { port });
  const { id: campaignId } = await draftFor(depsOf(storage), caller, { senderId });
  await sendNow(depsOf(storage), caller, { id: campaignId });
  return { caller, campaignId, last: ids.at(-1) ?? 0 };
}

const handing = async ({ pool }: Storage, campaignId: number): Promise<number> => {
  const sql = `SELECT count(*)::int AS n FROM campaign_recipients WHERE campaign_id = $1 AND state = 'handing over'`;
  return (await pool.query(sql, [campaignId])).rows[0].n;
};

const stateOf = async ({ pool }: Storage, campaignId: number): Promise<string> =>
  (await pool.query('SELECT state FROM campaign_mails WHERE campaign_id = $1', [campaignId])).rows[0].state;

async function outcome(
  { pool }: Storage,
  given: { campaignId: number; taken: Map<string, number>; underWay: Set<string>; handingOver: number },
): Promise<Outcome> {
  const { rows } = await pool.query<{ email: string; state: string; late: boolean | null }>(
    `SELECT c.email, r.state, r.state <> 'left out' AND r.marked_at > c.opted_out_at AS late FROM campaign_recipients r JOIN contacts c ON c.workspace_id = r.workspace_id AND c.id = r.contact_id
     WHERE r.campaign_id = $1`,
    [given.campaignId],
  );
  const of = (...states: string[]) =>
    rows.filter(({ state }) => states.includes(state)).map(({ email }) => email);
  const uncertain = of('uncertain');
  return {
    twice: [...given.taken].filter(([, times]) => times > 1).map(([email]) => email),
    // Said to be handed over, but the server never got it; or not final.
    lost: [
      ...of('handed over').filter((email) => !given.taken.has(email)),
      ...of('waiting', 'claimed', 'handing over', 'failed', 'bounced'),
    ],
    uncertain: uncertain.length,
    handingOver: given.handingOver,
    goneOut: uncertain.filter((email) => given.taken.has(email)).length,
    knownToServer: uncertain.filter((email) => given.taken.has(email) || given.underWay.has(email)).length,
    mailedAfterLeaving: rows.filter(({ late }) => late === true).length,
    sum: rows.length,
  };
}

async function until(holds: () => boolean, timeout = 120_000): Promise<void> {
  for (const end = Date.now() + timeout; !holds(); ) {
    if (Date.now() > end) throw new Error('the mails stopped coming');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe.each(databases)('a campaign whose processes are killed (%s)', (kind) => {
  const all = { rounds: 0, twice: 0, lost: 0, uncertain: 0, handingOver: 0, goneOut: 0, knownToServer: 0 };
  afterAll(() => console.info(kind, all));

  it.each(Array.from({ length: ROUNDS }, (_, n) => n + 1))(
    'mails nobody twice and loses nobody: round %i',
    async () => {
      const { twice, lost, uncertain, handingOver, goneOut, knownToServer, mailedAfterLeaving, sum } =
        await round(kind);
      all.rounds += 1;
      all.twice += twice.length;
      all.lost += lost.length;
      all.uncertain += uncertain;
      all.handingOver += handingOver;
      all.goneOut += goneOut;
      all.knownToServer += knownToServer;
      expect({ twice, lost, sum }).toEqual({ twice: [], lost: [], sum: PEOPLE });
      expect(uncertain).toBeLessThanOrEqual(handingOver);
      expect(mailedAfterLeaving).toBe(0);
    },
    300_000,
  );
});
