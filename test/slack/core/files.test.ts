import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFileSource, LARGEST_FILE } from '../../../src/slack/core/files.ts';
import { refused } from '../../support/refused.ts';

describe('files from Slack', () => {
  let server: Server;
  let origin: string;
  const asked: { path: string | undefined; authorization: string | undefined }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push({ path: request.url, authorization: request.headers.authorization });
      if (request.url === '/a.csv') return response.end('Email\nada@x.org\n');
      if (request.url === '/sign-in')
        return response.setHeader('content-type', 'text/html; charset=utf-8').end('<html>');
      if (request.url === '/spring.html')
        return response.setHeader('content-type', 'text/html').end('<p>Spring</p>');
      if (request.url === '/elsewhere') return response.writeHead(302, { location: '/a.csv' }).end();
      if (request.url === '/large') return response.end(Buffer.alloc(LARGEST_FILE + 1));
      return response.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const download = (path: string, apiUrl = `${origin}/api/`) =>
    createFileSource({ apiUrl }).download(
      { name: 'a.csv', url: path.startsWith('/') ? origin + path : path },
      { token: 'xoxb-1' },
    );

  it('are fetched with the token', async () => {
    expect(Buffer.from(await download('/a.csv')).toString()).toBe('Email\nada@x.org\n');
    expect(asked.at(-1)).toEqual({ path: '/a.csv', authorization: 'Bearer xoxb-1' });
  });

  it('may be HTML, which is told from Slack’s sign-in page by its size', async () => {
    const file = { name: 'spring.html', url: `${origin}/spring.html` };
    const { download: fetched } = createFileSource({ apiUrl: `${origin}/api/` });
    expect(Buffer.from(await fetched({ ...file, size: 13 }, {})).toString()).toBe('<p>Spring</p>');
    for (const size of [12, undefined])
      expect(await refused(fetched({ ...file, size }, {}))).toBe(
        'unavailable: Slack didn’t provide spring.html.',
      );
  });

  it.each(['/sign-in', '/elsewhere', '/missing', 'http://127.0.0.1:1/a.csv'])(
    'are refused with a sentence if the answer is %s',
    async (path) => {
      const apiUrl = path.startsWith('http') ? 'http://127.0.0.1:1/api/' : undefined;
      expect(await refused(download(path, apiUrl))).toBe('unavailable: Slack didn’t provide a.csv.');
    },
  );

  it('are refused over 10 MB', async () => {
    expect(await refused(download('/large'))).toContain('larger than 10 MB');
  });

  it.each([
    ['https://slack.com/api/', 'https://evil.example/a.csv'],
    ['https://slack.com/api/', 'https://notslack.com/a.csv'],
    ['https://slack.com/api/', 'https://slack.com.evil.example/a.csv'],
    ['https://slack.com/api/', 'http://files.slack.com/a.csv'],
  ])('never carry the token of %s to %s', async (apiUrl, url) => {
    const before = asked.length;
    await expect(download(url, apiUrl)).rejects.toThrow('won’t send a Slack token');
    expect(asked.length).toBe(before);
  });
});
