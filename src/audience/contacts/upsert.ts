import { unmakeContacts } from '../../storage/contacts/upsert.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneLongChange } from '../change.ts';
import { requireRole } from '../permissions.ts';
import { byAddress, hold, letIn } from './admission.ts';
import { entryOf } from './applied.ts';
import { attributesFor } from './attributes-named.ts';
import { type ContactInput, refused, type WrittenContact } from './input.ts';
import { write } from './writing.ts';

/**
 * Adds and changes contacts, each on its own: one that is refused doesn't block the others. A new contact is
 * non-subscribed unless consent is given. Only consent raises a status, and only if it is newer than anything
 * against it: an opt-out, a bounce, a withdrawn consent. Anyone who opted out before they were a contact
 * starts opted out. If an address is given several times, its rows are applied in order, as if in separate
 * calls.
 *
 * @param options.make false: contacts that don't exist are refused
 * @returns the result for each, in the order in which they were given
 * @example await putContacts(deps, caller, { contacts: [{ email: 'ada@x.org', name: 'Ada' }], make: true })
 * // [{ result: 'created', id: 12 }]
 */
export async function putContacts(
  deps: AudienceDeps,
  caller: Caller,
  options: { contacts: readonly ContactInput[]; make: boolean },
): Promise<WrittenContact[]> {
  requireRole(caller, 'editor', 'change contacts');
  const now = deps.now();
  const results: (WrittenContact | undefined)[] = options.contacts.map(() => undefined);
  const people = byAddress(options.contacts, results);
  if (people.length === 0) return results as WrittenContact[];
  await asOneLongChange(deps, caller, PATIENCE, async ({ database, workspaceId, actor, audit }) => {
    const place = { database, workspaceId, now };
    const wanted = await letIn(deps, place, { people, make: options.make, results });
    const put = await hold(place, wanted, options.make);
    const rows = put.flatMap((each) => each.rows).sort((one, other) => one.index - other.index);
    const attributes = await attributesFor(
      database,
      workspaceId,
      rows.map(({ input }) => input),
    );
    const all = put.flatMap((each) => {
      if (each.before !== undefined) return [entryOf(each, each.before, { attributes, now })];
      for (const { index } of each.rows) results[index] = gone;
      return [];
    });
    for (const { after, rows: judged } of all) {
      for (const [index, result] of judged)
        results[index] = typeof result === 'string' ? { result, id: after.id } : result;
    }
    const isMade = ({ put: { isNew }, rows: judged }: (typeof all)[number]): boolean =>
      !isNew || [...judged.values()].includes('created');
    const unmade = all.filter((each) => !isMade(each)).map(({ after }) => after.id);
    if (unmade.length > 0) await unmakeContacts(database, workspaceId, unmade);
    const entries = all.filter(isMade);
    const counts = await write(place, { entries, by: actor });
    const written = counts.created + counts.updated;
    if (written === 0) return;
    const [only] = options.contacts.length === 1 ? entries : [];
    const subject = only === undefined ? `${written} contacts` : `contact ${only.after.id}`;
    const consent = options.contacts.length === 1 ? options.contacts[0]?.consent : undefined;
    const details = {
      ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
      ...(consent === undefined ? {} : { consent: `${consent.source}, ${consent.at.toISOString()}` }),
    };
    await audit('contacts.written', subject, details);
  });
  return results as WrittenContact[];
}

/** While someone is being erased, no one can be added: that takes twenty seconds among ten million events. */
const PATIENCE = { maxWait: 10_000, timeout: 60_000 };

const gone = refused('email', 'No such contact: it was just erased.', 'missing');
