import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutgoingMail } from '../../src/audience/campaigns/sending/port.ts';
import { openResendTransport, probeResend } from '../../src/smtp/resend.ts';

const mail: OutgoingMail = {
  ...{
    from: { name: 'Acme, Inc.', address: 'news@acme.example' },
    to: { name: 'Ada "x" <eve@x.example>\r\nBcc: e', address: 'ada@x.example' },
  },
  ...{ replyTo: 'help@acme.example', subject: 'Hello\r\nX: y', text: 'Hello', html: '<p>Hello</p>' },
  ...{ headers: { 'List-Unsubscribe': '<https://mail.acme.example/p/x>' }, key: 'aB3_-key' },
};

describe('Resend’s API', () => {
  let server: Server;
  let url = '';
  let requests: { path: string; headers: IncomingMessage['headers']; body: Record<string, unknown> }[] = [];
  let answer: { status: number; body: string } | 'hang up' | 'silence';

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let text = '';
      for await (const part of request) text += part;
      requests.push({
        ...{ path: request.url ?? '', headers: request.headers, body: text === '' ? {} : JSON.parse(text) },
      });
      if (answer === 'hang up') return void request.socket.destroy();
      if (answer === 'silence') return;
      response.writeHead(answer.status).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    requests = [];
    answer = { status: 200, body: '{"id":"49a3999c"}' };
  });
  /** Short only if nothing answers: no computer is too slow for the rest. */
  const send = (timeoutMs = 10_000) =>
    openResendTransport({ password: 're_1' }, { url, timeoutMs }).send(mail);
  const error = (status: number, name: string, message = 'because') => {
    answer = { status, body: JSON.stringify({ statusCode: status, name, message }) };
  };

  it('gets a mail with its key, the key as a tag, and nothing that ends a header', async () => {
    expect(await send()).toEqual({ is: 'sent', reply: '{"id":"49a3999c"}' });
    const [{ path, headers, body } = { path: '', headers: {}, body: {} }] = requests;
    expect(path).toBe('/emails');
    expect(headers).toMatchObject({ authorization: 'Bearer re_1', 'idempotency-key': 'aB3_-key' });
    expect(body).toEqual({
      ...{ from: 'Acme Inc. <news@acme.example>', to: ['Ada x eve x.example Bcc e <ada@x.example>'] },
      ...{ reply_to: 'help@acme.example', subject: 'Hello X: y', text: 'Hello', html: '<p>Hello</p>' },
      headers: { 'List-Unsubscribe': '<https://mail.acme.example/p/x>' },
      tags: [{ name: 'rollcall', value: 'aB3_-key' }],
    });
  });

  it('gets domains in other letters as servers know them', async () => {
    const to = { name: '', address: 'ada@münchen.example' };
    await openResendTransport({ password: 're_1' }, { url }).send({ ...mail, to });
    expect(requests[0]?.body).toMatchObject({ to: ['ada@xn--mnchen-3ya.example'] });
  });

  it.each<[number, string, object]>([
    [429, 'rate_limit_exceeded', { is: 'later', isBusy: true }],
    [409, 'concurrent_idempotent_requests', { is: 'later', isBusy: false }],
    [409, 'invalid_idempotent_request', { is: 'uncertain' }],
    [500, 'internal_server_error', { is: 'later', isBusy: false, isOpen: true }],
    [401, 'missing_api_key', { is: 'sender refused' }],
    [403, 'validation_error', { is: 'sender refused' }],
    [422, 'invalid_from_address', { is: 'sender refused' }],
    [429, 'daily_quota_exceeded', { is: 'sender refused' }],
    [429, 'monthly_quota_exceeded', { is: 'sender refused' }],
    [422, 'validation_error', { is: 'refused', isNobody: false }],
  ])('answers %i %s', async (status, name, expected) => {
    error(status, name, 'not for ada@x.example');
    const result = await send();
    expect(result).toMatchObject(expected);
    expect(result.reply).not.toContain('ada@x.example');
  });

  it('is tried again if no answer came: the key prevents a second mail', async () => {
    for (const fault of ['hang up', 'silence'] as const) {
      answer = fault;
      expect(await send(300)).toMatchObject({ is: 'later', isOpen: true });
    }
  });

  it('says whether a key is valid without sending anything', async () => {
    const probe = () => probeResend({ password: 're_1' }, { url, timeoutMs: 300 });
    expect(await probe()).toMatchObject({ is: 'fine' });
    error(401, 'restricted_api_key', 'This API key is restricted to only send emails');
    expect(await probe()).toMatchObject({ is: 'fine' });
    error(400, 'validation_error', 'API key is invalid');
    expect(await probe()).toMatchObject({ what: 'login refused' });
    error(503, 'x');
    expect(await probe()).toMatchObject({ what: 'later' });
    answer = 'silence';
    expect(await probe()).toMatchObject({ what: 'silent' });
    expect(requests.every(({ path }) => path === '/domains')).toBe(true);
  });
});
