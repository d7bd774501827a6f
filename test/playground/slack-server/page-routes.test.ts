import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { PlaygroundEvent } from '../../../src/playground/slack-server/protocol.ts';
import { startSlackServer } from '../../../src/playground/slack-server/server.ts';
import { openStage, type Stage, tinyOptions } from './tiny-app.ts';

let stage: Stage;
let pageRoot: string;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  writeFileSync(join(folder, 'outside.html'), 'not for you');
  pageRoot = join(folder, 'page');
  mkdirSync(pageRoot);
  writeFileSync(join(pageRoot, 'index.html'), '<!doctype html><title>Page</title>');
  stage = await openStage({ pageRoot });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await stage.close();
  rmSync(join(pageRoot, '..'), { recursive: true });
});

/** A request with headers that `fetch` wouldn't allow. */
function raw(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  return new Promise<{ status: number; text: string; headers: Record<string, unknown> }>(
    (resolve, reject) => {
      const { method = 'GET', headers = {}, body } = options;
      request(`${stage.slack.url}${path}`, { method, headers }, (response) => {
        let text = '';
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
        );
      })
        .on('error', reject)
        .end(body);
    },
  );
}
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  raw(`/playground/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: stage.slack.url, ...headers },
    body: JSON.stringify(body),
  });
const hello = { person: 'U0ADA', channel: 'C0GENERAL', text: '/hello page' };

/** The events of a stream until `count` have arrived. */
async function events(count: number, headers: Record<string, string> = {}, then?: () => Promise<unknown>) {
  const stop = new AbortController();
  const url = `${stage.slack.url}/playground/events?person=U0ADA`;
  const response = await fetch(url, { signal: stop.signal, headers });
  await then?.();
  const found: { id: string; event: PlaygroundEvent }[] = [];
  let text = '';
  const decoder = new TextDecoder();
  for await (const part of response.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, id = '', data = ''] = /^id: (\d+)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
      if (data) found.push({ id, event: JSON.parse(data) });
      text = text.slice(end + 2);
    }
    if (found.length >= count) break;
  }
  stop.abort();
  return found;
}

describe("the page's endpoints", () => {
  test('the workspace is described', async () => {
    const { text } = await raw('/playground/workspace');
    expect(JSON.parse(text)).toMatchObject({
      team: { id: 'T0TINY' },
      app: { name: 'Tiny', botUserId: 'U0BOT' },
      channels: expect.arrayContaining([{ id: 'D0ADA', name: 'Tiny', kind: 'direct', members: ['U0ADA'] }]),
    });
  });

  test('a command is typed, and its answer is streamed; ephemeral messages disappear after a reload', async () => {
    const [snapshot, answer] = await events(2, {}, () => post('say', hello));
    expect(snapshot?.event).toMatchObject({ type: 'snapshot', views: [], home: null, homeId: null });
    expect(answer?.event).toMatchObject({
      type: 'message',
      message: { text: 'Hello page from ada', ephemeral: true, author: { kind: 'app' } },
    });
    expect(answer?.event).not.toHaveProperty('message.onlyFor');
    const [after] = await events(1);
    expect(JSON.stringify(after)).not.toContain('Hello page');
  });

  test('a stream that broke off continues where it stopped', async () => {
    const [snapshot] = await events(1);
    await post('say', { ...hello, text: '/hello again' });
    const [next] = await events(1, { 'last-event-id': snapshot?.id ?? '' });
    expect(next?.event).toMatchObject({ type: 'message', message: { text: 'Hello again from ada' } });
    const [anew] = await events(1, { 'last-event-id': '999999' });
    expect(anew?.event.type).toBe('snapshot');
  });

  test('a modal is opened, filled, submitted and closed', async () => {
    const found = await events(2, {}, () => post('say', { ...hello, text: '/form' }));
    const views = found.find(({ event }) => event.type === 'views')?.event;
    const viewId = views?.type === 'views' ? (views.views[0]?.id ?? '') : '';
    const at = { person: 'U0ADA', container: { type: 'view', viewId } };
    const options = await post('options', { ...at, blockId: 'country', actionId: 'pick', query: 'Sp' });
    expect(JSON.parse(options.text)).toMatchObject({ ok: true, options: [{ value: 'Spain' }] });
    const bad = await post('submit', {
      person: 'U0ADA',
      viewId,
      states: { name: { text: { type: 'plain_text_input', value: null } } },
    });
    expect(JSON.parse(bad.text)).toMatchObject({
      ok: false,
      reason: 'errors',
      errors: { name: 'Please complete this required field.' },
    });
    const file = await raw('/playground/upload?person=U0ADA&name=a.csv&type=text%2Fcsv', {
      method: 'POST',
      headers: { origin: stage.slack.url },
      body: 'Email',
    });
    const shared = JSON.parse(file.text);
    expect(shared).toMatchObject({ name: 'a.csv', size: 5, mimetype: 'text/csv', preview: 'Email' });
    const states = { file: { files: { type: 'file_input', files: [shared] } } };
    expect(JSON.parse((await post('submit', { person: 'U0ADA', viewId, states })).text)).toMatchObject({
      ok: true,
    });
    expect(stage.seen.submitted).toMatchObject({
      values: { file: { files: { files: [{ name: 'a.csv', user: 'U0ADA' }] } } },
    });
    expect(JSON.parse((await post('close', { person: 'U0ADA', viewId })).text)).toMatchObject({
      reason: 'gone',
    });
    const download = await raw(`/playground/file?person=U0ADA&id=${shared.id}`);
    expect([download.text, download.headers['content-disposition']]).toEqual([
      'Email',
      "attachment; filename*=UTF-8''a.csv",
    ]);
  });

  test('someone can’t touch what belongs to another person', async () => {
    await post('say', { ...hello, text: '/form' });
    const view = await stage.slack.waitFor(() => stage.slack.viewsOf('U0ADA')[0]);
    const close = await post('close', { person: 'U0BOB', viewId: view.id });
    expect(JSON.parse(close.text)).toMatchObject({ ok: false, reason: 'gone' });
    const click = await post('action', {
      person: 'U0BOB',
      container: { type: 'view', viewId: view.id },
      blockId: 'more',
      actionId: 'deeper',
    });
    expect(JSON.parse(click.text)).toMatchObject({ ok: false, reason: 'gone' });
    await post('close', { person: 'U0ADA', viewId: view.id });
  });

  test.each([
    ['nothing there', 'shout', {}, 'Nothing at /playground/shout.'],
    ['an unknown person', 'say', { ...hello, person: 'U0NONE' }, 'No person "U0NONE".'],
    [
      'a body without text',
      'say',
      { person: 'U0ADA', channel: 'C0GENERAL' },
      '✖ Invalid input: expected string, received undefined\n  → at text',
    ],
  ])('%s is answered with a sentence', async (_, path, body, error) => {
    const { status, text } = await post(path, body);
    expect([status, JSON.parse(text)]).toEqual([400, { error }]);
  });
});

describe('no other site has access', () => {
  const port = () => new URL(stage.slack.url).port;
  test.each([
    ['a name pointed at this machine', () => raw('/', { headers: { host: `evil.example:${port()}` } })],
    ["another port's name", () => raw('/', { headers: { host: '127.0.0.1:1' } })],
    ['a page of another site that posts', () => post('say', hello, { origin: 'https://evil.example' })],
    ['a page without an origin', () => post('say', hello, { origin: 'null' })],
    [
      'a page of another site that answers for the app',
      () => raw('/response/R1', { method: 'POST', headers: { origin: 'https://evil.example' } }),
    ],
    [
      'a page of another site that reads',
      () =>
        raw('/playground/workspace', {
          headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
        }),
    ],
  ])('%s is refused', async (_, ask) => {
    expect((await ask()).status).toBe(403);
  });

  test('a form on another site that claims no origin is refused for its type', async () => {
    const { status, text } = await post('say', hello, { 'content-type': 'text/plain' });
    expect([status, text]).toEqual([400, '{"error":"content-type must be application/json."}']);
  });

  test('the page is served with a strict policy, under both names of this machine', async () => {
    const { status, text, headers } = await raw('/', { headers: { host: `localhost:${port()}` } });
    expect([status, text]).toEqual([200, '<!doctype html><title>Page</title>']);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; frame-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    });
  });

  test.each(['/../package.json', '/%2e%2e/package.json', '/..%2foutside.html', '/none.js'])(
    '%s is not found',
    async (path) => {
      expect((await raw(path)).status).toBe(404);
    },
  );

  test('it refuses to start in production, and on a port that is in use', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    await expect(startSlackServer(tinyOptions())).rejects.toThrow('must not run in production');
    vi.unstubAllEnvs();
    await expect(startSlackServer(tinyOptions({ port: Number(port()) }))).rejects.toThrow(
      `Port ${port()} is in use: stop what’s using it, or choose another port.`,
    );
  });
});

test.each(['preact', 'hooks', 'htm'])('/vendor/%s.js loads in a browser as it is', async (name) => {
  const { status, text, headers } = await raw(`/vendor/${name}.js`);
  expect([status, headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
  expect(text).toMatch(/export/);
  for (const [, from] of text.matchAll(/from\s*"([^"]+)"/g)) expect(from).toMatch(/^\//);
});
