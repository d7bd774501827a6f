import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findHolder, isAlive, type LockAnswer, takeLock } from '../../../src/storage/database/lock.ts';

let folder: string;
let servers: Server[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-lock-'));
  servers = [];
});
afterEach(async () => {
  await Promise.all(servers.map(hangUp));
  rmSync(folder, { recursive: true });
});

const listen = async (name: string): Promise<string> => {
  const server = createServer((socket) => socket.destroy());
  servers.push(server);
  const path = join(folder, name);
  await new Promise<void>((done) => server.listen(path, done));
  return path;
};
const hangUp = (server: Server) => new Promise((done) => server.close(done));
const locks = () => readdirSync(folder).filter((name) => name.startsWith('lock'));

/** A socket file that no one listens on, as kill -9 leaves one. */
const leaveSocket = (name: string): string => {
  const path = join(folder, name);
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
  expect(existsSync(path)).toBe(true);
  return path;
};
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;
const writeLock = (n: number, content: unknown) =>
  writeFileSync(join(folder, `lock.${n}`), typeof content === 'string' ? content : JSON.stringify(content));
const take = async (name: string): Promise<LockAnswer> =>
  takeLock(folder, { pid: process.pid, app: process.ppid, socket: await listen(name) });

describe('the lock of a data folder', () => {
  it('belongs to the first, and names them to the second', async () => {
    expect(await take('a')).toMatchObject({ ok: true });
    const holder = { pid: process.pid, app: process.ppid, socket: join(folder, 'a') };
    expect(await take('b')).toEqual({ ok: false, holder });
    expect(await findHolder(folder)).toEqual(holder);
  });

  it('is free again when it is released, even while the socket still listens', async () => {
    const first = await take('a');
    if (first.ok) first.lock.release();
    expect(await findHolder(folder)).toBeUndefined();
    expect(await take('b')).toMatchObject({ ok: true });
    expect(locks()).toEqual(['lock.2']);
  });

  it('belongs to no one in a new folder', async () => {
    expect(await findHolder(folder)).toBeUndefined();
  });

  it.each([
    ['whose holder was killed', () => ({ pid: deadPid(), app: deadPid(), socket: leaveSocket('old') })],
    // Process numbers are reused, and mean nothing in another container: the socket decides.
    ['whose number somebody else has now', () => ({ pid: process.pid, app: 1, socket: leaveSocket('old') })],
    ['whose holder and socket are gone', () => ({ pid: deadPid(), app: 1, socket: join(folder, 'gone') })],
    ['cut short by a crash of the machine', () => '{"pid": 12'],
    ['without content', () => ''],
    ['of another shape', () => ({ pid: 'twelve' })],
  ])('%s is taken over', async (_, content) => {
    writeLock(7, content());
    expect(await findHolder(folder)).toBeUndefined();
    expect(await take('new')).toMatchObject({ ok: true });
    expect(locks()).toEqual(['lock.8']);
    expect(existsSync(join(folder, 'old'))).toBe(false);
  });

  it('whose socket was deleted is not taken from a process that lives', async () => {
    const holder = { pid: process.pid, app: process.ppid, socket: join(folder, 'cleaned') };
    writeLock(7, holder);
    expect(await take('new')).toEqual({ ok: false, holder });
  });

  it('goes to exactly one of many that take it at once', async () => {
    for (let round = 1; round <= 10; round++) {
      writeLock(round * 100, { pid: deadPid(), app: 1, socket: leaveSocket(`old-${round}`) });
      const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => take(`${round}-${i}`)));
      const won = answers.filter((answer) => answer.ok);
      expect(won).toHaveLength(1);
      for (const answer of won) answer.lock.release();
    }
  });

  it.runIf(process.platform === 'linux')('treats an unreaped dead process as dead', async () => {
    // The shell becomes a program that never asks how its child ended; the child waits for that, or the shell
    // may ask first.
    const child = 'until grep -q sleep /proc/$PPID/comm; do sleep 0.01; done';
    const parent = spawn('sh', ['-c', `sh -c '${child}' & echo $!; exec sleep 20`]);
    const pid = Number(await new Promise((done) => parent.stdout.once('data', done)));
    await expect.poll(() => isAlive(pid)).toBe(false);
    expect(() => process.kill(pid, 0)).not.toThrow();
    parent.kill();
  });

  it('doesn’t go to one that slept while others took it and released it', async () => {
    // The sleeper saw lock.5 without a holder and is about to create lock.6, which was created and deleted
    // meanwhile.
    writeLock(5, '');
    const socket = await listen('sleeper');
    const sleeper = takeLock(folder, { pid: process.pid, app: 1, socket: leaveAndReturn(socket) });
    expect(await sleeper).toMatchObject({ ok: false, holder: { socket: join(folder, 'winner') } });
    expect(locks()).toEqual(['lock.7']);
  });

  /** Lets others take the lock at the very moment at which it is read: when the taker writes its own. */
  function leaveAndReturn(socket: string): string {
    const text = {
      toJSON: () => {
        rmSync(join(folder, 'lock.5'), { force: true });
        if (!existsSync(join(folder, 'lock.7'))) {
          const server = createServer();
          servers.push(server);
          server.listen(join(folder, 'winner'));
          writeLock(7, { pid: process.pid, app: 1, socket: join(folder, 'winner') });
        }
        return socket;
      },
    };
    return text as unknown as string;
  }
});
