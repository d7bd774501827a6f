import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { Hono } from 'hono';
import { createApp, type RollcallApp } from './app.ts';
import type { AudienceDeps } from './audience/caller.ts';
import type { SendingPort } from './audience/campaigns/sending/port.ts';
import { startTracker } from './audience/campaigns/tracking/tracker.ts';
import { ensureMailboxSender } from './audience/senders/mailbox.ts';
import type { Config } from './config.ts';
import { createGate } from './http/public/gate.ts';
import { urlCheck } from './http/public/own-url.ts';
import { createRoutes, servePublicPages } from './http/routes.ts';
import { type HttpServer, startHttpServer } from './http/server.ts';
import { isOpenedByBrowsers } from './lib/browser-ports.ts';
import { startPlayground } from './playground/start.ts';
import { playgroundTeam } from './playground/team.ts';
import { playgroundSample } from './playground-sample.ts';
import { createHttpReceiver } from './slack/core/receiver.ts';
import type { SmtpReach } from './smtp/sending.ts';
import type { Storage } from './storage/database/client.ts';

const HOW_TO_STOP = 'Ctrl-C stops it.';

/** Undoes a part of starting. */
export type Stop = () => Promise<void>;

/**
 * Starts the app in front of its database: by Socket Mode, over HTTP, or with the playground.
 *
 * @param stops receives the undo of each part as soon as that part has started
 * @returns what it is, where, and how to stop it
 */
