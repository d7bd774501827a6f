import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { until } from './app-process.ts';
import { findBinaries, type PostgresServer, startPostgres } from './postgres-server.ts';

/** The environment variable that tells test processes where to ask for the server. */
const deskVariable = 'ROLLCALL_TEST_POSTGRES';

type Answer = { url: string } | { problem: string };

/**
 * Whether this machine can have a real PostgreSQL for its tests: one that was given, or binaries to start
 * one.
 */
export function hasPostgres(): boolean {
  return Boolean(process.env.TEST_DATABASE_URL) || findBinaries() !== undefined;
}

/**
 * The URL of the real PostgreSQL of this test run: TEST_DATABASE_URL, or a server that is started when the
 * first test file asks for it. Tests that need none don't wait for one.
 */
export async function requestPostgres(): Promise<string> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return given;
  const desk = process.env[deskVariable];
  if (!desk) throw notSetUp();
  writeFileSync(join(desk, 'asked'), '');
  const answerPath = join(desk, 'answer.json');
  while (!existsSync(answerPath)) await sleep(50);
  const answer: Answer = JSON.parse(readFileSync(answerPath, 'utf8'));
  if ('url' in answer) return answer.url;
  throw new Error(answer.problem);
}

/** A folder that exists as long as this test run, and is removed after it. */
export function runFolder(): string {
  const desk = process.env[deskVariable];
  if (!desk) throw notSetUp();
  return desk;
}

/** What names of this run's databases begin with. */
export const runName = (): string => basename(runFolder()).toLowerCase().replaceAll('-', '_');

/** Waits for the first test file to ask, then starts the server. Runs once, in vitest's main process. */
export function openPostgresDesk(): { close(): Promise<void> } {
  const desk = mkdtempSync(join(tmpdir(), 'rollcall-desk-'));
  process.env[deskVariable] = desk;
  let starting: Promise<PostgresServer | undefined> | undefined;
  const timer = setInterval(() => {
    if (!existsSync(join(desk, 'asked'))) return;
    clearInterval(timer);
    starting = answer(desk);
  }, 50);
  return {
    close: async () => {
      clearInterval(timer);
      await (await starting)?.close();
      if (process.env.TEST_DATABASE_URL) await dropDatabases(process.env.TEST_DATABASE_URL);
      // The embedded databases in it end with the processes that opened them, or a moment later.
      await until(() => isRemoved(desk), 60_000);
    },
  };
}

function isRemoved(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}

async function answer(desk: string): Promise<PostgresServer | undefined> {
  const started = await startPostgres().catch((error: unknown) => ({ problem: String(error) }));
  const failed = 'problem' in started;
  const text: Answer = failed
    ? {
        problem: `The PostgreSQL of the tests did not start (${started.problem}). Set TEST_DATABASE_URL to one.`,
      }
    : { url: started.url };
  writeFileSync(join(desk, 'answer.tmp'), JSON.stringify(text));
  renameSync(join(desk, 'answer.tmp'), join(desk, 'answer.json'));
  return failed ? undefined : started;
}

/** On a server that outlives this run, what the run left open is dropped. */
async function dropDatabases(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)',
    [`${runName()}_`],
  );
  for (const { name } of rows) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.end();
}

const notSetUp = () =>
  new Error('test/global-setup.ts did not run: vitest.config.ts has to name it as globalSetup.');
