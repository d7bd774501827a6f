import { eachField, valuesOf } from '../../contact-fields.ts';
import { RollcallError } from '../../errors.ts';
import type { Status } from '../../lib/consent.ts';
import { defined } from '../../lib/defined.ts';
import { emailKey, trimEmail } from '../../lib/emails.ts';
import { clip } from '../../lib/words.ts';
import { addAttributes, holdAttributes } from '../../storage/contacts/attributes.ts';
import * as stored from '../../storage/contacts/contacts.ts';
import { addFacts, type StatusFact } from '../../storage/contacts/status-facts.ts';
import {
  addSuppressions,
  findSuppressions,
  isErased,
  remembered,
  type Suppression,
  whileAdding,
  whileNobodyAdds,
} from '../../storage/contacts/suppressions.ts';
import { type ErasedTraces, eraseImages, eraseTraces } from '../../storage/contacts/traces.ts';
import type { Database } from '../../storage/database/database.ts';
import { isUniqueViolation } from '../../storage/database/database.ts';
import { findPerson } from '../../storage/topics/person.ts';
import { findWorkspace } from '../../storage/workspace/workspaces.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneChange, asOneLongChange } from '../change.ts';
import { eraseFromKeptItems } from '../events/kept-items.ts';
import { requireRole } from '../permissions.ts';
import type { Asked } from '../topics/set.ts';
import { changeAddress } from './address.ts';
import { agreement } from './agreement.ts';
import { newAttribute } from './attribute-values.ts';
import { type ContactRef, lookUpContact } from './lookup.ts';
import { staysLow } from './status-said.ts';
import { readValues } from './values.ts';

/** The added contact, with the attributes that were made for it; or the one that already exists. */
export type AddedContact =
  | {
      id: number;
      madeAttributes: string[];
      /**
       * Why they don't get mail although someone said that they agreed: the address opted out or bounced
       * earlier.
       */
      suppressed?: Suppression;
    }
  | { existing: { id: number; email: string } };

/** A contact that was just added. */
export type NewContact = Extract<AddedContact, { id: number }>;

/** A status that a person gives: the contact agreed, or it isn't known. */
export type GivenStatus = 'subscribed' | 'non-subscribed';

/**
 * Adds a contact. An existing one stays as it is, whatever the input says. An address that opted out or
 * bounced before it was a contact starts with that status, because the input doesn't say when the person
 * agreed.
 *
 * @param options.values typed `key: value` pairs: fields, and attributes, which are made if they are missing
 * @throws RollcallError `invalid-input` for an invalid address or value, `not-allowed` for an address that
 *   was erased
 */
export async function addContact(
  deps: AudienceDeps,
  caller: Caller,
  options: { email: string; name: string | null; values: [string, string][]; status: GivenStatus },
): Promise<AddedContact> {
  requireRole(caller, 'editor', 'add contacts');
  const { workspaceId } = caller;
  const key = emailKey(options.email);
  if (key === null)
    throw new RollcallError('invalid-input', `"${clip(options.email, 100)}" is not an email address.`);
  const existing = await stored.findContact(deps.storage.prisma, workspaceId, { emailKey: key });
  if (existing !== undefined) return { existing };
  const { dateOrder } = await findWorkspace(deps.storage, workspaceId);
  try {
    return await asOneChange(deps, caller, async ({ database, audit }) => {
      await whileAdding(database, workspaceId);
      const { hashes } = deps.storage;
      const found = await findSuppressions(database, workspaceId, { keys: [key], hashes });
      const suppressions = found.get(key) ?? [];
      if (isErased(suppressions)) throw erased();
      const { facts } = remembered(suppressions);
      const status = facts.length === 0 ? options.status : 'non-subscribed';
      const now = deps.now();
      const read = await typedValues(database, workspaceId, {
        pairs: options.values,
        dateOrder,
        now: deps.now(),
      });
      const id = await stored.insertContact(database, {
        workspaceId,
        email: options.email.trim(),
        emailKey: key,
        status,
        source: 'slack',
        now,
        ...eachField(() => null),
        ...read.fields,
        name: options.name ?? read.fields.name ?? null,
        attributes: withoutNulls(read.attributes),
      });
      const [begun] = await addFacts(database, {
        workspaceId,
        now,
        facts: facts.map((fact) => ({ contactId: id, ...fact })),
      });
      await audit('contact.added', `contact ${id}`, { status: begun?.to ?? status });
      const suppressed = options.status === 'subscribed' ? lowestOf(suppressions) : undefined;
      return {
        id,
        madeAttributes: read.made,
        ...defined({ suppressed }),
      };
    });
  } catch (error) {
    const other = isUniqueViolation(error)
      ? await stored.findContact(deps.storage.prisma, workspaceId, { emailKey: key })
      : undefined;
    if (other !== undefined) return { existing: other };
    throw error;
  }
}

