import { emailKey } from '../emails.ts';
import { RollcallError } from '../errors.ts';
import { addAttributes, holdAttributes } from '../storage/attributes.ts';
import { writeAudit } from '../storage/audit.ts';
import * as stored from '../storage/contacts.ts';
import type { Database } from '../storage/database.ts';
import { isUniqueViolation } from '../storage/database.ts';
import {
  addForgotten,
  type ErasedTraces,
  eraseImages,
  eraseTraces,
  holdAdding,
  isForgotten,
} from '../storage/forgotten.ts';
import { findWorkspace } from '../storage/workspaces.ts';
import { clip } from '../words.ts';
import type { AudienceDeps, Caller } from './caller.ts';
import { type ContactRef, lookUpContact } from './contact-lookup.ts';
import { readValues } from './contact-values.ts';
import { eraseFromKeptItems } from './kept-items.ts';
import { requireRole } from './permissions.ts';
import { keepUndo } from './undo.ts';

/** What came of adding: the contact, with attributes that were made for it; or the one that is there already. */
export type AddedContact =
  | { id: number; madeAttributes: string[] }
  | { existing: { id: number; email: string } };

/** A status that a person gives: consent is said, or it is not known. */
export type GivenStatus = 'subscribed' | 'non-subscribed';

/**
 * Adds a contact. One that is there is left as it is, whatever was said of it.
 *
 * @param options.values typed `key: value` pairs: fields, and attributes, which are made where there are none
 * @throws RollcallError `invalid-input` for what is no address or does not fit, `not-allowed` for an address that was erased
 */
export async function addContact(
  deps: AudienceDeps,
  caller: Caller,
  options: { email: string; name: string | null; values: [string, string][]; status: GivenStatus },
): Promise<AddedContact> {
  requireRole(caller, 'editor', 'add contacts');
  const { workspaceId, actor } = caller;
  const key = emailKey(options.email);
  if (key === null)
    throw new RollcallError('invalid-input', `"${clip(options.email, 100)}" is no email address.`);
  const existing = await stored.findContact(deps.storage.prisma, workspaceId, { emailKey: key });
  if (existing !== undefined) return { existing };
  const { dateOrder } = await findWorkspace(deps.storage, workspaceId);
  try {
    return await deps.storage.prisma.$transaction(async (database) => {
      if (await isForgotten(database, workspaceId, deps.storage.hash(key))) throw erased();
      const read = await valuesOf(database, workspaceId, { pairs: options.values, dateOrder });
      const fields = { name: null, country: null, language: null, phone: null, company: null };
      const id = await stored.insertContact(database, {
        ...{ workspaceId, email: options.email.trim(), emailKey: key, status: options.status },
        ...{ source: 'slack', now: deps.now() },
        ...fields,
        ...read.fields,
        name: options.name ?? read.fields.name ?? null,
        attributes: withoutNulls(read.attributes),
      });
      const details = { status: options.status };
      await writeAudit(database, {
        workspaceId,
        actor,
        action: 'contact.added',
        subject: `contact ${id}`,
        details,
      });
      return { id, madeAttributes: read.made };
    });
  } catch (error) {
    const other = isUniqueViolation(error)
      ? await stored.findContact(deps.storage.prisma, workspaceId, { emailKey: key })
      : undefined;
    if (other !== undefined) return { existing: other };
    throw error;
  }
}

const erased = (): RollcallError =>
  new RollcallError('not-allowed', 'This address was erased on request, and is not taken in again.', {
    hint: 'Only an admin of the installation can lift that, in the database, if the person asks for it.',
  });

/** What came of an edit. `raising`: the new status needs a yes, and was left as it is. */
export interface EditedContact {
  contact: stored.StoredContact;
  changed: boolean;
  madeAttributes: string[];
  undoId?: number;
}

/**
 * Changes fields, attributes and status of a contact. Values that are empty are taken away.
 *
 * @param options.status raising it (to subscribed, or from unsubscribed or bounced) takes `consent`
 * @param options.seen when the contact was last changed before the person saw it
 * @throws RollcallError `not-found`, `invalid-input`; `busy` where it was changed since it was seen
 */
