import { randomBytes } from 'node:crypto';
import { HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { createApp } from './app.ts';
import { type Config, readConfig } from './config.ts';
import { RollcallError } from './errors.ts';
import { createRoutes } from './http/routes.ts';
import { startHttpServer } from './http/server.ts';
import { startPlayground } from './playground/start.ts';
import { playgroundSample } from './playground-sample.ts';
import { openStorage } from './storage/client.ts';

const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

type Stop = () => Promise<void>;

/** Starts everything, innermost first; `stops` undoes it in the opposite order. */
async function start(config: Config, stops: Stop[]): Promise<string> {
  const storage = await openStorage({
    ...config.database,
    log,
    onLost: (reason) => void fail(new RollcallError('unavailable', reason)),
  });
  stops.push(() => storage.close());
  const audience = { storage, now: () => new Date() };
  const routes = createRoutes(audience);

  if (config.slack.mode === 'socket') {
    const { botToken, appToken, apiUrl } = config.slack;
    const receiver = new SocketModeReceiver({
      appToken,
      logLevel: LogLevel.WARN,
      // The receiver hands these to its Socket Mode client; without an installer they serve nothing else.
      installerOptions: { clientOptions: { slackApiUrl: apiUrl } },
    });
    const app = await createApp({ audience, slack: { botToken, apiUrl }, log }, { receiver });
    stops.push(() => app.stop());
    const server = await startHttpServer({ port: config.port, routes });
    stops.push(() => server.close());
    await app.bolt.start();
    stops.push(async () => void (await app.bolt.stop()));
    return `Rollcall is connected to Slack by Socket Mode. Health: http://127.0.0.1:${server.port}/healthz`;
  }

  if (config.slack.mode === 'http') {
    const { botToken, signingSecret, apiUrl } = config.slack;
    const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR });
    const app = await createApp({ audience, slack: { botToken, apiUrl }, log }, { receiver });
    stops.push(() => app.stop());
    const server = await startHttpServer({ port: config.port, routes, slack: receiver.requestListener });
    stops.push(() => server.close());
    return `Rollcall listens for Slack on port ${server.port}, path /slack/events.`;
  }

  // New at every start: nothing outside this process may use them.
  const signingSecret = randomBytes(16).toString('hex');
  const botToken = `xoxb-${randomBytes(16).toString('hex')}`;
  const playground = await startPlayground({
    port: config.port,
    signingSecret,
    botToken,
    sample: playgroundSample(audience),
  });
  stops.push(() => playground.close());
  const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR });
  const app = await createApp(
    { audience, slack: { botToken, apiUrl: playground.apiUrl }, log },
    { receiver },
  );
  stops.push(() => app.stop());
  const server = await startHttpServer({
    port: 0,
    host: '127.0.0.1',
    routes,
    slack: receiver.requestListener,
  });
  stops.push(() => server.close());
  playground.connectApp(`http://127.0.0.1:${server.port}/slack/events`);
  return `Rollcall's playground: ${playground.url}`;
}

const stops: Stop[] = [];
let stopping: Promise<void> | undefined;

/** Stops once, however often it is asked to. */
function stop(): Promise<void> {
  stopping ??= (async () => {
    for (const undo of stops.splice(0).reverse()) {
      await undo().catch((error: unknown) => log(`while stopping: ${String(error)}`));
    }
  })();
  return stopping;
}

async function fail(error: unknown): Promise<never> {
  if (error instanceof RollcallError) log([error.message, error.hint].filter(Boolean).join('\n'));
  else log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  await stop();
  process.exit(1);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // What is left undone by then goes on at the next start. (A second Ctrl-C is no sign: npm passes each on twice.)
    setTimeout(() => process.exit(1), 20_000).unref();
    void stop().then(() => process.exit(0));
  });
}

try {
  process.stdout.write(`${await start(readConfig(), stops)}\n`);
} catch (error) {
  await fail(error);
}
