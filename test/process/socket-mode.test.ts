import { rmSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { freePort, spawnApp, until } from '../support/app-process.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';

let closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.reverse()) close();
  closing = [];
});

async function startSlack(identity: object = {}): Promise<FakeSlack> {
  const slack = await startFakeSlack({ identity });
  closing.push(slack.close);
  return slack;
}

it('answers a command that arrives over Socket Mode, and stops', async () => {
  const slack = await startSlack();
  const dataDir = await copyEmbeddedTemplate();
  closing.push(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }));
  const port = String(await freePort());
  const env = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_API_URL: slack.api, PORT: port };
  const app = spawnApp(dataDir, env);
  await until(() => app.output().includes('connected to Slack through Socket Mode'), 30_000);
  await until(slack.isConnected);

  slack.sendCommand('count everyone');
  await until(() => slack.posted.length > 0);
  expect(slack.received).toContainEqual(expect.objectContaining({ envelope_id: 'envelope-1' }));
  expect(slack.posted[0]).toMatchObject({ response_type: 'ephemeral', text: '0 people, 0 can be mailed' });
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST' })).status).toBe(404);
  expect(await app.end('SIGTERM')).toBe(0);
});

it.each([
  [{ is_enterprise_install: true }, 'installed for a whole organization'],
  [{ ok: false, error: 'invalid_auth' }, 'Slack refuses SLACK_BOT_TOKEN: invalid_auth.'],
  [{ bot_id: undefined }, 'SLACK_BOT_TOKEN is not a bot token.'],
])('doesn’t start if Slack says %j about the token', async (identity, words) => {
  const slack = await startSlack(identity);
  const dataDir = await copyEmbeddedTemplate();
  closing.push(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }));
  const env = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_API_URL: slack.api };
  const app = spawnApp(dataDir, { ...env, PORT: String(await freePort()) });
  expect(await app.ended).toBe(1);
  expect(app.output()).toContain(words);
});
