import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStorage, type Storage } from '../../src/storage/database/client.ts';
import { until } from '../support/app-process.ts';
import { lookBeside } from '../support/beside.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';
import { encoded } from '../support/encoded.ts';

/** Enough that an import of them can be stopped in the middle. */
const MANY = 12_000;
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
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['scripts/cli.mjs', 'import', file, ...args], {
    env: { PATH, DATA_DIR: dataDir },
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

it('shows what a file would change, and imports it when told to', async () => {
  const whole = writePeople(3_000);
  const asked = await start().ended;
  expect(asked.code).toBe(2);
  expect(asked.said).toContain('Did these people agree to get mail?');

  const shown = await start('--status', 'subscribed').ended;
  expect(shown.code).toBe(0);
  expect(shown.said).toContain('3,000 new, 0 changed, 0 unchanged, 1 rejected');
  expect(shown.said).toContain('new tags: vip');
  expect(shown.said).toContain('run this again with --yes');
  expect(await look()).toMatchObject({ contacts: 0, states: '' });

  const done = await start('--status', 'subscribed', '--yes').ended;
  expect(done.said).toContain('3,000 added, 0 updated, 0 unchanged, 1 rejected');
  expect(await look()).toEqual(whole);
}, 120_000);

it('says how a file was read that isn’t UTF-8, and reads it in another encoding when told to', async () => {
  writeFileSync(file, encoded('Email,Name\ndeniz@a.tr,Deniz Şahin\nuwe@a.tr,Uwe Groß\n', 'windows-1254'));
  const unknown = await start('--status', 'subscribed', '--encoding', 'klingon').ended;
  expect(unknown.code).toBe(2);
  expect(unknown.said).toContain('--encoding "klingon" is not a known encoding. Known encodings: UTF-8, ');
  expect(unknown.said).toContain('Shift_JIS');

  const guessed = await start('--status', 'subscribed').ended;
  expect(guessed.said).toContain('Read as Windows-1252, for example “Deniz Þahin”. If that looks garbled,');
  const done = await start('--status', 'subscribed', '--encoding', 'cp1254', '--yes').ended;
  expect(done.said).toContain('Read as Windows-1254, as you chose, for example “Deniz Şahin”.');
  expect(done.said).toContain('2 added');
  const storage = await openStorage({ dataDir, join: true });
  try {
    const { rows } = await storage.pool.query('SELECT name FROM contacts ORDER BY name');
    expect(rows).toEqual([{ name: 'Deniz Şahin' }, { name: 'Uwe Groß' }]);
  } finally {
    await storage.close();
  }
}, 120_000);

it('asks what cells mean, with the option to add, and writes nothing before', async () => {
  writeFileSync(file, 'Email,Status\na@x.org,active\nb@x.org,past_due\nc@x.org,canceled\n');
  const asked = await start('--status', 'subscribed', '--yes').ended;
  expect(asked.code).toBe(2);
  expect(asked.said).toContain(
    '--values "Status: active=subscribed, past_due=non-subscribed, canceled=unsubscribed"',
  );
  expect(asked.said).toContain('--values "Status: nothing"');
  expect(await look()).toMatchObject({ contacts: 0, states: '' });
}, 120_000);

it('lowers a status if the file says so, even if it only adds people', async () => {
  writeFileSync(file, 'Email\na@x.org\nb@x.org\n');
  await start('--status', 'subscribed', '--yes').ended;
  writeFileSync(file, 'Email,Status\na@x.org,unsubscribed\nb@x.org,bounced\n');
  const lowered = await start('--status', 'subscribed', '--only-add', '--yes').ended;
  expect(lowered.said).toContain(
    '1 becomes unsubscribed and 1 becomes bounced, as in the file: they get no more mail',
  );
  expect(lowered.said).toContain('0 added, 2 updated, 0 unchanged');
}, 120_000);

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
