import { type Config, readConfig } from './config.ts';
import { orTrouble } from './database-trouble.ts';
import { RollcallError } from './errors.ts';
import { keepServing } from './last-resort.ts';
import type { Served, Stop } from './serve-parts.ts';
import { startEmbedded } from './storage/database/embedded.ts';
import { systemTrouble } from './system-trouble.ts';

/** The page and health checks are answered before the rest begins, which keeps the process busy. */
const BREATH_MS = 100;

const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
// The reader of the log may have gone: that is no reason to exit.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** Starts everything, innermost first; `stops` undoes it in the opposite order. */
async function start(config: Config, stops: Stop[]): Promise<Served> {
  const { dataDir, databaseUrl } = config.database;
  const onLost = (reason: string): void => void fail(new RollcallError('unavailable', reason));
  // The embedded database takes longest to start, and loading the code takes nearly as long: do both at once.
  // What nothing waits for until the app listens comes last.
  const embedded = databaseUrl === undefined ? startEmbedded({ dataDir, onLost, log }) : undefined;
  const loading = import('./serve.ts');
  const loadingMode = loading.then(({ loadFor }) => loadFor(config.slack.mode));
  const loadingWork = loadingMode.then(() => import('./work.ts'));
  for (const each of [embedded, loadingWork]) each?.catch(() => {});
  const { openStorage } = await import('./storage/database/client.ts');
  const clock = config.slack.mode === 'playground' ? 'movable' : 'real';
  const storage = await openStorage({ ...config.database, log, onLost, embedded, clock });
  stops.push(() => storage.close());
  const { serve } = await loading;
  return serve(config, { storage, stops, log });
}

const stops: Stop[] = [];
let stopping: Promise<void> | undefined;

/** Stops once, however often it is called. */
function stop(): Promise<void> {
  stopping ??= (async () => {
    for (const undo of stops.splice(0).reverse()) {
      await undo().catch((error: unknown) => log(`while stopping: ${String(error)}`));
    }
  })();
  return stopping;
}

async function fail(thrown: unknown): Promise<never> {
  const error = systemTrouble(thrown) ?? orTrouble(thrown);
  if (error instanceof RollcallError) log([error.message, error.hint].filter(Boolean).join('\n'));
  else log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  await stop();
  process.exit(1);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // What is unfinished by then continues at the next start. (A second Ctrl-C means nothing: npm passes each
    // on twice.)
    setTimeout(() => process.exit(1), 20_000).unref();
    void stop().then(() => process.exit(0));
  });
}

try {
  const { text, begin } = await start(readConfig(), stops);
  process.stdout.write(`${text}\n`);
  keepServing(log);
  // What it does with the database only logs its failures. Without its listeners, an app is no use.
  setTimeout(() => {
    if (stopping === undefined) begin().catch(fail);
  }, BREATH_MS);
} catch (error) {
  await fail(error);
}
