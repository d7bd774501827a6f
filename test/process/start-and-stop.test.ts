import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AppProcess, childrenOf, freePort, isRunning, startApp, until } from '../support/app-process.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';

let dataDir: string;
let running: AppProcess[] = [];
const start = async (env?: Record<string, string>): Promise<AppProcess> => {
  const app = await startApp(dataDir, env);
  running.push(app);
  return app;
};
const refusal = (env: Record<string, string> = {}): Promise<string> =>
  start(env).then(
    () => 'it started',
    (error: Error) => error.message,
  );

beforeEach(async () => {
  dataDir = await copyEmbeddedTemplate();
});
afterEach(async () => {
  for (const app of running) if (app.child.exitCode === null) await app.end('SIGKILL');
  running = [];
  await new Promise((resolve) => setTimeout(resolve, 200));
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 });
});

describe('the app as a process', () => {
  it('prints one line with the address of a page that answers', async () => {
    const app = await start({ DATA_DIR: join(dataDir, 'new') });
    expect(app.output().match(/http:\/\/127\.0\.0\.1:\d+/g)).toHaveLength(1);
    const page = await fetch(app.url);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    for (const script of (await page.text()).matchAll(/src="(\/[^"]+)"/g)) {
      expect((await fetch(app.url + script[1])).status).toBe(200);
    }
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'stops on %s with its child processes, and starts again',
    async (signal) => {
      const first = await start();
      const children = childrenOf(first.child.pid as number);
      expect(children.length).toBeGreaterThan(0);
      expect(await first.end(signal)).toBe(0);
      expect(children.filter(isRunning)).toEqual([]);
      const second = await start();
      expect(await second.end('SIGTERM')).toBe(0);
    },
  );

  it('refuses a second start on the folder of a running one, which keeps running', async () => {
    const first = await start();
    const said = await refusal();
    expect(said).toContain(dataDir);
    expect(said).toMatch(/in use|running|open/i);
    expect((await fetch(first.url)).status).toBe(200);
  });

  it('refuses a port that is in use, and says how to choose another', async () => {
    const port = String(await freePort());
    await start({ PORT: port });
    const other = await copyEmbeddedTemplate();
    const said = await refusal({ PORT: port, DATA_DIR: other });
    expect(said).toContain(`Port ${port} is in use by another program.`);
    expect(said).toContain(`PORT=${Number(port) + 1} npm start`);
    rmSync(other, { recursive: true, force: true, maxRetries: 20 });
  });

  it('refuses to start if it may open too few files, and says how to raise the limit', () => {
    const { PATH = '' } = process.env;
    for (const command of ['dist/main.js', 'scripts/cli.mjs api-key list']) {
      const { status, stderr } = spawnSync(
        'sh',
        ['-c', `ulimit -n 60; exec "${process.execPath}" ${command}`],
        {
          ...{ env: { PATH, DATA_DIR: dataDir }, encoding: 'utf8' },
        },
      );
      expect([command, status]).toEqual([command, 1]);
      expect(stderr).toContain('Rollcall isn’t allowed to open enough files and connections: at most 60.');
      expect(stderr).toContain('ulimit -n 1024');
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });

  it('starts after kill -9, when the database process has already ended', async () => {
    const first = await start();
    const children = childrenOf(first.child.pid as number);
    await first.end('SIGKILL');
    await until(() => children.filter(isRunning).length === 0);
    const second = await start();
    expect((await fetch(second.url)).status).toBe(200);
  });

  it('starts right after kill -9, while the database process may still be ending', async () => {
    const first = await start();
    await first.end('SIGKILL');
    const second = await start();
    expect((await fetch(second.url)).status).toBe(200);
  });

  // What else is refused about the environment: test/config.test.ts.
  it.each([
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN, SLACK_SIGNING_SECRET missing'],
    [
      {
        PLAYGROUND: '1',
        DATABASE_URL: 'postgresql://x:secret@127.0.0.1:1/z',
        ROLLCALL_SECRET: 'x'.repeat(32),
      },
      '127.0.0.1:1',
    ],
  ] as [Record<string, string>, string][])(
    'refuses %j with a sentence and without secrets',
    async (env, words) => {
      const said = await refusal(env);
      expect(said).toContain(words);
      expect(said).not.toContain('secret');
      expect(said).not.toMatch(/^\s+at /m);
    },
  );
});
