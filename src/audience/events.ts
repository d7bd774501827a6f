import { z } from 'zod';
import { emailKey } from '../emails.ts';
import { RollcallError } from '../errors.ts';
import type { EventColumns } from '../storage/events.ts';
import * as stored from '../storage/events.ts';
import type { AudienceDeps, Caller } from './caller.ts';
import { requireRole } from './permissions.ts';

/** Events taken in one call: one transaction, in which nobody else writes to the embedded database. */
export const MOST_EVENTS = 10_000;
/** How far ahead of ours a sender's clock may be, in milliseconds. */
const CLOCK_SKEW = 3_600_000;

/** What came of a batch of events. */
export interface RecordedEvents {
  /** Events stored now. */
  recorded: number;
  /** Events whose id had been stored before, or came twice in this batch. */
  repeated: number;
  /** Events of contacts that do not exist: not stored. Their addresses (as given) or ids, each once. */
  unknown: string[];
  /** Contacts whose status these events lowered. */
  lowered: { unsubscribed: number; bounced: number };
}

/**
 * Stores events with all that follows from them, in one transaction: the rollups that rules read, campaigns that no event
 * named before, and lowered statuses (a complaint or an unsubscription makes a contact unsubscribed, a hard bounce
 * bounced). May be called again with the same events: an id is stored once. Order does not matter.
 *
 * @param options.source where the events come from: what the contact's status says when they lower it
 * @param options.events checked here, whatever they are: see `eventInput`
 * @throws RollcallError `invalid-input` when one of them is wrong, with nothing stored
 * @example
 * await recordEvents(deps, caller, { source: 'api', events: [{ id: 'sg-1', email: 'ada@x.org', kind: 'opened',
 *   at: '2026-11-23T10:00:00Z', campaign: 'Spring sale' }] }) // { recorded: 1, repeated: 0, unknown: [], lowered: … }
 */
export async function recordEvents(
  deps: AudienceDeps,
  caller: Caller,
  options: { source: 'api' | 'webhook' | 'import'; events: unknown },
): Promise<RecordedEvents> {
  requireRole(caller, 'editor', 'report events');
  const { workspaceId, actor } = caller;
  const now = deps.now();
  const events = checkedEvents(options.events, now);
  return stored.inTransaction(deps.storage.pool, async (client) => {
    const contacts = await stored.lockContacts(client, workspaceId, {
      emailKeys: [...new Set(events.flatMap((event) => ('key' in event ? [event.key] : [])))],
      ids: [...new Set(events.flatMap((event) => ('contactId' in event ? [event.contactId] : [])))],
    });
    const idOf = (event: CheckedEvent): number | undefined =>
      'key' in event
        ? contacts.byKey.get(event.key)
        : contacts.ids.has(event.contactId)
          ? event.contactId
          : undefined;
    const known = events.flatMap((event) => {
      const contactId = idOf(event);
      return contactId === undefined ? [] : [{ ...event, contactId }];
    });
    const campaigns = await stored.ensureCampaigns(client, workspaceId, campaignNames(known));
    const { added, lowering } = await stored.insertEvents(client, workspaceId, columnsOf(known, campaigns));
    const lowered = await stored.lowerStatuses(client, {
      workspaceId,
      lowering,
      source: options.source,
      now,
    });
    const unknown = new Set(
      events.flatMap((event) => (idOf(event) === undefined ? [event.contactName] : [])),
    );
    if (added > 0) {
      await stored.auditEvents(client, {
        workspaceId,
        at: now,
        actor,
        details: { events: added, ...lowered },
      });
    }
    return { recorded: added, repeated: known.length - added, unknown: [...unknown], lowered };
  });
}

const kindPattern = /^\p{L}[\p{L}\p{N}_. -]{0,59}$/u;
const aTime = 'has to be a time such as 2026-11-23T10:00:00Z';
const value = z.union([z.string().max(1000), z.number(), z.boolean()]);

