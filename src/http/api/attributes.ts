import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AudienceDeps } from '../../audience/caller.ts';
import {
  changeAttributeType,
  listAttributes,
  previewAttributeType,
} from '../../audience/contacts/attributes.ts';
import { type ApiEnv, callerWith } from './auth.ts';
import { answer, json, refusals } from './schemas.ts';
import { strict } from './strict.ts';

const types = ['text', 'number', 'boolean', 'date'] as const;
const typed = { type: z.enum(types), yearly: z.boolean() };
const attribute = z
  .object({ name: z.string(), ...typed, segments: z.array(z.string()) })
  .openapi('Attribute');
const change = z
  .object({
    name: z.string(),
    ...typed,
    values: z.int().openapi({ description: 'How many contacts have a value' }),
    converted: z.int(),
    unfit: z
      .int()
      .openapi({ description: 'Values that don’t fit: they block the change, unless you remove them' }),
    examples: z
      .array(z.string())
      .openapi({ description: 'Some of those values, for keys that can read contacts' }),
    segments: z.array(z.string()).openapi({ description: 'Segments whose rules use it' }),
    blocking: z.array(z.string()).openapi({ description: 'Segments whose rule would stop working' }),
  })
  .openapi('AttributeChange');

/** The routes of attributes: which exist, and their types. */
export function attributeRoutes(api: OpenAPIHono<ApiEnv>, deps: AudienceDeps): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/attributes',
      summary: 'List attributes',
      responses: {
        200: answer('All attributes by name', z.object({ attributes: z.array(attribute) })),
        ...refusals,
      },
    }),
    async (c) => {
      const attributes = await listAttributes(deps, callerWith(c, 'contacts:read'));
      return c.json({ attributes: attributes.map(({ id: _, ...rest }) => rest) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'patch',
      path: '/attributes/{name}',
      summary: 'Change the type of an attribute, and convert its values',
      request: {
        params: z.object({
          name: z.string().openapi({ param: { name: 'name', in: 'path' }, example: 'seats' }),
        }),
        body: json(
          strict({
            type: z.enum(types, `must be one of ${types.join(', ')}`).optional(),
            yearly: z
              .boolean('must be true or false')
              .optional()
              .openapi({ description: 'For a date: it repeats every year' }),
            preview: z
              .boolean('must be true or false')
              .default(false)
              .openapi({ description: 'Only previews the change' }),
            removeUnfit: z
              .boolean('must be true or false')
              .default(false)
              .openapi({ description: 'Removes values that don’t fit' }),
          }).refine(({ type, yearly }) => type !== undefined || yearly !== undefined, {
            error: 'needs "type" or "yearly"',
          }),
        ),
      },
      responses: { 200: answer('The result of the change, or its preview', change), ...refusals },
    }),
    async (c) => {
      const caller = callerWith(c, 'contacts:write');
      const { preview: isPreview, removeUnfit, ...wanted } = c.req.valid('json');
      const ref = { name: c.req.valid('param').name };
      const preview = await previewAttributeType(deps, caller, { ref, ...wanted });
      if (!isPreview) {
        const { converted, removed } = await changeAttributeType(deps, caller, {
          ref,
          removeUnfit,
          ...wanted,
        });
        Object.assign(preview, { converted, unfit: removed });
      }
      const { attribute, to, values, converted, unfit, examples, using, blocking } = preview;
      const { name } = attribute;
      return c.json({ name, ...to, values, converted, unfit, examples, segments: using, blocking }, 200);
    },
  );
}
