import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problemOfError } from '../../src/http/problem.ts';
import { type HttpServer, type ServerLimits, startHttpServer } from '../../src/http/server.ts';
import { openSocket, sendRaw } from '../support/raw-http.ts';

let server: HttpServer;
/** Bodies that a route has read; requests that wait for `release`. */
let read: number[];
let waiting: (() => void)[];
/** Slack's requests that were read and refused. */
let refused: number;
let sockets: Socket[];
let log: string[];

async function start(limits: Partial<ServerLimits> = {}): Promise<void> {
  const routes = new Hono();
  routes.onError((error, c) => problemOfError(error, c, (line) => log.push(line)));
  routes.get('/healthz', (c) => c.text('well'));
  routes.get('/api/v1/slow', async (c) => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    return c.text('done');
  });
  const take = async (body: Promise<ArrayBuffer>) => read.push((await body).byteLength);
  routes.post('/webhooks/:id', async (c) => c.text(String(await take(c.req.arrayBuffer()))));
  routes.post('/api/v1/:id', async (c) => c.text(String(await take(c.req.arrayBuffer()))));
  routes.post('/api/v1/refused/early', (c) => c.text('no', 401));
  const slack: RequestListener = (request, response) =>
    void request.resume().once('end', () => {
      refused += 1;
      response.writeHead(401).end();
    });
  server = await startHttpServer({
    port: 0,
    host: '127.0.0.1',
    routes,
    slack,
    limits: { graceMs: 0, ...limits },
  });
}
beforeEach(() => {
  read = [];
  waiting = [];
  refused = 0;
  sockets = [];
  log = [];
});
afterEach(async () => {
  for (const release of waiting) release();
  for (const socket of sockets) socket.destroy();
  await server.close();
  // A client that disconnects in the middle of a request isn't worth logging.
  expect(log).toEqual([]);
});

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
const headOf = (method: string, path: string, headers: string): string =>
  `${method} ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`;
/** Sends a request, whole or not, and resolves with the status of the response. */
const ask = async (path: string, headers: string, body = '', method = 'POST'): Promise<number> =>
  statusOf(await sendRaw(server.port, headOf(method, path, headers) + body, /\r\n\r\n/));
const open = async (): Promise<Socket> => {
  const socket = await openSocket(server.port);
  sockets.push(socket);
  return socket;
};

describe('a body', () => {
  beforeEach(() => start());

  it.each([
    ['/webhooks/1', 6],
    ['/api/v1/batch', 11],
    ['/slack/events', 3],
    ['/healthz', 1],
    ['/elsewhere', 1],
  ])('for %s is refused before it arrives if it announces %i MB', async (path, megabytes) => {
    expect(await ask(path, `Content-Length: ${megabytes << 20}`)).toBe(413);
    expect(await ask(path, 'Content-Length: 99999999999999')).toBe(413);
  });

  it('is cut off while it arrives if it announces nothing and doesn’t end', async () => {
    const piece = `100000\r\n${'x'.repeat(1 << 20)}\r\n`;
    expect(await ask('/webhooks/1', 'Transfer-Encoding: chunked', piece.repeat(6))).toBe(413);
    expect(await ask('/api/v1/batch', 'Transfer-Encoding: chunked', piece.repeat(11))).toBe(413);
    expect(read).toEqual([]);
  });

  it('can be as large as its path allows', async () => {
    const url = `http://127.0.0.1:${server.port}`;
    for (const [path, size] of [
      ['/webhooks/1', 5 << 20],
      ['/api/v1/batch', 10 << 20],
    ] as const) {
      const answer = await fetch(url + path, { method: 'POST', body: 'x'.repeat(size) });
      expect(answer.status).toBe(200);
    }
    expect(read).toEqual([5 << 20, 10 << 20]);
  });

  it('that no one reads ends with its response, and its connection soon after', async () => {
    const head = headOf('POST', '/api/v1/refused/early', 'Content-Length: 1000000');
    expect(statusOf(await sendRaw(server.port, head))).toBe(401);
  });

  it('no longer counts once its connection is closed, even if an earlier response was never sent', async () => {
    const body = headOf('POST', '/slack/events', 'Content-Length: 60000') + 'x'.repeat(60_000);
    // 72 MB of them, in connections whose first request waits.
    for (let n = 0; n < 80; n++) {
      const socket = await open();
      socket.write(headOf('GET', '/api/v1/slow', '') + body.repeat(15));
    }
    const large = () => ask('/webhooks/1', 'Content-Length: 100000', 'x'.repeat(100_000));
    // Not all of 72 MB fit; the connections of those that don't are closed.
    await expect.poll(() => refused, { timeout: 10_000 }).toBeGreaterThan(1_050);
    for (const socket of sockets) socket.destroy();
    await expect.poll(large).toBe(200);
  });

  it('shares its limit on memory with all others, and small ones are still read', async () => {
    // None of them is complete: each waits for its last byte.
    const size = 4 << 20;
    const answers: string[] = [];
    for (let n = 0; n < 24; n++) {
      const socket = await open();
      socket.on('data', (part) => answers.push(String(part)));
      socket.write(headOf('POST', '/webhooks/1', `Content-Length: ${size + 1}`));
      socket.write(Buffer.alloc(size));
    }
    await expect.poll(() => answers.length).toBeGreaterThanOrEqual(8);
    expect(new Set(answers.map(statusOf))).toEqual(new Set([503]));
    expect(await ask('/webhooks/1', 'Content-Length: 20000', 'x'.repeat(20_000))).toBe(200);
    expect(await ask('/api/v1/batch', 'Content-Length: 100000', 'x'.repeat(100_000))).toBe(200);
    // Those that disconnect make room for others.
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => ask('/webhooks/1', `Content-Length: ${size}`, 'x'.repeat(size))).toBe(200);
  });
});

