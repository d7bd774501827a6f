import { writeAudit } from '../storage/audit.ts';
import { unmakeContacts } from '../storage/contact-upsert.ts';
import { attributesFor } from './attributes-named.ts';
import type { AudienceDeps, Caller } from './caller.ts';
import { hold, keysOf, letIn } from './contact-admission.ts';
import { applied, type Entry } from './contact-applied.ts';
import { type ContactInput, refused, type WrittenContact } from './contact-input.ts';
import { write } from './contact-writing.ts';
import { requireRole } from './permissions.ts';

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

const gone = refused('email', 'There is no such contact: it was erased a moment ago.', 'missing');
