import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type AppProcess, freePort, spawnApp, until } from '../support/app-process.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { sendSigned } from '../support/signed.ts';

const secret = 'of these tests';
const COMMANDS = 6;

let undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.reverse()) await each();
  undo = [];
});

/**
 * The app, in front of a Slack that takes its time to say who someone is: until then, every command is in
 * progress.
 */
async function start(
  env: Record<string, string>,
): Promise<{ app: Omit<AppProcess, 'url'>; slack: FakeSlack; url: string }> {
  const slack = await startFakeSlack({ hold: () => sleep(700) });
  undo.push(slack.close);
  const dataDir = await copyEmbeddedTemplate();
  undo.push(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }));
  const port = String(await freePort());
  const app = spawnApp(dataDir, { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_API_URL: slack.api, PORT: port, ...env });
  undo.push(() => app.end('SIGKILL'));
  await until(() => /Rollcall is (listening|connected)/.test(app.output()));
  return { app, slack, url: `http://127.0.0.1:${port}` };
}

/** All of them got what they asked for. */
function expectAnswers({ posted }: FakeSlack, app: Omit<AppProcess, 'url'>): void {
  const answer = { response_type: 'ephemeral', text: '0 people, 0 can be mailed' };
  expect(posted).toEqual(Array.from({ length: COMMANDS }, () => expect.objectContaining(answer)));
  expect(app.output()).not.toContain('failed');
}

describe('commands in progress when the app is told to stop', () => {
  it('are answered after SIGTERM, over HTTP', async () => {
    const { app, slack, url } = await start({ SLACK_SIGNING_SECRET: secret });
    const body = slack.commandForm('count everyone');
    const type = 'application/x-www-form-urlencoded';
    const sent = Array.from({ length: COMMANDS }, () => sendSigned(url, body, { secret, type }));
    expect((await Promise.all(sent)).map(({ status }) => status)).toEqual(Array(COMMANDS).fill(200));
    expect(slack.posted).toEqual([]);
    expect(await app.end('SIGTERM')).toBe(0);
    expectAnswers(slack, app);
  });

  it('are answered after SIGINT, in Socket Mode', async () => {
    const { app, slack } = await start({ SLACK_APP_TOKEN: 'xapp-1' });
    await until(slack.isConnected);
    for (let n = 0; n < COMMANDS; n++) slack.sendCommand('count everyone', `envelope-${n}`);
    await until(() => slack.received.length === COMMANDS);
    expect(await app.end('SIGINT')).toBe(0);
    expectAnswers(slack, app);
  });
});
