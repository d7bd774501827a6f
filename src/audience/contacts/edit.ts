import { valuesOf } from '../../contact-fields.ts';
import { RollcallError } from '../../errors.ts';
import type { Status } from '../../lib/consent.ts';
import { defined } from '../../lib/defined.ts';
import { trimEmail } from '../../lib/emails.ts';
import * as stored from '../../storage/contacts/contacts.ts';
import { addFacts, type StatusFact } from '../../storage/contacts/status-facts.ts';
import { whileNobodyAdds } from '../../storage/contacts/suppressions.ts';
import { findPerson } from '../../storage/topics/person.ts';
import { findWorkspace } from '../../storage/workspace/workspaces.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneChange } from '../change.ts';
import { requireRole } from '../permissions.ts';
import type { Asked } from '../topics/set.ts';
import { changeAddress } from './address.ts';
import { agreement } from './agreement.ts';
import { staysLow } from './status-said.ts';
import { typedValues, withoutNulls } from './typed-values.ts';

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
    /** How it came in, for the consent log. */
    how?: 'slack' | 'api';
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
    if (email !== contact.email)
      await changeAddress(deps, database, caller, { contact, email, now, how: options.how ?? 'slack' });
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
