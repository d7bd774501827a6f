import { Hono } from 'hono';
import type { AudienceDeps } from '../audience/caller.ts';
import { checkHealth } from '../audience/health.ts';

/** Everything that is served beside Slack's requests. */
export function createRoutes(audience: AudienceDeps): Hono {
  const routes = new Hono();

  // For load balancers: 200 while the database answers.
  routes.get('/healthz', async (c) => {
    const health = await checkHealth(audience);
    return c.json(health, health.ok ? 200 : 503);
  });

  return routes;
}
