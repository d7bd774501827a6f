import { countryCode } from '../countries.ts';
import { emailKey, trimEmail } from '../emails.ts';
import { languageCode } from '../languages.ts';
import { type Attribute, addAttributes, holdAttributes } from '../storage/attributes.ts';
import { writeAudit } from '../storage/audit.ts';
import { type HeldContact, holdContacts, makeContacts, writeContacts } from '../storage/contact-upsert.ts';
import type { Status } from '../storage/contacts.ts';
import { findContactIds } from '../storage/contacts.ts';
import { whichForgotten } from '../storage/forgotten.ts';
import { clip } from '../words.ts';
import { convertValue } from './attribute-values.ts';
import type { AudienceDeps, Caller } from './caller.ts';
import { isRaise } from './contact-changes.ts';
import { requireRole } from './permissions.ts';

type Value = string | number | boolean;

/** A contact as a program gives it. What is left out stays as it is; null takes a value away. */
export interface ContactInput {
  email: string;
  name?: string | null | undefined;
  country?: string | null | undefined;
  language?: string | null | undefined;
  phone?: string | null | undefined;
  company?: string | null | undefined;
  signedUpAt?: Date | null | undefined;
  status?: Status | undefined;
  /** Where and when they agreed to get mail: what raising a status takes. */
  consent?: { source: string; at: Date } | undefined;
  /** By name, in any case; unknown ones are made. */
  attributes?: Record<string, Value | null> | undefined;
}

/** What became of one of the contacts. `field` says which part of it was refused. */
export type WrittenContact =
  | { result: 'created' | 'updated' | 'unchanged'; id: number }
  | { result: 'refused'; why: 'invalid' | 'missing' | 'erased'; field: string; message: string };

type Refused = Extract<WrittenContact, { result: 'refused' }>;
const refused = (field: string, message: string, why: Refused['why'] = 'invalid'): Refused => ({
  ...{ result: 'refused', why, field, message },
});

/**
 * Adds and changes contacts, each by itself: one that is refused keeps none of the others back. A new contact is
 * non-subscribed unless consent is given; a status is raised by consent alone, and from unsubscribed or bounced only by
 * consent that is newer than that.
 *
 * @param options.make false: contacts that do not exist are refused
 * @returns what became of each, in the order in which they were given
 * @example await putContacts(deps, caller, { contacts: [{ email: 'ada@x.org', name: 'Ada' }], make: true })
 * // [{ result: 'created', id: 12 }]
 */
export async function putContacts(
  deps: AudienceDeps,
  caller: Caller,
  options: { contacts: readonly ContactInput[]; make: boolean },
): Promise<WrittenContact[]> {
  requireRole(caller, 'editor', 'change contacts');
  const { workspaceId, actor } = caller;
  const { storage } = deps;
  const now = deps.now();
  const results: (WrittenContact | undefined)[] = options.contacts.map(() => undefined);
  const keyed = keysOf(options.contacts, results);
  // Looked up before the transaction: the embedded database has one session, which a transaction holds.
  const forgotten = await whichForgotten(storage.pool, workspaceId, () =>
    keyed.map(({ key }) => storage.hash(key)),
  );
  const known = await findContactIds(
    storage.prisma,
    workspaceId,
    keyed.map(({ key }) => key),
  );
  const wanted = keyed.filter(({ key, input, index }) => {
    if (known.has(key)) return true;
    results[index] = refusedAsNew(
      input,
      options.make,
      forgotten.size > 0 && forgotten.has(storage.hash(key)),
    );
    return results[index] === undefined;
  });
  if (wanted.length === 0) return results as WrittenContact[];
  await storage.prisma.$transaction(async (database) => {
    const emails = wanted.map(({ key, input }) => ({ key, email: trimEmail(input.email) }));
    const made = options.make
      ? await makeContacts(database, { workspaceId, emails, source: 'api', now })
      : new Set<string>();
    const held = await holdContacts(
      database,
      workspaceId,
      wanted.map(({ key }) => key),
    );
    const attributes = await attributesFor(database, workspaceId, wanted);
    const changed: (HeldContact & { statusSource: string | null })[] = [];
    const counts = { created: 0, updated: 0, raised: 0, lowered: 0 };
    for (const { key, input, index } of wanted) {
      const before = held.get(key);
      const after = before === undefined ? gone : applied(before, input, attributes, now);
      if ('result' in after) results[index] = after;
      else {
        const differs = JSON.stringify(after) !== JSON.stringify({ ...before, statusSource: null });
        if (differs) changed.push(after);
        const result = made.has(key) ? 'created' : differs ? 'updated' : 'unchanged';
        results[index] = { result, id: after.id };
        if (result !== 'unchanged') counts[result] += 1;
        const from = before?.status ?? after.status;
        if (from !== after.status) counts[isRaise(from, after.status) ? 'raised' : 'lowered'] += 1;
      }
    }
    if (changed.length > 0) await writeContacts(database, { workspaceId, contacts: changed, now });
    const written = counts.created + counts.updated;
    if (written === 0) return;
    const [only] = options.contacts.length === 1 ? [...held.values()] : [];
    const subject = only === undefined ? `${written} contacts` : `contact ${only.id}`;
    const consent = options.contacts.length === 1 ? options.contacts[0]?.consent : undefined;
    const details = {
      ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
      ...(consent === undefined ? {} : { consent: `${consent.source}, ${consent.at.toISOString()}` }),
    };
    await writeAudit(database, { workspaceId, actor, action: 'contacts.written', subject, details });
  });
  return results as WrittenContact[];
}

