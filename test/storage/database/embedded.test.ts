import { type ChildProcess, fork } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStorage } from '../../../src/storage/database/client.ts';
import { notOpened } from '../../../src/storage/database/embedded.ts';
import { holdFolder } from '../../../src/storage/database/hold-folder.ts';
import { isAlive } from '../../../src/storage/database/lock.ts';
import { bundled } from '../../support/bundled.ts';
import { copyEmbeddedTemplate } from '../../support/database-templates.ts';

const script = bundled('test/support/storage-app.ts', { starts: 'app' });
let dataDir: string;
let apps: ChildProcess[];
beforeEach(async () => {
  dataDir = await copyEmbeddedTemplate();
  apps = [];
});
afterEach(async () => {
  for (const app of apps) app.kill('SIGKILL');
  await expect.poll(() => databasePids().filter(isAlive), { timeout: 30_000 }).toEqual([]);
  rmSync(dataDir, { recursive: true });
});

/** Starts an app on the folder in its own process. */
const startApp = (folder = dataDir): ChildProcess => {
  const app = fork(script, [folder]);
  apps.push(app);
  return app;
};
const word = (app: ChildProcess): Promise<unknown> => new Promise((done) => app.once('message', done));
const end = (app: ChildProcess): Promise<unknown> =>
  app.exitCode === null && app.signalCode === null
    ? new Promise((done) => app.once('exit', done))
    : Promise.resolve();
const ask = (app: ChildProcess, order: string): Promise<unknown> => {
  const answer = word(app);
  app.send(order);
  return answer;
};

/** The processes that the folder's lock files name. */
const databasePids = (): number[] =>
  readdirSync(dataDir)
    .filter((name) => name.startsWith('lock.'))
    .flatMap((name) => {
      const text = readFileSync(join(dataDir, name), 'utf8');
      return text === '' ? [] : [JSON.parse(text).pid];
    });
const databasePid = (): number => {
  const [pid] = databasePids();
  if (pid === undefined) throw new Error('no database process');
  return pid;
};

