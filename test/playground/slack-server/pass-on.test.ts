import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readTarget } from '../../../src/playground/slack-server/routes/target.ts';
import { type SlackServer, startSlackServer } from '../../../src/playground/slack-server/server.ts';
import { sendRaw } from '../../support/raw-http.ts';
import { tinyOptions } from './tiny-app.ts';

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

/** What reached the app, and what reached a host that nothing should reach. */
let seen: Seen[] = [];
let led: Seen[] = [];
let app: Server;
let evil: Server;
let slack: SlackServer;
let port: number;

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** An app that answers with headers that would weaken the page's protection. */
function record(into: () => Seen[]): Server {
  return createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    into().push({ method: request.method, url: request.url, headers: request.headers, body });
    response.writeHead(200, {
      'content-type': 'text/html',
      'x-of-the-app': 'yes',
      'content-security-policy': "default-src * 'unsafe-inline'",
      'x-content-type-options': 'sniff',
      'access-control-allow-origin': '*',
      'access-control-allow-credentials': 'true',
      'set-cookie': 'a=b',
      'service-worker-allowed': '/',
      connection: 'keep-alive, x-of-one-hop',
      'x-of-one-hop': 'secret',
    });
    response.end('<script>fetch("/playground/workspace")</script>');
  });
}

beforeAll(async () => {
  app = record(() => seen).listen(0, '127.0.0.1');
  evil = record(() => led).listen(0, '127.0.0.1');
  await Promise.all([once(app, 'listening'), once(evil, 'listening')]);
  slack = await startSlackServer(tinyOptions());
  slack.connectApp(`http://127.0.0.1:${portOf(app)}/slack/events`);
  port = Number(new URL(slack.url).port);
});
afterAll(async () => {
  await slack.close();
  for (const server of [app, evil]) {
    server.closeAllConnections();
    server.close();
  }
});
beforeEach(() => {
  seen = [];
  led = [];
});

