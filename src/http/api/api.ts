import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import type { AudienceDeps } from '../../audience/caller.ts';
import { problem, problemOfError, problemOfIssues } from '../problem.ts';
import { attributeRoutes } from './attributes.ts';
import { type ApiEnv, keyRequired } from './auth.ts';
import { campaignRoutes } from './campaigns.ts';
import { addressRoutes } from './contact-address.ts';
import { contactTagRoutes } from './contact-tags.ts';
import { contactRoutes } from './contacts.ts';
import { eventRoutes } from './events.ts';
import { exportRoutes } from './exports.ts';
import { idempotent } from './idempotency.ts';
import { rateLimit } from './rate-limit.ts';
import { segmentRoutes } from './segments.ts';
import { topicRoutes } from './topics.ts';

const MEGABYTE = 1024 * 1024;

const limited = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => problem(413, `A request can have at most ${maxSize / MEGABYTE} MB. Send it in parts.`),
  });

/**
 * The HTTP API, to be served under /api/v1. Its document is made of the same schemas that read the requests.
 */
export function createApi(deps: AudienceDeps, options: { log: (line: string) => void }): OpenAPIHono<ApiEnv> {
  const api = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => (result.success ? undefined : problemOfIssues(result.error.issues)),
  });
  api.onError((error, c) => problemOfError(error, c, options.log));
  api.notFound(() =>
    problem(404, 'Nothing at this address. GET /api/v1/openapi.json lists what’s available.'),
  );

  api.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Rollcall',
      version: '1',
      description: 'Contacts, segments, campaigns and events of one workspace.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ key: [] }],
  });
  api.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' });

  api.use(keyRequired(deps), rateLimit());
  const [one, batch] = [limited(MEGABYTE), limited(10 * MEGABYTE)];
  api.use((c, next) => (c.req.path.endsWith('/batch') ? batch(c, next) : one(c, next)));
  api.use(idempotent(deps));
  contactRoutes(api, deps);
  contactTagRoutes(api, deps);
  attributeRoutes(api, deps);
  eventRoutes(api, deps);
  segmentRoutes(api, deps);
  exportRoutes(api, deps);
  addressRoutes(api, deps);
  topicRoutes(api, deps);
  campaignRoutes(api, deps);
  return api;
}
