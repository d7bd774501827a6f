import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** As much of Slack as an app in its own process needs: a few methods, a socket, response URLs. */
export interface FakeSlack {
  /** Base of the Web API. */
  api: string;
  /** A URL for answers to a command. */
  responseUrl: string;
  /** What it received. */
  posted: { text: string; response_type?: string }[];
  /** What the app said over the socket. */
  received: object[];
  isConnected(): boolean;
  /** Sends a slash command over the socket. */
  sendCommand(text: string, id?: string): void;
  /** The same as a form, to be signed and sent over HTTP. */
  commandForm(text: string, userId?: string): string;
  close(): void;
}

/**
 * @param options.identity what `auth.test` says besides the usual
 * @param options.hold what it waits for before it says who someone is: until then, every command is in
 * progress
 */
export async function startFakeSlack(
  options: { identity?: object; hold?: () => Promise<unknown> } = {},
): Promise<FakeSlack> {
  const posted: FakeSlack['posted'] = [];
  const received: object[] = [];
  let socket: WebSocket | undefined;
  const answers: Record<string, () => object | Promise<object>> = {
    'auth.test': () => ({
      ok: true,
      user_id: 'U0BOT',
      bot_id: 'B0BOT',
      team_id: 'T0REAL',
      ...options.identity,
    }),
    'apps.connections.open': () => ({ ok: true, url: `ws://127.0.0.1:${port}/link` }),
    'users.info': async () => {
      await options.hold?.();
      const user = { id: 'U0ADA', team_id: 'T0REAL', is_admin: true, tz: 'Europe/Oslo', locale: 'nb-NO' };
      return { ok: true, user };
    },
  };
  const server = createServer(async (request, response) => {
    const method = request.url?.slice('/api/'.length).split('?')[0] ?? '';
    const body = await bodyOf(request);
    if (request.url === '/respond') posted.push(JSON.parse(body));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify((await answers[method]?.()) ?? { ok: true }));
  });
  // As in Slack, and longer than anyone who keeps a connection for the next call.
  server.keepAliveTimeout = 60_000;
  new WebSocketServer({ server }).on('connection', (connected) => {
    socket = connected;
    connected.on('message', (data) => received.push(JSON.parse(String(data))));
    const about = { debug_info: { host: 'test' }, connection_info: { app_id: 'A0' } };
    connected.send(JSON.stringify({ type: 'hello', num_connections: 1, ...about }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const responseUrl = `http://127.0.0.1:${port}/respond`;
  const command = (text: string, userId = 'U0ADA') => ({
    ...{ command: '/segments', text, team_id: 'T0REAL', user_id: userId, channel_id: 'C0' },
    ...{ trigger_id: '1.2.3', response_url: responseUrl },
  });
  return {
    api: `http://127.0.0.1:${port}/api/`,
    ...{ responseUrl, posted, received },
    isConnected: () => socket?.readyState === 1,
    sendCommand(text, id = 'envelope-1') {
      const envelope = { type: 'slash_commands', envelope_id: id, accepts_response_payload: true };
      socket?.send(JSON.stringify({ ...envelope, payload: command(text) }));
    },
    commandForm: (text, userId) => new URLSearchParams(command(text, userId)).toString(),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