/** The suppression that counts: an opt-out before a bounce, and the latest of those. */
const lowestOf = (suppressions: Suppression[]): Suppression | undefined =>
  suppressions.findLast(({ reason }) => reason !== 'bounced') ?? suppressions.at(-1);

const erased = (): RollcallError =>
  new RollcallError('not-allowed', 'This address was erased on request and can’t be added again.', {
    hint: 'If the person wants to come back, the person who runs Rollcall has to lift this in the database.',
  });

/** The result of an edit. `raising`: the new status needs a confirmation, and was not set. */
export interface EditedContact {
  contact: stored.StoredContact;
  changed: boolean;
  madeAttributes: string[];
  undoId?: number;
}

/**
 * Changes fields, attributes, address and status of a contact. An empty value removes the stored one.
 *
 * @param options.email another address: the contact stays the same, with its consent and its opt-outs
 * @param options.status subscribing takes `asked`: where and when they asked for mail, later than anything
 *   against it; unsubscribed and bounced contacts can't become non-subscribed
 * @param options.seen when the contact was last changed before the person opened it
 * @throws RollcallError `not-found`, `invalid-input`; `busy` if it has been changed since it was opened;
 *   `taken` if another contact has the address, `not-allowed` if it was erased on request
 */
export async function editContact(
  deps: AudienceDeps,
  caller: Caller,
  options: {
    id: number;
    values: [string, string][];
    email?: string;
    status?: Status;
    asked?: Asked;
    seen?: Date;
  },
): Promise<EditedContact> {
  requireRole(caller, 'editor', 'change contacts');
  const { dateOrder } = await findWorkspace(deps.storage, caller.workspaceId);
  return asOneChange(deps, caller, async ({ database, workspaceId, actor, audit, undoable }) => {
    if (options.email !== undefined) await whileNobodyAdds(database, workspaceId);
    const contact = await stored.lockContact(database, workspaceId, options.id);
    if (contact === undefined)
      throw new RollcallError('not-found', 'That contact no longer exists: someone erased it.');
    if (options.seen !== undefined && contact.updatedAt.getTime() !== options.seen.getTime())
      throw new RollcallError('busy', 'Someone else edited this contact in the meantime.');
    const read = await typedValues(database, workspaceId, {
      pairs: options.values,
      dateOrder,
      now: deps.now(),
    });
    const attributes = withoutNulls({ ...contact.attributes, ...read.attributes });
    const status = options.status ?? contact.status;
    const now = deps.now();
    const agreed = isRaise(contact.status, status)
      ? agreement(
          options.asked,
          { now, from: contact.status },
          await findPerson(database, workspaceId, { id: contact.id }),
        )
      : undefined;
    const why = staysLow(contact.status, status);
    if (why !== undefined) throw new RollcallError('invalid-input', why);
    const email = options.email === undefined ? contact.email : trimEmail(options.email);
    const after = { ...contact, ...read.fields, attributes, status, email };
    const changed =
      JSON.stringify([valuesOf(contact), sorted(contact.attributes), contact.status, contact.email]) !==
      JSON.stringify([valuesOf(after), sorted(attributes), status, email]);
    if (!changed) return { contact, changed, madeAttributes: read.made };
    await stored.updateContact(database, workspaceId, {
      id: contact.id,
      ...read.fields,
      attributes,
      updatedAt: now,
    });
    if (email !== contact.email) await changeAddress(deps, database, caller, { contact, email, now });
    const facts: StatusFact[] =
      status === contact.status
        ? []
        : [{ contactId: contact.id, kind: factSaid[status], source: 'slack', by: actor, at: now, ...agreed }];
    const [become] = await addFacts(database, { workspaceId, facts, now });
    if (become !== undefined && become.to !== status) throw atThisMoment(become.to);
    const subject = `contact ${contact.id}`;
    const details = {
      ...(status === contact.status ? {} : { from: contact.status, to: status }),
      ...(email === contact.email ? {} : { address: 'changed' }),
    };
    await audit('contact.edited', subject, details);
    const undoId = await undoable('contact.edited', subject, {
      id: contact.id,
      ...valuesOf(contact),
      attributes: contact.attributes,
      email: contact.email,
      ...defined({ saidAt: agreed?.at }),
      updatedAt: now,
    });
    return { contact: { ...after, updatedAt: now }, changed, madeAttributes: read.made, undoId };
  });
}

