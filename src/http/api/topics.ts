import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AudienceDeps, Caller } from '../../audience/caller.ts';
import { consentHistory } from '../../audience/topics/history.ts';
import { putTopics } from '../../audience/topics/put.ts';
import { type ContactTopics, topicsOfContact } from '../../audience/topics/set.ts';
import { listTopics } from '../../audience/topics/topics.ts';
import { defined } from '../../lib/defined.ts';
import { LONGEST_TEXT, textInput, valueName } from '../../lib/inputs.ts';
import { momentText } from '../../lib/moments.ts';
import { findNamed } from '../../lib/names.ts';
import { type ApiEnv, callerWith } from './auth.ts';
import { answer, email, json, refusals } from './schemas.ts';
import { strict } from './strict.ts';

const moment = z.iso.datetime();
const topic = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    default: z.enum(['on', 'off']).openapi({ description: 'For people who never chose' }),
    shown: z.boolean().openapi({ description: 'Whether the preference page shows it' }),
    confirms: z.boolean().openapi({
      description: 'Only the person can turn it on: turning it on for them mails them a link to their page',
    }),
    archived: z.boolean(),
    on: z.int().openapi({ description: 'Subscribed people who get it' }),
    off: z.int().openapi({ description: 'Subscribed people who don’t' }),
  })
  .openapi('Topic');

const contactTopics = z
  .object({
    topics: z.array(
      z.object({
        name: z.string(),
        on: z.boolean(),
        chosen: z.object({ at: moment, how: z.string() }).nullable().openapi({
          description: 'When and how they chose; null: they never did, and the default counts',
        }),
      }),
    ),
    pausedUntil: moment.nullable(),
  })
  .openapi('ContactTopics');

const logRow = z
  .object({
    id: z.string(),
    what: z.enum(['status', 'topic', 'pause', 'suppression', 'address']),
    said: z.string(),
    topic: z.string().nullable(),
    at: moment,
    recordedAt: moment,
    how: z.string(),
    by: z.string().nullable(),
    file: z.string().nullable(),
    details: z.record(z.string(), z.union([z.string(), z.number()])),
    undoes: z.string().nullable().openapi({ description: 'The id of the row that this one takes back' }),
  })
  .openapi('ConsentRow');

const MOST_ROWS = 100;

/** The routes of topics, and of what each contact chose. */
export function topicRoutes(api: OpenAPIHono<ApiEnv>, deps: AudienceDeps): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/topics',
      summary: 'List topics',
      responses: {
        200: answer('All topics in their order', z.object({ topics: z.array(topic) })),
        ...refusals,
      },
    }),
    async (c) => {
      const topics = await listTopics(deps, callerWith(c, 'segments:read'));
      const shown = topics.map(({ id, name, description, isOn, isShown, confirms, archivedAt, on, off }) => ({
        id: String(id),
        name,
        description,
        default: isOn ? ('on' as const) : ('off' as const),
        shown: isShown,
        confirms,
        archived: archivedAt !== null,
        on,
        off,
      }));
      return c.json({ topics: shown }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/contacts/{email}/topics',
      summary: 'The topics of a contact',
      request: { params: email },
      responses: { 200: answer('Each topic, and whether they get it', contactTopics), ...refusals },
    }),
    async (c) => {
      const caller = callerWith(c, 'contacts:read');
      return c.json(shown(await topicsOfContact(deps, caller, c.req.valid('param'))), 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'put',
      path: '/contacts/{email}/topics',
      summary: 'Turn topics on and off for a contact; those that are left out stay as they are',
      request: {
        params: email,
        body: json(
          strict({
            topics: z
              .record(
                valueName(),
                z.boolean('must be true or false'),
                'must be an object of names and values',
              )
              .refine((all) => Object.keys(all).length <= 100, 'contains more than 100 topics'),
            consent: strict({ source: textInput(LONGEST_TEXT).min(1, 'is empty'), at: momentText })
              .optional()
              .openapi({ description: 'Where and when they asked for it: what turning a topic on takes' }),
          }),
        ),
      },
      responses: {
        200: answer('Their topics now; without contacts:read, only those that were named', contactTopics),
        ...refusals,
      },
    }),
    async (c) => {
      const caller = callerWith(c, 'contacts:write');
      const { email } = c.req.valid('param');
      const { topics, consent } = c.req.valid('json');
      const asked = consent && { where: consent.source, at: new Date(consent.at) };
      await putTopics(deps, caller, { contact: { email }, topics, asked });
      const now = shown(await topicsOfContact(deps, caller, { email }));
      return c.json(told(caller, now, Object.keys(topics)), 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/contacts/{email}/consent',
      summary: 'The consent history of a contact: all that was said, the newest first',
      request: {
        params: email,
        query: strict({
          before: z
            .string()
            .regex(/^[1-9]\d{0,17}$/, 'has to be the "next" of another page')
            .optional(),
        }),
      },
      responses: {
        200: answer('A page of it', z.object({ history: z.array(logRow), next: z.string().nullable() })),
        ...refusals,
      },
    }),
    async (c) => {
      const caller = callerWith(c, 'contacts:read');
      const { before } = c.req.valid('query');
      const { rows, next } = await consentHistory(deps, caller, {
        contact: c.req.valid('param'),
        limit: MOST_ROWS,
        ...defined({ before }),
      });
      const history = rows.map(({ at, recordedAt, topicId: _, ...row }) => ({
        ...row,
        at: at.toISOString(),
        recordedAt: recordedAt.toISOString(),
      }));
      return c.json({ history, next: next ?? null }, 200);
    },
  );
}

type Shown = z.infer<typeof contactTopics>;

const shown = ({ topics, pausedUntil }: ContactTopics): Shown => ({
  topics: topics.map(({ name, on, chosen }) => ({
    name,
    on,
    chosen: chosen === undefined ? null : { at: chosen.at.toISOString(), how: chosen.how },
  })),
  pausedUntil: pausedUntil?.toISOString() ?? null,
});

/** What a key may learn about the person it writes: without contacts:read, only what it wrote itself. */
function told(caller: Caller, all: Shown, named: string[]): Shown {
  if (caller.seesContacts === true) return all;
  const kept = new Set(named.map((name) => findNamed(all.topics, name)));
  const topics = all.topics.filter((each) => kept.has(each)).map((each) => ({ ...each, chosen: null }));
  return { topics, pausedUntil: null };
}
