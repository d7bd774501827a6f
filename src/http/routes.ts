import { Hono } from 'hono';
import type { AudienceDeps } from '../audience/caller.ts';
import { checkHealth } from '../audience/health.ts';
import { createApi } from './api/api.ts';
import type { Delivery } from './webhooks/adapter.ts';
import { createWebhooks } from './webhooks/routes.ts';

/** Everything that is served beside Slack's requests. */
export function createRoutes(
  audience: AudienceDeps,
  options: {
    log: (line: string) => void;
    /** Reads what stands at an address of a provider's own; the network when not given. */
    fetchText?: Delivery['fetchText'];
  },
): Hono {
  const routes = new Hono();

  // For load balancers: 200 while the database answers.
  routes.get('/healthz', async (c) => {
    const health = await checkHealth(audience);
    return c.json(health, health.ok ? 200 : 503);
  });

  routes.route('/api/v1', createApi(audience, options));
  routes.route('/webhooks', createWebhooks(audience, options));

  return routes;
}
