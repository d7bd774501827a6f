import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AudienceDeps } from '../../audience/caller.ts';
import { exportMembers } from '../../audience/contacts/export.ts';
import { allSegments } from '../../audience/segments/list.ts';
import { type Size, sizeOfSegment } from '../../audience/segments/segments.ts';
import { countWithTwin } from '../../audience/segments/twin.ts';
import { csvLine } from '../../csv/file/write.ts';
import { defined } from '../../lib/defined.ts';
import { type ApiEnv, callerWith } from './auth.ts';
import { sendChunks } from './exports.ts';
import { historyRoutes } from './history.ts';
import { answer, counted, json, refusals, segment, segmentId, size } from './schemas.ts';
import { strict } from './strict.ts';

/** The routes of segments: which exist, how many contacts they have, and which. */
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
      summary: 'Count a segment',
      request: { params: segmentId },
      responses: { 200: answer('Its size now', size), ...refusals },
    }),
    async (c) => {
      const id = Number(c.req.valid('param').id);
      const { size: found } = await sizeOfSegment(deps, callerWith(c, 'segments:read'), { id });
      return c.json(shown(found), 200);
    },
  );
  historyRoutes(api, deps);
  api.openapi(
    createRoute({
      method: 'post',
      path: '/segments/count',
      summary: 'Count the contacts that match a rule, without saving it',
      request: {
        body: json(
          strict({
            rule: z.string('must be text').min(1).max(10_000).openapi({ example: 'tagged vip' }),
          }),
        ),
      },
      responses: { 200: answer('The size', counted), ...refusals },
    }),
    async (c) => {
      const { rule: sentence } = c.req.valid('json');
      const caller = callerWith(c, 'segments:read');
      const { size, twin } = await countWithTwin(deps, caller, { sentence });
      const other = twin && { rule: twin.sentence, members: twin.members, reachable: twin.reachable };
      return c.json({ ...shown(size), ...defined({ otherMeaning: other }) }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/segments/{id}/members',
      summary: 'All members of a segment as NDJSON, or as CSV if Accept is text/csv',
      request: { params: segmentId },
      responses: {
        200: {
          description: 'One member per line',
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
      const pages = await exportMembers(deps, caller, { id: Number(c.req.valid('param').id) });
      const isCsv = /\btext\/csv\b/.test(c.req.header('accept') ?? '');
      c.header('content-type', isCsv ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson');
      return sendChunks(c, isCsv ? csvOf(pages) : ndjsonOf(pages)) as never;
    },
  );
}

type Pages = Awaited<ReturnType<typeof exportMembers>>;

async function* csvOf(pages: Pages): AsyncGenerator<string, void> {
  yield `${csvLine(['id', 'email', 'name', 'status'])}\r\n`;
  for await (const page of pages) {
    yield page
      .map(({ id, email, name, status }) => `${csvLine([String(id), email, name ?? '', status])}\r\n`)
      .join('');
  }
}

async function* ndjsonOf(pages: Pages): AsyncGenerator<string, void> {
  for await (const page of pages) {
    yield page.map(({ id, ...rest }) => `${JSON.stringify({ id: String(id), ...rest })}\n`).join('');
  }
}

const shown = ({ members, reachable, at, sentence, readBack }: Size) => ({
  members,
  reachable,
  at: at.toISOString(),
  rule: sentence,
  readBack,
});
