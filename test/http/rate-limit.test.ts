import { Hono } from 'hono';
import { expect, it } from 'vitest';
import type { ApiEnv } from '../../src/http/api/auth.ts';
import { REQUESTS, rateLimit } from '../../src/http/api/rate-limit.ts';

it('counts each key’s requests by the minute, starting with its first one', async () => {
  let ticks = 5_000;
  const app = new Hono<ApiEnv>();
  app.use(async (c, next) => {
    const keyId = Number(c.req.query('key'));
    c.set('apiKey', { keyId, workspaceId: 1, actor: 'website', scopes: [] });
    await next();
  });
  app.use(rateLimit(() => ticks));
  app.get('/', (c) => c.text('let in'));
  const ask = async (key: number) => {
    const { status, headers } = await app.request(`/?key=${key}`);
    return [status, headers.get('ratelimit'), headers.get('retry-after')];
  };

  expect(await ask(1)).toEqual([200, `"requests";r=${REQUESTS - 1};t=60`, null]);
  for (let sent = 1; sent < REQUESTS; sent++) expect((await ask(1))[0]).toBe(200);
  ticks += 20_000;
  expect(await ask(1)).toEqual([429, '"requests";r=0;t=40', '40']);
  expect(await ask(2)).toEqual([200, `"requests";r=${REQUESTS - 1};t=60`, null]);
  ticks += 40_000;
  expect((await ask(1))[0]).toBe(200);
});
