import { RollcallError } from '../../errors.ts';
import type { ResolvedRule } from '../../rules/schema.ts';
import { compileMemberships } from '../../rules/sql/compile-memberships.ts';
import { listAttributes } from '../../storage/contacts/attributes.ts';
import { contactDetails, type StoredContact } from '../../storage/contacts/contacts.ts';
import { membershipsOf } from '../../storage/queries/run-rule.ts';
import { listSegments, type Segment } from '../../storage/segments/segments.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { type Known, knownTo, resolvedRule, ruleOf } from '../segments/segments.ts';
import { type Hold, holdsOf } from './holds.ts';
import { type ContactRef, lookUpContact } from './lookup.ts';

/** Everything about one contact, as of one moment. */
export interface ContactCard {
  contact: StoredContact;
  tags: string[];
  attributes: { name: string; value: string | number | boolean }[];
  events: { kind: string; at: Date; campaign: string | null; machine: boolean }[];
  /** Names of the segments that the contact is in. */
  segments: string[];
  /** Why they get no mail, if they opted out or bounced. */
  holds: Hold[];
  /** Names of the segments that could not be checked in time: the contact may be in them. */
  unasked: string[];
  at: Date;
}

const EVENTS = 6;
/**
 * Segments in one statement, which takes about 30 ms among 100,000 contacts: half a second for 1,000
 * segments.
 */
const AT_ONCE = 50;
/**
 * Time limits in ms: one for all of them, and a minimum for each statement. A card without some segments
 * beats no card.
 */
const usualPatience = { all: 20_000, each: 8_000 };

/**
 * Shows a contact. Editors only: it is about a person. Segments that take too long are named instead of
 * waited for.
 *
 * @throws RollcallError `not-found`, `invalid-input`
 */
export async function showContact(
  deps: AudienceDeps,
  caller: Caller,
  ref: ContactRef,
  { patience = usualPatience }: { patience?: typeof usualPatience } = {},
): Promise<ContactCard> {
  requireRole(caller, 'editor', 'see contacts');
  const { workspaceId } = caller;
  const { prisma } = deps.storage;
  const contact = await lookUpContact(deps, caller, ref);
  const [details, attributes, all] = await Promise.all([
    contactDetails(prisma, workspaceId, { id: contact.id, events: EVENTS }),
    listAttributes(prisma, workspaceId),
    listSegments(prisma, workspaceId),
  ]);
  return {
    contact,
    ...details,
    attributes: attributes
      .flatMap(({ id, name }) => {
        const value = contact.attributes[String(id)];
        return value === undefined ? [] : [{ name, value }];
      })
      .sort((a, b) => a.name.localeCompare(b.name, 'en')),
    holds: await holdsOf(deps, workspaceId, contact.id),
    ...(await segmentsOf(deps, caller, { contactId: contact.id, segments: all, patience })),
    at: deps.now(),
  };
}

async function segmentsOf(
  deps: AudienceDeps,
  caller: Caller,
  {
    contactId,
    segments,
    patience,
  }: { contactId: number; segments: Segment[]; patience: typeof usualPatience },
): Promise<Pick<ContactCard, 'segments' | 'unasked'>> {
  const known = await knownTo(deps, caller);
  const readable = segments.flatMap((segment) => {
    const rule = readRule(segment, known);
    return rule === undefined ? [] : [{ name: segment.name, rule }];
  });
  const names: string[] = [];
  const unasked: string[] = [];
  const end = performance.now() + patience.all;
  const each = Math.max(patience.each, (patience.all * AT_ONCE) / Math.max(AT_ONCE, readable.length));
  for (let from = 0; from < readable.length; from += AT_ONCE) {
    const some = readable.slice(from, from + AT_ONCE);
    const rules = some.map(({ rule }) => rule);
    const compiled = compileMemberships(rules, { workspaceId: caller.workspaceId, contactId });
    const timeout = Math.min(each, end - performance.now());
    const holds = timeout <= 0 ? undefined : await inTime(membershipsOf(deps.storage, compiled, { timeout }));
    if (holds === undefined) unasked.push(...some.map(({ name }) => name));
    else names.push(...some.filter((_, index) => holds[index]).map(({ name }) => name));
  }
  return { segments: names, unasked };
}

/** The answer; undefined if the query took too long. */
async function inTime<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'unavailable') return undefined;
    throw error;
  }
}

/** A segment's current rule; undefined if it is broken: such a segment has no members. */
function readRule(segment: Segment, known: Known): ResolvedRule | undefined {
  try {
    return resolvedRule(ruleOf(segment), known, { segment: segment.id, stored: true });
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return undefined;
  }
}
