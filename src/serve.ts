import { createApp } from './app.ts';
import type { AudienceDeps } from './audience/caller.ts';
import { startTracker } from './audience/campaigns/tracking/tracker.ts';
import type { Config } from './config.ts';
import { createGate } from './http/public/gate.ts';
import { urlCheck } from './http/public/own-url.ts';
import { createRoutes } from './http/routes.ts';
import { startHttpServer } from './http/server.ts';
import { HOW_TO_STOP, letEnd, type Served, type Serving, sendingThrough } from './serve-parts.ts';
import { createHttpReceiver } from './slack/core/receiver.ts';

const loadPlayground = () => import('./serve-playground.ts');
const loadSocketReceiver = () => import('./slack/core/socket-receiver.ts');

/** Loads what only one way of serving needs: before `serve`, because the database takes longer to open. */
export async function loadFor(mode: Config['slack']['mode']): Promise<void> {
  if (mode === 'playground') await loadPlayground();
  if (mode === 'socket') await loadSocketReceiver();
}

/** Starts the app in front of its database: by Socket Mode, over HTTP, or with the playground. */
export async function serve(config: Config, serving: Serving): Promise<Served> {
  const { storage, stops, log } = serving;
  const { publicUrl, trustProxy } = config;
  const pages = publicUrl === undefined ? undefined : { url: publicUrl, check: urlCheck(publicUrl, storage) };
  const sending = sendingThrough({ allowed: config.smtpHosts, isPaused: config.isSendingPaused });
  const base: AudienceDeps = { storage, now: storage.clock.now, pages, sending };
  const { limits, turnsAway } = createGate(base, { trustProxy });
  // Stopped after everything that records.
  const tracker = startTracker(base, { log });
  stops.push(() => tracker.stop());
  if (config.slack.mode === 'playground') {
    const { servePlayground } = await loadPlayground();
    return servePlayground(config, { ...serving, base, limits, tracker });
  }
  const routes = createRoutes(base, { log, trustProxy, limits, tracker });

  if (config.slack.mode === 'socket') {
    const { botToken, appToken, apiUrl } = config.slack;
    const { createSocketReceiver } = await loadSocketReceiver();
    const receiver = createSocketReceiver({ appToken, apiUrl });
    const app = await createApp(
      { audience: base, slack: { botToken, apiUrl }, publicUrl, log },
      { receiver },
    );
    stops.push(() => app.stop());
    const server = await startHttpServer({ port: config.port, routes, turnsAway });
    stops.push(() => server.close());
    await app.bolt.start();
    // Running commands are acknowledged over the socket, so it stays open until they finish.
    stops.push(async () => void (await app.bolt.stop()));
    stops.push(letEnd(app, server));
    const health = `http://127.0.0.1:${server.port}/healthz`;
    return {
      text: `Rollcall is connected to Slack through Socket Mode. Health: ${health}\n${HOW_TO_STOP}`,
      begin: app.begin,
    };
  }

  const { botToken, signingSecret, apiUrl } = config.slack;
  const receiver = createHttpReceiver({ signingSecret, log });
  const app = await createApp({ audience: base, slack: { botToken, apiUrl }, publicUrl, log }, { receiver });
  stops.push(() => app.stop());
  const slack = receiver.requestListener;
  const server = await startHttpServer({ port: config.port, routes, turnsAway, slack });
  stops.push(letEnd(app, server));
  return {
    text: `Rollcall is listening for Slack on port ${server.port}, path /slack/events.\n${HOW_TO_STOP}`,
    begin: app.begin,
  };
}
