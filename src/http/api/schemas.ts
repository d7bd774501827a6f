import { z } from '@hono/zod-openapi';
import { eventInput } from '../../audience/events/input.ts';
import { contactField, eachField } from '../../contact-fields.ts';
import { statuses } from '../../lib/consent.ts';
import { LONGEST_TEXT, textInput, valueInput, valueName } from '../../lib/inputs.ts';
import { momentText } from '../../lib/moments.ts';
import { strict } from './strict.ts';

const moment = z.iso.datetime();
export const words = textInput(LONGEST_TEXT);

const contactShape = {
  ...eachField((name) => words.nullish().openapi(contactField(name).api)),
  signedUpAt: momentText.nullish(),
  status: z.enum(statuses, `must be one of ${statuses.join(', ')}`).optional(),
  consent: strict({ source: words.min(1, 'is empty'), at: momentText })
    .optional()
    .openapi({ description: 'Where and when they agreed to get mail; required to subscribe someone' }),
  attributes: z
    .record(valueName(), valueInput().nullable(), 'must be an object of names and values')
    .refine((all) => Object.keys(all).length <= 100, 'contains more than 100 values')
    .optional(),
};

/** What PUT and PATCH take: a field that is left out stays as is, and null removes its value. */
export const contactInput = strict(contactShape).openapi('ContactInput');
/** The same in a batch, which includes the address. */
export const contactInBatch = strict({ email: words, ...contactShape }).openapi('ContactInBatch');

/**
 * A contact of a batch before validation: each is judged separately, and a wrong one doesn't refuse the
 * others.
 */
export const anyContact = z.unknown().openapi({ $ref: '#/components/schemas/ContactInBatch' } as object);

export const contact = z
  .object({
    id: z.string(),
    email: z.string(),
    ...eachField(() => z.string().nullable()),
    status: z.enum(statuses),
    statusSource: z.string(),
    statusAt: moment,
    emailValidation: z.string(),
    source: z.string(),
    signedUpAt: moment.nullable(),
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    tags: z.array(z.string()),
    createdAt: moment,
    updatedAt: moment,
  })
  .openapi('Contact');

/** The answer to writing a contact: for a key without contacts:read, what it wrote itself, and the status. */
export const toldContact = contact
  .partial({
    ...eachField(() => true as const),
    signedUpAt: true,
    attributes: true,
    tags: true,
    source: true,
    emailValidation: true,
  })
  .openapi('ToldContact', {
    description: 'The whole contact. Without contacts:read: its status, and the fields in the request.',
  });

export const contactPage = z.object({ contacts: z.array(contact), next: z.string().nullable() });

export const written = z
  .object({
    email: z.string(),
    result: z.enum(['created', 'updated', 'unchanged', 'refused']),
    id: z.string().optional(),
    error: z.object({ pointer: z.string(), detail: z.string() }).optional(),
  })
  .openapi('WrittenContact');

export const size = z
  .object({
    members: z.int(),
    reachable: z.int(),
    at: moment,
    rule: z.string().nullable().openapi({
      description:
        'Null if it names people by email address, name or phone, and the key doesn’t have contacts:read',
    }),
    readBack: z.string().nullable().openapi({ description: 'Null when rule is null' }),
  })
  .openapi('Size');

export const counted = size
  .extend({
    otherMeaning: z.object({ rule: z.string(), members: z.int(), reachable: z.int() }).optional().openapi({
      description:
        'If a timeframe may be meant another way: "in the last month" is the month before this one here, and could be up to now',
    }),
  })
  .openapi('Count');

export const segment = z
  .object({ id: z.string(), name: z.string(), rule: z.string().nullable() })
  .openapi('Segment');

// Has no name in the document: it may be made before zod learns of documents.
export const event = eventInput;
export const recorded = z
  .object({
    recorded: z.int(),
    repeated: z.int(),
    unknown: z.array(z.string()),
    remembered: z.array(z.string()).openapi({
      description:
        'How many of the unknown addresses opted out, complained or bounced; this still counts if they’re added later',
    }),
    lowered: z.object({ unsubscribed: z.int(), bounced: z.int() }),
  })
  .openapi('RecordedEvents');

export const email = z.object({
  email: z.string().openapi({ param: { name: 'email', in: 'path' }, example: 'ada@example.org' }),
});

export const segmentId = z.object({
  id: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be the ID of a segment')
    .openapi({ param: { name: 'id', in: 'path' }, example: '12' }),
});

/** A required JSON body. */
export const json = <Schema extends z.ZodType>(schema: Schema) => ({
  content: { 'application/json': { schema } },
  required: true as const,
});

/** An answer in JSON. */
export const answer = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
});

/** The body of a refusal: RFC 9457. */
const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    suggestions: z.array(z.string()).optional().openapi({
      description:
        'What may be meant, best first: rules that are understood and keep what was understood of the one that was sent, each meaning if it has several; or names that are like one that nothing has',
    }),
  })
  .openapi('Problem');

/** Every refusal has the same form. */
export const refusals = {
  default: {
    description: 'Why it was refused (RFC 9457)',
    content: { 'application/problem+json': { schema: problemSchema } },
  },
} as const;
