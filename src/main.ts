import { type Config, readConfig } from './config.ts';
import { RollcallError } from './errors.ts';
import type { Stop } from './serve.ts';
import { openStorage } from './storage/client.ts';

const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Starts everything, innermost first; `stops` undoes it in the opposite order. */
async function start(config: Config, stops: Stop[]): Promise<string> {
  // Loading Bolt and the rest takes about as long as opening the database: both at once.
  const loading = import('./serve.ts');
  loading.catch(() => {});
  const storage = await openStorage({
    ...config.database,
    log,
    onLost: (reason) => void fail(new RollcallError('unavailable', reason)),
  });
  stops.push(() => storage.close());
  const { serve } = await loading;
  return serve(config, { storage, stops, log });
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
