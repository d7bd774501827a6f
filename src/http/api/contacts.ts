import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AudienceDeps, Caller } from '../../audience/caller.ts';
import { forgetContact } from '../../audience/contacts/forget.ts';
import type { ContactInput, WrittenContact } from '../../audience/contacts/input.ts';
import { pageOfContacts, type WholeContact, wholeContact } from '../../audience/contacts/pages.ts';
import { putContacts } from '../../audience/contacts/upsert.ts';
import { contactFieldNames } from '../../contact-fields.ts';
import { plainIssues } from '../../lib/inputs.ts';
import { clip } from '../../lib/words.ts';
import { type ProblemStatus, pointerTo, problem } from '../problem.ts';
import { type ApiEnv, callerWith } from './auth.ts';
import { sharedNames } from './contact-tags.ts';
import { cursorAfter, readCursor } from './cursor.ts';
import * as schemas from './schemas.ts';
import { strict } from './strict.ts';

const { answer, json, refusals } = schemas;
const MOST_PER_PAGE = 1000;
const MOST_PER_BATCH = 1000;

/** Contacts. */
export function contactRoutes(api: OpenAPIHono<ApiEnv>, deps: AudienceDeps): void {
  // Named by the batch, which reads each of them separately.
  api.openAPIRegistry.register('ContactInBatch', schemas.contactInBatch);
  api.openapi(
    createRoute({
      method: 'get',
      path: '/contacts',
      summary: 'List contacts, page by page',
      request: {
        query: strict({
          limit: z.coerce.number('must be a number').int().min(1).max(MOST_PER_PAGE).default(100),
          cursor: z.string().optional(),
        }),
      },
      responses: { 200: answer('A page of contacts', schemas.contactPage), ...refusals },
    }),
    async (c) => {
      const { limit, cursor } = c.req.valid('query');
      const after = readCursor(cursor);
      const page = await pageOfContacts(deps, callerWith(c, 'contacts:read'), { after, limit });
      const next = page.next === undefined ? null : cursorAfter(page.next);
      return c.json({ contacts: page.contacts.map(shownContact), next }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/contacts/{email}',
      summary: 'Read a contact',
      request: { params: schemas.email },
      responses: { 200: answer('The contact', schemas.contact), ...refusals },
    }),
    async (c) =>
      c.json(
        shownContact(await wholeContact(deps, callerWith(c, 'contacts:read'), c.req.valid('param'))),
        200,
      ),
  );

  const one = { params: schemas.email, body: json(schemas.contactInput) };
  api.openapi(
    createRoute({
      method: 'put',
      path: '/contacts/{email}',
      summary: 'Add a contact, or update an existing one',
      request: one,
      responses: {
        200: answer('The updated contact', schemas.toldContact),
        201: answer('The new contact', schemas.toldContact),
        ...refusals,
      },
    }),
    async (c) => {
      const caller = callerWith(c, 'contacts:write');
      const [{ email }, input] = [c.req.valid('param'), c.req.valid('json')];
      const put = await putOne(deps, caller, { email, input, make: true });
      if (put instanceof Response) return put as never;
      const contact = await wholeContact(deps, caller, { email });
      return c.json(told(caller, contact, input), put === 'created' ? 201 : 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'patch',
      path: '/contacts/{email}',
      summary: 'Update an existing contact',
      request: one,
      responses: { 200: answer('The contact', schemas.toldContact), ...refusals },
    }),
    async (c) => {
      const caller = callerWith(c, 'contacts:write');
      const [{ email }, input] = [c.req.valid('param'), c.req.valid('json')];
      const put = await putOne(deps, caller, { email, input, make: false });
      if (put instanceof Response) return put as never;
      return c.json(told(caller, await wholeContact(deps, caller, { email }), input), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/contacts/{email}',
      summary: 'Erase a contact and all its data for good; the address can’t be added again',
      request: { params: schemas.email },
      responses: {
        200: answer(
          'What was erased',
          z.object({
            tags: z.int(),
            events: z.int(),
            rejectedRows: z.int(),
            undos: z.int(),
            files: z.int(),
            mentions: z.int(),
          }),
        ),
        ...refusals,
      },
    }),
    async (c) =>
      c.json(await forgetContact(deps, callerWith(c, 'contacts:erase'), c.req.valid('param')), 200),
  );

  api.openapi(
    createRoute({
      method: 'post',
      path: '/contacts/batch',
      summary: `Add or update up to ${MOST_PER_BATCH} contacts, each independently`,
      request: {
        body: json(
          strict({
            contacts: z
              .array(schemas.anyContact, 'must be a list of contacts')
              .min(1, 'is empty')
              .max(MOST_PER_BATCH, `contains more than ${MOST_PER_BATCH}: send the rest in another batch`),
          }),
        ),
      },
      responses: {
        200: answer(
          'The result for each, in the same order',
          z.object({ results: z.array(schemas.written) }),
        ),
        ...refusals,
      },
    }),
    async (c) => {
      const caller = callerWith(c, 'contacts:write');
      const told: z.infer<typeof schemas.written>[] = [];
      const good: { place: number; contact: ContactInput }[] = [];
      for (const [place, row] of c.req.valid('json').contacts.entries()) {
        const read = schemas.contactInBatch.safeParse(row);
        if (read.success) good.push({ place, contact: timed(read.data) });
        else told[place] = { email: emailIn(row), result: 'refused', error: firstIssue(place, read.error) };
      }
      const places = good.map(({ place }) => place);
      const contacts = good.map(({ contact }) => contact);
      const results = await putContacts(deps, caller, { contacts, make: true });
      for (const [index, result] of results.entries()) {
        const place = places[index] ?? 0;
        told[place] = {
          email: contacts[index]?.email ?? '',
          result: result.result,
          ...(result.result === 'refused'
            ? { error: { pointer: `/contacts/${place}/${result.field}`, detail: result.message } }
            : { id: String(result.id) }),
        };
      }
      return c.json({ results: told }, 200);
    },
  );
}

