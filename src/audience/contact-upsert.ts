import { type Status, statusOf } from '../consent.ts';
import { countryCode } from '../countries.ts';
import { readYearlessDay } from '../csv/dates.ts';
import { isYearly } from '../csv/headers.ts';
import { emailKey, trimEmail } from '../emails.ts';
import { languageCode } from '../languages.ts';
import { findNamed } from '../names.ts';
import { type Attribute, addAttributes, holdAttributes } from '../storage/attributes.ts';
import { writeAudit } from '../storage/audit.ts';
import {
  type HeldContact,
  holdContacts,
  makeContacts,
  setFirstStatuses,
  unmakeContacts,
  writeContacts,
} from '../storage/contact-upsert.ts';
import { findContactIds } from '../storage/contacts.ts';
import type { Database } from '../storage/database.ts';
import { addFacts, type StatusFact } from '../storage/status-facts.ts';
import {
  findSuppressions,
  isErased,
  remembered,
  type Suppression,
  whileAdding,
} from '../storage/suppressions.ts';
import { fold, tidy } from '../texts.ts';
import { clip } from '../words.ts';
import { convertValue, newAttribute } from './attribute-values.ts';
import type { AudienceDeps, Caller } from './caller.ts';
import { requireRole } from './permissions.ts';
import { type Consent, consentTooLate, needsConsent, type SaidStatus, saidStatus } from './status-said.ts';

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
  consent?: Consent | undefined;
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
 * non-subscribed unless consent is given; a status is raised by consent alone, and only by consent that is newer than what
 * speaks against it: an opt-out, a bounce, consent that was taken back. Who opted out before they were a contact starts so.
 *
 * @param options.make false: contacts that do not exist are refused
 * @param options.places which of a longer list they are, from 0: what is said of one names another by it
 * @returns what became of each, in the order in which they were given
 * @example await putContacts(deps, caller, { contacts: [{ email: 'ada@x.org', name: 'Ada' }], make: true })
 * // [{ result: 'created', id: 12 }]
 */
export async function putContacts(
  deps: AudienceDeps,
  caller: Caller,
  options: { contacts: readonly ContactInput[]; make: boolean; places?: readonly number[] },
): Promise<WrittenContact[]> {
  requireRole(caller, 'editor', 'change contacts');
  const { workspaceId, actor } = caller;
  const now = deps.now();
  const results: (WrittenContact | undefined)[] = options.contacts.map(() => undefined);
  const keyed = keysOf(options, results);
  if (keyed.length === 0) return results as WrittenContact[];
  await deps.storage.prisma.$transaction(async (database) => {
    const place = { database, workspaceId, now };
    const wanted = await letIn(deps, place, { keyed, make: options.make, results });
    const put = await hold(place, wanted, options.make);
    const attributes = await attributesFor(database, workspaceId, put);
    const entries: Entry[] = [];
    const unmade: number[] = [];
    for (const each of put) {
      const entry = each.before === undefined ? gone : applied(each, each.before, { attributes, now });
      if (!('result' in entry)) entries.push(entry);
      else {
        results[each.index] = entry;
        if (each.before !== undefined && each.isNew) unmade.push(each.before.id);
      }
    }
    if (unmade.length > 0) await unmakeContacts(database, workspaceId, unmade);
    const counts = await write(place, { entries, results });
    const written = counts.created + counts.updated;
    if (written === 0) return;
    const [only] = options.contacts.length === 1 ? entries : [];
    const subject = only === undefined ? `${written} contacts` : `contact ${only.after.id}`;
    const consent = options.contacts.length === 1 ? options.contacts[0]?.consent : undefined;
    const details = {
      ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
      ...(consent === undefined ? {} : { consent: `${consent.source}, ${consent.at.toISOString()}` }),
    };
    await writeAudit(database, { workspaceId, actor, action: 'contacts.written', subject, details });
  }, PATIENCE);
  return results as WrittenContact[];
}

/** While somebody is erased nobody is added: twenty seconds among ten million events. */
const PATIENCE = { maxWait: 10_000, timeout: 60_000 };

/** Where a call writes. */
interface Place {
  database: Database;
  workspaceId: number;
  now: Date;
}

/** One of the contacts, with what stands there and what is remembered of its address. */
type Wanted = Keyed & { suppressions: Suppression[] };
type Put = Wanted & { before: HeldContact | undefined; isNew: boolean };