describe('the embedded database', () => {
  it('refuses a second app on its folder, naming the first, and keeps running', async () => {
    const first = startApp();
    expect(await word(first)).toEqual({ ready: true });
    expect(await word(startApp())).toEqual({
      refused: `The data folder ${dataDir} is in use: Rollcall is running there, as process ${first.pid}.`,
      code: 'busy',
    });
    expect(await ask(first, 'write')).toEqual({ wrote: 1 });
  });

  it('gives the folder to one of several that start at once', async () => {
    const words = await Promise.all([startApp(), startApp(), startApp()].map(word));
    expect(words.filter((said) => JSON.stringify(said) === '{"ready":true}')).toHaveLength(1);
  });

  it('is joined by tools while an app runs, and started by them while none does', async () => {
    const app = startApp();
    await word(app);
    const tool = await openStorage({ dataDir, join: true });
    const { id } = await tool.prisma.workspace.create({ data: { teamId: 'T1' } });
    await tool.close();
    expect(await ask(app, 'write')).toEqual({ wrote: id + 1 });
    app.send('close');
    await end(app);

    const alone = await openStorage({ dataDir, join: true });
    expect(await alone.prisma.workspace.count()).toBe(2);
    await alone.close();
  });

  it('is waited for by an app, which says so, and refused to no tool while a tool has it', async () => {
    const tool = await openStorage({ dataDir, join: true, tool: 'npm run import' });
    const log: string[] = [];
    const starting = openStorage({ dataDir, log: (line) => void log.push(line) });
    await expect.poll(() => log.join()).toContain('npm run import is running there');
    expect(log.join()).not.toContain('Rollcall is running there');
    const beside = await openStorage({ dataDir, join: true });
    const { id } = await beside.prisma.workspace.create({ data: { teamId: 'T1' } });
    await beside.close();
    await tool.close();
    const app = await starting;
    try {
      expect(await app.prisma.workspace.findUnique({ where: { id } })).toMatchObject({ teamId: 'T1' });
      expect(log).toHaveLength(1);
    } finally {
      await app.close();
    }
  });

  it('is waited for while a tool has the folder to itself, and refused to tools', async () => {
    const leave = await holdFolder(dataDir, 'npm run restore');
    const words = /npm run restore is running there, as process/;
    await expect(openStorage({ dataDir, join: true })).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringMatching(words),
    });
    await expect(holdFolder(dataDir, 'npm run restore')).rejects.toThrow(words);
    const log: string[] = [];
    const starting = openStorage({ dataDir, log: (line) => void log.push(line) });
    await expect.poll(() => log.join()).toMatch(words);
    await leave();
    await (await starting).close();
  });

  it('stays for a tool that joined it when the tool that started it ends first', async () => {
    const lines: string[] = [];
    const first = await openStorage({
      dataDir,
      join: true,
      tool: 'npm run one',
      log: (line) => lines.push(line),
    });
    const guest = await openStorage({ dataDir, join: true, tool: 'npm run two' });
    const closed = first.close();
    await expect.poll(() => lines).toEqual(['Waiting for another command that uses this database…']);
    expect((await guest.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await guest.close();
    await closed;
    expect(databasePids()).toEqual([]);
  });

  it('leaves nothing but its folder behind when it is closed', async () => {
    const app = startApp();
    await word(app);
    const pid = databasePid();
    app.send('close');
    await end(app);
    expect(isAlive(pid)).toBe(false);
    expect(readdirSync(dataDir).sort()).toEqual(['lock.2', 'postgres', 'secret']);
    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
  });

  it('ends if its app is killed, and a start right after that waits for it', async () => {
    const first = startApp();
    await word(first);
    expect(await ask(first, 'write')).toEqual({ wrote: 1 });
    const pid = databasePid();
    first.kill('SIGKILL');
    await end(first);
    const second = startApp();
    expect(await word(second)).toEqual({ ready: true });
    await expect.poll(() => isAlive(pid)).toBe(false);
    expect(await ask(second, 'write')).toEqual({ wrote: 2 });
  });

  it('restores what it acknowledged if app and database are killed at once', async () => {
    const first = startApp();
    await word(first);
    expect(await ask(first, 'write')).toEqual({ wrote: 1 });
    process.kill(databasePid(), 'SIGKILL');
    first.kill('SIGKILL');
    await end(first);
    const second = startApp();
    expect(await word(second)).toEqual({ ready: true });
    // Sequences may skip after a crash, but never repeat.
    expect((await ask(second, 'write')) as { wrote: number }).toMatchObject({ wrote: expect.any(Number) });
    second.send('close');
    await end(second);
    const storage = await openStorage({ dataDir });
    expect(await storage.prisma.workspace.count()).toBe(2);
    await storage.close();
  });

  it('ends although a query never ends if its app is killed', { timeout: 90_000 }, async () => {
    const app = startApp();
    await word(app);
    const pid = databasePid();
    expect(await ask(app, 'run away')).toEqual({ ran: true });
    app.kill('SIGKILL');
    await end(app);
    expect(isAlive(pid)).toBe(true);
    await expect.poll(() => isAlive(pid), { timeout: 30_000, interval: 200 }).toBe(false);
  });

  it('leaves Ctrl-C to its app', async () => {
    const app = startApp();
    await word(app);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(databasePid(), signal);
    expect(await ask(app, 'write')).toEqual({ wrote: 1 });
  });

  it('tells its app if it is lost', async () => {
    const app = startApp();
    await word(app);
    const said = word(app);
    process.kill(databasePid(), 'SIGKILL');
    expect(await said).toEqual({
      lost: `The embedded database in ${dataDir} stopped unexpectedly (SIGKILL).`,
    });
  });

  it('creates its folder again if a first start was killed halfway', async () => {
    const fresh = join(dataDir, 'fresh');
    mkdirSync(join(fresh, 'postgres.new'), { recursive: true });
    writeFileSync(join(fresh, 'postgres.new/PG_VERSION'), '18');
    const storage = await openStorage({ dataDir: fresh });
    expect(await storage.prisma.workspace.count()).toBe(0);
    await storage.close();
    expect(existsSync(join(fresh, 'postgres.new'))).toBe(false);
  });

  it('works in a folder whose path is too long for a socket', async () => {
    const deep = join(dataDir, 'a'.repeat(60), 'b'.repeat(60));
    for (const part of ['postgres', 'secret'])
      cpSync(join(dataDir, part), join(deep, part), { recursive: true });
    const app = startApp(deep);
    expect(await word(app)).toEqual({ ready: true });
    expect(await word(startApp(deep))).toMatchObject({ code: 'busy' });
    const [name = ''] = readdirSync(deep).filter((name) => name.startsWith('lock.'));
    const { socket } = JSON.parse(readFileSync(join(deep, name), 'utf8'));
    expect(socket.startsWith(tmpdir())).toBe(true);
    app.send('close');
    await end(app);
    expect(existsSync(join(socket, '..'))).toBe(false);
  });

  it('says that the disk is full, also if so little is left that nothing else says it', () => {
    const aborted = 'Aborted(). Build with -sASSERTIONS for more info.';
    const full = { code: 'unavailable', message: "The disk is full: the database in /d can't be opened." };
    expect(notOpened('/d', aborted, 20_480)).toMatchObject(full);
    expect(notOpened('/d', 'ENOSPC: no space left on device, write', 1e9)).toMatchObject(full);
    expect(notOpened('/d', aborted, 1e9)).toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('Aborted()'),
    });
  });

  it('says what is wrong with a folder that it cannot use', async () => {
    const file = join(dataDir, 'a-file');
    writeFileSync(file, '');
    await expect(openStorage({ dataDir: file })).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining(`The data folder ${file} could not be created`),
    });
    const broken = mkdtempSync(join(dataDir, 'broken-'));
    mkdirSync(join(broken, 'postgres'));
    writeFileSync(join(broken, 'postgres/PG_VERSION'), '9');
    await expect(openStorage({ dataDir: broken })).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining(`The embedded database in ${broken} could not be opened`),
    });
  });
});
