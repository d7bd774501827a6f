import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AudienceDeps } from '../../audience/caller.ts';
import { recordReadEvents } from '../../audience/events/events.ts';
import { MOST_EVENTS } from '../../audience/events/input.ts';
import { type ApiEnv, callerWith } from './auth.ts';
import { answer, event, json, recorded, refusals } from './schemas.ts';
import { strict } from './strict.ts';

/** The routes of events: what contacts, or mails to them, did. */
export function eventRoutes(api: OpenAPIHono<ApiEnv>, deps: AudienceDeps): void {
  const responses = { 200: answer('The result', recorded), ...refusals };
  api.openapi(
    createRoute({
      method: 'post',
      path: '/events',
      summary: 'Report one event; repeating an ID changes nothing',
      request: { body: json(event) },
      responses,
    }),
    async (c) => {
      const events = [c.req.valid('json')];
      return c.json(
        await recordReadEvents(deps, callerWith(c, 'events:write'), { source: 'api', events }),
        200,
      );
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/events/batch',
      summary: `Report up to ${MOST_EVENTS} events: either all are saved, or none`,
      request: {
        body: json(
          strict({
            events: z
              .array(event, 'must be a list of events')
              .min(1, 'is empty')
              .max(MOST_EVENTS, `contains more than ${MOST_EVENTS}: send the rest in another batch`),
          }),
        ),
      },
      responses,
    }),
    async (c) => {
      const { events } = c.req.valid('json');
      return c.json(
        await recordReadEvents(deps, callerWith(c, 'events:write'), { source: 'api', events }),
        200,
      );
    },
  );
}