describe('a connection', () => {
  it('is closed if its headers or its body don’t end', async () => {
    await start({ headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 });
    expect(statusOf(await sendRaw(server.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: '))).toBe(408);
    expect(await ask('/api/v1/batch', 'Content-Length: 5', '1')).toBe(408);
    // So is one that says nothing.
    await sendRaw(server.port, '');
    expect(await ask('/healthz', '', '', 'GET')).toBe(200);
  });

  it('is refused if it sends too many headers', async () => {
    await start();
    const flood = Array.from({ length: 2_000 }, (_, n) => `X-${n}: ${'y'.repeat(20)}`).join('\r\n');
    expect(await ask('/healthz', flood, '', 'GET')).toBe(431);
    expect(await ask('/healthz', `X: ${'y'.repeat(20_000)}`, '', 'GET')).toBe(431);
  });

  it('is one of a limited number', async () => {
    await start({ maxConnections: 5 });
    let closed = 0;
    for (let n = 0; n < 8; n++) (await open()).on('close', () => (closed += 1));
    await expect.poll(() => closed).toBe(3);
    sockets[0]?.destroy();
    await expect.poll(() => ask('/healthz', '', '', 'GET')).toBe(200);
  });
});

it('is closed if it only waits, once there are many', async () => {
  await start({ keptConnections: 3, idleMs: 100 });
  let closed = 0;
  for (let n = 0; n < 3; n++) {
    const socket = await open();
    socket.on('close', () => (closed += 1));
    socket.write(headOf('GET', '/healthz', ''));
    await new Promise((resolve) => socket.once('data', resolve));
  }
  await sleep(300);
  expect(closed).toBe(0);
  expect(await ask('/healthz', '', '', 'GET')).toBe(200);
  await expect.poll(() => closed).toBe(3);
});

describe('concurrent requests', () => {
  const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);

  it('are limited; health checks are answered anyway', async () => {
    await start({ underWay: 3 });
    const taken = [get('/api/v1/slow'), get('/api/v1/slow'), get('/api/v1/slow')];
    await expect.poll(() => waiting.length).toBe(3);
    const refused = await get('/api/v1/slow');
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
      503,
      '1',
      expect.objectContaining({ status: 503, detail: 'Rollcall is busy. Try again in a moment.' }),
    ]);
    expect((await get('/healthz')).status).toBe(200);
    // Programs don't take the places of public pages.
    expect((await get('/p/x')).status).toBe(404);
    for (const release of waiting.splice(0)) release();
    expect((await Promise.all(taken)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await get('/nothing')).status).toBe(404);
  });

  it('make room when their connection closes, even if their turn never came', async () => {
    await start({ underWay: 3, pipelined: 8 });
    for (let round = 0; round < 2; round++) {
      const socket = await open();
      socket.write(headOf('GET', '/api/v1/slow', '').repeat(3));
      await expect.poll(() => waiting.length).toBe(3);
      expect((await get('/nothing')).status).toBe(503);
      socket.destroy();
      for (const release of waiting.splice(0)) release();
      await expect.poll(async () => (await get('/nothing')).status).toBe(404);
    }
  });

  it('are limited for each connection: one that sends thousands at once is closed', async () => {
    await start({ pipelined: 4 });
    const answers = await sendRaw(server.port, headOf('GET', '/healthz', '').repeat(2_000));
    expect(answers.split('HTTP/1.1 ').length - 1).toBeLessThanOrEqual(4);
    // One after the other, there can be any number.
    const socket = await open();
    for (let n = 0; n < 20; n++) {
      const answer = new Promise((resolve) => socket.once('data', resolve));
      socket.write(headOf('GET', '/healthz', ''));
      expect(statusOf(String(await answer))).toBe(200);
    }
  });

  it('need no Host header with HTTP/1.0, which load balancers use', async () => {
    await start();
    expect(await sendRaw(server.port, 'GET /healthz HTTP/1.0\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 200 [\s\S]*well/,
    );
  });

  it('end before the server does, and soon no new connection is accepted', async () => {
    await start();
    const answer = get('/api/v1/slow');
    await expect.poll(() => waiting.length).toBe(1);
    let hasEnded = false;
    const ended = server.close().then(() => {
      hasEnded = true;
    });
    await sleep(50);
    await expect(get('/healthz')).rejects.toThrow();
    expect(hasEnded).toBe(false);
    waiting.splice(0)[0]?.();
    expect((await answer).status).toBe(200);
    await ended;
  });
});

describe('a server that is told to close', () => {
  const request = headOf('GET', '/healthz', '');
  const answered = /^HTTP\/1\.1 200 OK\r\n[\s\S]*connection: close\r\n[\s\S]*well/i;
  /** Everything that arrives on a connection until it ends; an error if it is reset. */
  const allOf = (socket: Socket) =>
    new Promise<string>((resolve, reject) => {
      let text = '';
      socket.on('data', (part) => (text += String(part)));
      socket.on('error', reject);
      socket.on('close', () => resolve(text));
    });

  it('answers clients that the system has already accepted', async () => {
    await start({ graceMs: 300 });
    // The system accepts these connections at once, and the app sees none of them before it is told to close.
    const answers = Array.from({ length: 50 }, () => sendRaw(server.port, request));
    const ended = server.close();
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(answered);
    await ended;
  });

  it('answers clients that arrive soon, and the next request of kept connections, and closes these', async () => {
    await start({ graceMs: 200 });
    const [kept, quiet] = [await open(), await open()];
    for (const socket of [kept, quiet]) {
      const first = new Promise((resolve) => socket.once('data', resolve));
      socket.write(request);
      expect(String(await first)).not.toMatch(/connection: close/i);
    }
    const ended = server.close();
    await sleep(50);
    const [ofKept, ofQuiet] = [allOf(kept), allOf(quiet)];
    kept.write(request);
    expect(await sendRaw(server.port, request)).toMatch(answered);
    expect(await ofKept).toMatch(answered);
    expect(quiet.destroyed).toBe(false);
    await ended;
    expect(await ofQuiet).toBe('');
  });

  it('keeps listening while more arrive, but not forever', async () => {
    await start({ graceMs: 200 });
    const started = performance.now();
    const ended = server.close();
    // Each comes back as soon as it is answered, until no one is.
    const come = async (): Promise<void> => {
      while (answered.test(await sendRaw(server.port, request).catch(() => '')));
    };
    await Promise.all([come(), come(), come(), come()]);
    expect(performance.now() - started).toBeGreaterThan(300);
    await ended;
  });
});
