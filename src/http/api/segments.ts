import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { stream } from 'hono/streaming';
import type { AudienceDeps } from '../../audience/caller.ts';
import { allSegments, exportSegment } from '../../audience/segment-export.ts';
import { countSentence, type Size, sizeOfSegment } from '../../audience/segments.ts';
import { csvLine } from '../../csv/write.ts';
import { type ApiEnv, callerWith } from './auth.ts';
import { answer, json, refusals, segment, segmentId, size } from './schemas.ts';
import { strict } from './strict.ts';

/** Segments: which there are, how many are in them, and who. */
export function segmentRoutes(api: OpenAPIHono<ApiEnv>, deps: AudienceDeps): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/segments',
      summary: 'List segments',
      responses: {
        200: answer('All segments by name', z.object({ segments: z.array(segment) })),
        ...refusals,
      },
    }),
    async (c) => {
      const segments = await allSegments(deps, callerWith(c, 'segments:read'));
      return c.json({ segments: segments.map(({ id, ...rest }) => ({ id: String(id), ...rest })) }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/segments/{id}/size',
      summary: 'Count a segment, now',
      request: { params: segmentId },
      responses: { 200: answer('Its size', size), ...refusals },
    }),
    async (c) => {
      const id = Number(c.req.valid('param').id);
      const counted = await sizeOfSegment(deps, callerWith(c, 'segments:read'), { id });
      return c.json(shown(counted.size), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/segments/count',
      summary: 'Count by a rule, without saving it',
      request: {
        body: json(
          strict({
            rule: z.string('has to be a text').min(1).max(10_000).openapi({ example: 'tagged vip' }),
          }),
        ),
      },
      responses: { 200: answer('The size', size), ...refusals },
    }),
    async (c) => {
      const { rule: sentence } = c.req.valid('json');
      return c.json(shown(await countSentence(deps, callerWith(c, 'segments:read'), { sentence })), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/segments/{id}/members',
      summary: 'All members of a segment, as NDJSON, or as CSV where Accept says text/csv',
      request: { params: segmentId },
      responses: {
        200: {
          description: 'One member a line',
          content: {
            'application/x-ndjson': { schema: z.string() },
            'text/csv': { schema: z.string() },
          },
        },
        ...refusals,
      },
    }),
    async (c) => {
      const caller = callerWith(c, 'segments:export');
      const { pages } = await exportSegment(deps, caller, { id: Number(c.req.valid('param').id) });
      // What can be refused is refused here, while there is a status to say so.
      const first = await pages.next();
      const isCsv = /\btext\/csv\b/.test(c.req.header('accept') ?? '');
      c.header('content-type', isCsv ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson');
      return stream(
        c,
        async (out) => {
          let open = true;
          out.onAbort(() => {
            open = false;
          });
          try {
            if (isCsv) await out.write(`${csvLine(['id', 'email', 'name', 'status'])}\r\n`);
            for (let page = first; page.done !== true && open; page = await pages.next()) {
              // One write for each page: the next is asked for when this one is taken.
              await out.write(page.value.map(isCsv ? csvOf : jsonOf).join(''));
            }
          } finally {
            await pages.return();
          }
        },
        async (error) => {
          // Half a list must not look like a whole one: the connection is cut.
          throw error;
        },
      ) as never;
    },
  );
}

interface Listed {
  id: number;
  email: string;
  name: string | null;
  status: string;
}

const csvOf = ({ id, email, name, status }: Listed): string =>
  `${csvLine([String(id), email, name ?? '', status])}\r\n`;

const jsonOf = ({ id, ...rest }: Listed): string => `${JSON.stringify({ id: String(id), ...rest })}\n`;

const shown = ({ members, reachable, at, sentence, readBack }: Size) => ({
  ...{ members, reachable, at: at.toISOString() },
  ...{ rule: sentence, readBack },
});