/** A contact as it is to be, and what is said of its status. */
interface Entry {
  each: Put;
  before: HeldContact;
  after: HeldContact;
  fact: Extract<SaidStatus, { fact: unknown }>['fact'];
}

/** Those who may be written; whoever can't be added gets their result here. Until the transaction ends nobody is remembered. */
async function letIn(
  { storage }: AudienceDeps,
  { database, workspaceId, now }: Place,
  given: { keyed: Keyed[]; make: boolean; results: (WrittenContact | undefined)[] },
): Promise<Wanted[]> {
  const { keyed, make, results } = given;
  if (make) await whileAdding(database, workspaceId);
  const keys = keyed.map(({ key }) => key);
  const { hashes } = storage;
  const suppressions = await findSuppressions(database, workspaceId, { keys, hashes });
  const known = await findContactIds(database, workspaceId, keys);
  return keyed.flatMap((each) => {
    const found = suppressions.get(each.key) ?? [];
    if (known.has(each.key)) return [{ ...each, suppressions: found }];
    const result = refusedAsNew(each.input, { make, isErased: isErased(found), now });
    results[each.index] = result;
    return result === undefined ? [{ ...each, suppressions: found }] : [];
  });
}

/** Makes those who are missing, and holds all of them as they are now. */
async function hold({ database, workspaceId, now }: Place, wanted: Wanted[], make: boolean): Promise<Put[]> {
  const emails = wanted.map(({ key, input }) => ({ key, email: trimEmail(input.email) }));
  const made = make
    ? await makeContacts(database, { workspaceId, emails, source: 'api', now })
    : new Set<string>();
  const keys = wanted.map(({ key }) => key);
  const held = await holdContacts(database, workspaceId, keys);
  return wanted.map((each) => {
    const before = held.get(each.key);
    const isNew = before !== undefined && made.has(each.key);
    return { ...each, isNew, before: isNew ? withRemembered(before, each.suppressions) : before };
  });
}

/** A contact that was just made, with what is remembered of its address. */
function withRemembered(contact: HeldContact, suppressions: Suppression[]): HeldContact {
  if (suppressions.length === 0) return contact;
  const { optedOutAt, bouncedAt } = remembered(suppressions);
  const begun = { ...contact, optedOutAt, bouncedAt };
  return { ...begun, status: statusOf(begun) };
}

/** Writes what differs and what was said of statuses, and sets the results. */
async function write(
  { database, workspaceId, now }: Place,
  { entries, results }: { entries: Entry[]; results: (WrittenContact | undefined)[] },
): Promise<{ created: number; updated: number; raised: number; lowered: number }> {
  const isBare = ({ each }: Entry): boolean => each.isNew && each.suppressions.length === 0;
  const differing = entries.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  if (differing.length > 0)
    await writeContacts(database, { workspaceId, contacts: differing.map(({ after }) => after), now });
  const firsts = entries.flatMap((entry) =>
    isBare(entry) && entry.fact !== undefined
      ? [{ id: entry.after.id, status: firstStatus[entry.fact.kind], at: entry.fact.at }]
      : [],
  );
  if (firsts.length > 0) await setFirstStatuses(database, { workspaceId, firsts });
  const facts = entries.flatMap((entry): StatusFact[] => {
    if (isBare(entry)) return [];
    const contactId = entry.after.id;
    const first = entry.each.isNew ? remembered(entry.each.suppressions).facts : [];
    return [
      ...first.map((fact) => ({ contactId, ...fact })),
      ...(entry.fact === undefined ? [] : [{ contactId, ...entry.fact, source: 'api' }]),
    ];
  });
  const changes = new Map(
    (await addFacts(database, { workspaceId, facts, now })).map((change) => [change.id, change]),
  );
  for (const { id, status } of firsts)
    changes.set(id, { id, from: 'non-subscribed', to: status, changed: true });

  const counts = { created: 0, updated: 0, raised: 0, lowered: 0 };
  const changed = new Set(differing.map(({ after }) => after.id));
  for (const { each, after } of entries) {
    const change = changes.get(after.id);
    const isUpdated = changed.has(after.id) || change?.changed === true;
    const result = each.isNew ? 'created' : isUpdated ? 'updated' : 'unchanged';
    results[each.index] = { result, id: after.id };
    if (result !== 'unchanged') counts[result] += 1;
    if (change !== undefined && change.from !== change.to)
      counts[change.to === 'subscribed' ? 'raised' : 'lowered'] += 1;
  }
  return counts;
}

