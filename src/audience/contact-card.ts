import { RollcallError } from '../errors.ts';
import { compileRule } from '../rules/compile.ts';
import { listAttributes } from '../storage/attributes.ts';
import { contactDetails, type StoredContact, searchContacts } from '../storage/contacts.ts';
import { isMember } from '../storage/run-rule.ts';
import { listSegments } from '../storage/segments.ts';
import type { AudienceDeps, Caller } from './caller.ts';
import { type ContactRef, lookUpContact } from './contact-lookup.ts';
import { requireRole } from './permissions.ts';
import { knownTo, resolved, ruleOf } from './segments.ts';

/** All about one contact, as of one moment. */
export interface ContactCard {
  contact: StoredContact;
  tags: string[];
  attributes: { name: string; value: string | number | boolean }[];
  events: { kind: string; at: Date; campaign: string | null; machine: boolean }[];
  /** Names of the segments that the contact is in; of the first ones by name, where there are many. */
  segments: string[];
  segmentsAsked: number;
  segmentsInAll: number;
  at: Date;
}

const EVENTS = 6;
/** Each is a question to the database, of a millisecond or so. */
const SEGMENTS = 100;
const AT_ONCE = 4;

/**
 * Shows a contact. An editor's question: it is about a person.
 *
 * @throws RollcallError `not-found`, `invalid-input`
 */
export async function showContact(deps: AudienceDeps, caller: Caller, ref: ContactRef): Promise<ContactCard> {
  requireRole(caller, 'editor', 'see contacts');
  const { workspaceId } = caller;
  const { prisma } = deps.storage;
  const contact = await lookUpContact(deps, caller, ref);
  const [details, attributes, all] = await Promise.all([
    contactDetails(prisma, workspaceId, { id: contact.id, events: EVENTS }),
    listAttributes(prisma, workspaceId),
    listSegments(prisma, workspaceId),
  ]);
  const asked = all.slice(0, SEGMENTS);
  return {
    contact,
    ...details,
    attributes: attributes
      .flatMap(({ id, name }) => {
        const value = contact.attributes[String(id)];
        return value === undefined ? [] : [{ name, value }];
      })
      .sort((a, b) => a.name.localeCompare(b.name, 'en')),
    segments: await segmentsOf(deps, caller, contact.id, asked),
    segmentsAsked: asked.length,
    segmentsInAll: all.length,
    at: deps.now(),
  };
}

async function segmentsOf(
  deps: AudienceDeps,
  caller: Caller,
  contactId: number,
  segments: Awaited<ReturnType<typeof listSegments>>,
): Promise<string[]> {
  const known = await knownTo(deps, caller);
  const isIn = new Array<boolean>(segments.length).fill(false);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < segments.length; at = next++) {
      const segment = segments[at];
      if (segment === undefined) return;
      try {
        const rule = resolved(ruleOf(segment), known, { segment: segment.id });
        const compiled = compileRule(rule, { workspaceId: caller.workspaceId });
        isIn[at] = await isMember(deps.storage, compiled, contactId);
      } catch (error) {
        // A segment whose rule no longer holds has no members.
        if (!(error instanceof RollcallError)) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return segments.filter((_, index) => isIn[index]).map(({ name }) => name);
}

/** A page of contacts that were found; `next` goes into `after` for the one behind it. */
export interface FoundContacts {
  text: string;
  contacts: Awaited<ReturnType<typeof searchContacts>>;
  next?: number;
}

/**
 * Contacts with these letters in name, address or company. An editor's question: it names people.
 *
 * @throws RollcallError `invalid-input` for fewer than two letters
 */
export async function findContacts(
  deps: AudienceDeps,
  caller: Caller,
  { text: typed, after = 0, limit }: { text: string; after?: number; limit: number },
): Promise<FoundContacts> {
  requireRole(caller, 'editor', 'search contacts');
  const text = typed.trim().slice(0, 200);
  if (text.length < 2) {
    throw new RollcallError('invalid-input', 'Find whom? Give two letters or more.', {
      hint: 'Part of a name, an address or a company: /contacts find lovelace',
    });
  }
  const found = await searchContacts(deps.storage.prisma, caller.workspaceId, {
    text,
    after,
    limit: limit + 1,
  });
  const contacts = found.slice(0, limit);
  const last = contacts.at(-1);
  return found.length > limit && last !== undefined ? { text, contacts, next: last.id } : { text, contacts };
}
