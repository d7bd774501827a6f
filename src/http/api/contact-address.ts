import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { AudienceDeps } from '../../audience/caller.ts';
import { editContact } from '../../audience/contacts/edit.ts';
import { lookUpContact } from '../../audience/contacts/lookup.ts';
import { wholeContact } from '../../audience/contacts/pages.ts';
import { type ApiEnv, callerWith } from './auth.ts';
import { shownContact } from './contacts.ts';
import { answer, contact, email, json, refusals, words } from './schemas.ts';
import { strict } from './strict.ts';

/** The address of a contact. */
export function addressRoutes(api: OpenAPIHono<ApiEnv>, deps: AudienceDeps): void {
  api.openapi(
    createRoute({
      method: 'put',
      path: '/contacts/{email}/email',
      summary: 'Give a contact another address: it keeps everything, and opt-outs hold for both addresses',
      request: { params: email, body: json(strict({ email: words })) },
      responses: { 200: answer('The contact', contact), ...refusals },
    }),
    async (c) => {
      // A key that may only write can leak from a website: it must not lead someone's mail elsewhere.
      const caller = callerWith(c, 'contacts:read') && callerWith(c, 'contacts:write');
      const { id } = await lookUpContact(deps, caller, c.req.valid('param'));
      const { email: to } = c.req.valid('json');
      await editContact(deps, caller, { id, values: [], email: to, how: 'api' });
      return c.json(shownContact(await wholeContact(deps, caller, { email: to })), 200);
    },
  );
}
