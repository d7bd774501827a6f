import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AudienceDeps } from '../../audience/caller.ts';
import { lookUpContact } from '../../audience/contacts/lookup.ts';
import { wholeContact } from '../../audience/contacts/pages.ts';
import { tagContact } from '../../audience/contacts/tags.ts';
import { changeTagging } from '../../audience/tags/tagging.ts';
import { fold } from '../../lib/texts.ts';
import { problem } from '../problem.ts';
import { type ApiEnv, callerWith } from './auth.ts';
import * as schemas from './schemas.ts';

const { answer, refusals } = schemas;

/** The tags on contacts. */
export function contactTagRoutes(api: OpenAPIHono<ApiEnv>, deps: AudienceDeps): void {
  const tags = z.object({ tags: z.array(z.string()) });
  const tag = schemas.email.extend({
    tag: z.string().openapi({ param: { name: 'tag', in: 'path' }, example: 'vip' }),
  });
  const tagsNow = {
    200: answer('The contact’s tags now; without contacts:read, only the tag in the request', tags),
    ...refusals,
  };
  api.openapi(
    createRoute({
      method: 'get',
      path: '/contacts/{email}/tags',
      summary: 'The tags on a contact',
      request: { params: schemas.email },
      responses: { 200: answer('Names of tags', tags), ...refusals },
    }),
    async (c) => {
      const found = await wholeContact(deps, callerWith(c, 'contacts:read'), c.req.valid('param'));
      return c.json({ tags: found.tags }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'put',
      path: '/contacts/{email}/tags/{tag}',
      summary: 'Tag a contact. A missing tag is created, unless its name is very similar to an existing one',
      request: { params: tag },
      responses: tagsNow,
    }),
    async (c) => {
      const caller = callerWith(c, 'contacts:write');
      const { email, tag: name } = c.req.valid('param');
      const { doubts } = await tagContact(deps, caller, { ref: { email }, tags: [name] });
      const [doubt] = doubts;
      if (doubt !== undefined) {
        const like = 'alike' in doubt ? doubt.alike.map((each) => `"${each.name}"`) : [`"${doubt.fitting}"`];
        return problem(409, `The tag "${doubt.name}" wasn’t created. Use ${like.join(' or ')}.`) as never;
      }
      const carried = (await wholeContact(deps, caller, { email })).tags;
      return c.json({ tags: caller.seesContacts === true ? carried : sharedNames(carried, [name]) }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/contacts/{email}/tags/{tag}',
      summary: 'Remove a tag from a contact',
      request: { params: tag },
      responses: tagsNow,
    }),
    async (c) => {
      const caller = callerWith(c, 'contacts:write');
      const { email, tag: name } = c.req.valid('param');
      const contact = await lookUpContact(deps, caller, { email });
      await changeTagging(deps, caller, { way: 'off', tag: { name }, who: { emails: contact.email } });
      const { tags: left } = await wholeContact(deps, caller, { email });
      return c.json({ tags: caller.seesContacts === true ? left : [] }, 200);
    },
  );
}

/** The names that also appear in `those`. */
export function sharedNames(names: readonly string[], those: readonly string[]): string[] {
  const keys = new Set(those.map(fold));
  return names.filter((name) => keys.has(fold(name)));
}
