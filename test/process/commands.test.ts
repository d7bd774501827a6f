import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../src/playground/manifest.ts';
import { type SlackServer, startSlackServer } from '../../src/playground/slack-server/server.ts';
import { openStorage, type Storage } from '../../src/storage/database/client.ts';
import { freePort, spawnApp, until } from '../support/app-process.ts';
import { runCommand } from '../support/command.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';

const team = { id: 'T0ACME', name: 'Acme' };
const [botToken, signingSecret] = ['xoxb-of-acme', 'a secret of the tests'];

// What README.md and docs/ tell people to type, on a database that an app made with a real Slack's variables.
describe('commands beside an app with its own Slack', { timeout: 240_000 }, () => {
  let slack: SlackServer;
  let folder: string;
  let dataDir: string;
  beforeEach(async () => {
    slack = await startSlackServer({
      ...{ port: 0, signingSecret, botToken, team, channels: [], pageRoot: null },
      people: [
        { id: 'U0ADA', name: 'ada', realName: 'Ada', timeZone: 'UTC', locale: 'en-GB', role: 'admin' },
      ],
      manifest: readManifest(),
    });
    folder = mkdtempSync(join(tmpdir(), 'rollcall-commands-'));
    dataDir = await copyEmbeddedTemplate();
  });
  afterEach(async () => {
    await slack.close();
    for (const place of [folder, dataDir]) rmSync(place, { recursive: true, force: true, maxRetries: 20 });
  });

  const slackEnv = () => ({
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: slack.apiUrl,
  });
  const command = (name: string, args: string[], input?: string, env: Record<string, string> = slackEnv()) =>
    runCommand(name, args, { DATA_DIR: dataDir, ...env }, input);
  const beside = async <T>(work: (storage: Storage) => Promise<T>): Promise<T> => {
    const storage = await openStorage({ dataDir, join: true });
    try {
      return await work(storage);
    } finally {
      await storage.close();
    }
  };

  it('work in its workspace, also after it ended, and ask which one once there are two', async () => {
    const port = String(await freePort());
    const app = spawnApp(dataDir, { ...slackEnv(), PORT: port });
    try {
      await until(
        () => app.output().includes('is listening for Slack') || app.child.exitCode !== null,
        60_000,
      );
      expect(app.output()).toContain('Rollcall is listening for Slack');
      await until(() => beside(async ({ prisma }) => (await prisma.workspace.count()) === 1));

      const key = await command('api-key', ['new', 'website', '--scopes', 'contacts:write,events:write']);
      expect(key).toMatchObject({ code: 0, out: expect.stringContaining('Workspace: Acme (T0ACME)') });
      const [token = ''] = key.out.split('\n');
      const put = await fetch(`http://127.0.0.1:${port}/api/v1/contacts/ada%40example.org`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Ada' }),
      });
      expect(put.status).toBe(201);
      expect(await command('provider', ['add', 'postmark'], 'user:password-of-ours\n')).toMatchObject({
        code: 0,
        out: expect.stringMatching(/\/webhooks\/postmark\/\S+\nWorkspace: Acme/),
      });
    } finally {
      await app.end('SIGTERM');
    }

    const list = join(folder, 'people.csv');
    writeFileSync(list, 'Email,Name\nben@example.org,Ben\n');
    // A shell without the app's variables finds the same workspace.
    const imported = await command('import', [list, '--status', 'subscribed', '--yes'], '', {});
    expect(imported).toMatchObject({ code: 0, err: '' });
    expect(imported.out).toMatch(/^Workspace: Acme \(T0ACME\)\n/);
    const file = join(folder, 'all.csv');
    expect(await command('export', [file])).toMatchObject({
      code: 0,
      out: `2 contacts in ${file}\nWorkspace: Acme (T0ACME)\n`,
    });
    const kept = await beside(async ({ prisma }) => ({
      teams: (await prisma.workspace.findMany()).map(({ teamId }) => teamId),
      keys: await prisma.apiKey.count(),
      webhooks: await prisma.webhook.count(),
    }));
    expect(kept).toEqual({ teams: ['T0ACME'], keys: 1, webhooks: 1 });

    await beside(({ prisma }) => prisma.workspace.create({ data: { teamId: 'T0OTHER' } }));
    const asked = await command('api-key', ['list']);
    expect(asked).toMatchObject({ code: 2, out: '' });
    expect(asked.err).toMatch(/--team T0ACME +Acme \(T0ACME\)\n.*--team T0OTHER/);
    expect(await command('api-key', ['list', '--team', 'T0ACME'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('website'),
    });
  });
});
