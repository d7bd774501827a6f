import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { freePort, spawnApp, until } from '../support/app-process.ts';
import { copyEmbeddedTemplate } from '../support/database.ts';

let closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.reverse()) close();
  closing = [];
});

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
};

/** As much of Slack as Socket Mode needs: three methods, a socket, a response URL. */
async function startSlack(identity: object = {}) {
  const posted: { text: string }[] = [];
  const received: object[] = [];
  let socket: WebSocket | undefined;
  const answers: Record<string, () => object> = {
    'auth.test': () => ({ ok: true, user_id: 'U0BOT', bot_id: 'B0BOT', team_id: 'T0REAL', ...identity }),
    'apps.connections.open': () => ({ ok: true, url: `ws://127.0.0.1:${port}/link` }),
    'users.info': () => ({
      ok: true,
      user: { id: 'U0ADA', team_id: 'T0REAL', is_admin: true, tz: 'Europe/Oslo', locale: 'nb-NO' },
    }),
  };
  const server: Server = createServer(async (request, response) => {
    const method = request.url?.slice('/api/'.length).split('?')[0] ?? '';
    const body = await bodyOf(request);
    if (request.url === '/respond') posted.push(JSON.parse(body));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answers[method]?.() ?? { ok: true }));
  });
  new WebSocketServer({ server }).on('connection', (connected) => {
    socket = connected;
    connected.on('message', (data) => received.push(JSON.parse(String(data))));
    connected.send(
      JSON.stringify({
        type: 'hello',
        num_connections: 1,
        debug_info: { host: 'test' },
        connection_info: { app_id: 'A0' },
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    api: `http://127.0.0.1:${port}/api/`,
    posted,
    received,
    isConnected: () => socket?.readyState === 1,
    sendCommand: (text: string) =>
      socket?.send(
        JSON.stringify({
          type: 'slash_commands',
          envelope_id: 'envelope-1',
          accepts_response_payload: true,
          payload: {
            command: '/segments',
            text,
            team_id: 'T0REAL',
            user_id: 'U0ADA',
            channel_id: 'C0',
            trigger_id: '1.2.3',
            response_url: `http://127.0.0.1:${port}/respond`,
          },
        }),
      ),
  };
}

it('answers a command that comes by Socket Mode, and stops', async () => {
  const slack = await startSlack();
  const dataDir = await copyEmbeddedTemplate();
  closing.push(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }));
  const port = String(await freePort());
  const env = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_API_URL: slack.api, PORT: port };
  const app = spawnApp(dataDir, env);
  await until(() => app.output().includes('connected to Slack by Socket Mode'), 30_000);
  await until(slack.isConnected);

  slack.sendCommand('count everyone');
  await until(() => slack.posted.length > 0);
  expect(slack.received).toContainEqual(expect.objectContaining({ envelope_id: 'envelope-1' }));
  expect(slack.posted[0]).toMatchObject({ response_type: 'ephemeral', text: '0 members, 0 reachable' });
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST' })).status).toBe(404);
  expect(await app.end('SIGTERM')).toBe(0);
});

it.each([
  [{ is_enterprise_install: true }, 'installed for a whole organisation'],
  [{ ok: false, error: 'invalid_auth' }, 'Slack refuses SLACK_BOT_TOKEN: invalid_auth.'],
  [{ bot_id: undefined }, 'SLACK_BOT_TOKEN is not a bot token.'],
])('does not start when Slack says %j of the token', async (identity, words) => {
  const slack = await startSlack(identity);
  const dataDir = await copyEmbeddedTemplate();
  closing.push(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }));
  const env = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_API_URL: slack.api };
  const app = spawnApp(dataDir, { ...env, PORT: String(await freePort()) });
  expect(await app.ended).toBe(1);
  expect(app.output()).toContain(words);
});
