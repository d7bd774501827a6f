import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { AudienceDeps } from '../audience/caller.ts';
import type { Tracker } from '../audience/campaigns/tracking/tracker.ts';
import { createHealth } from '../audience/workspace/health.ts';
import { once } from '../lib/once.ts';
import { problemOfError } from './problem.ts';
import type { Limits } from './public/limits.ts';
import type { Delivery } from './webhooks/adapter.ts';

/** Everything that is served apart from Slack's requests. */
export function createRoutes(
  audience: AudienceDeps,
  options: {
    log: (line: string) => void;
    /** Fetches what a provider publishes at its own address; over the network if not given. */
    fetchText?: Delivery['fetchText'];
    /** How many proxies are in front of the app, as TRUST_PROXY says. */
    trustProxy?: number;
    /** What the public pages count guesses with; their own if not given. */
    limits?: Limits;
    /** What records opens and clicks; links lead where they lead without it. */
    tracker?: Pick<Tracker, 'record'>;
  },
): Hono {
  const routes = new Hono();
  routes.onError((error, c) => problemOfError(error, c, options.log));

  const askHealth = createHealth(audience);
  // For load balancers: 200 while the database answers.
  routes.get('/healthz', async (c) => {
    const health = await askHealth();
    return c.json(health, health.ok ? 200 : 503);
  });

  // Loaded on first use: the schemas of their documents would slow down every start.
  const api = once(async () => {
    const { createApi } = await import('./api/api.ts');
    return new Hono().route('/api/v1', createApi(audience, options));
  });
  routes.all('/api/v1/*', async (c) => (await api()).fetch(c.req.raw, c.env));
  const webhooks = once(async () => {
    const { createWebhooks } = await import('./webhooks/routes.ts');
    return new Hono().route('/webhooks', createWebhooks(audience, options));
  });
  routes.all('/webhooks/*', async (c) => (await webhooks()).fetch(c.req.raw, c.env));

  // The playground serves these on a separate port: its page and other people's pages share no origin.
  if (audience.pages !== undefined && !audience.pages.isPlayground)
    servePublicPages(routes, audience, options);
  return routes;
}

/** Serves the pages for people outside the team, loaded on first use. */
export function servePublicPages(
  routes: Hono,
  audience: AudienceDeps,
  options: {
    log: (line: string) => void;
    trustProxy?: number;
    limits?: Limits;
    tracker?: Pick<Tracker, 'record'>;
  },
): Hono {
  const pages = once(async () => (await import('./public/routes.ts')).createPublicPages(audience, options));
  for (const path of ['/p/*', '/view/*', '/find', '/find/*', '/join/*', '/confirm/*', '/l/*', '/o/*'])
    routes.all(path, async (c) => (await pages()).fetch(c.req.raw, c.env as HttpBindings));
  return routes;
}
