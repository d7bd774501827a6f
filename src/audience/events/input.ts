import { z } from 'zod';
import { RollcallError } from '../../errors.ts';
import { bounceCauseNames } from '../../lib/campaigns/bounce-causes.ts';
import { emailKey } from '../../lib/emails.ts';
import { isStorable, plainIssues, textInput, valueInput, valueName } from '../../lib/inputs.ts';
import { momentInput } from '../../lib/moments.ts';
import { clip } from '../../lib/words.ts';
import { kindOf, mayEndMail } from './kinds.ts';

/**
 * The most events in one call: one transaction, during which no one else can write to the embedded database.
 */
export const MOST_EVENTS = 10_000;
/** How far ahead of ours a sender's clock may be, in milliseconds. */
const CLOCK_SKEW = 3_600_000;

const kindPattern = /^\p{L}[\p{L}\p{N}_. -]{0,59}$/u;

/** One event, as senders send it. */
export const eventInput = z
  .strictObject(
    {
      /** The sender's own id of the event. Without one, an event that is sent twice counts twice. */
      id: z
        .string('must be text')
        .min(1, 'is empty')
        .max(200, 'is longer than 200 characters, the limit for an id')
        .refine(isStorable, 'contains a character that can’t be stored')
        .optional(),
      email: z.string('must be text').optional(),
      contactId: z
        .int('must be a whole number')
        .min(1, 'starts at 1')
        .max(2_147_483_647, 'is not the ID of a contact')
        .optional(),
      /** received, opened, clicked, bounced, complained, unsubscribed, or a custom name, in any case. */
      kind: z
        .string('must be text, like "opened"')
        .transform(kindOf)
        .refine(
          (kind) => kindPattern.test(kind),
          'must start with a letter and have at most 60 letters, digits, spaces, or any of _ - .',
        )
        .refine((kind) => !mayEndMail(kind), {
          error: ({ input }) =>
            `may mean that they don’t want mail (${clip(String(input), 60)}): send "unsubscribed" if it does; if not, use a name without "unsubscribe" or "opt out"`,
        }),
      at: momentInput,
      campaign: textInput(200, 'is longer than 200 characters, the limit for a name')
        .min(1, 'is empty')
        .optional(),
      /** Done by a machine (a privacy proxy, a link scanner), not by the person. */
      machine: z.boolean('must be true or false').optional(),
      bounce: z.enum(['hard', 'soft'], 'must be "hard" or "soft"').optional(),
      /** Why it bounced. */
      cause: z.enum(bounceCauseNames, `must be one of ${bounceCauseNames.join(', ')}`).optional(),
      properties: z
        .record(valueName(), valueInput(), 'can only contain text, numbers, and true or false')
        .refine((all) => Object.keys(all).length <= 50, 'contains more than 50 values')
        .optional(),
    },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? `doesn’t accept ${issue.keys.map((key) => `"${key}"`).join(', ')}; put it into "properties"`
          : 'must be an object with "email" (or "contactId"), "kind" and "at"',
    },
  )
  .refine((event) => (event.email === undefined) !== (event.contactId === undefined), {
    error: 'needs either "email" or "contactId"',
  })
  .refine((event) => event.kind !== 'bounced' || event.bounce !== undefined, {
    path: ['bounce'],
    error: 'is missing: send "hard" (the address doesn’t exist) or "soft" (try again later)',
  })
  .refine((event) => event.kind === 'bounced' || event.bounce === undefined, {
    path: ['bounce'],
    error: 'is only for the kind "bounced"',
  })
  .refine((event) => event.kind === 'bounced' || event.cause === undefined, {
    path: ['cause'],
    error: 'is only for the kind "bounced"',
  });

const batch = z
  .array(eventInput, 'The events must be a list.')
  .max(MOST_EVENTS, `At most ${MOST_EVENTS} events at a time; send the rest in another batch.`);

/** One event as read by `eventInput`. */
export type EventInput = z.output<typeof eventInput>;

/**
 * An event that names its contact by `key` or `contactId`; `contactName` is what the sender called the
 * contact.
 */
export type CheckedEvent = Omit<EventInput, 'email' | 'contactId'> & {
  contactName: string;
} & ({ key: string } | { contactId: number });

/**
 * Reads a batch of events from outside.
 *
 * @throws RollcallError `invalid-input` with the first error, and the event that has it
 */
export function checkedEvents(given: unknown, now: Date): CheckedEvent[] {
  const read = batch.safeParse(given);
  if (!read.success) throw wrong(plainIssues(read.error.issues));
  return identified(read.data, now);
}

/**
 * Checks events that `eventInput` has read: finds the key of each contact, and caps times at `now`.
 *
 * @throws RollcallError `invalid-input` with the first wrong address or time, and the event that has it
 */
export function identified(events: EventInput[], now: Date): CheckedEvent[] {
  const latest = now.getTime() + CLOCK_SKEW;
  return events.map(({ email, contactId, ...event }, index) => {
    const at = event.at.getTime();
    if (at < 0) throw wrong([{ path: [index, 'at'], message: 'is before 1970' }]);
    if (at > latest) {
      const message = `is in the future: ${event.at.toISOString()}; it is now ${now.toISOString()}`;
      throw wrong([{ path: [index, 'at'], message }]);
    }
    // Rules rely on this: no event is later than the moment at which it was recorded.
    if (at > now.getTime()) event.at = now;
    if (email === undefined) {
      return Object.assign(event, { contactId: contactId as number, contactName: String(contactId) });
    }
    const key = emailKey(email);
    if (key === null) throw wrong([{ path: [index, 'email'], message: 'is not an email address' }]);
    return Object.assign(event, { key, contactName: email.trim() });
  });
}

/** The first error, and how many more there are. */
function wrong(issues: { path: PropertyKey[]; message: string }[]): RollcallError {
  const [first] = issues;
  const [index, ...fields] = first?.path ?? [];
  const place =
    typeof index === 'number'
      ? `Event ${index + 1}: ${fields.length > 0 ? `"${fields.join('.')}" ` : 'it '}`
      : '';
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return new RollcallError('invalid-input', `${place}${first?.message ?? ''}${more}`, {
    hint: 'Nothing in this batch was saved. Correct it and send it again.',
  });
}
