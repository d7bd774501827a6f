import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { stream } from 'hono/streaming';
import type { AudienceDeps } from '../../audience/caller.ts';
import { type ExportWhat, exportContacts } from '../../audience/contacts/export.ts';
import { type ApiEnv, callerWith } from './auth.ts';
import { refusals } from './schemas.ts';
import { strict } from './strict.ts';

const query = strict({
  tag: z.string().min(1, 'is empty').optional().openapi({ example: 'vip' }),
  segment: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be the ID of a segment')
    .optional()
    .openapi({ example: '12' }),
}).refine(({ tag, segment }) => tag === undefined || segment === undefined, {
  path: ['segment'],
  error: 'can’t be combined with "tag": use one or the other',
});

/** Exports contacts with everything about them, as one file that is sent while it is read. */
export function exportRoutes(api: OpenAPIHono<ApiEnv>, deps: AudienceDeps): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/export',
      summary: 'All contacts, or those with a tag or in a segment, as CSV: every field, tags and attributes',
      request: { query },
      responses: {
        200: { description: 'One contact per line', content: { 'text/csv': { schema: z.string() } } },
        ...refusals,
      },
    }),
    async (c) => {
      const { tag, segment } = c.req.valid('query');
      const what: ExportWhat =
        tag !== undefined
          ? { tag: { name: tag } }
          : segment !== undefined
            ? { segment: { id: Number(segment) } }
            : { all: true };
      const { chunks } = await exportContacts(deps, callerWith(c, 'segments:export'), what);
      c.header('content-type', 'text/csv; charset=utf-8; header=present');
      return sendChunks(c, chunks) as never;
    },
  );
}

/**
 * Sends a stream chunk by chunk: it asks for the next chunk once this one is taken. On an error it cuts the
 * connection, because half a list must not look like a whole one.
 */
export function sendChunks(
  c: Parameters<typeof stream>[0],
  chunks: AsyncGenerator<string, void>,
): ReturnType<typeof stream> {
  return stream(
    c,
    async (out) => {
      let open = true;
      out.onAbort(() => {
        open = false;
      });
      for await (const chunk of chunks) {
        if (!open) return;
        await out.write(chunk);
      }
    },
    async (error) => {
      throw error;
    },
  );
}