const gone = refused('email', 'There is no such contact: it was erased a moment ago.', 'missing');

interface Keyed {
  key: string;
  input: ContactInput;
  index: number;
}

/** Those with an address of their own; what is no address, or came before, gets its result here. */
function keysOf(contacts: readonly ContactInput[], results: (WrittenContact | undefined)[]): Keyed[] {
  const first = new Map<string, number>();
  return contacts.flatMap((input, index) => {
    const key = emailKey(input.email);
    if (key === null) {
      results[index] = refused('email', `"${clip(input.email, 60)}" is no email address.`);
      return [];
    }
    const earlier = first.get(key);
    if (earlier !== undefined) {
      results[index] = refused('email', `The same address as contact ${earlier + 1} of this batch.`);
      return [];
    }
    first.set(key, index);
    return [{ key, input, index }];
  });
}

/** Why a contact that is not there is not made. */
function refusedAsNew(input: ContactInput, make: boolean, isErased: boolean): Refused | undefined {
  if (!make) return refused('email', 'There is no contact with this address.', 'missing');
  if (isErased) {
    return refused('email', 'This address was erased on request, and is not taken in again.', 'erased');
  }
  if (input.status === 'subscribed' && input.consent === undefined) return refused('status', needsConsent);
  return undefined;
}

const needsConsent =
  'To subscribe somebody, say when and where they agreed to get mail: "consent": {"source": "sign-up form", "at": "2026-11-23T10:00:00Z"}.';

/** The contact with what is given put in, or why that can't be. */
function applied(
  before: HeldContact,
  input: ContactInput,
  known: Attribute[],
  now: Date,
): (HeldContact & { statusSource: string | null }) | Refused {
  const status = statusAfter(before, input, now);
  if ('result' in status) return status;
  const attributes: HeldContact['attributes'] = { ...before.attributes };
  for (const [name, value] of Object.entries(input.attributes ?? {})) {
    const attribute = named(known, name);
    if (attribute === undefined) continue;
    const fitting = convertValue(value, { ...attribute, dateOrder: undefined });
    if (fitting === undefined) {
      const field = `attributes/${name}`;
      return refused(
        field,
        `${JSON.stringify(value)} is no ${attribute.type}, which "${attribute.name}" holds.`,
      );
    }
    if (fitting === null) delete attributes[attribute.id];
    else attributes[attribute.id] = fitting;
  }
  const country = input.country && (countryCode(input.country) ?? input.country);
  const language = input.language && (languageCode(input.language) ?? input.language);
  return {
    ...before,
    ...given('name', input.name),
    ...given('country', country),
    ...given('language', language),
    ...given('phone', input.phone),
    ...given('company', input.company),
    attributes,
    ...status,
    ...given('signedUpAt', input.signedUpAt),
  };
}

const given = <Key extends string, T>(key: Key, value: T | undefined): { [key in Key]?: T } =>
  (value === undefined ? {} : { [key]: value === '' ? null : value }) as { [key in Key]?: T };

function statusAfter(
  before: HeldContact,
  { status, consent }: ContactInput,
  now: Date,
): (Pick<HeldContact, 'status' | 'statusAt'> & { statusSource: string | null }) | Refused {
  if (status === undefined || status === before.status) {
    return { status: before.status, statusAt: before.statusAt, statusSource: null };
  }
  // Of the two that are low, unsubscribed is the lower: it is what the person asked for.
  const fromLowest = before.status === 'unsubscribed';
  if (!fromLowest && !isRaise(before.status, status)) return { status, statusAt: now, statusSource: 'api' };
  if (consent === undefined) {
    const message = `They are ${before.status}. ${needsConsent}`;
    return refused('status', before.status === 'non-subscribed' ? needsConsent : message);
  }
  const isLowered = before.status === 'unsubscribed' || before.status === 'bounced';
  if (isLowered && consent.at <= before.statusAt) {
    const since = before.statusAt.toISOString();
    return refused('consent', `They are ${before.status} since ${since}: consent from before that is over.`);
  }
  return { status, statusAt: consent.at > now ? now : consent.at, statusSource: 'api' };
}

const named = (attributes: Attribute[], name: string): Attribute | undefined =>
  attributes.find((attribute) => attribute.name.toLowerCase() === tidy(name).toLowerCase());

const tidy = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ');

/** The attributes that are named, made where missing, of the type that their first value has. */
async function attributesFor(
  database: Parameters<typeof holdAttributes>[0],
  workspaceId: number,
  wanted: Keyed[],
): Promise<Attribute[]> {
  const known = await holdAttributes(database, workspaceId);
  const missing = new Map<string, Omit<Attribute, 'id'>>();
  for (const { input } of wanted) {
    for (const [typed, value] of Object.entries(input.attributes ?? {})) {
      const name = tidy(typed);
      const isKnown = value === null || named(known, name) !== undefined || missing.has(name.toLowerCase());
      if (!isKnown) missing.set(name.toLowerCase(), { name, type: typeOf(value), yearly: false });
    }
  }
  if (missing.size === 0) return known;
  await addAttributes(database, workspaceId, [...missing.values()]);
  return holdAttributes(database, workspaceId);
}

function typeOf(value: Value): Attribute['type'] {
  if (typeof value !== 'string') return typeof value === 'number' ? 'number' : 'boolean';
  return /^\d{4}-\d\d-\d\d$/.test(value) ? 'date' : 'text';
}