/** One event, as senders give it. */
const eventInput = z
  .strictObject(
    {
      /** The sender's own id of the event. Without one, the same event sent twice counts twice. */
      id: z
        .string('has to be a text')
        .min(1, 'is empty')
        .max(200, 'has over 200 characters, the most for the id')
        .refine(noNul, 'holds a character that can’t be stored')
        .optional(),
      email: z.string('has to be a text').optional(),
      contactId: z
        .int('has to be a whole number')
        .min(1, 'starts at 1')
        .max(2_147_483_647, 'is no contact’s number')
        .optional(),
      /** received, opened, clicked, bounced, complained, unsubscribed, or a name of your own, in any case. */
      kind: z
        .string('has to be a text, such as "opened"')
        .transform((kind) => kind.normalize('NFC').trim().toLowerCase())
        .refine(
          (kind) => kindPattern.test(kind),
          'has to begin with a letter and hold at most 60 letters, digits, blanks, or any of _ - .',
        ),
      at: z
        .union([z.date(aTime), z.iso.datetime({ offset: true, error: aTime })], aTime)
        .transform((at) => new Date(at)),
      campaign: text(200, 'the name').optional(),
      /** Done by a machine (a privacy proxy, a link scanner), not by the person. */
      machine: z.boolean('has to be true or false').optional(),
      bounce: z.enum(['hard', 'soft'], 'has to be "hard" or "soft"').optional(),
      properties: z
        .record(
          z
            .string()
            .max(60, 'has a name of over 60 characters')
            .refine(noNul, 'holds a character that can’t be stored'),
          value,
          'has to hold texts, numbers, and true or false',
        )
        .refine((all) => Object.keys(all).length <= 50, 'holds more than 50 values')
        .refine(
          (all) => Object.values(all).every((each) => typeof each !== 'string' || noNul(each)),
          'holds a character that can’t be stored',
        )
        .optional(),
    },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? `has no place for ${issue.keys.map((key) => `"${key}"`).join(', ')}; put it into "properties"`
          : 'has to be an object with "email" (or "contactId"), "kind" and "at"',
    },
  )
  .refine((event) => (event.email === undefined) !== (event.contactId === undefined), {
    error: 'needs either "email" or "contactId"',
  })
  .refine((event) => event.email === undefined || emailKey(event.email) !== null, {
    path: ['email'],
    error: 'is no email address',
  })
  .refine((event) => event.kind !== 'bounced' || event.bounce !== undefined, {
    path: ['bounce'],
    error: 'is missing: say "hard" (the address does not exist) or "soft" (try again later)',
  })
  .refine((event) => event.kind === 'bounced' || event.bounce === undefined, {
    path: ['bounce'],
    error: 'goes with the kind "bounced" only',
  });

const batch = z
  .array(eventInput, 'The events have to be a list.')
  .max(MOST_EVENTS, `At most ${MOST_EVENTS} events at once; send the rest in another batch.`);

/** An event whose contact is to be found by `key` or `contactId`; `contactName` is what the sender called it. */
type CheckedEvent = Omit<z.infer<typeof eventInput>, 'email' | 'contactId'> & {
  contactName: string;
} & ({ key: string } | { contactId: number });

function checkedEvents(given: unknown, now: Date): CheckedEvent[] {
  const read = batch.safeParse(given);
  if (!read.success) throw wrong(read.error.issues);
  const latest = now.getTime() + CLOCK_SKEW;
  return read.data.map(({ email, contactId, ...event }, index) => {
    if (event.at.getTime() < 0) throw wrong([{ path: [index, 'at'], message: 'lies before 1970' }]);
    if (event.at.getTime() > latest) {
      const message = `lies in the future: ${event.at.toISOString()}, and it is ${now.toISOString()}`;
      throw wrong([{ path: [index, 'at'], message }]);
    }
    // Rules rely on it that nothing lies after the moment at which it was recorded.
    const timed = { ...event, at: event.at > now ? now : event.at };
    return email === undefined
      ? { ...timed, contactId: contactId as number, contactName: String(contactId) }
      : { ...timed, key: emailKey(email) as string, contactName: email.trim() };
  });
}

/** The first thing that is wrong, and how many more there are. */
function wrong(issues: { path: PropertyKey[]; message: string }[]): RollcallError {
  const [first] = issues;
  const [index, ...fields] = first?.path ?? [];
  const place =
    typeof index === 'number'
      ? `Event ${index + 1}: ${fields.length > 0 ? `"${fields.join('.')}" ` : 'it '}`
      : '';
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return new RollcallError('invalid-input', `${place}${first?.message ?? ''}${more}`, {
    hint: 'Nothing of the batch was stored: correct it and send it again.',
  });
}

function campaignNames(events: CheckedEvent[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { campaign } of events) {
    if (campaign !== undefined && !names.has(campaignKey(campaign)))
      names.set(campaignKey(campaign), campaign);
  }
  return names;
}

const campaignKey = (name: string): string => name.toLowerCase();

function columnsOf(
  events: (CheckedEvent & { contactId: number })[],
  campaigns: Map<string, number>,
): EventColumns {
  return {
    contactId: events.map((event) => event.contactId),
    kind: events.map((event) => event.kind),
    campaignId: events.map(({ campaign }) =>
      campaign === undefined ? null : (campaigns.get(campaignKey(campaign)) ?? null),
    ),
    occurredAt: events.map((event) => event.at),
    machine: events.map((event) => event.machine ?? false),
    properties: events.map(({ bounce, properties }) =>
      bounce === undefined && properties === undefined ? null : JSON.stringify({ ...properties, bounce }),
    ),
    externalId: events.map((event) => event.id ?? null),
  };
}

function text(longest: number, what: string) {
  return z
    .string('has to be a text')
    .transform((name) => name.normalize('NFC').trim().replace(/\s+/g, ' '))
    .refine((name) => name !== '', 'is empty')
    .refine((name) => name.length <= longest, `has over ${longest} characters, the most for ${what}`)
    .refine(noNul, 'holds a character that can’t be stored');
}

/** PostgreSQL's text holds neither NUL nor halves of characters. */
function noNul(name: string): boolean {
  return !name.includes('\u0000') && !/\p{Cs}/u.test(name);
}
