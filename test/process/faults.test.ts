import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { retryImport } from '../../src/audience/imports/imports.ts';
import { openStorage, type Storage } from '../../src/storage/database/client.ts';
import { type AppProcess, childrenOf, freePort, spawnApp, startApp, until } from '../support/app-process.ts';
import { type Beside, lookBeside } from '../support/beside.ts';
import { runCommand } from '../support/command.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';
import { hasPostgres } from '../support/postgres.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { type FaultyFile, faultyFile, handIn, type Progress, progress } from '../support/running-import.ts';
import { seeded } from '../support/seeded.ts';

/**
 * Large enough for something to happen in the middle: a server writes it in a second, the embedded database
 * in three.
 */
const large = faultyFile(30_000);
const small = faultyFile(8_000);
/** Room for the file and some batches, but not for all. */
const LEFT = 8 << 20;

let undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.reverse()) await each();
  undo = [];
});

/** What is stored is what the import says, whatever happened so far: no partial batch, no one twice. */
function expectNothingByHalf(seen: Progress, file: FaultyFile): void {
  expect(seen).toMatchObject(file.after(seen.done));
  expect([seen.lines, seen.rejected]).toEqual([seen.contacts, seen.rejections]);
}

/** Checked against the file itself. */
async function expectWhole(storage: Storage, file: FaultyFile): Promise<void> {
  const { rows: done, people, after } = file;
  const seen = await progress(storage);
  expect(seen).toMatchObject({ ...after(done), state: 'done', done, contacts: people.size });
  expectNothingByHalf(seen, file);
  const { rows } = await storage.pool.query<{ email: string }>('SELECT email FROM contacts');
  expect(new Set(rows.map(({ email }) => email))).toEqual(people);
}

// Each starts and ends the app several times.
describe('an import into the embedded database', { timeout: 300_000 }, () => {
  function look(dataDir: string): Beside {
    const beside = lookBeside({ dataDir });
    undo.push(() => beside.leave());
    return beside;
  }
  const isDone = async (storage: Storage) => (await progress(storage)).state === 'done';

  it.each([
    ['the app', 1],
    ['its database', 3],
  ])('is complete after kill -9 of %s at random moments (seed %i)', async (victim, seed) => {
    const dataDir = await copyEmbeddedTemplate();
    undo.push(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }));
    const next = seeded(seed);
    let app = await startApp(dataDir);
    // Cleanly: a remaining database process would keep writing to the folder.
    undo.push(() => app.end('SIGTERM'));
    const beside = look(dataDir);
    await beside.ask((storage) => handIn(storage, small.bytes));
    const killedAt: number[] = [];
    for (let round = 0; round < 4; round++) {
      const from = killedAt.at(-1) ?? 0;
      // All rows may be done before a kill, and the import not.
      await beside.until(async (storage) => {
        const { done, state } = await progress(storage);
        return done > from || state === 'done';
      });
      await sleep(next() * 200);
      const [database] = childrenOf(app.child.pid as number);
      if (victim === 'the app' || database === undefined) await app.end('SIGKILL');
      else {
        process.kill(database, 'SIGKILL');
        // The app can't run without it: it says so, and exits.
        expect(await app.ended).toBe(1);
        expect(app.output()).toContain('stopped unexpectedly (SIGKILL)');
      }
      app = await startApp(dataDir);
      const seen = await beside.ask(progress);
      expectNothingByHalf(seen, small);
      killedAt.push(seen.done);
      if (seen.state === 'done') break;
    }
    await beside.until(isDone);
    await beside.ask((storage) => expectWhole(storage, small));
    console.info(`killed with ${killedAt.join(', ')} of ${small.rows} rows done`);
    // Otherwise nothing was interrupted.
    expect(killedAt.filter((done) => done < small.rows).length).toBeGreaterThan(0);
  });

  it('is complete after a full disk, and a backup there leaves no file', async ({ skip }) => {
    const disk = mkdtempSync(join(tmpdir(), 'rollcall-disk-'));
    undo.push(() => rmSync(disk, { recursive: true, force: true }));
    if (!mounted(disk)) {
      console.warn('NOT CHECKED: what a full disk does. A small disk can be made by root on Linux only.');
      skip();
    }
    undo.push(() => execFileSync('umount', ['--lazy', disk]));
    const template = await copyEmbeddedTemplate();
    const dataDir = join(disk, 'data');
    cpSync(template, dataDir, { recursive: true });
    rmSync(template, { recursive: true });

    let app = await startApp(dataDir);
    // Cleanly: a remaining database process would keep writing to the folder.
    undo.push(() => app.end('SIGTERM'));
    const filler = fillUp(disk, LEFT);
    const beside = look(dataDir);
    const caller = await beside.ask((storage) => handIn(storage, large.bytes));
    // The database refuses batches until the import is given up, or it exits and the app with it; never
    // silently.
    const noRoom = /No space left on device/g;
    await until(() => (app.output().match(noRoom)?.length ?? 0) >= 3 || app.child.exitCode !== null, 120_000);
    expect(app.output()).toMatch(noRoom);
    expect(app.output()).not.toContain('@example.org');

    const file = join(disk, 'full.backup');
    const said = await runCommand('backup', [file], { DATA_DIR: dataDir });
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.err).not.toMatch(/^\s+at /m);
    expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false]);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('backup-'))).toEqual([]);

    if (app.child.exitCode === null) {
      expect(said.err).toContain('The disk is full');
      const stopped = await beside.ask(progress);
      expectNothingByHalf(stopped, large);
      expect(stopped).toMatchObject({ state: 'failed' });
      expect(stopped.done).toBeLessThan(large.rows);
      await app.end('SIGTERM');
    }
    rmSync(filler);

    app = await startApp(dataDir);
    expectNothingByHalf(await beside.ask(progress), large);
    await beside.ask(async (storage) => {
      const { state } = await progress(storage);
      if (state === 'failed') await retryImport({ storage, now: () => new Date() }, caller, caller.importId);
    });
    await beside.until(isDone);
    await beside.ask((storage) => expectWhole(storage, large));
    await beside.leave();

    await app.end('SIGTERM');
    fillUp(disk, 0);
    const again = spawnApp(dataDir, { PORT: String(await freePort()) });
    expect(await again.ended).toBe(1);
    expect(again.output()).toBe(
      `The disk is full: the database in ${dataDir} can't be opened.\nFree up some space there, then start again.\n`,
    );
  });
});