export async function serve(
  config: Config,
  { storage, stops, log }: { storage: Storage; stops: Stop[]; log: (line: string) => void },
): Promise<string> {
  const { publicUrl, trustProxy } = config;
  const pages = publicUrl === undefined ? undefined : { url: publicUrl, check: urlCheck(publicUrl, storage) };
  // Loaded when the first mail goes out: a start has more urgent work.
  const reach = async (mailbox?: { port: number }) =>
    (await import('./smtp/sending.ts')).createSmtpReach({ allowed: config.smtpHosts, mailbox });
  const sending = sendingThrough(once(reach), { isPaused: config.isSendingPaused });
  const base: AudienceDeps = { storage, now: storage.clock.now, pages, sending };
  const { limits, turnsAway } = createGate(base, { trustProxy });
  // Stopped after everything that records.
  const tracker = startTracker(base, { log });
  stops.push(() => tracker.stop());
  const routesFor = (audience: AudienceDeps) => createRoutes(audience, { log, trustProxy, limits, tracker });

  if (config.slack.mode === 'socket') {
    const { botToken, appToken, apiUrl } = config.slack;
    // Loaded only if it is used: with undici, it is the largest thing that Slack's packages bring.
    const { createSocketReceiver } = await import('./slack/core/socket-receiver.ts');
    const receiver = createSocketReceiver({ appToken, apiUrl });
    const app = await createApp(
      { audience: base, slack: { botToken, apiUrl }, publicUrl, log },
      { receiver },
    );
    stops.push(() => app.stop());
    const server = await startHttpServer({ port: config.port, routes: routesFor(base), turnsAway });
    stops.push(() => server.close());
    await app.bolt.start();
    // Running commands are acknowledged over the socket, so it stays open until they finish.
    stops.push(async () => void (await app.bolt.stop()));
    stops.push(letEnd(app, server));
    return `Rollcall is connected to Slack through Socket Mode. Health: http://127.0.0.1:${server.port}/healthz\n${HOW_TO_STOP}`;
  }

  if (config.slack.mode === 'http') {
    const { botToken, signingSecret, apiUrl } = config.slack;
    const receiver = createHttpReceiver({ signingSecret, log });
    const app = await createApp(
      { audience: base, slack: { botToken, apiUrl }, publicUrl, log },
      { receiver },
    );
    stops.push(() => app.stop());
    const server = await startHttpServer({
      port: config.port,
      routes: routesFor(base),
      turnsAway,
      slack: receiver.requestListener,
    });
    stops.push(letEnd(app, server));
    return `Rollcall is listening for Slack on port ${server.port}, path /slack/events.\n${HOW_TO_STOP}`;
  }

  // New at every start: nothing outside this process may use them.
  const signingSecret = randomBytes(16).toString('hex');
  const botToken = `xoxb-${randomBytes(16).toString('hex')}`;
  const { startMailbox } = await import('./playground/mailbox/mailbox.ts');
  const mailbox = await startMailbox({
    folder: config.database.dataDir,
    now: () => storage.clock.now().getTime(),
  });
  stops.push(() => mailbox.close());
  const { openMemory } = await import('./playground/memory.ts');
  const { createSmtp } = await import('./smtp/send.ts');
  const mail = {
    send: createSmtp({ host: '127.0.0.1', port: mailbox.smtpPort }),
    from: { name: 'Rollcall playground', address: 'rollcall@playground.example' },
  };
  // Next to the playground's page, on another origin: people outside the team must have no access to the
  // page.
  const outside = new Hono();
  const pagesServer = await startPagesServer(config.port + 1, outside);
  stops.push(() => pagesServer.close());
  const url = `http://127.0.0.1:${pagesServer.port}`;
  const audience: AudienceDeps = {
    ...base,
    mail,
    // Everyone who gets these mails is on this machine.
    pages: { url, isPlayground: true, check: async () => undefined },
    sending: sendingThrough(
      once(() => reach({ port: mailbox.smtpPort })),
      { isPaused: config.isSendingPaused },
    ),
  };
  const reports = await ensureMailboxSender(audience, playgroundTeam.id);
  const { startReaders } = await import('./playground/readers/readers.ts');
  const readers = await startReaders({ folder: config.database.dataDir, mailbox, clock: storage.clock });
  stops.push(() => readers.settled());
  servePublicPages(outside, audience, { log, tracker });
  const playground = await startPlayground({
    port: config.port,
    signingSecret,
    botToken,
    sample: playgroundSample(audience),
    memory: await openMemory(config.database.dataDir, log),
    mailbox,
    readers,
    movableClock: storage.clock,
  });
  stops.push(() => playground.close());
  const receiver = createHttpReceiver({ signingSecret, log });
  const app = await createApp(
    { audience, slack: { botToken, apiUrl: playground.apiUrl }, publicUrl, log },
    { receiver },
  );
  stops.push(() => app.stop());
  const server = await startHttpServer({
    port: 0,
    host: '127.0.0.1',
    routes: routesFor(audience),
    slack: receiver.requestListener,
  });
  stops.push(letEnd(app, server));
  playground.connectApp(`http://127.0.0.1:${server.port}/slack/events`);
  readers.connect({
    url: `http://127.0.0.1:${server.port}${reports.path}`,
    authorization: `Basic ${Buffer.from(reports.secret).toString('base64')}`,
  });
  return [
    `Rollcall's playground: ${playground.url}`,
    `The real app with a stand-in for Slack, on this machine only. Its data is in ${config.database.databaseUrl === undefined ? resolve(config.database.dataDir) : 'your PostgreSQL'}.`,
    HOW_TO_STOP,
  ].join('\n');
}

/** Sends through servers that are reached when the first mail goes out. */
const sendingThrough = (reach: () => Promise<SmtpReach>, rest: { isPaused: boolean }): SendingPort => ({
  ...rest,
  openTransport: async (sender) => (await reach()).openTransport(sender),
  checks: {
    probe: async (sender) => (await reach()).checks.probe(sender),
    domain: async (question) => (await reach()).checks.domain(question),
  },
});

/** Makes a thing on first use. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/**
 * Listens on the port after the page's, so that links in old mails keep working; on a free one if that is
 * taken, or one that browsers refuse.
 */
const startPagesServer = (port: number, routes: Hono): Promise<HttpServer> =>
  startHttpServer({ port: isOpenedByBrowsers(port) ? port : 0, host: '127.0.0.1', routes }).catch(() =>
    startHttpServer({ port: 0, host: '127.0.0.1', routes }),
  );

/** Accepts nothing new over either transport, and lets running requests finish. */
const letEnd =
  (app: RollcallApp, server: HttpServer): Stop =>
  async () =>
    void (await Promise.all([app.stop(), server.close()]));
