import { connect as dial } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebhook, webhookPath } from '../../src/audience/events/webhooks.ts';
import { createRoutes } from '../../src/http/routes.ts';
import { type HttpServer, startHttpServer } from '../../src/http/server.ts';
import { readBody } from '../../src/http/webhooks/body.ts';
import type { Provider } from '../../src/lib/providers.ts';
import {
  byMailgun,
  byPostmark,
  bySendgrid,
  bySns,
  bySvix,
  certificate,
  type Sent,
  secrets,
} from '../support/signed-deliveries.ts';
import { withAudience } from '../support/with-audience.ts';

const MINUTE = 60_000;
const inMinutes = (minutes: number): Date => new Date(Date.now() + minutes * MINUTE);
const inSeconds = (minutes: number): number => Math.floor(inMinutes(minutes).getTime() / 1000);

describe('a request to a webhook', () => {
  const audience = withAudience();
  let server: HttpServer;
  const paths = {} as Record<Provider, string>;
  const log: string[] = [];

  beforeAll(async () => {
    const { deps } = audience;
    const admin = await audience.newCaller();
    for (const provider of ['resend', 'sendgrid', 'postmark', 'mailgun', 'ses'] as const)
      paths[provider] = webhookPath(
        await createWebhook(deps, admin, { provider, secret: secrets[provider] }),
      );
    const fetchText = async () => certificate;
    const routes = createRoutes(deps, { log: (line) => void log.push(line), fetchText });
    server = await startHttpServer({ port: 0, host: '127.0.0.1', routes, limits: { graceMs: 0 } });
  });
  afterAll(() => server?.close());

  /**
   * Sends the beginning of a request, and nothing after it. Returns the status, or "nothing" if none arrives
   * for a while.
   */
  const begin = (path: string, headers: Record<string, string>, body = ''): Promise<string> =>
    new Promise((resolve) => {
      const socket = dial(server.port, '127.0.0.1');
      const lines = Object.entries({ host: 'x', 'content-type': 'application/json', ...headers });
      const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      socket.write(`POST ${path} HTTP/1.1\r\n${head}\r\n${body}`);
      const settle = (status: string) => {
        socket.destroy();
        resolve(status);
      };
      socket.once('data', (data) => settle(String(data).split(' ')[1] ?? ''));
      socket.once('error', () => settle('an error'));
      setTimeout(settle, 3_000, 'nothing').unref();
    });
  /** With 100 KB announced, none of which is sent. */
  const promised = { 'content-length': '100000' };
  const post = async (provider: Provider, { body, headers = {} }: Sent) =>
    (await fetch(`http://127.0.0.1:${server.port}${paths[provider]}`, { method: 'POST', body, headers }))
      .status;

  const sendgrid = (sent: Sent) => sent.headers ?? {};
  it.each<[what: string, provider: Provider, headers: () => Record<string, string>]>([
    ['without Svix’s headers', 'resend', () => ({})],
    ['with an old time of Svix’s', 'resend', () => bySvix({}, { time: inMinutes(-6) }).headers ?? {}],
    [
      'with a time of Svix’s that is to come',
      'resend',
      () => bySvix({}, { time: inMinutes(6) }).headers ?? {},
    ],
    [
      'with a time of Svix’s that is none',
      'resend',
      () => ({ ...bySvix({}).headers, 'svix-timestamp': 'now' }),
    ],
    ['without Svix’s signature', 'resend', () => ({ ...bySvix({}).headers, 'svix-signature': '' })],
    ['without SendGrid’s headers', 'sendgrid', () => ({})],
    [
      'with an old time of SendGrid’s',
      'sendgrid',
      () => sendgrid(bySendgrid([], { time: inSeconds(-27 * 60) })),
    ],
    [
      'with a time of SendGrid’s that is to come',
      'sendgrid',
      () => sendgrid(bySendgrid([], { time: inSeconds(6) })),
    ],
    ['without a password', 'postmark', () => ({})],
    ['with another password', 'postmark', () => byPostmark({}, 'rollcall:another').headers ?? {}],
  ])('%s is refused before its body arrives', async (_what, provider, headers) => {
    expect(await begin(paths[provider], { ...headers(), ...promised })).toBe('401');
  });

  it('to an unknown address is refused before its body arrives', async () => {
    expect(await begin(`/webhooks/mailgun/1-${'0'.repeat(32)}`, promised)).toBe('404');
    expect(await begin('/webhooks/fax/1', promised)).toBe('404');
  });

  it('that could be signed is waited for', async () => {
    expect(await begin(paths.sendgrid, { ...sendgrid(bySendgrid([])), ...promised })).toBe('nothing');
  });

  it.each<[Provider, number]>([
    ['resend', 1],
    ['mailgun', 1],
    ['ses', 1],
    ['sendgrid', 5],
    ['postmark', 5],
  ])('from %s may have %d MB at most, announced or not', async (provider, most) => {
    const { headers = {} } = {
      ...{ resend: bySvix({}), sendgrid: bySendgrid([]), postmark: byPostmark({}) }[String(provider)],
    };
    const size = most * 1024 * 1024 + 1;
    expect(await begin(paths[provider], { ...headers, 'content-length': String(size) })).toBe('413');
    const chunk = `${size.toString(16)}\r\n${'a'.repeat(size)}\r\n`;
    expect(await begin(paths[provider], { ...headers, 'transfer-encoding': 'chunked' }, chunk)).toBe('413');
  });

  it('whose signature is in the body is refused if its time is more than five minutes ahead', async () => {
    const event = { event: 'accepted' };
    expect(await post('mailgun', byMailgun(event, { time: inSeconds(6) }))).toBe(401);
    expect(await post('mailgun', byMailgun(event, { time: inSeconds(4) }))).toBe(200);
    const message = { eventType: 'Send' };
    expect(await post('ses', bySns(message, { Timestamp: inMinutes(6).toISOString() }))).toBe(401);
    expect(await post('ses', bySns(message, { Timestamp: inMinutes(4).toISOString() }))).toBe(200);
    expect(await post('sendgrid', bySendgrid([], { time: inSeconds(4) }))).toBe(200);
    expect(await post('resend', bySvix({ type: 'email.sent' }, { time: inMinutes(4) }))).toBe(200);
    expect(log).toEqual([]);
  });
});

it('a body that drips is not waited for', async () => {
  const drip = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      controller.enqueue(new Uint8Array([32]));
    },
  });
  const request = new Request('http://x/', { method: 'POST', body: drip, duplex: 'half' } as RequestInit);
  const answer = await readBody(request, { most: 1000, patienceMs: 100 });
  expect(answer).toMatchObject({ status: 408 });
  expect((answer as Response).headers.get('connection')).toBe('close');
});