describe.skipIf(!hasPostgres())('an import into a server', { timeout: 300_000 }, () => {
  async function server(): Promise<{
    postgres: PostgresServer;
    again(): Promise<PostgresServer>;
    app: AppProcess;
  }> {
    const home = mkdtempSync(join(tmpdir(), 'rollcall-faults-'));
    undo.push(() => rmSync(home, { recursive: true, force: true, maxRetries: 20 }));
    let postgres = await startPostgres({ home });
    undo.push(() => postgres.close());
    const port = Number(new URL(postgres.url).port);
    const app = await startApp(join(home, 'data'), {
      DATABASE_URL: postgres.url,
      PLAYGROUND: '1',
      ROLLCALL_SECRET: 'x'.repeat(32),
    });
    undo.push(() => app.end('SIGKILL'));
    const again = async () => {
      postgres = await startPostgres({ home, port });
      return postgres;
    };
    return { postgres, again, app };
  }
  const open = async (url: string): Promise<Storage> => {
    const storage = await openStorage({ databaseUrl: url, dataDir: 'unused', secret: 'x'.repeat(32) });
    undo.push(() => storage.close());
    return storage;
  };
  const isDone = (storage: Storage) => async () =>
    (await progress(storage).catch(() => undefined))?.state === 'done';

  it('is complete after the server was stopped and restarted', async () => {
    const { postgres, again, app } = await server();
    const storage = await open(postgres.url);
    await handIn(storage, large.bytes);
    await until(async () => (await progress(storage)).done > 0, 60_000);
    await postgres.close();
    await sleep(1_500);
    expect(app.child.exitCode).toBeNull();
    await again();
    // The first query may still use a connection to the server from before.
    const seen = await vi.waitFor(() => progress(storage), 60_000);
    expectNothingByHalf(seen, large);
    expect(seen.done).toBeLessThan(large.rows);
    await until(isDone(storage), 120_000);
    await expectWhole(storage, large);
    expect(app.child.exitCode).toBeNull();
    expect(app.output()).not.toContain('@example.org');
  });

  it('is complete after its connections were cut at random moments', async () => {
    const { postgres, app } = await server();
    const storage = await open(postgres.url);
    const next = seeded(4);
    await handIn(storage, large.bytes);
    let cut = 0;
    for (let round = 0; round < 6 && !(await isDone(storage)()); round++) {
      await sleep(next() * 300);
      const { rowCount } = await storage.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
      );
      cut += rowCount ?? 0;
      expectNothingByHalf(await progress(storage), large);
      // Far enough apart that each attempt makes progress: three failures in a row are given up, and
      // reported.
      const { done } = await progress(storage);
      await until(async () => (await progress(storage)).done > done || (await isDone(storage)()), 60_000);
    }
    expect(cut).toBeGreaterThan(0);
    await until(isDone(storage), 120_000);
    await expectWhole(storage, large);
    expect(app.child.exitCode).toBeNull();
  });
});

/** A separate disk, small enough to fill. */
function mounted(place: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=110m', 'tmpfs', place], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Uses all free space except for this many bytes. */
function fillUp(disk: string, left: number): string {
  const filler = join(disk, 'filler');
  for (let size = 1 << 20; size >= 4096; ) {
    try {
      writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
    } catch {
      size >>= 1;
    }
  }
  truncateSync(filler, statSync(filler).size - left);
  return filler;
}
