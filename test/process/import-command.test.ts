import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Storage } from '../../src/storage/database/client.ts';
import { until } from '../support/app-process.ts';
import { bareEnv } from '../support/bare-env.ts';
import { lookBeside } from '../support/beside.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';

/** Enough that an import of them can be stopped in the middle. */
const MANY = 6_000;
// What it says and asks: test/cli/import.test.ts.
let folder: string;
let dataDir: string;
let file: string;
let children: ChildProcess[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-process-'));
  dataDir = await copyEmbeddedTemplate(folder);
  file = join(folder, 'people.csv');
  children = [];
});
afterEach(async () => {
  for (const child of children.filter(
    ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
  )) {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  rmSync(folder, { recursive: true, force: true });
});

/**
 * A file with this many people, and one row without an address; returns what is stored when it is imported.
 */
function writePeople(rows: number) {
  const lines = Array.from({ length: rows }, (_, n) => `p${n}@example.org,Person ${n},vip\n`);
  writeFileSync(file, `Email,Name,Tags\n${lines.join('')}no address,Nobody,\n`);
  return { contacts: rows, people: rows, links: rows, rejected: 1, done: rows + 1, states: 'done' };
}

/** Starts `npm run import` on the file, in its own data folder. */
function start(...args: string[]): {
  child: ChildProcess;
  /**
   * It has opened its database, so that others join it: one that opens it first and closes it again stops it.
   */
  reading: () => Promise<void>;
  ended: Promise<{ code: number | null; said: string }>;
} {
  const child = spawn(process.execPath, ['scripts/cli.mjs', 'import', file, ...args], {
    env: bareEnv({ DATA_DIR: dataDir }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      said += chunk;
    });
  }
  return {
    child,
    reading: () => until(async () => said.includes('Reading ') || said.includes('after row'), 60_000),
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, said })),
  };
}

type Stored = ReturnType<typeof writePeople>;

async function stored(storage: Storage): Promise<Stored> {
  const { rows } = await storage.pool.query(
    `SELECT (SELECT count(*)::int FROM contacts) AS contacts, (SELECT count(DISTINCT email_key)::int FROM contacts) AS people,
        (SELECT count(*)::int FROM contact_tags) AS links, (SELECT count(*)::int FROM import_rejections) AS rejected,
        coalesce(max(rows_done) FILTER (WHERE state NOT IN ('proposed', 'discarded')), 0)::int AS done,
        coalesce(string_agg(state, ' ' ORDER BY id) FILTER (WHERE state NOT IN ('proposed', 'discarded')), '') AS states FROM imports`,
  );
  return rows[0];
}
/**
 * What is stored now; or, with `until`, as soon as that is true. The command wouldn't end while someone is
 * connected.
 */
async function look(until: (seen: Stored) => boolean = () => true): Promise<Stored> {
  const beside = lookBeside({ dataDir });
  try {
    return await beside.ask(async (storage) => {
      let seen = await stored(storage);
      while (!until(seen)) {
        await sleep(50);
        seen = await stored(storage);
      }
      return seen;
    });
  } finally {
    await beside.leave();
  }
}

it('continues after kill -9, and after Ctrl-C, and adds no one twice', async () => {
  const whole = writePeople(MANY);
  const killed = start('--status', 'subscribed', '--yes');
  await killed.reading();
  await look(({ done }) => done > 0);
  killed.child.kill('SIGKILL');
  await killed.ended;
  await sleep(1000);
  const halfway = await look();
  expect(halfway.contacts).toBe(Math.min(halfway.done, MANY));

  const stopped = start('--status', 'subscribed', '--yes');
  await stopped.reading();
  await look(({ done }) => done > halfway.done);
  stopped.child.kill('SIGINT');
  const { said } = await stopped.ended;
  expect(said).toContain('Continuing the import of people.csv after row');
  if ((await look()).states === 'running') {
    expect(said).toContain('Run the same command again to continue');
    await start('--status', 'subscribed', '--yes').ended;
  }
  expect(await look()).toEqual(whole);
}, 180_000);

it('detects a file that changed in the middle, and keeps what was written when told to', async () => {
  writePeople(MANY);
  const first = start('--status', 'subscribed', '--yes');
  await first.reading();
  await look(({ done }) => done > 0);
  first.child.kill('SIGKILL');
  await first.ended;
  await sleep(1000);
  expect((await look()).states).toBe('running');
  const other = await start('--status', 'subscribed', '--yes', '--encoding', 'Shift_JIS').ended;
  expect(other.code).toBe(1);
  expect(other.said).toContain("The import of people.csv was started in UTF-8, and isn't finished.");
  writeFileSync(file, 'Email,Name\nada@example.org,Ada\n');
  const refused = await start('--status', 'subscribed', '--yes').ended;
  expect(refused.code).toBe(1);
  expect(refused.said).toContain('people.csv changed after its import started');
  const anew = await start('--status', 'subscribed', '--yes', '--abandon').ended;
  expect(anew.said).toContain('1 added');
  expect((await look()).states).toBe('cancelled done');
}, 180_000);