/** Whether a status is raised, which takes the person's consent. */
export const isRaise = (from: Status, to: Status): boolean => from !== to && to === 'subscribed';

/** The fact that setting a status stands for. */
const factSaid: Record<Status, StatusFact['kind']> = {
  subscribed: 'consent',
  unsubscribed: 'opt-out',
  bounced: 'bounce',
  'non-subscribed': 'withdrawal',
};

const atThisMoment = (status: Status): RollcallError =>
  new RollcallError('busy', `They just became ${status}, so that stands.`, {
    hint: 'If they have agreed since, try again.',
  });

const sorted = (attributes: object) =>
  Object.entries(attributes).sort(([one], [other]) => one.localeCompare(other));

/** Reads typed pairs, and makes the missing attributes. Their types are locked until the transaction ends. */
async function typedValues(
  database: Database,
  workspaceId: number,
  {
    pairs,
    dateOrder,
    now,
  }: { pairs: [string, string][]; dateOrder: 'dmy' | 'mdy' | 'ymd' | undefined; now: Date },
) {
  const attributes = await holdAttributes(database, workspaceId);
  const read = readValues(pairs, { attributes, dateOrder, now });
  if (read.unknown.length === 0) return { ...read, made: [] };
  await addAttributes(
    database,
    workspaceId,
    read.unknown.map(({ name, type }) => newAttribute(name, type)),
  );
  const again = readValues(pairs, {
    attributes: await holdAttributes(database, workspaceId),
    dateOrder,
    now,
  });
  return { ...again, made: read.unknown.map(({ name }) => name) };
}

function withoutNulls(values: Record<string, string | number | boolean | null>) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Record<
    string,
    string | number | boolean
  >;
}

/** What was erased about a person. */
export interface Erased extends ErasedTraces {
  tags: number;
  events: number;
}

/** Every event and contact is searched for the address: twenty seconds among ten million events. */
const PATIENCE = { maxWait: 10_000, timeout: 600_000 };

/**
 * Erases a person everywhere: contact, tags, events, undo data, rejected rows of imports, waiting files,
 * unreadable items from providers, and the address anywhere else it was written. Only a hash of the address
 * stays, so that no import, API call or person adds them again. This can't be undone.
 *
 * @throws RollcallError `not-found`, `not-allowed`
 */
export async function forgetContact(deps: AudienceDeps, caller: Caller, ref: ContactRef): Promise<Erased> {
  requireRole(caller, 'admin', 'erase contacts');
  const { id } = await lookUpContact(deps, caller, ref);
  return asOneLongChange(deps, caller, PATIENCE, async ({ database, workspaceId, audit }) => {
    // No one can add them again between the lookup and the suppression.
    await whileNobodyAdds(database, workspaceId);
    const contact = await stored.lockContact(database, workspaceId, id);
    if (contact === undefined) throw new RollcallError('not-found', 'That contact was already erased.');
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
    await addSuppressions(database, workspaceId, [
      { hash: deps.storage.hash(contact.emailKey), reason: 'erased', at: deps.now(), source: 'request' },
    ]);
    const counts = { tags, events, ...traces, undos: traces.undos + images };
    await audit('contact.forgotten', `contact ${id}`, counts);
    return counts;
  });
}
