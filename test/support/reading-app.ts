import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import type { Pool } from 'pg';
import { createApp } from '../../src/app.ts';
import type { AudienceDeps } from '../../src/audience/caller.ts';
import { startTracker } from '../../src/audience/campaigns/tracking/tracker.ts';
import { ensureMailboxSender } from '../../src/audience/senders/mailbox.ts';
import { createRoutes, servePublicPages } from '../../src/http/routes.ts';
import { startHttpServer } from '../../src/http/server.ts';
import { startMailbox } from '../../src/playground/mailbox/mailbox.ts';
import type { Deed } from '../../src/playground/readers/behavior.ts';
import type { Logged } from '../../src/playground/readers/log.ts';
import { startReaders } from '../../src/playground/readers/readers.ts';
import { startPlayground } from '../../src/playground/start.ts';
import { playgroundTeam } from '../../src/playground/team.ts';
import { createHttpReceiver } from '../../src/slack/core/receiver.ts';
import { createSmtpReach } from '../../src/smtp/sending.ts';
import { until } from './app-process.ts';
import { type SlackPerson, slackPerson } from './slack-person.ts';
import { borrowDatabase } from './with-audience.ts';

/** The whole playground without its page: Slack, a mailbox, and people who read what arrives there. */
export interface ReadingApp {
  deps: AudienceDeps;
  /** An admin. */
  ada: SlackPerson;
  /** Lets the audience read what arrived, over three days of the app’s clock. */
  letThemRead(): Promise<void>;
  /** What the readers did, from their own file. */
  deeds(): Logged[];
  /** How many people did one of these. */
  people(...dids: Deed[]): number;
  log: string[];
  close(): Promise<void>;
}

/** Starts it as `serve` does for the playground. */
export async function startReadingApp(): Promise<ReadingApp> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-reading-'));
  const database = await borrowDatabase('embedded');
  const { storage } = database;
  const { clock } = storage;
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const stops: (() => Promise<unknown>)[] = [];
  const mailbox = await startMailbox({ folder, now: () => clock.now().getTime() });
  stops.push(() => mailbox.close());
  const outside = new Hono();
  const pages = await startHttpServer({ port: 0, host: '127.0.0.1', routes: outside });
  stops.push(() => pages.close());
  const deps: AudienceDeps = {
    ...{ storage, now: clock.now },
    sending: createSmtpReach({ allowed: [], mailbox: { port: mailbox.smtpPort } }),
    pages: { url: `http://127.0.0.1:${pages.port}`, isPlayground: true, check: async () => undefined },
  };
  const { path, secret } = await ensureMailboxSender(deps, playgroundTeam.id);
  const tracker = startTracker(deps, { log });
  stops.push(() => tracker.stop());
  servePublicPages(outside, deps, { log, tracker });
  const [signingSecret, botToken] = ['a secret of the tests', 'xoxb-of-the-tests'];
  const slack = await startPlayground({ port: 0, signingSecret, botToken });
  stops.push(() => slack.close());
  const receiver = createHttpReceiver({ signingSecret, log });
  const app = await createApp(
    { audience: deps, slack: { botToken, apiUrl: slack.apiUrl, retryConfig: { retries: 0 } }, log },
    { receiver },
  );
  stops.push(() => app.stop());
  await app.begin();
  const server = await startHttpServer({
    ...{ port: 0, host: '127.0.0.1', routes: createRoutes(deps, { log }) },
    ...{ slack: receiver.requestListener, limits: { graceMs: 0 } },
  });
  stops.push(() => server.close());
  const url = `http://127.0.0.1:${server.port}`;
  slack.connectApp(`${url}/slack/events`);
  const readers = await startReaders({ folder, mailbox, clock });
  stops.push(() => readers.settled());
  const authorization = `Basic ${Buffer.from(secret).toString('base64')}`;
  readers.connect({ url: `${url}${path}`, authorization });

  const deeds = (): Logged[] =>
    readFileSync(join(folder, 'readers.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Logged);
  return {
    ...{ deps, ada: slackPerson(slack, 'U0ADA'), log: lines, deeds },
    async letThemRead() {
      readers.start();
      await readers.settled();
      const { rows } = await storage.pool.query<{ id: number }>('SELECT id FROM workspaces');
      await untilCounted(storage.pool, rows[0]?.id ?? 0, deeds());
    },
    people: (...dids) =>
      new Set(
        deeds()
          .filter(({ did }) => dids.includes(did))
          .map(({ key }) => key),
      ).size,
    async close() {
      for (const stop of stops.reverse()) await stop();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until every open and click that readers noted is counted: some seconds later, it is clear who made the last ones. */
export async function untilCounted(pool: Pool, workspaceId: number, deeds: readonly Logged[]): Promise<void> {
  const made = deeds.filter(({ did }) => ['opened', 'clicked', 'scanned'].includes(did)).length;
  await until(async () => {
    const { rows } = await pool.query(
      'SELECT coalesce(sum(hits), 0)::int AS hits FROM campaign_hits WHERE workspace_id = $1',
      [workspaceId],
    );
    return rows[0].hits >= made;
  }, 30_000);
}