/** The address in a row, whatever else is wrong with it. */
function emailIn(row: unknown): string {
  const email = typeof row === 'object' && row !== null && 'email' in row ? row.email : '';
  return typeof email === 'string' ? clip(email, 320) : '';
}

/** The first thing wrong with a row, and how many more there are. */
function firstIssue(place: number, { issues }: z.ZodError): { pointer: string; detail: string } {
  const [first] = plainIssues(issues);
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return {
    pointer: pointerTo(['contacts', place, ...(first?.path ?? [])]),
    detail: clip(`${first?.message ?? ''}${more}`, 500),
  };
}

type Given = z.infer<typeof schemas.contactInput>;

/** Times as moments; the schema has already checked their form. */
function timed<Input extends Given>({ signedUpAt, consent, ...rest }: Input) {
  return {
    ...rest,
    signedUpAt: signedUpAt === undefined || signedUpAt === null ? signedUpAt : new Date(signedUpAt),
    consent: consent === undefined ? undefined : { source: consent.source, at: new Date(consent.at) },
  };
}

async function putOne(
  deps: AudienceDeps,
  caller: Caller,
  { email, input, make }: { email: string; input: Given; make: boolean },
): Promise<'created' | 'updated' | 'unchanged' | Response> {
  const contact: ContactInput = { email, ...timed(input) };
  const [result] = await putContacts(deps, caller, { contacts: [contact], make });
  if (result === undefined) throw new Error('a contact without a result');
  if (result.result !== 'refused') return result.result;
  const errors = [{ pointer: `/${result.field}`, detail: result.message }];
  return problem(statuses[result.why], result.message, result.field === 'email' ? {} : { errors });
}

const statuses: Record<Extract<WrittenContact, { result: 'refused' }>['why'], ProblemStatus> = {
  invalid: 422,
  missing: 404,
  erased: 403,
};

/** A contact as the API shows it. */
export function shownContact({
  id,
  statusAt,
  signedUpAt,
  signedUpOn: _,
  createdAt,
  updatedAt,
  ...contact
}: WholeContact) {
  return {
    id: String(id),
    ...contact,
    statusAt: statusAt.toISOString(),
    signedUpAt: signedUpAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/**
 * What a website's key may learn about the person it writes: the key may have leaked, and writing nothing
 * would reveal people.
 */
const said = [...contactFieldNames, 'signedUpAt'] as const;

/**
 * A contact as its writer sees it: all of it if the key may read contacts, otherwise its status and what the
 * key itself wrote.
 */
function told(caller: Caller, contact: WholeContact, input: Given): z.infer<typeof schemas.toldContact> {
  const all = shownContact(contact);
  if (caller.seesContacts === true) return all;
  const { id, email, status, statusSource, statusAt, createdAt, updatedAt } = all;
  const values = said.filter((field) => input[field] !== undefined).map((field) => [field, all[field]]);
  const kept = sharedNames(Object.keys(all.attributes), Object.keys(input.attributes ?? {}));
  return {
    id,
    email,
    status,
    statusSource,
    statusAt,
    createdAt,
    updatedAt,
    ...Object.fromEntries(values),
    ...(input.attributes === undefined
      ? {}
      : { attributes: Object.fromEntries(kept.map((name) => [name, all.attributes[name] as string])) }),
  };
}
