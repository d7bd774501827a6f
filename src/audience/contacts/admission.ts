import { decidedAt, statusOf } from '../../lib/consent.ts';
import { emailKey, trimEmail } from '../../lib/emails.ts';
import { clip } from '../../lib/words.ts';
import { findContactIds } from '../../storage/contacts/contacts.ts';
import {
  factsOfSuppressions,
  findSuppressions,
  isErased,
  type Suppression,
  whileAdding,
} from '../../storage/contacts/suppressions.ts';
import { type HeldContact, holdContacts, makeContacts } from '../../storage/contacts/upsert.ts';
import type { Database } from '../../storage/database/database.ts';
import type { AudienceDeps } from '../caller.ts';
import { type ContactInput, type Refused, refused, type WrittenContact } from './input.ts';
import { consentTooLate, needsConsent } from './status-said.ts';

/** The workspace and transaction that a call writes to. */
export interface Place {
  database: Database;
  workspaceId: number;
  now: Date;
}

/** One of the given contacts, with its index. */
export interface Row {
  input: ContactInput;
  index: number;
}

/** All rows for one address, in their order. */
export interface Rows {
  key: string;
  rows: [Row, ...Row[]];
}

/** The same with the suppressions of the address. */
type Wanted = Rows & { suppressions: Suppression[] };
/** The same with the contact as it is now; undefined if it was erased a moment ago. */
export type Put = Wanted & { before: HeldContact | undefined; isNew: boolean };

/** Groups the rows by address; a row without a valid address gets its result here. */
export function byAddress(
  contacts: readonly ContactInput[],
  results: (WrittenContact | undefined)[],
): Rows[] {
  const found = new Map<string, Rows>();
  for (const [index, input] of contacts.entries()) {
    const key = emailKey(input.email);
    if (key === null) {
      results[index] = refused('email', `"${clip(input.email, 60)}" is not an email address.`);
      continue;
    }
    const earlier = found.get(key);
    if (earlier === undefined) found.set(key, { key, rows: [{ input, index }] });
    else earlier.rows.push({ input, index });
  }
  return [...found.values()];
}

/**
 * The people that may be written. Rows that can't add a contact get their result here, up to the first that
 * can. Until the transaction ends, no new suppressions can be stored.
 */
export async function letIn(
  { storage }: AudienceDeps,
  { database, workspaceId, now }: Place,
  given: { people: Rows[]; make: boolean; results: (WrittenContact | undefined)[] },
): Promise<Wanted[]> {
  const { people, make, results } = given;
  if (make) await whileAdding(database, workspaceId);
  const keys = people.map(({ key }) => key);
  const { hashes } = storage;
  const suppressions = await findSuppressions(database, workspaceId, { keys, hashes });
  const known = await findContactIds(database, workspaceId, keys);
  return people.flatMap((person) => {
    const { key, rows } = person;
    const found = suppressions.get(key) ?? [];
    if (known.has(key)) return [{ ...person, suppressions: found }];
    for (const [place, { input, index }] of rows.entries()) {
      const why = refusedAsNew(input, { make, isErased: isErased(found), now });
      if (why === undefined) return [{ key, rows: rows.slice(place) as Rows['rows'], suppressions: found }];
      results[index] = why;
    }
    return [];
  });
}

/** Adds the missing contacts, and locks all of them in their current state. */
export async function hold(
  { database, workspaceId, now }: Place,
  wanted: Wanted[],
  make: boolean,
): Promise<Put[]> {
  const emails = wanted.map(({ key, rows: [{ input }] }) => ({ key, email: trimEmail(input.email) }));
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

/** A new contact with the suppressions of its address. */
function withRemembered(contact: HeldContact, suppressions: Suppression[]): HeldContact {
  if (suppressions.length === 0) return contact;
  const { optedOutAt, bouncedAt, complainedAt } = factsOfSuppressions(suppressions);
  const begun = { ...contact, optedOutAt, bouncedAt, complainedAt };
  const status = statusOf(begun);
  return { ...begun, status, statusAt: decidedAt(status, begun) ?? contact.statusAt };
}

/** Why a missing contact isn't added. */
function refusedAsNew(
  input: ContactInput,
  { make, isErased, now }: { make: boolean; isErased: boolean; now: Date },
): Refused | undefined {
  if (!make) return refused('email', 'No contact with this address.', 'missing');
  if (isErased) {
    return refused('email', 'This address was erased on request and can’t be added again.', 'erased');
  }
  return unfitAsNew(input, now);
}

/** Why a contact can't be added with this status and consent. */
export function unfitAsNew({ status, consent }: ContactInput, now: Date): Refused | undefined {
  const tooLate = consentTooLate(consent, now);
  if (tooLate !== undefined) return refused('consent/at', tooLate);
  return status === 'subscribed' && consent === undefined ? refused('status', needsConsent) : undefined;
}