const firstStatus: Record<StatusFact['kind'], Status> = {
  consent: 'subscribed',
  'opt-out': 'unsubscribed',
  bounce: 'bounced',
  withdrawal: 'non-subscribed',
};

const gone = refused('email', 'There is no such contact: it was erased a moment ago.', 'missing');

interface Keyed {
  key: string;
  input: ContactInput;
  index: number;
}

/** Those with an address of their own; what is no address, or came before, gets its result here. */
function keysOf(
  { contacts, places }: { contacts: readonly ContactInput[]; places?: readonly number[] },
  results: (WrittenContact | undefined)[],
): Keyed[] {
  const first = new Map<string, number>();
  return contacts.flatMap((input, index) => {
    const key = emailKey(input.email);
    if (key === null) {
      results[index] = refused('email', `"${clip(input.email, 60)}" is not an email address.`);
      return [];
    }
    const earlier = first.get(key);
    if (earlier !== undefined) {
      results[index] = refused(
        'email',
        `The same address as contact ${(places?.[earlier] ?? earlier) + 1} of this batch.`,
      );
      return [];
    }
    first.set(key, index);
    return [{ key, input, index }];
  });
}

/** Why a contact that is not there is not made. */
function refusedAsNew(
  input: ContactInput,
  { make, isErased, now }: { make: boolean; isErased: boolean; now: Date },
): Refused | undefined {
  if (!make) return refused('email', 'There is no contact with this address.', 'missing');
  if (isErased) {
    return refused('email', 'This address was erased on request, and is not taken in again.', 'erased');
  }
  const tooLate = consentTooLate(input.consent, now);
  if (tooLate !== undefined) return refused('consent/at', tooLate);
  if (input.status === 'subscribed' && input.consent === undefined) return refused('status', needsConsent);
  return undefined;
}

/** The contact with what is given put in, or why that can't be. */
function applied(
  each: Put,
  before: HeldContact,
  { attributes: known, now }: { attributes: Attribute[]; now: Date },
): Entry | Refused {
  const { input } = each;
  const said = saidOf(each, before, now);
  if ('message' in said) return refused(said.field, said.message);
  const attributes: HeldContact['attributes'] = { ...before.attributes };
  for (const [name, value] of Object.entries(input.attributes ?? {})) {
    const attribute = findNamed(known, name);
    if (attribute === undefined) continue;
    const fitting = convertValue(value, { ...attribute, dateOrder: undefined, now });
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
  const after = {
    ...before,
    ...given('name', input.name),
    ...given('country', country),
    ...given('language', language),
    ...given('phone', input.phone),
    ...given('company', input.company),
    attributes,
    ...given('signedUpAt', input.signedUpAt),
  };
  return { each, before, after, fact: said.fact };
}

/** What is said of the status. "non-subscribed" says nothing of somebody who is new: nothing was ever said of them. */
function saidOf({ input, isNew }: Put, before: HeldContact, now: Date): SaidStatus {
  if (!isNew) return saidStatus(before, input, now);
  const { status, consent } = input;
  const said = saidStatus(before, { consent, status: status === 'non-subscribed' ? undefined : status }, now);
  if (!('message' in said) || said.field !== 'consent') return said;
  return { ...said, message: `${said.message} The address was remembered though it was no contact's.` };
}

const given = <Key extends string, T>(key: Key, value: T | undefined): { [key in Key]?: T } =>
  (value === undefined ? {} : { [key]: value === '' ? null : value }) as { [key in Key]?: T };

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
      const isKnown = value === null || findNamed(known, name) !== undefined || missing.has(fold(name));
      if (!isKnown) missing.set(fold(name), newAttribute(name, typeOf(name, value)));
    }
  }
  if (missing.size === 0) return known;
  await addAttributes(database, workspaceId, [...missing.values()]);
  return holdAttributes(database, workspaceId);
}

function typeOf(name: string, value: Value): Attribute['type'] {
  if (typeof value !== 'string') return typeof value === 'number' ? 'number' : 'boolean';
  return /^\d{4}-\d\d-\d\d$/.test(value) || (isYearly(name) && readYearlessDay(value) !== null)
    ? 'date'
    : 'text';
}
