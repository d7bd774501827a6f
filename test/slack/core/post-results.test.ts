import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LogLevel, WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf } from '../../../src/slack/core/post-results.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

let answer: Answer;
const server = createServer((request, response) => {
  request.resume().on('end', () => answer(response, request));
});
beforeAll(() => new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => LogLevel.ERROR,
};

/** The result of posting to a server that answers like this, with a client that tries once, as for watches. */
async function posting(to: Answer, port = (server.address() as AddressInfo).port): Promise<unknown> {
  answer = to;
  const client = new WebClient('xoxb-test', {
    ...{ slackApiUrl: `http://127.0.0.1:${port}/api/`, retryConfig: { retries: 0 } },
    ...{ rejectRateLimitedCalls: true, timeout: 500, logger: quiet },
  });
  try {
    return await client.chat.postMessage({ channel: 'C0GENERAL', text: 'hello' });
  } catch (error) {
    return resultOf(error);
  }
}

const json =
  (body: object, status = 200, headers = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const page =
  (status: number, headers = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end('<html>Sorry</html>');

describe('a message that Slack didn’t take', () => {
  it.each([
    'channel_not_found',
    'is_archived',
    'not_in_channel',
    'invalid_blocks',
    'token_revoked',
    'never_heard_of',
  ])('was refused for certain: %s', async (error) => {
    expect(await posting(json({ ok: false, error }))).toMatchObject({ is: 'refused' });
  });

  it.each<[string, Answer, number]>([
    ['429 with a moment', json({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': '90' }), 90_000],
    ['429 without one', page(429), 30_000],
    ['ratelimited', json({ ok: false, error: 'ratelimited' }), 30_000],
  ])('is tried again later after %s', async (_, to, inMs) => {
    expect(await posting(to)).toEqual({ is: 'later', inMs });
  });

  it('is tried again later if nobody listens', async () => {
    const other = createServer();
    await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready));
    const { port } = other.address() as AddressInfo;
    await new Promise((done) => other.close(done));
    expect(await posting(page(200), port)).toEqual({ is: 'later', inMs: 30_000 });
  });

  it.each<[string, Answer]>([
    ['500', page(500)],
    ['503', page(503)],
    ['a page of a proxy', page(200)],
    ['internal_error', json({ ok: false, error: 'internal_error' })],
    ['a connection that breaks', (_, request) => request.socket.destroy()],
    [
      'half an answer',
      (response, request) => {
        response
          .writeHead(200, { 'content-length': '500' })
          .write('{"ok":true', () => request.socket.destroy());
      },
    ],
    ['silence', () => {}],
  ])('may have been posted after %s', async (_, to) => {
    expect(await posting(to)).toEqual({ is: 'unknown' });
  });
});