/** Sends a request line and headers as they are. */
function ask(
  target: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body = '',
): Promise<string> {
  const given = { host: `127.0.0.1:${port}`, connection: 'close', ...headers };
  const lines = Object.entries(given).map(([name, value]) => `${name}: ${value}\r\n`);
  return sendRaw(port, `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
const headersOf = (answer: string): string => (answer.split('\r\n\r\n')[0] ?? '').toLowerCase();

describe('a request that is passed on to the app', () => {
  it('keeps its path, its query, its method, its body and its own headers', async () => {
    const headers = { authorization: 'Bearer rollcall_1', 'content-length': '2', 'x-own': 'mine' };
    const path = '/api/v1/contacts/ada%40example.org/tags/a%2Fb?limit=1&cursor=@x//y';
    expect(statusOf(await ask(path, headers, 'PUT', '{}'))).toBe(200);
    expect(seen).toMatchObject([
      {
        method: 'PUT',
        url: path,
        body: '{}',
        headers: { authorization: 'Bearer rollcall_1', 'x-own': 'mine' },
      },
    ]);
    expect(seen[0]?.headers.host).toBe(`127.0.0.1:${portOf(app)}`);
  });

  it('has no headers about the connection', async () => {
    const headers = {
      connection: 'close, X-Of-One-Hop',
      'x-of-one-hop': '1',
      upgrade: 'h2c',
      te: 'trailers',
    };
    await ask('/healthz', headers);
    expect(Object.keys(seen[0]?.headers ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(x-of-one-hop|upgrade|te)$/)]),
    );
    expect(seen).toHaveLength(1);
  });

  it('can arrive in chunks', async () => {
    const headers = { 'transfer-encoding': 'chunked' };
    await ask('/webhooks/mailgun/1', headers, 'POST', '5\r\nhello\r\n0\r\n\r\n');
    expect(seen).toMatchObject([{ method: 'POST', url: '/webhooks/mailgun/1', body: 'hello' }]);
  });

  it.each(['content-length', 'transfer-encoding, content-length'])(
    'keeps its body to itself if the Connection header names %s',
    async (named) => {
      const inner = 'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n';
      const headers = { connection: `close, ${named}`, 'content-length': String(inner.length) };
      await ask('/api/v1/contacts', headers, 'GET', inner);
      expect(seen).toMatchObject([{ method: 'GET', url: '/api/v1/contacts', body: inner }]);
    },
  );

  it('is answered under the page’s protection, whatever the app answers', async () => {
    const headers = headersOf(await ask('/api/v1/openapi.json'));
    expect(headers).toContain('x-of-the-app: yes');
    expect(headers).toContain("content-security-policy: default-src 'none'; script-src 'self'");
    expect(headers).toContain('x-content-type-options: nosniff');
    expect(headers.match(/content-security-policy/g)).toHaveLength(1);
    expect(headers).not.toMatch(/access-control|set-cookie|service-worker|x-of-one-hop|unsafe-inline/);
  });
});

describe('a target that names another host', () => {
  const to = () => `127.0.0.1:${portOf(evil)}`;
  const targets: [string, () => string][] = [
    ['two slashes', () => `//${to()}/api/v1/contacts`],
    ['three slashes', () => `///${to()}/api/v1/contacts`],
    ['two slashes and the health', () => `//${to()}/healthz`],
    ['two slashes and a webhook', () => `//${to()}/webhooks/x/1`],
    ['a whole address', () => `http://${to()}/api/v1/contacts`],
    ['a whole address with the own host as its user', () => `http://127.0.0.1:${port}@${to()}/api/v1/x`],
    ['a whole address of another scheme', () => `https://${to()}/healthz`],
    ['the own address as a whole', () => `http://127.0.0.1:${port}/api/v1/contacts`],
    ['a slash and a backslash', () => `/\\${to()}/api/v1/contacts`],
    ['backslashes', () => `\\\\${to()}/api/v1/contacts`],
    ['dots before two slashes', () => `/.//${to()}/api/v1/contacts`],
    ['dots that go up before two slashes', () => `/a/..//${to()}/api/v1/contacts`],
    ['encoded dots before two slashes', () => `/%2e//${to()}/api/v1/contacts`],
    ['a name and @', () => `@${to()}/api/v1/contacts`],
    ['no slash', () => `${to()}/api/v1/contacts`],
    ['a star', () => '*'],
    ['a fragment', () => '/api/v1/contacts#x'],
    ['an encoded line break', () => '/api/v1/x%0d%0aHost:%20evil'],
    ['an encoded NUL', () => '/api/v1/%00'],
    ['an encoded backslash', () => `/api/v1/%5c%5C${to()}`],
    ['letters that are not ASCII', () => '/api/v1/\xe9'],
    ['a tab', () => '/api/v1/\tx'],
  ];
  it.each(targets)('is refused: %s', async (_, target) => {
    expect(statusOf(await ask(target()))).toBe(400);
    expect([led, seen]).toEqual([[], []]);
  });

  it.each([
    ['a path with @', () => `/@${to()}/api/v1/contacts`],
    ['a path that looks like an address', () => `/http://${to()}/api/v1/contacts`],
    ['encoded slashes', () => `/%2f%2f${to()}/api/v1/contacts`],
    ['dots that lead to Slack’s own path', () => '/api/v1/../../slack/events'],
    ['encoded dots that lead to Slack’s own path', () => '/api/v1/%2e%2e/%2E./slack/events'],
    ['the API’s name in capitals', () => '/API/v1/contacts'],
    ['a path that only begins like a webhook', () => '/webhooksx/contacts'],
    ['Slack’s own path', () => '/slack/events'],
  ])('leads to nothing here: %s', async (_, target) => {
    expect(statusOf(await ask(target()))).toBe(404);
    expect([led, seen]).toEqual([[], []]);
  });

  it('doesn’t get a tunnel either', async () => {
    expect(await ask(to(), {}, 'CONNECT')).toBe('');
    expect(led).toEqual([]);
  });

  it.each([
    ['/', '/'],
    ['/api/v1/a/../b?c=/../d', '/api/v1/b?c=/../d'],
    ['/a?//b', '/a?//b'],
  ])('is read by readTarget: %s is %s', (target, path) => {
    const url = readTarget(target, 'http://127.0.0.1:3000');
    expect(`${url?.host}${url?.pathname}${url?.search}`).toBe(`127.0.0.1:3000${path}`);
  });
});

describe('a request from another site', () => {
  const paths = ['/healthz', '/api/v1/openapi.json', '/webhooks/mailgun/1', '/playground/workspace', '/x.js'];
  const sources: [string, Record<string, string>][] = [
    ['another site’s form', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' }],
    ['a link that was typed and redirects here', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    ['an image', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['a fetch', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors', origin: 'http://evil.example' }],
    ['an old browser’s fetch', { origin: 'http://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a page on another port', { origin: 'http://127.0.0.1:1' }],
    ['a page by TLS', { origin: 'https://127.0.0.1:1' }],
    ['a name that leads here', { host: 'rebound.example' }],
  ];
  it.each(sources)('is not passed on: %s', async (_, headers) => {
    for (const path of paths) expect([path, statusOf(await ask(path, headers))]).toEqual([path, 403]);
    expect(seen).toEqual([]);
  });

  it.each([
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' },
  ])('can open the page itself: %j', async (headers) => {
    // This stand-in has no page, so it answers 404.
    expect(statusOf(await ask('/', headers))).toBe(404);
    expect(statusOf(await ask('/', headers, 'POST'))).toBe(403);
  });

  it('isn’t accepted with a second Host header', async () => {
    const hosts = `Host: 127.0.0.1:${port}\r\nHost: evil.example\r\n`;
    expect(
      statusOf(await sendRaw(port, `GET /healthz HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`)),
    ).not.toBe(200);
    expect(seen).toEqual([]);
  });
});
