import { statusOf } from '../consent.ts';
import { emailKey, trimEmail } from '../emails.ts';
import { type HeldContact, holdContacts, makeContacts } from '../storage/contact-upsert.ts';
import { findContactIds } from '../storage/contacts.ts';
import type { Database } from '../storage/database.ts';
import {
  findSuppressions,
  isErased,
  remembered,
  type Suppression,
  whileAdding,
} from '../storage/suppressions.ts';
import { clip } from '../words.ts';
import type { AudienceDeps } from './caller.ts';
import { type ContactInput, type Refused, refused, type WrittenContact } from './contact-input.ts';
import { consentTooLate, needsConsent } from './status-said.ts';

/** Where a call writes. */
export interface Place {
  database: Database;
  workspaceId: number;
  now: Date;
}

/** One of the contacts, with what stands there and what is remembered of its address. */
type Wanted = Keyed & { suppressions: Suppression[] };
export type Put = Wanted & { before: HeldContact | undefined; isNew: boolean };

/** One of the contacts, with the key of its address. */
export interface Keyed {
  key: string;
  input: ContactInput;
  index: number;
}

/** Those with an address of their own; what is no address, or came before, gets its result here. */
export function keysOf(
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

/** Those who may be written; whoever can't be added gets their result here. Until the transaction ends nobody is remembered. */
export async function letIn(
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
export async function hold(
  { database, workspaceId, now }: Place,
  wanted: Wanted[],
  make: boolean,
): Promise<Put[]> {
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
