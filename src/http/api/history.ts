import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AudienceDeps } from '../../audience/caller.ts';
import { EVERYONE, type SizeHistory, sizeHistory } from '../../audience/watches/history.ts';
import { defined } from '../../lib/defined.ts';
import { type ApiEnv, callerWith } from './auth.ts';
import { answer, refusals, segmentId } from './schemas.ts';

const day = z.iso.date('must be a day like 2026-11-23');

const days = z.object({
  from: day.optional().openapi({ description: 'The first day; 90 days before the last one by default' }),
  to: day.optional().openapi({ description: 'The last day; today by default' }),
});

const history = z
  .object({
    name: z.string(),
    from: day,
    to: day,
    readings: z.array(
      z.object({
        day,
        members: z.int(),
        reachable: z.int().nullable().openapi({ description: 'Null if estimated' }),
        estimated: z.boolean().openapi({
          description: 'Worked out later from sign-up dates, tags and events',
        }),
      }),
    ),
  })
  .openapi('SizeHistory', {
    description:
      'One reading a day in the workspace’s zone, oldest first; one a week after a year. Days on which Rollcall didn’t run have none.',
  });

/** The routes of size histories. */
export function historyRoutes(api: OpenAPIHono<ApiEnv>, deps: AudienceDeps): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/segments/{id}/history',
      summary: 'The sizes of a segment by day',
      request: { params: segmentId, query: days },
      responses: { 200: answer('Its readings', history), ...refusals },
    }),
    async (c) => {
      const caller = callerWith(c, 'segments:read');
      const asked = { id: Number(c.req.valid('param').id), ...defined(c.req.valid('query')) };
      return c.json(shown(await sizeHistory(deps, caller, asked)), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/history',
      summary: 'The sizes of the whole audience by day',
      request: { query: days },
      responses: { 200: answer('Its readings', history), ...refusals },
    }),
    async (c) => {
      const caller = callerWith(c, 'segments:read');
      const asked = { id: EVERYONE, ...defined(c.req.valid('query')) };
      return c.json(shown(await sizeHistory(deps, caller, asked)), 200);
    },
  );
}

const shown = ({ name, from, to, readings }: SizeHistory) => ({ name, from, to, readings });
