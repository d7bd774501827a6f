import type { App } from '@slack/bolt';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/errors.ts';
import { type HttpServer, startHttpServer } from '../../../src/http/server.ts';
import { createHttpReceiver } from '../../../src/slack/core/receiver.ts';
import { sendRaw } from '../../support/raw-http.ts';
import { sendSigned, signed } from '../../support/signed.ts';

type Incoming = Parameters<App['processEvent']>[0];

const secret = 'of these tests';
const form = 'application/x-www-form-urlencoded';
let server: HttpServer;
let url: string;
let log: string[];
/** What reached the listeners, and what they do. */
let seen: unknown[];
let listen: (event: Incoming) => Promise<unknown>;

beforeAll(async () => {
  const receiver = createHttpReceiver({
    signingSecret: secret,
    log: (line) => log.push(line),
    patienceMs: 300,
  });
  const processEvent = async (event: Incoming): Promise<void> => {
    seen.push(event.body);
    await listen(event);
  };
  receiver.init({ processEvent } as App);
  const slack = receiver.requestListener;
  server = await startHttpServer({ port: 0, host: '127.0.0.1', routes: new Hono(), slack });
  url = `http://127.0.0.1:${server.port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  log = [];
  seen = [];
  listen = ({ ack }) => ack();
});

const send = (body: string, type?: string) => sendSigned(url, body, { secret, ...(type && { type }) });
const now = (): number => Math.floor(Date.now() / 1000);

/** Sends only headers, although they announce a body, and resolves with the status of the answer. */
async function sendHeaders(headers: Record<string, string>, body = ''): Promise<number> {
  const lines = Object.entries({ host: 'x', 'content-type': 'application/json', ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const answer = await sendRaw(server.port, `POST /slack/events HTTP/1.1\r\n${head}\r\n${body}`, /\r\n\r\n/);
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}

describe('a request that Slack signed', () => {
  it.each([
    ['JSON', '{"type":"event_callback","event":{"type":"x"}}', undefined, { type: 'event_callback' }],
    ['a form', 'command=%2Ftags&text=a+b', form, { command: '/tags', text: 'a b' }],
    ['JSON in a form', `payload=${encodeURIComponent('{"type":"shortcut"}')}`, form, { type: 'shortcut' }],
    ['a form with its charset', 'command=%2Ftags', `${form}; charset=utf-8`, { command: '/tags' }],
  ])('reaches the listeners: %s', async (_, body, type, expected) => {
    expect((await send(body, type)).status).toBe(200);
    expect(seen).toEqual([expect.objectContaining(expected)]);
  });

  it.each([
    ['nothing', undefined, 'null', ''],
    ['a text', 'Hello', 'null', 'Hello'],
    ['an object', { response_action: 'clear' }, 'application/json', '{"response_action":"clear"}'],
  ])('is acknowledged with %s', async (_, given, type, text) => {
    listen = ({ ack }) => ack(given);
    const response = await send('{"type":"x"}');
    expect([String(response.headers.get('content-type')), await response.text()]).toEqual([type, text]);
  });

  it('may come up to five minutes late or early', async () => {
    for (const at of [now() - 290, now() + 290]) {
      expect((await sendSigned(url, '{"type":"x"}', { secret, at })).status).toBe(200);
    }
  });

  it('proves the address, if it is signed', async () => {
    const body = '{"type":"url_verification","challenge":"c1"}';
    expect(await (await send(body)).json()).toEqual({ challenge: 'c1' });
    expect((await sendSigned(url, body, { secret: 'another' })).status).toBe(401);
    expect(seen).toEqual([]);
  });

  it.each<[string, string, string?]>([
    ...['null', '[]', '[null]', '3', '"text"', 'true', '', '{', '{"a":1', '\u0000', '['.repeat(200_000)].map(
      (body): [string, string] => [body.slice(0, 10), body],
    ),
    ['a payload of null', 'payload=null', form],
    ['a payload that is cut', 'payload=%7B%22', form],
    ['a payload that is a list', 'payload=%5B%5D', form],
  ])('is refused if it isn’t an object: %j', async (_, body, type) => {
    expect((await send(body, type)).status).toBe(400);
    expect(seen).toEqual([]);
    expect((await send('{"type":"x"}')).status).toBe(200);
  });

  it('is answered with 404 if nothing listens to it', async () => {
    listen = async () => {};
    expect((await send('{"type":"block_actions"}')).status).toBe(404);
    expect(log).toEqual(['Slack sent something nothing listens for: block_actions']);
  });

  it('is answered with 500 if a listener fails, with a reference', async () => {
    listen = async () => {
      throw new Error('of ada@example.org');
    };
    expect((await send('{"type":"x"}')).status).toBe(500);
    expect(log).toEqual([expect.stringMatching(/^\[[0-9a-f]{8}\] a request from Slack failed: Error: of /)]);
    expect(log[0]).not.toContain('ada@example.org');
  });

  it('is answered once, whatever happens after', async () => {
    listen = async ({ ack }) => {
      await ack('first');
      await ack('second');
    };
    expect(await (await send('{"type":"x"}')).text()).toBe('first');
    expect(log).toEqual([expect.stringContaining('acknowledged twice')]);
  });

  it('is answered with 503 if it should be sent again', async () => {
    listen = () => Promise.reject(new RollcallError('busy', 'Not now.'));
    expect((await send('{"type":"event_callback"}')).status).toBe(503);
    expect(log).toEqual([]);
  });
});

describe('a request without proof that it is from Slack', () => {
  const good = () => signed('{}', { secret });
  const at = (seconds: number | string) => ({ ...good(), 'x-slack-request-timestamp': String(seconds) });
  const without = (name: string) =>
    Object.fromEntries(Object.entries(good()).filter(([key]) => key !== name));
  const cases: [string, () => Record<string, string>][] = [
    ['no signature at all', () => ({})],
    ['no signature', () => without('x-slack-signature')],
    ['no time', () => without('x-slack-request-timestamp')],
    ['another version', () => ({ ...good(), 'x-slack-signature': `v1=${'a'.repeat(64)}` })],
    ['a short signature', () => ({ ...good(), 'x-slack-signature': 'v0=abc' })],
    ['an empty signature', () => ({ ...good(), 'x-slack-signature': '' })],
    ['six minutes ago', () => at(now() - 360)],
    ['six minutes ahead', () => at(now() + 360)],
    ['years ahead', () => at(now() + 100_000_000)],
    ['no number', () => at('soon')],
    ['milliseconds', () => at(Date.now())],
    ['a fraction', () => at(`${now()}.5`)],
    ['a sign', () => at(`+${now()}`)],
    ['infinity', () => at('1e400')],
  ];
  it.each(cases)('is refused before its body arrives: %s', async (_, headers) => {
    expect(await sendHeaders({ ...headers(), 'content-length': '1000000' })).toBe(401);
    expect(await sendHeaders({ ...headers(), 'transfer-encoding': 'chunked' })).toBe(401);
    expect(seen).toEqual([]);
  });

  it('is refused if another secret signed it, or another body', async () => {
    expect((await sendSigned(url, '{"type":"x"}', { secret: 'another' })).status).toBe(401);
    const headers = signed('{"type":"x"}', { secret });
    const response = await fetch(`${url}/slack/events`, { method: 'POST', headers, body: '{"type":"y"}' });
    expect(response.status).toBe(401);
    expect(seen).toEqual([]);
  });

  it('is refused before its body arrives if that is too large, and while it arrives', async () => {
    expect(await sendHeaders({ ...good(), 'content-length': String(3 << 20) })).toBe(413);
    const piece = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    expect(await sendHeaders({ ...good(), 'transfer-encoding': 'chunked' }, piece.repeat(40))).toBe(413);
  });

  it('is refused if its body does not arrive', async () => {
    expect(await sendHeaders({ ...good(), 'content-length': '100' }, '{')).toBe(408);
    expect(await sendHeaders({ ...good(), 'transfer-encoding': 'chunked' }, '1\r\n{\r\n')).toBe(408);
  });

  it('can check the certificate, and nothing more', async () => {
    const post = (body: string) =>
      fetch(`${url}/slack/events`, { method: 'POST', headers: { 'content-type': form }, body });
    expect((await post('ssl_check=1&token=abc')).status).toBe(200);
    expect((await post('ssl_check=1&command=%2Ftags&payload=%7B%22type%22%3A%22x%22%7D')).status).toBe(200);
    expect((await post('ssl_check=0')).status).toBe(401);
    expect((await post(`ssl_check=1&fill=${'x'.repeat(600)}`)).status).toBe(401);
    expect(seen).toEqual([]);
  });

  it('finds nothing with other methods and paths', async () => {
    expect((await fetch(`${url}/slack/events`)).status).toBe(405);
    expect((await fetch(`${url}/slack/events/x`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${url}/slack/`, { method: 'POST' })).status).toBe(404);
  });
});
