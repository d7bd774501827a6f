import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { Hono } from 'hono';
import { createApp } from './app.ts';
import type { AudienceDeps } from './audience/caller.ts';
import type { Config } from './config.ts';
import { createRoutes, servePublicPages } from './http/routes.ts';
import { type HttpServer, startHttpServer } from './http/server.ts';
import { isOpenedByBrowsers } from './lib/browser-ports.ts';
import { once } from './lib/once.ts';
import { startMailbox } from './playground/mailbox/mailbox.ts';
import { openMemory } from './playground/memory.ts';
import { startReaders } from './playground/readers/readers.ts';
import type { Sample } from './playground/slack-server/options.ts';
import { startPlayground } from './playground/start.ts';
import { playgroundTeam } from './playground/team.ts';
import { type Common, HOW_TO_STOP, letEnd, type Served, sendingThrough } from './serve-parts.ts';
import { createHttpReceiver } from './slack/core/receiver.ts';

/** Starts the app with a stand-in for Slack, a mailbox, and people who read its mails, all on this machine. */
export async function servePlayground(config: Config, common: Common): Promise<Served> {
  const { storage, stops, log, base, limits, tracker } = common;
  const { publicUrl, trustProxy } = config;
  // New at every start: nothing outside this process may use them.
  const signingSecret = randomBytes(16).toString('hex');
  const botToken = `xoxb-${randomBytes(16).toString('hex')}`;
  const folder = config.database.dataDir;
  const mailbox = await startMailbox({ folder, now: () => storage.clock.now().getTime() });
  stops.push(() => mailbox.close());
  // Next to the playground's page, on another origin: people outside the team must have no access to the
  // page.
  const outside = new Hono();
  const pagesServer = await startPagesServer(config.port + 1, outside);
  stops.push(() => pagesServer.close());
  const url = `http://127.0.0.1:${pagesServer.port}`;
  const audience: AudienceDeps = {
    ...base,
    mail: mailTo(mailbox.smtpPort),
    // Everyone who gets these mails is on this machine.
    pages: { url, isPlayground: true, check: async () => undefined },
    sending: sendingThrough({
      allowed: config.smtpHosts,
      isPaused: config.isSendingPaused,
      mailbox: { port: mailbox.smtpPort },
    }),
  };
  const readers = await startReaders({ folder, mailbox, clock: storage.clock });
  stops.push(() => readers.settled());
  servePublicPages(outside, audience, { log, tracker });
  const playground = await startPlayground({
    port: config.port,
    signingSecret,
    botToken,
    sample: sampleFor(audience),
    memory: await openMemory(folder, log),
    mailbox,
    readers,
    movableClock: storage.clock,
  });
  stops.push(() => playground.close());
  const receiver = createHttpReceiver({ signingSecret, log });
  const app = await createApp(
    { audience, slack: { botToken, apiUrl: playground.apiUrl }, publicUrl, prepare: connectMailbox, log },
    { receiver },
  );
  stops.push(() => app.stop());
  const server = await startHttpServer({
    port: 0,
    host: '127.0.0.1',
    routes: createRoutes(audience, { log, trustProxy, limits, tracker }),
    slack: receiver.requestListener,
  });
  stops.push(letEnd(app, server));
  playground.connectApp(`http://127.0.0.1:${server.port}/slack/events`);

  /** Makes the mailbox a sender of campaigns whose readers report to the app. */
  async function connectMailbox(): Promise<void> {
    try {
      const { ensureMailboxSender } = await import('./audience/senders/mailbox.ts');
      const reports = await ensureMailboxSender(audience, playgroundTeam.id);
      readers.connect({
        url: `http://127.0.0.1:${server.port}${reports.path}`,
        authorization: `Basic ${Buffer.from(reports.secret).toString('base64')}`,
      });
    } catch (error) {
      log(`the playground's mailbox could not be connected: ${String(error)}`);
    }
  }

  return {
    text: [
      `Rollcall's playground: ${playground.url}`,
      `The real app with a stand-in for Slack, on this machine only. Its data is in ${config.database.databaseUrl === undefined ? resolve(folder) : 'your PostgreSQL'}.`,
      HOW_TO_STOP,
    ].join('\n'),
    begin: app.begin,
  };
}

/** Sends single mails to the mailbox. nodemailer is loaded for the first one. */
function mailTo(port: number): AudienceDeps['mail'] {
  const smtp = once(async () => (await import('./smtp/send.ts')).createSmtp({ host: '127.0.0.1', port }));
  return {
    send: async (message) => (await smtp())(message),
    from: { name: 'Rollcall playground', address: 'rollcall@playground.example' },
  };
}

/** The page asks for these after the start: what they use is most of the app. */
function sampleFor(audience: AudienceDeps): Sample {
  const sample = once(async () => (await import('./playground-sample.ts')).playgroundSample(audience));
  return {
    isOffered: async () => (await sample()).isOffered(),
    load: async () => (await sample()).load(),
    tour: async () => (await sample()).tour(),
    file: async () => (await sample()).file(),
  };
}

/**
 * Listens on the port after the page's, so that links in old mails keep working; on a free one if that is
 * taken, or one that browsers refuse.
 */
const startPagesServer = (port: number, routes: Hono): Promise<HttpServer> =>
  startHttpServer({ port: isOpenedByBrowsers(port) ? port : 0, host: '127.0.0.1', routes }).catch(() =>
    startHttpServer({ port: 0, host: '127.0.0.1', routes }),
  );
