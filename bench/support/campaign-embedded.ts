import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStorage } from '../../src/storage/database/client.ts';
import { freePort, until } from '../../test/support/app-process.ts';
import { startSmtpSink } from '../../test/support/smtp-sink.ts';
import { spawnApp } from './app.ts';
import { makeAudience } from './audience.ts';
import { benchCampaign, prepareAgain } from './campaign.ts';

const secret = 'of the bench';

/** The app sends to so many people while commands come in, ten a second. */
export async function campaignsBesideCommands(
  people: number,
): Promise<{ ackMs: { p50: number; p99: number }; perSecond: number; sent: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  const sink = await startSmtpSink();
  const storage = await openStorage({ dataDir });
  const workspaceId = await makeAudience(storage, people, { eventsEach: 1 });
  await storage.pool.query(
    `UPDATE contacts SET status = 'subscribed', email_validation = 'valid' WHERE workspace_id = $1`,
    [workspaceId],
  );
  await prepareAgain(await benchCampaign(storage, workspaceId, { port: sink.port }));
  await storage.close();
  const slack = await fakeSlack();
  const port = await freePort();
  const app = spawnApp(dataDir, {
    ...{ PORT: String(port), SLACK_BOT_TOKEN: 'xoxb-bench', SLACK_SIGNING_SECRET: secret },
    ...{
      SLACK_API_URL: `${slack.url}/api/`,
      SMTP_HOSTS: '127.0.0.1',
      ROLLCALL_URL: 'https://mail.acme.example',
    },
  });
  try {
    const url = `http://127.0.0.1:${port}`;
    const isUp = async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok === true;
    await Promise.race([until(isUp, 60_000), app.ended.then(() => Promise.reject(new Error(app.output())))]);
    await command(url, slack.url, 0);
    const acks: number[] = [];
    const [began, before] = [performance.now(), sink.total()];
    const end = began + 120_000;
    for (let n = 1; sink.total() < people && performance.now() < end; n += 1) {
      acks.push(await command(url, slack.url, n));
      await sleep(100);
    }
    const seconds = (performance.now() - began) / 1000;
    const share = (part: number) =>
      [...acks].sort((a, b) => a - b)[Math.min(acks.length - 1, Math.floor(acks.length * part))] ??
      Number.NaN;
    const sent = sink.total();
    return { ackMs: { p50: share(0.5), p99: share(0.99) }, perSecond: (sent - before) / seconds, sent };
  } finally {
    await app.end('SIGTERM');
    slack.close();
    await sink.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 });
  }
}

/** A Slack that says yes to everything. */
async function fakeSlack(): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const answers: Record<string, object> = {
        '/api/auth.test': {
          bot_id: 'B0',
          user_id: 'U0BOT',
          team_id: 'T0BENCH',
          is_enterprise_install: false,
        },
        '/api/users.info': {
          user: { id: 'U0BENCH', team_id: 'T0BENCH', is_admin: true, tz: 'Europe/London', locale: 'en-GB' },
        },
      };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, ...answers[request.url ?? ''] }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

const lines = ['/tags list', '/segments list', '/segments count tagged vip', '/contacts find person1'];

/** Sends a slash command as Slack does; how long until it is acknowledged, in ms. */
async function command(appUrl: string, slackUrl: string, n: number): Promise<number> {
  const [name = '', ...rest] = (lines[n % lines.length] ?? '').split(' ');
  const body = new URLSearchParams({
    ...{
      command: name,
      text: rest.join(' '),
      team_id: 'T0BENCH',
      user_id: 'U0BENCH',
      channel_id: 'C0',
      token: 'x',
    },
    ...{ trigger_id: `1.2.${n}`, response_url: `${slackUrl}/answers/${n}`, api_app_id: 'A0' },
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const asked = performance.now();
  const response = await fetch(`${appUrl}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  });
  const ackMs = performance.now() - asked;
  if (response.status !== 200) throw new Error(`answered ${response.status}`);
  return ackMs;
}