export async function editContact(
  deps: AudienceDeps,
  caller: Caller,
  options: {
    id: number;
    values: [string, string][];
    status?: stored.Status;
    consent?: boolean;
    seen?: Date;
  },
): Promise<EditedContact> {
  requireRole(caller, 'editor', 'change contacts');
  const { workspaceId, actor } = caller;
  const { dateOrder } = await findWorkspace(deps.storage, workspaceId);
  return deps.storage.prisma.$transaction(async (database) => {
    const contact = await stored.lockContact(database, workspaceId, options.id);
    if (contact === undefined)
      throw new RollcallError('not-found', 'The contact is gone since: somebody erased it.');
    if (options.seen !== undefined && contact.updatedAt.getTime() !== options.seen.getTime())
      throw new RollcallError('busy', 'Somebody else changed this contact in the meantime.');
    const read = await valuesOf(database, workspaceId, { pairs: options.values, dateOrder });
    const attributes = withoutNulls({ ...contact.attributes, ...read.attributes });
    const status = options.status ?? contact.status;
    if (isRaise(contact.status, status) && options.consent !== true) {
      throw new RollcallError(
        'invalid-input',
        `"${contact.status}" becomes "${status}" only with their consent.`,
      );
    }
    const now = deps.now();
    const after = { ...contact, ...read.fields, attributes, status };
    const changed =
      JSON.stringify([...fieldsOf(contact), sorted(contact.attributes), contact.status]) !==
      JSON.stringify([...fieldsOf(after), sorted(attributes), status]);
    if (!changed) return { contact, changed, madeAttributes: read.made };
    await stored.updateContact(database, workspaceId, {
      ...{ id: contact.id, ...read.fields, attributes, updatedAt: now },
      ...(status === contact.status ? {} : { status, statusSource: 'slack', statusAt: now }),
    });
    const subject = `contact ${contact.id}`;
    const details = status === contact.status ? {} : { from: contact.status, to: status };
    await writeAudit(database, { workspaceId, actor, action: 'contact.edited', subject, details });
    const { name, country, language, phone, company } = contact;
    const was = { name, country, language, phone, company, attributes: contact.attributes };
    const undoId = await keepUndo(database, deps, caller, {
      kind: 'contact.edited',
      subject,
      before: {
        ...{ id: contact.id, ...was, status: contact.status, statusSource: contact.statusSource },
        ...{ statusAt: contact.statusAt, updatedAt: now },
      },
    });
    return { contact: { ...after, updatedAt: now }, changed, madeAttributes: read.made, undoId };
  });
}

/** Whether a status is raised: that takes a person's consent. */
export const isRaise = (from: stored.Status, to: stored.Status): boolean =>
  from !== to && (to === 'subscribed' || (to === 'non-subscribed' && from !== 'subscribed'));

const fieldsOf = (contact: stored.ContactFields) => [
  contact.name,
  contact.country,
  contact.language,
  contact.phone,
  contact.company,
];
const sorted = (attributes: object) =>
  Object.entries(attributes).sort(([one], [other]) => one.localeCompare(other));

/** Reads typed pairs, and makes the attributes that are missing. Their types are held until the transaction ends. */
async function valuesOf(
  database: Database,
  workspaceId: number,
  { pairs, dateOrder }: { pairs: [string, string][]; dateOrder: 'dmy' | 'mdy' | 'ymd' | undefined },
) {
  const attributes = await holdAttributes(database, workspaceId);
  const read = readValues(pairs, { attributes, dateOrder });
  if (read.unknown.length === 0) return { ...read, made: [] };
  await addAttributes(
    database,
    workspaceId,
    read.unknown.map(({ name, type }) => ({ name, type, yearly: false })),
  );
  const again = readValues(pairs, { attributes: await holdAttributes(database, workspaceId), dateOrder });
  return { ...again, made: read.unknown.map(({ name }) => name) };
}

function withoutNulls(values: Record<string, string | number | boolean | null>) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Record<
    string,
    string | number | boolean
  >;
}

/** What was erased of a person. */
export interface Erased extends ErasedTraces {
  tags: number;
  events: number;
}

/** Every event and contact is looked through for the address: twenty seconds among ten million events. */
const PATIENCE = { maxWait: 10_000, timeout: 600_000 };

/**
 * Erases a person everywhere: contact, tags, events, what undoing would bring back, rejected rows of imports, files that wait, what providers sent and nobody could read,
 * and the address wherever else somebody wrote it. Only a hash of the address stays, so that no import, no call and no hand brings them back. It can't be undone.
 *
 * @throws RollcallError `not-found`, `not-allowed`
 */
export async function forgetContact(deps: AudienceDeps, caller: Caller, ref: ContactRef): Promise<Erased> {
  requireRole(caller, 'admin', 'erase contacts');
  const { workspaceId, actor } = caller;
  const { id } = await lookUpContact(deps, caller, ref);
  return deps.storage.prisma.$transaction(async (database) => {
    // Nobody adds them again between the look and the note.
    await holdAdding(database, workspaceId);
    const contact = await stored.lockContact(database, workspaceId, id);
    if (contact === undefined) throw new RollcallError('not-found', 'The contact is gone already.');
    const where = { workspaceId, contactId: id };
    const [tags, events] = [
      await database.contactTag.count({ where }),
      await database.event.count({ where }),
    ];
    const { email, emailKey: key } = contact;
    const images = await eraseImages(database, workspaceId, id);
    await stored.deleteContact(database, workspaceId, id);
    const person = { workspaceId, contactId: id, email, emailKey: key };
    const traces = await eraseTraces(database, person);
    traces.mentions += await eraseFromKeptItems(database, deps, person);
    await addForgotten(database, {
      workspaceId,
      emailHash: deps.storage.hash(contact.emailKey),
      at: deps.now(),
    });
    const counts = { tags, events, ...traces, undos: traces.undos + images };
    await writeAudit(database, {
      ...{ workspaceId, actor, action: 'contact.forgotten', subject: `contact ${id}`, details: counts },
    });
    return counts;
  }, PATIENCE);
}
